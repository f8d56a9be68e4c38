"""A private Redis: only a doorbell, so that nothing is lost when its data is."""

import contextlib
import time
from pathlib import Path
from urllib.parse import quote

import redis

from server.instance.account import Account
from server.instance.errors import InstanceError
from server.instance.processes import Child

START_PATIENCE_S = 20.0


class RedisServer:
    """One Redis on a unix socket in `sockets`, its append-only files in `folder`, run as `account`."""

    def __init__(self, folder: Path, sockets: Path, account: Account, *, log: Path) -> None:
        self.folder = folder
        self.socket = sockets / "redis.sock"
        self.child = Child(name="redis", command=self._command(), log=log, account=account, patience_s=2.0)

    @property
    def url(self) -> str:
        """Its address for redis-py."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def start(self) -> None:
        """Start it and return once it answers; damaged files are put aside: the database holds the truth."""
        self.child.start()
        if self._ready():
            return
        damaged = self.folder / "appendonlydir"
        if damaged.exists():
            damaged.rename(self.folder / f"appendonlydir.damaged.{int(time.time())}")
            self.child.start()
            if self._ready():
                return
        raise InstanceError("Redis không khởi động được.", "Redis did not start.", self.child.last_words())

    def stop(self, patience_s: float | None = None) -> None:
        """Stop it."""
        self.child.stop(patience_s)

    def empty(self) -> None:
        """Forget everything that it holds."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            client.flushall()

    def _command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "save": "",
            "daemonize": "no",
            "maxmemory-policy": "noeviction",
        }
        return ["redis-server", *(part for key, value in options.items() for part in (f"--{key}", value))]

    def _ready(self) -> bool:
        """Wait until it answers; False when it ended instead."""
        deadline = time.monotonic() + START_PATIENCE_S
        while self.child.running and time.monotonic() < deadline:
            with (
                contextlib.suppress(redis.RedisError),
                redis.Redis(unix_socket_path=str(self.socket)) as client,
            ):
                client.ping()
                return True
            time.sleep(0.03)
        self.child.stop(1)
        return False
