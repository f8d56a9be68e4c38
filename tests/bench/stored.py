"""What a push costs when very many submissions are stored already: at a few, and at ten million."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text

from tests.bench.processes import postmaster_of, web_pids
from tests.bench.push import Sender, Server, senders, together

FEW, MANY = 100_000, 10_000_000
PIECE = 50
ROUNDS = 3


SOURCE = """
CREATE TABLE IF NOT EXISTS bench_source AS SELECT tenant_id, id, device_id, device_n FROM submission
"""


class Copied(NamedTuple):
    """A table of what a submission leaves behind: the columns that name it, and how its rows are found."""

    named: tuple[str, ...]
    of: str


COPIES = {
    "submission": Copied(("id",), "s.id = t.id"),
    "visit": Copied(("id", "submission_id"), "s.id = t.submission_id"),
    "activity": Copied(("id", "submission_id"), "s.id = t.submission_id"),
    "receipt": Copied((), "s.device_id = t.device_id AND s.device_n = t.n"),
}


def measure(base: str, database_url: str, owner_url: str, count: int = MANY) -> dict[str, float]:
    """Return processor milliseconds an operation, web and database together, at FEW and at `count` submissions.

    What is stored is real: the phones' own pushes, copied under other ids with all that they left behind.
    """
    engine = create_engine(
        make_url(owner_url).set(username="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    phones = senders(base, database_url, organisations=4)
    for phone in phones:
        phone.send(phone.batch())
    server = Server(web_pids(base), postmaster_of(engine))
    figures: dict[str, float] = {}
    for name, wanted in (("few", min(FEW, count)), ("many", count)):
        began = time.perf_counter()
        figures[f"{name}_stored"] = _fill(engine, wanted)
        figures[f"{name}_filled_s"] = round(time.perf_counter() - began)
        figures |= {f"{name}_{key}": value for key, value in _costs(server, phones).items()}
    figures["many_to_few"] = round(figures["many_push_cpu_ms"] / figures["few_push_cpu_ms"], 2)
    return figures


def _costs(server: Server, phones: list[Sender]) -> dict[str, float]:
    """Return the cheapest of some rounds: whatever else the machine does only adds to it."""
    rounds = [together(server, phones, "") for _ in range(ROUNDS)]
    return min(rounds, key=lambda figures: figures["push_cpu_ms"])


def _fill(engine: Engine, wanted: int) -> int:
    """Copy what is stored until there are so many submissions; return how many there are."""
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # the copies refer to copies
        connection.execute(text(SOURCE))
        source = connection.scalar(text("SELECT count(*) FROM bench_source"))
        stored = connection.scalar(text("SELECT count(*) FROM submission"))
        run = stored // source  # higher than any copy so far
        with _without_indexes(connection):
            while stored < wanted:
                times = min(PIECE, -(-(wanted - stored) // source))
                for table in COPIES:
                    connection.execute(text(_copy_of(connection, table)), {"first": run, "last": run + times - 1})
                run, stored = run + times, stored + times * source
        connection.execute(text("VACUUM ANALYZE submission, visit, activity, receipt"))
        return int(connection.scalar(text("SELECT count(*) FROM submission")))


INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS statement FROM pg_index
WHERE indrelid = ANY(CAST(:tables AS regclass[]))
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = pg_index.indexrelid)
"""


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Take the tables' indexes away, all but those of keys, and make them again at the end: that takes minutes less."""
    taken = connection.execute(text(INDEXES), {"tables": list(COPIES)}).all()
    for index in taken:
        connection.execute(text(f"DROP INDEX {index.name}"))
    yield
    connection.execute(text("SET maintenance_work_mem = '1GB'"))
    for index in taken:
        connection.execute(text(index.statement))


def _copy_of(connection: Any, table: str) -> str:
    statement = (
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = :t AND is_generated = 'NEVER' AND identity_generation IS DISTINCT FROM 'ALWAYS'"
    )
    columns = list(connection.scalars(text(statement), {"t": table}))
    copied = ", ".join(map(partial(_value, named=COPIES[table].named), columns))
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {copied} FROM {table} t JOIN bench_source s"  # noqa: S608
        f" ON s.tenant_id = t.tenant_id AND {COPIES[table].of}"
        f" CROSS JOIN generate_series(CAST(:first AS int), CAST(:last AS int)) AS copy"
    )


def _value(column: str, named: tuple[str, ...]) -> str:
    if column in named:
        return f"CAST(md5(t.{column}::text || copy) AS uuid)"
    return f"t.{column} + copy * 1000000" if column in {"n", "device_n"} else f"t.{column}"
