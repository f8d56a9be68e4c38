"""A product of its own whose parts can be killed at any moment, and brought back."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from server import migrations, wiring
from server.core.database import Database, connect
from server.instance.account import service_account
from server.instance.environment import child_environment, python_command
from server.instance.layout import lay_out
from server.instance.network import free_port
from server.instance.postgres import DATABASE, OWNER, PORT, SUPERUSER, Cluster, binary_folder
from server.instance.processes import Child, wait_gone
from server.instance.product import answers, wait_until_answering, web, worker
from server.instance.redis_server import RedisServer
from server.instance.throwaway import SECRET, services

GONE_WITHIN_S = 20.0


@dataclass
class Mortal:
    """The parts, and the way to the tables. PostgreSQL runs with every guarantee switched on.

    `anchors` is the file into which the heads of the histories are written.
    """

    cluster: Cluster
    queue: RedisServer
    web: Child
    worker: Child
    port: int
    database: Database
    media_dir: Path
    anchors: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self, part: str) -> None:
        """Kill a part with SIGKILL, whatever it is doing, and bring it back."""
        self.strike(part)
        self.wait()

    def strike(self, part: str) -> None:
        """Kill a part and start it again, without waiting until the whole answers.

        Strike from a thread that lives on: what it starts ends with it.
        """
        getattr(self, f"_kill_{part}")()

    @property
    def answering(self) -> bool:
        """Whether the whole answers right now."""
        return answers(f"{self.address}/readyz", None)

    def wait(self) -> None:
        """Return once the whole answers."""
        wait_until_answering(self.web, f"{self.address}/readyz")

    def back_up(self, file: Path) -> None:
        """Write a backup of the database, while everybody works on."""
        self._postgres_tool("pg_dump", "--format=custom", f"--file={file}", DATABASE)

    def restore(self, file: Path) -> None:
        """Put the backup in the place of the database, as after a lost disk; phones see it by the new epoch."""
        for part in (self.web, self.worker):
            _kill_group(part)
        self.cluster.drop_databases()
        with psycopg.connect(self.cluster.url("postgres", SUPERUSER).replace("+psycopg", ""), autocommit=True) as made:
            made.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0")
        self._postgres_tool("pg_restore", "--exit-on-error", f"--dbname={DATABASE}", str(file))
        restored = python_command("server.cli", "restored")
        subprocess.run(restored, env=dict(self.web.environment or {}), check=True, capture_output=True)
        for part in (self.web, self.worker):
            part.start()

    def _postgres_tool(self, name: str, *arguments: str) -> None:
        place = [f"--host={self.cluster.sockets}", f"--port={PORT}", f"--username={SUPERUSER}"]
        subprocess.run([str(binary_folder() / name), *place, *arguments], check=True, capture_output=True)

    def _kill_web(self) -> None:
        _kill_group(self.web)
        self.web.start()

    def _kill_webprocess(self) -> None:
        """Kill one of the web server's processes; its master makes another."""
        children = _children_of(self.web.pid)
        if children:
            _kill_one(children[-1])

    def _kill_worker(self) -> None:
        _kill_group(self.worker)
        self.worker.start()

    def _kill_postgres(self) -> None:
        postmaster = int((self.cluster.folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        assert wait_gone(postmaster, GONE_WITHIN_S)
        _kill_group(self.cluster.child)
        self.cluster.start()

    def _kill_backend(self) -> None:
        """Kill one session of the database: all others are ended with it, and the log is replayed."""
        postmaster = self.cluster.child.pid
        sessions = [pid for pid in _children_of(postmaster) if b"tuyen_app" in _title_of(pid)]
        if sessions:
            _kill_one(sessions[-1])

    def _kill_redis(self) -> None:
        _kill_group(self.queue.child)
        self.queue.start()

    def _kill_flush(self) -> None:
        """Let Redis forget everything, which is as good as its death."""
        self.queue.empty()


def _children_of(pid: int | None) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in tasks.read_text().split()] if tasks.exists() else []


def _title_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill_one(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


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
        anchors = folder / "anchors"
        environment = child_environment(
            DATABASE_URL=cluster.url(),
            REDIS_URL=queue.url,
            TUYEN_SECRET=SECRET,
            TUYEN_MEDIA_DIR=str(layout.media),
            TUYEN_PUBLIC_URL=f"http://127.0.0.1:{port}",
            TUYEN_AUDIT_ANCHORS=str(anchors),
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
        database = wiring.database(sessions, layout.media)
        product = Mortal(cluster, queue, *parts, port, database, layout.media, anchors)
        wait_until_answering(product.web, f"{product.address}/readyz")
        yield product
