"""`./tuyen up`: a whole instance on this machine, from nothing to a page that answers."""

import secrets
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from server.instance import packages, product
from server.instance.account import Account, myself, service_account
from server.instance.certificate_files import CertificateFiles
from server.instance.environment import child_environment, given, python_command
from server.instance.errors import InstanceError
from server.instance.front import FrontEnds
from server.instance.layout import Layout, lay_out, locked
from server.instance.network import lan_addresses, port_is_free
from server.instance.postgres import OWNER
from server.instance.progress import say, step
from server.instance.supervision import Guarded, unwinding_on_signals, watch
from server.instance.throwaway import services

SERVICES = ("DATABASE_URL", "REDIS_URL")
"""What an operator sets to use a database and a queue of his own."""


@dataclass(frozen=True)
class Wishes:
    """What the person asked for; `demo` is `none`, `small` or `large`."""

    data: Path
    host: str
    port: int
    demo: str
    https: bool


def up(wishes: Wishes) -> None:
    """Run an instance until a signal ends it; everything that was started is stopped again, last first."""
    with unwinding_on_signals(), ExitStack() as stack:
        Start(wishes, stack).run()


class Start:
    """The steps of one start; what each one started is undone by `stack`."""

    def __init__(self, wishes: Wishes, stack: ExitStack) -> None:
        self.wishes = wishes
        self.stack = stack
        self.guarded: list[Guarded] = []

    def run(self) -> None:
        """Take the steps, greet, and watch."""
        own_services = not all(given(name) for name in SERVICES)
        packages.ensure(services=own_services)
        layout = self._take_folder(service_account() if own_services else myself())
        FrontEnds().ensure_built()
        tls = self._certificate(layout)
        environment = self._services(layout) | self._product_settings(layout, tls)
        prepare(environment, self.wishes.demo)
        self._product(layout, environment, tls)
        self._greet(layout, secure=tls is not None)
        watch(self.guarded)

    def _take_folder(self, account: Account) -> Layout:
        data = self.wishes.data.absolute()
        data.mkdir(parents=True, exist_ok=True)
        if not self.stack.enter_context(locked(data / "lock")):
            raise InstanceError(f"Tuyến đang chạy trên {data}.", f"Tuyen already runs on {data}.")
        if not port_is_free(self.wishes.host, self.wishes.port):
            raise InstanceError(
                f"Cổng {self.wishes.port} đang bận; chọn cổng khác bằng --port.",
                f"Port {self.wishes.port} is in use; choose another with --port.",
            )
        layout = lay_out(data, account)
        if layout.moved and not (layout.postgres / "PG_VERSION").exists():
            say(
                f"· CSDL nằm ở {layout.services}, vì tài khoản của nó không vào được {data}. / "
                f"The database lives in {layout.services}: its account cannot enter {data}."
            )
        return layout

    def _services(self, layout: Layout) -> dict[str, str]:
        """Start what the operator does not provide; return the addresses of both."""
        urls = {name: value for name in SERVICES if (value := given(name))}
        if len(urls) == len(SERVICES):
            return urls
        cluster, queue = services(layout)
        if "DATABASE_URL" not in urls:
            self.stack.callback(cluster.stop, 2.0)
            with step("Khởi động PostgreSQL", "Starting PostgreSQL"):
                cluster.start()
                cluster.ensure_database()
            self.guarded.append(Guarded(cluster.child, cluster.start))
            urls["DATABASE_URL"] = cluster.url()
            urls["DATABASE_OWNER_URL"] = cluster.url(user=OWNER)
        if "REDIS_URL" not in urls:
            self.stack.callback(queue.stop, 1.0)
            queue.start()
            self.guarded.append(Guarded(queue.child, queue.start))
            urls["REDIS_URL"] = queue.url
        return urls

    def _certificate(self, layout: Layout) -> CertificateFiles | None:
        if not self.wishes.https:
            return None
        from server.instance.certificate import ensure_certificates  # noqa: PLC0415 - only --https needs it

        return ensure_certificates(layout.data / "certificates", lan_addresses())

    def _product_settings(self, layout: Layout, tls: CertificateFiles | None) -> dict[str, str]:
        settings = {
            "TUYEN_SECRET": given("TUYEN_SECRET") or kept_secret(layout.data / "secret"),
            "TUYEN_MEDIA_DIR": given("TUYEN_MEDIA_DIR") or str(layout.media),
            "TUYEN_PUBLIC_URL": given("TUYEN_PUBLIC_URL") or self._base(lan_host(self.wishes.host)),
        }
        return settings | ({"TUYEN_CERTIFICATE_AUTHORITY": str(tls.authority)} if tls else {})

    def _product(self, layout: Layout, added: dict[str, str], tls: CertificateFiles | None) -> None:
        environment = child_environment(**added)
        worker = product.worker(environment, log=layout.logs / "worker.log")
        bind = f"{self.wishes.host}:{self.wishes.port}"
        web = product.web(environment, bind=bind, log=layout.logs / "web.log", tls=tls)
        for child in (worker, web):
            self.stack.callback(child.stop)
            child.start()
            self.guarded.append(Guarded(child, child.start))
        near = f"{self._base(near_host(self.wishes.host))}/livez"
        with step("Khởi động máy chủ web", "Starting the web server"):
            product.wait_until_answering(web, near, tls.authority if tls else None)

    def _greet(self, layout: Layout, *, secure: bool) -> None:
        from server.instance.greeting import greet  # noqa: PLC0415 - needs the demonstration's names only here

        greet(
            console_url=f"{self._base('localhost')}/console/",
            phone_url=f"{self._base(lan_host(self.wishes.host))}/phone/",
            secure=secure,
            demo=self.wishes.demo != "none",
            logs=str(layout.logs),
        )

    def _base(self, host: str) -> str:
        return f"{'https' if self.wishes.https else 'http'}://{host}:{self.wishes.port}"


def prepare(added: dict[str, str], demo: str) -> None:
    """Migrate the database and, unless `demo` is `none`, seed it once."""
    with step("Cập nhật lược đồ dữ liệu", "Migrating the database"):
        run_command(["migrate"], added)
    if demo != "none":
        say("· Dữ liệu dùng thử / Demonstration data")
        run_command(["seed", "--size", demo], added, visible=True)


def run_command(arguments: list[str], added: dict[str, str], *, visible: bool = False) -> None:
    """Run one of our own commands with `added` settings; InstanceError with its output when it fails.

    `visible` shows what it writes to standard error, its progress, instead of keeping it for the error.
    """
    done = subprocess.run(
        myself().command(python_command("server.cli", *arguments)),  # ends with us, even if we are killed
        env=child_environment(**added),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if visible else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = " ".join(arguments)
        raise InstanceError(
            f"“tuyen {words}” không thành công.",
            f"“tuyen {words}” failed.",
            (done.stdout + (done.stderr or ""))[-4000:],
        )


def kept_secret(file: Path) -> str:
    """Return the secret of this instance, made at its first start; its owner alone may read it."""
    if not file.exists():
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        draft.rename(file)
    return file.read_text()


def lan_host(host: str) -> str:
    """Return the name under which others reach a server bound to `host`."""
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return host
    return str(next(iter(lan_addresses()), "localhost"))


def near_host(host: str) -> str:
    """Return the name under which this machine itself reaches a server bound to `host`."""
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
