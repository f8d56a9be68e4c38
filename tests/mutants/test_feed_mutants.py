"""Small faults of the feed and of the pull, each found by the machine that lives on them."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from server import wiring
from server.core import feed
from server.core.database import connect
from server.sync import pull
from tests.concurrency.ground import lay_ground
from tests.concurrency.test_feed_machine import FeedMachine
from tests.kit.databases import as_owner, own_database
from tests.mutants.planting import mutated_function, replaced

STATEMENTS: dict[str, tuple[object, str, str, str]] = {
    "a scope given again stays lost": (feed, "GRANT", "SET revoked_seq = NULL,", "SET"),
    "a scope given again brings nothing old": (
        feed, "GRANT", "ELSE excluded.granted_seq", "ELSE feed_member.granted_seq"),
    "a scope is lost in the past": (feed, "REVOKE", "SET revoked_seq = t.seq", "SET revoked_seq = 1"),
    "a row that is gone is shown": (
        pull, "PAGE", "AND e.id = w.id AND NOT e.gone LIMIT 1", "AND e.id = w.id LIMIT 1"),
    "a row that left a scope counts as seen in it": (pull, "PAGE", "bool_or(NOT e.gone) AS live", "true AS live"),
    "a scope that was lost is read": (
        pull, "PAGE", "employee_id = :employee_id AND revoked_seq IS NULL\n", "employee_id = :employee_id\n"),
    "a new scope brings nothing old": (
        pull, "PAGE", "CASE WHEN granted_seq > :m THEN", "CASE WHEN granted_seq > clock.seq THEN"),
    "a lost scope takes nothing away": (
        pull, "PAGE", "AND g.revoked_seq > :m AND", "AND g.revoked_seq > clock.horizon AND"),
    "a page is in no order": (
        pull, "PAGE", "ORDER BY e.seq LIMIT :rows\n), lost", "ORDER BY e.id LIMIT :rows\n), lost"),
}  # fmt: skip
FUNCTIONS: dict[str, tuple[object, str, str, str]] = {
    "the next page skips a number": (pull, "page", "shown[-1].seq)", "shown[-1].seq + 1)"),
    "a pass forgets what it began with": (pull, "page", "Cursor(head.now, head", "Cursor(head.now + 1, head"),
    "a pass ends although the reader moved": (pull, "page", "not head.moved and ", ""),
    "what was lost is never told": (pull, "_values", "cursor.position is None and", "False and"),
    "memberships have older numbers": (feed, "stamp", "first + len(keys))", "first - 1)"),
    "a row that left a scope is not gone": (feed, "_write_of", "NOT inside FROM placed", "false FROM placed"),
    "a change keeps its old number": (
        feed, "_write_of", "DO UPDATE SET seq = excluded.seq, gone", "DO UPDATE SET gone"),
    "a row stays where it was": (feed, "_write_of", "coalesce(o.scopes, '{{}}')) AS s", "'{{}}') AS s"),
}  # fmt: skip
QUICK = ("a row that left a scope is not gone", "a lost scope takes nothing away", "the next page skips a number")


@pytest.fixture(scope="module")
def live(worker_id, settings):
    with own_database(f"{worker_id}_mutants") as address:
        lay_ground(as_owner(address))
        made = wiring.database(connect(address), settings.media_dir)
        yield made
        made.engine.dispose()


@contextmanager
def planted(fault: str) -> Iterator[None]:
    with ExitStack() as stack:
        if fault in STATEMENTS:
            owner, name, old, new = STATEMENTS[fault]
            sound = getattr(owner, name)
            faulty = replaced(str(sound), old, new)
            stack.enter_context(patch.object(owner, name, faulty if isinstance(sound, str) else text(faulty)))
        elif fault:
            stack.enter_context(mutated_function(*FUNCTIONS[fault]))
        yield


def fall(live, examples: int) -> Exception | None:
    """Return what the machine finds, None when it stands."""
    machine = type("Machine", (FeedMachine,), {"live": live})
    chosen = settings(
        max_examples=examples, stateful_step_count=12, deadline=timedelta(seconds=60), derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except (AssertionError, FlakyFailure) as error:  # ids are random, and with them the order of rows
        return error
    return None


@pytest.mark.parametrize("fault", [*STATEMENTS, *FUNCTIONS])
def test_a_fault_of_the_feed_is_found(live, fault):
    if fault not in QUICK and not os.environ.get("TUYEN_ALL_MUTANTS"):  # noqa: TID251 - all of them by hand
        pytest.skip("by hand: TUYEN_ALL_MUTANTS=1")
    with planted(fault):
        assert fall(live, 60) is not None


def test_without_a_fault_the_machine_stands(live):
    assert fall(live, 10) is None


@pytest.mark.parametrize("fault", [*STATEMENTS, *FUNCTIONS])
def test_every_fault_still_fits_the_source(fault):
    with planted(fault):
        pass
