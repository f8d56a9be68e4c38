"""A product of its own whose parts can be killed at any moment, and brought back."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from server import migrations, wiring
from server.core.database import Database, connect
from server.instance.account import service_account
from server.instance.environment import child_environment
from server.instance.layout import lay_out
from server.instance.network import free_port
from server.instance.postgres import OWNER, Cluster
from server.instance.processes import Child, wait_gone
from server.instance.product import wait_until_answering, web, worker
from server.instance.redis_server import RedisServer
from server.instance.throwaway import SECRET, services

GONE_WITHIN_S = 20.0


@dataclass
class Mortal:
    """The parts, and the way to the tables. PostgreSQL runs with every guarantee switched on."""

    cluster: Cluster
    queue: RedisServer
    web: Child
    worker: Child
    port: int
    database: Database

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self, part: str) -> None:
        """Kill a part with SIGKILL, whatever it is doing, and bring it back."""
        getattr(self, f"_kill_{part}")()
        wait_until_answering(self.web, f"{self.address}/readyz")

    def _kill_web(self) -> None:
        _kill_group(self.web)
        self.web.start()

    def _kill_worker(self) -> None:
        _kill_group(self.worker)
        self.worker.start()

    def _kill_postgres(self) -> None:
        postmaster = int((self.cluster.folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert wait_gone(postmaster, GONE_WITHIN_S)
        _kill_group(self.cluster.child)
        self.cluster.start()


def _kill_group(child: Child) -> None:
    child.end_group()
    assert child.process is not None
    child.process.wait()


@contextmanager
def running_product() -> Iterator[Mortal]:
    """Run database, queue, web and worker on a port and in a folder of their own."""
    folder = Path(tempfile.mkdtemp(prefix="tuyen-kill-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        layout = lay_out(folder / "data", service_account())
        cluster, queue = services(layout, durable=True)
        stack.callback(cluster.stop)
        cluster.start()
        cluster.ensure_database()
        stack.callback(queue.stop)
        queue.start()
        migrations.migrate(cluster.url(user=OWNER))
        port = free_port()
        environment = child_environment(
            DATABASE_URL=cluster.url(),
            REDIS_URL=queue.url,
            TUYEN_SECRET=SECRET,
            TUYEN_MEDIA_DIR=str(layout.media),
            TUYEN_PUBLIC_URL=f"http://127.0.0.1:{port}",
        )
        parts = [
            web(environment, bind=f"127.0.0.1:{port}", log=layout.logs / "web.log"),
            worker(environment, log=layout.logs / "worker.log"),
        ]
        for part in parts:
            stack.callback(part.stop)
            part.start()
        sessions = connect(cluster.url())
        stack.callback(sessions.kw["bind"].dispose)
        product = Mortal(cluster, queue, *parts, port, wiring.database(sessions, layout.media))
        wait_until_answering(product.web, f"{product.address}/readyz")
        yield product
