"""A database and a queue for a while: for tests, and for trying things out."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from server.instance.account import service_account
from server.instance.environment import ROOT
from server.instance.errors import InstanceError
from server.instance.layout import Layout, lay_out, locked
from server.instance.postgres import DATABASE, OWNER, PORT, Cluster
from server.instance.redis_server import RedisServer

HOME = ROOT / ".tuyen" / "test-data"
SECRET = "only-for-tests-and-experiments-on-this-machine"  # noqa: S105 - guards nothing but throw-away data


@contextmanager
def throwaway(home: Path = HOME, *, durable: bool = False) -> Iterator[dict[str, str]]:
    """Run an empty database and an empty queue; yield the environment variables that lead to them.

    The folders are used again by the next call, since making a cluster takes two seconds; calls at the same
    time get one each. `durable` keeps the guarantees of a real instance, for tests that kill the server.
    """
    with ExitStack() as stack:
        layout = stack.enter_context(free_slot(home))
        cluster, queue = services(layout, durable=durable)
        stack.callback(cluster.stop)
        start_afresh(cluster, layout)
        stack.callback(queue.stop)
        queue.start()
        queue.empty()
        yield {
            "DATABASE_URL": cluster.url(),
            "DATABASE_OWNER_URL": cluster.url(user=OWNER),
            "REDIS_URL": queue.url,
            "TUYEN_SECRET": SECRET,
            "TUYEN_MEDIA_DIR": str(layout.media),
            "TUYEN_PUBLIC_URL": "http://localhost:8700",
            "PGHOST": str(layout.sockets),
            "PGPORT": str(PORT),
            "PGUSER": OWNER,
            "PGDATABASE": DATABASE,
        }


@contextmanager
def free_slot(home: Path) -> Iterator[Layout]:
    """Hold the first folder under `home` that no other call holds, its media emptied."""
    home.mkdir(parents=True, exist_ok=True)
    for number in count():
        data = home / str(number)
        data.mkdir(exist_ok=True)
        with locked(data / "lock") as mine:
            if mine:
                shutil.rmtree(data / "media", ignore_errors=True)
                yield lay_out(data, service_account())
                return


def services(layout: Layout, *, durable: bool = True) -> tuple[Cluster, RedisServer]:
    """Return the database and the queue of `layout`, not yet started."""
    account = service_account()
    logs = layout.logs
    return (
        Cluster(layout.postgres, layout.sockets, account, log=logs / "postgresql.log", durable=durable),
        RedisServer(layout.redis, layout.sockets, account, log=logs / "redis.log"),
    )


def start_afresh(cluster: Cluster, layout: Layout) -> None:
    """Start `cluster` with one empty database; a cluster that a power cut broke is made anew."""
    try:
        cluster.start()
    except InstanceError:
        shutil.rmtree(layout.postgres)
        cluster.start()
    cluster.drop_databases()
    cluster.ensure_database()
