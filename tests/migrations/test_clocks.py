"""What was kept of a phone with a clock beyond all calendars can be read again, and its clock is not known."""

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import IntegrityError

from server import migrations
from tests.kit.databases import all_seeing

KEPT = """
INSERT INTO quarantine (tenant_id, id, device_id, employee_id, n, code, reason, payload, sent_at, received_at)
VALUES (1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), :n, 'unknown_form', '', '', :sent_at, now())
"""
BEYOND, TODAY = "10000-01-01 06:00+00", "2026-11-22 06:00+00"


@pytest.fixture
def behind(empty):
    """A connection to a database as it was when the tables took any clock."""
    migrations.migrate(empty)
    migrations.downgrade(empty, "0029")
    engine = create_engine(all_seeing(empty), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def test_a_clock_that_says_nothing_goes_and_the_others_stay(empty, behind):
    behind.execute(text(KEPT), [{"n": 1, "sent_at": BEYOND}, {"n": 2, "sent_at": TODAY}])
    migrations.migrate(empty)
    assert behind.execute(text("SELECT n, sent_at IS NULL FROM quarantine ORDER BY n")).all() == [(1, True), (2, False)]
    with pytest.raises(IntegrityError, match="quarantine_sent_check"):
        behind.execute(text(KEPT), {"n": 3, "sent_at": BEYOND})
