"""What every path shows is what the model says, in organisations of any shape, before and after changes."""

from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from server.accounts.queries import identities
from tests.visibility.plans import Plan, plans
from tests.visibility.reading import live_through

pytestmark = pytest.mark.covers(
    "RB-19",
    "RB-20",
    "RB-21",
    "RB-22",
    "RB-23",
    "RB-24",
    "RB-25",
    "RB-26",
    "RB-28",
    "SW-31",
    "SW-32",
    "F-05",
    "G-01",
    "G-03",
)  # fmt: skip


@pytest.fixture(scope="module", params=["gathers", "filters"])
def shape(request):
    """Both shapes of the predicate: for who has few people, and for who has very many."""
    patch = pytest.MonkeyPatch()
    patch.setattr(identities, "WIDE", 100 if request.param == "gathers" else 1)
    yield request.param
    patch.undo()


@pytest.fixture(scope="module")
def grounds(engine, joined_sessions, joined_database, whole_app):
    """Give an application on a database that forgets, for each organisation anew."""

    @contextmanager
    def ground():
        with engine.connect() as connection:
            outer = connection.begin()
            joined_sessions.configure(bind=connection)
            yield whole_app, joined_database
            outer.rollback()

    return ground


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans((3, 8), (3, 10)))
def test_every_path_shows_just_what_the_model_says(shape, grounds, plan: Plan):
    del shape
    with grounds() as (app, database):
        tally = live_through(app, database, plan)
    assert tally.differences == []
    assert len(tally.checks) > 15
