"""Routes that were stored before their makers held them come to the makers' phones."""

from importlib import import_module

import pytest
from sqlalchemy import text

from server.core.unit_of_work import unit_of_work

ROUTES = import_module("server.migrations.versions.0023_who_holds_routes").ROUTES


@pytest.fixture
def as_before(database, world, console, phone):
    """A route as it was stored then, and the phone of its maker, which has pulled since."""
    body = {"name": "Tuyến Hải Châu", "customer_ids": [phone(world.rep1).customer_made()]}
    route = console(world.supervisor).post("/routes", body, expect=201)["id"]
    with unit_of_work(database, world.tenant_id) as session:
        here = {"id": route}
        session.execute(text("UPDATE feed_row SET scopes = ARRAY[id] WHERE kind = 'route' AND id = :id"), here)
        session.execute(text("DELETE FROM feed_entry WHERE kind = 'route' AND id = :id AND scope <> id"), here)
    maker = phone(world.supervisor)
    maker.pull()
    assert maker.held("route") == {}
    return route, maker


def move(database, world):
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text(ROUTES))


def test_the_maker_and_his_manager_have_it_with_their_next_pull(as_before, database, world, phone):
    route, maker = as_before
    move(database, world)
    manager = phone(world.director)
    for one in (maker, manager):
        one.pull()
        assert list(one.held("route")) == [route]


@pytest.mark.usefixtures("as_before")
def test_what_stands_right_keeps_its_number(database, world):
    move(database, world)
    with unit_of_work(database, world.tenant_id) as session:
        before = session.execute(text("SELECT seq FROM tenant_clock")).scalar_one()
        session.execute(text(ROUTES))
        assert session.execute(text("SELECT seq FROM tenant_clock")).scalar_one() == before
