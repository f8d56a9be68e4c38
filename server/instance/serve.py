"""`./tuyen serve`: production on one machine, web server and worker; nothing is made or seeded."""

from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from server import settings
from server.instance import product
from server.instance.environment import child_environment
from server.instance.errors import InstanceError
from server.instance.progress import say
from server.instance.supervision import Guarded, unwinding_on_signals, watch


@dataclass(frozen=True)
class Capacity:
    """Where to listen and with how many processes and threads."""

    host: str
    port: int
    workers: int
    threads: int


def serve(capacity: Capacity) -> None:
    """Run the web server and the worker with the operator's settings until a signal ends it."""
    require_settings()
    environment = child_environment()
    bind = f"{capacity.host}:{capacity.port}"
    web = product.web(environment, bind=bind, workers=capacity.workers, threads=capacity.threads)
    with unwinding_on_signals(), ExitStack() as stack:
        guarded = []
        for child in (product.worker(environment), web):
            stack.callback(child.stop)
            child.start()
            guarded.append(Guarded(child, child.start))
        say(f"Tuyen: {bind}")
        watch(guarded)


def require_settings() -> settings.Settings:
    """Return the settings, or raise InstanceError with one message naming all that is missing or wrong."""
    try:
        found = settings.load()
    except settings.SettingsError as error:
        raise InstanceError(f"Cấu hình chưa đủ: {error}", f"The settings are not complete: {error}") from None
    if urlsplit(found.public_url).hostname in {None, ""}:
        raise InstanceError("TUYEN_PUBLIC_URL không phải địa chỉ web.", "TUYEN_PUBLIC_URL is no web address.")
    return found
