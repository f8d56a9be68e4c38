"""How the machine is run: short and always alike in CI, long and from a seed by hand."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from server.core.database import Database
from server.instance.environment import ROOT
from tests.sync.machines.machine import Ground, SyncMachine

EXAMPLES = ROOT / ".tuyen/machines"


def grounds(
    app: Flask, database: Database, sessions: sessionmaker[Session], engine: Engine
) -> Callable[[], tuple[Ground, Callable[[], None]]]:
    """Return what opens a ground: all that happens on it is taken back when it is closed."""

    def open_ground() -> tuple[Ground, Callable[[], None]]:
        connection = engine.connect()
        outer = connection.begin()
        sessions.configure(bind=connection)

        def close() -> None:
            outer.rollback()
            connection.close()

        return Ground(app, database, connection), close

    return open_ground


def phases(*, longer: bool, shrink: bool) -> list[Phase]:
    """Return what Hypothesis does in a run."""
    return [*([Phase.reuse] if longer else []), Phase.generate, *([Phase.shrink] if shrink else [])]


def run(
    machine: type[SyncMachine], opener: Callable[[], tuple[Ground, Callable[[], None]]], examples: int, **more: object
) -> None:
    """Run a machine; `first` as a seed makes it different each time, with failing examples kept for the next run.

    Examples are made smaller (`shrink`) only when asked: that takes many minutes.
    """
    first = more.get("first")
    chosen = settings(
        max_examples=examples,
        stateful_step_count=int(str(more.get("steps", 25))),
        deadline=timedelta(seconds=60),
        suppress_health_check=list(HealthCheck),
        derandomize=first is None,
        database=None if first is None else DirectoryBasedExampleDatabase(EXAMPLES),
        phases=phases(longer=first is not None, shrink=bool(more.get("shrink"))),
        print_blob=True,
        report_multiple_bugs=False,
        verbosity=Verbosity.normal,
    )
    made = type(machine.__name__, (machine,), {"open_ground": staticmethod(opener)})
    run_state_machine_as_test(made if first is None else seed(first)(made), settings=chosen)
