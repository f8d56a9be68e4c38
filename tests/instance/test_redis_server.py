from collections.abc import Iterator

import pytest
import redis

from server.instance.account import service_account
from server.instance.layout import Layout
from server.instance.redis_server import RedisServer


@pytest.fixture
def queue(layout: Layout) -> Iterator[RedisServer]:
    made = RedisServer(layout.redis, layout.sockets, service_account(), log=layout.logs / "redis.log")
    yield made
    made.stop()


def test_keeps_what_it_holds_over_a_restart_and_opens_no_port(queue: RedisServer) -> None:
    queue.start()
    with redis.Redis.from_url(queue.url) as client:
        client.set("bell", "rung")
        assert client.config_get("port") == {"port": "0"}
    queue.stop()
    queue.start()
    with redis.Redis.from_url(queue.url) as client:
        assert client.get("bell") == b"rung"


def test_damaged_files_are_put_aside(queue: RedisServer) -> None:
    queue.start()
    queue.stop()
    (manifest,) = (queue.folder / "appendonlydir").glob("*.manifest")
    manifest.write_text("not a manifest\n")
    queue.start()
    queue.empty()
    assert list(queue.folder.glob("appendonlydir.damaged.*"))
