"""A backup is worth what its restoring is worth."""

import subprocess
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from server.core.database import connect
from server.instance.postgres import binary_folder
from server.wiring import database
from tests.kit.databases import all_seeing, own_database
from tests.simulation.company import found

COUNTED = ("employee", "form_version", "feed_row", "audit_entry")


@pytest.fixture
def original(tmp_path):
    """A database with an organisation in it, which nobody else uses."""
    with own_database(f"original_{uuid4().hex[:8]}") as address:
        sessions = connect(address)
        found(database(sessions, tmp_path / "media"), "restored", supervisors=1, reps=2)
        sessions.kw["bind"].dispose()
        yield all_seeing(address)


def run(tool: str, address: str, *arguments: str) -> None:
    url = make_url(address)
    place = [f"--host={url.query['host']}", f"--port={url.query['port']}", f"--username={url.username}"]
    done = subprocess.run(
        [str(binary_folder() / tool), *place, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def counts(address: str) -> dict[str, int]:
    with create_engine(address, poolclass=NullPool).connect() as connection:
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in COUNTED}  # noqa: S608 - ours


@pytest.mark.slow
def test_what_pg_dump_wrote_is_restored_whole_into_an_empty_database(original, tmp_path):
    file, name = tmp_path / "backup", f"tuyen_test_copy_{uuid4().hex[:8]}"
    run("pg_dump", original, "--format=custom", f"--file={file}", str(make_url(original).database))
    run("createdb", original, "--template=template0", name)
    run("pg_restore", original, "--exit-on-error", f"--dbname={name}", str(file))
    copy = make_url(original).set(database=name).render_as_string(hide_password=False)
    assert counts(copy) == counts(original)
    run("dropdb", original, name)
