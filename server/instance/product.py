"""The product's own processes: the web server and the worker."""

import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from server.instance.certificate_files import CertificateFiles
from server.instance.environment import python_command
from server.instance.errors import InstanceError
from server.instance.processes import Child

APPLICATION = "server.app:served()"
ANSWER_PATIENCE_S = 60.0


def web(
    environment: Mapping[str, str],
    *,
    bind: str,
    log: Path | None = None,
    workers: int = 2,
    threads: int = 8,
    tls: CertificateFiles | None = None,
) -> Child:
    """Return the web server, not yet started; `bind` is `host:port`."""
    options = {
        "bind": bind,
        "worker-class": "gthread",
        "workers": str(workers),
        "threads": str(threads),
        "timeout": "60",
        "graceful-timeout": "3",
        "keep-alive": "30",
        "worker-tmp-dir": "/dev/shm",  # noqa: S108 - the workers' heartbeat; on a disk it may block
    }
    if tls is not None:
        options |= {"certfile": str(tls.certificate), "keyfile": str(tls.key)}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return Child(
        name="web",
        command=python_command("gunicorn", *arguments, "--no-control-socket", APPLICATION),
        environment=environment,
        log=log,
        patience_s=4.0,
    )


def worker(environment: Mapping[str, str], *, log: Path | None = None) -> Child:
    """Return the worker, not yet started."""
    return Child(
        name="worker",
        command=python_command("server.worker"),
        environment=environment,
        log=log,
        patience_s=3.0,
    )


def wait_until_answering(child: Child, address: str, authority: Path | None = None) -> None:
    """Return once `address` answers; InstanceError when the child ended or took too long."""
    deadline = time.monotonic() + ANSWER_PATIENCE_S
    while time.monotonic() < deadline and child.running:
        if answers(address, authority):
            return
        time.sleep(0.05)
    raise InstanceError("Máy chủ web không khởi động được.", "The web server did not start.", child.last_words())


def answers(address: str, authority: Path | None) -> bool:
    """Tell whether `address` answers with a success."""
    context = ssl.create_default_context(cafile=str(authority)) if authority else None
    try:
        with urllib.request.urlopen(address, timeout=5, context=context):  # noqa: S310 - our own http(s) address
            return True
    except (urllib.error.URLError, OSError):
        return False
