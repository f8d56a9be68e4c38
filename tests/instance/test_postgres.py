import os
import signal
import subprocess
from collections.abc import Iterator

import psycopg
import pytest

from server.instance.account import service_account
from server.instance.layout import Layout
from server.instance.postgres import OWNER, Cluster
from server.instance.processes import wait_gone


def make(layout: Layout) -> Cluster:
    return Cluster(layout.postgres, layout.sockets, service_account(), log=layout.logs / "postgresql.log")


@pytest.fixture
def cluster(layout: Layout) -> Iterator[Cluster]:
    made = make(layout)
    yield made
    made.stop(5)


def query(cluster: Cluster, text: str, database: str = "tuyen") -> list[tuple[object, ...]]:
    address = cluster.url(database, OWNER).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(text)
        return found.fetchall() if found.description else []


def test_starts_with_postgis_for_an_ordinary_role_and_keeps_its_data(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    query(cluster, "CREATE TABLE kept AS SELECT ST_AsText('POINT(108.2 16.1)'::geometry) AS point")
    assert query(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == [(False,)]
    cluster.stop()
    cluster.start()
    cluster.ensure_database()
    assert query(cluster, "SELECT point FROM kept") == [("POINT(108.2 16.1)",)]


def test_every_new_database_of_the_role_has_postgis(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    query(cluster, "CREATE DATABASE another")
    assert query(cluster, "SELECT postgis_lib_version()", "another")[0][0].startswith("3.")  # type: ignore[attr-defined]
    cluster.drop_databases()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        query(cluster, "SELECT 1", "another")


def test_is_durable_checksummed_and_not_on_the_network(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    names = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "listen_addresses")
    assert [query(cluster, f"SHOW {name}")[0][0] for name in names] == ["on", "on", "on", "on", ""]
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700


def test_committed_rows_survive_kill_9(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    query(cluster, "CREATE TABLE paid (n int)")
    query(cluster, "INSERT INTO paid SELECT generate_series(1, 1000)")
    assert cluster.child.pid is not None
    os.kill(cluster.child.pid, signal.SIGKILL)
    assert cluster.child.process is not None
    cluster.child.process.wait(5)
    assert (cluster.folder / "postmaster.pid").exists()
    cluster.start()
    assert query(cluster, "SELECT count(*) FROM paid") == [(1000,)]


def test_a_process_id_that_another_program_has_by_now_is_no_obstacle(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    command = cluster.account.command(["sleep", "60"])
    with subprocess.Popen(command) as innocent:
        socket = cluster.sockets / ".s.PGSQL.5432.lock"
        for file in (cluster.folder / "postmaster.pid", socket):
            file.write_text(f"{innocent.pid}\n{cluster.folder}\n1700000000\n5432\n{cluster.sockets}\n\n")
        cluster.start()
        assert innocent.poll() is None
        innocent.kill()


def test_a_server_that_outlived_its_starter_is_replaced(layout: Layout, cluster: Cluster) -> None:
    cluster.start()
    first = cluster.child.pid
    assert first is not None
    successor = make(layout)
    try:
        successor.start()
        assert wait_gone(first, 0)
        assert successor.child.running
    finally:
        successor.stop(5)


def test_a_half_made_cluster_is_made_again(cluster: Cluster) -> None:
    draft = cluster.account.own_folder(cluster.folder.with_name("postgres.new"))
    (draft / "PG_VERSION").write_text("15\n")
    cluster.start()
    assert cluster.child.running
    assert not draft.exists()


def test_the_role_of_the_product_can_make_nothing(cluster: Cluster) -> None:
    cluster.start()
    cluster.ensure_database()
    with psycopg.connect(cluster.url().replace("+psycopg", ""), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE DATABASE another")
