from pathlib import Path

import psycopg
import redis

from server.instance.throwaway import throwaway


def connect(added: dict[str, str]) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(added["DATABASE_OWNER_URL"].replace("+psycopg", ""), autocommit=True)


def test_two_at_once_do_not_meet_and_the_next_one_starts_empty(ground: Path) -> None:
    with throwaway(ground) as one, throwaway(ground) as other:
        assert one["DATABASE_URL"] != other["DATABASE_URL"]
        with connect(one) as connection:
            connection.execute("CREATE TABLE mine (n int)")
        with connect(other) as connection:
            assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)
        with redis.Redis.from_url(one["REDIS_URL"]) as client:
            client.set("mine", 1)
        (Path(one["TUYEN_MEDIA_DIR"]) / "photo").write_bytes(b"x")
    with throwaway(ground) as again:
        assert again["DATABASE_URL"] == one["DATABASE_URL"]
        with connect(again) as connection:
            assert connection.execute("SELECT to_regclass('mine')").fetchone() == (None,)
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        with redis.Redis.from_url(again["REDIS_URL"]) as client:
            assert client.dbsize() == 0
        assert not list(Path(again["TUYEN_MEDIA_DIR"]).iterdir())


def test_a_broken_cluster_is_made_anew(ground: Path) -> None:
    with throwaway(ground) as before:
        pass
    (Path(before["PGHOST"]).parent / "postgres/global/pg_control").write_bytes(b"torn")
    with throwaway(ground, durable=True) as after, connect(after) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
