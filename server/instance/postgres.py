"""A private PostgreSQL cluster with PostGIS, on a unix socket in a folder that only its account may enter."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from server.instance.account import Account
from server.instance.environment import ROOT
from server.instance.errors import InstanceError
from server.instance.packages import postgres_binaries
from server.instance.processes import Child, wait_gone

SUPERUSER = "postgres"
OWNER = "tuyen"
"""Makes and changes the schema; owns every table."""
APPLICATION = "tuyen_app"
"""What the product runs as: it owns nothing, so row-level security binds it."""
DATABASE = "tuyen"
PORT = 5432
"""Only part of the socket's file name: no port is opened."""
START_PATIENCE_S = 60.0
ORPHAN_PATIENCE_S = 15.0

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiling costs more than our short queries
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "log_min_duration_statement": "2000",
    "log_lock_waits": "on",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
}
"""For two cores and a few gigabytes; what is acknowledged is on the disk."""
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "log_min_duration_statement": "-1",
}
"""For a cluster whose content nobody will miss."""


class Cluster:
    """One cluster in `folder`, its socket in `sockets`, run as `account`.

    `durable=False` trades safety against a power cut for speed.
    """

    def __init__(self, folder: Path, sockets: Path, account: Account, *, log: Path, durable: bool = True) -> None:
        self.folder = folder
        self.sockets = sockets
        self.account = account
        self.child = Child(
            name="postgresql",
            command=self._command(SETTINGS if durable else SETTINGS | THROW_AWAY_SETTINGS),
            log=log,
            account=account,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, then writes a clean checkpoint
        )

    def url(self, database: str = DATABASE, user: str = APPLICATION) -> str:
        """Return the SQLAlchemy address of `database` for a role."""
        return f"postgresql+psycopg://{user}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"

    def start(self) -> None:
        """Start the cluster, made first if need be, and return once it takes connections."""
        if not (self.folder / "PG_VERSION").exists():
            self._make()
        self._clear_after_unclean_stop()
        deadline = time.monotonic() + ORPHAN_PATIENCE_S
        self.child.start()
        while not self._ready():
            # Sessions of a killed server need a moment to notice, and hold its shared memory until then.
            if "is still in use" not in self.child.last_words() or time.monotonic() > deadline:
                raise InstanceError(
                    "PostgreSQL không khởi động được.", "PostgreSQL did not start.", self.child.last_words()
                )
            time.sleep(0.5)
            self.child.start()
        self._ensure_roles()

    def stop(self, patience_s: float | None = None) -> None:
        """Stop it with a clean checkpoint; what the patience does not suffice for, the next start replays."""
        self.child.stop(patience_s)

    def ensure_database(self, name: str = DATABASE) -> None:
        """Make the database `name` if it is missing, and give it what only a superuser may."""
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
                )
        self._prepare(name)

    def drop_databases(self) -> None:
        """Drop every database that the cluster did not have when it was made."""
        with self._connect("postgres") as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
            ).fetchall()
            for (name,) in rows:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _command(self, settings: dict[str, str]) -> list[str]:
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        binary = str(binary_folder() / "postgres")
        return [binary, "-D", str(self.folder), "-k", str(self.sockets), "-p", str(PORT), *options]

    def _connect(self, database: str) -> psycopg.Connection[TupleRow]:
        return psycopg.connect(host=str(self.sockets), port=PORT, user=SUPERUSER, dbname=database, autocommit=True)

    def _make(self) -> None:
        # Made beside its place and renamed: a cluster that was half made is never taken for a whole one.
        draft = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        self.account.own_folder(draft)
        done = subprocess.run(
            self.account.command(
                [
                    str(binary_folder() / "initdb"),
                    f"--pgdata={draft}",
                    f"--username={SUPERUSER}",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--data-checksums",
                    "--auth-local=trust",  # the socket's folder lets in its account (and root) alone
                    "--auth-host=reject",
                ]
            ),
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
        )
        if done.returncode != 0:
            raise InstanceError(
                "Không tạo được cụm PostgreSQL.", "The PostgreSQL cluster could not be made.", done.stderr
            )
        shutil.rmtree(self.folder, ignore_errors=True)
        draft.rename(self.folder)

    def _clear_after_unclean_stop(self) -> None:
        """Remove what a killed server left; end that server first if it outlived its starter."""
        file = self.folder / "postmaster.pid"
        if file.exists():
            pid = int(file.read_text().split("\n", 1)[0])
            if serves(pid, self.folder) and not wait_gone(pid, 2):
                os.kill(pid, signal.SIGINT)
                if not wait_gone(pid, ORPHAN_PATIENCE_S):
                    raise InstanceError(
                        f"PostgreSQL cũ (tiến trình {pid}) chưa dừng; hãy dừng nó rồi chạy lại.",
                        f"An earlier PostgreSQL (process {pid}) has not stopped; stop it, then start again.",
                    )
            # A process id that another program has by now would make the server refuse to start.
            file.unlink(missing_ok=True)
        for leftover in self.sockets.glob(f".s.PGSQL.{PORT}*"):
            leftover.unlink(missing_ok=True)

    def _ready(self) -> bool:
        """Wait until it takes connections; False when it ended instead."""
        deadline = time.monotonic() + START_PATIENCE_S
        while self.child.running:
            with contextlib.suppress(psycopg.OperationalError), self._connect("postgres"):
                return True
            if time.monotonic() > deadline:
                self.child.stop(2)
                return False
            time.sleep(0.03)
        return False

    def _ensure_roles(self) -> None:
        self._prepare("template1")  # every database made from this template has it

    def _prepare(self, database: str) -> None:
        """Do what needs a superuser: the same file serves operators with a PostgreSQL of their own."""
        with self._connect(database) as connection:
            connection.execute((ROOT / "deploy/prepare.sql").read_bytes())


def serves(pid: int, folder: Path) -> bool:
    """Tell whether process `pid` is a PostgreSQL server of the cluster in `folder`."""
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(folder) in arguments and arguments[0].endswith(b"postgres")


def binary_folder() -> Path:
    """Return the folder of `initdb` and `postgres`; InstanceError without a PostgreSQL with PostGIS."""
    found = postgres_binaries()
    if found is None:
        raise InstanceError("Không thấy PostgreSQL có PostGIS.", "No PostgreSQL with PostGIS was found.")
    return found
