"""What a leaver drives goes to somebody else from today on."""

from datetime import timedelta
from uuid import UUID

from server.core.unit_of_work import unit_of_work
from server.routes.queries import today
from server.routes.service import NewAssignment, NewRoute, assign, create
from server.routes.service.handing_over import hand_over
from tests.kit.people import equip


def test_the_rest_of_an_assignment_goes_to_the_taker_and_the_past_stays(database, world, phone, console):
    shop = phone(world.rep1).customer_made()
    taker = phone(world.rep2)
    with unit_of_work(database, world.tenant_id) as session:
        boss, day = equip(session, world.supervisor).actor, today(session)
        route = create(session, boss, NewRoute("Tuyến của Một", [UUID(shop)]))
        assign(session, boss, route.id, NewAssignment(world.rep1.id, day - timedelta(days=3), day + timedelta(days=3)))
    with unit_of_work(database, world.tenant_id) as session:
        assert hand_over(session, boss, world.rep1.id, world.rep2.id) == 1
        assert hand_over(session, boss, world.rep1.id, world.rep2.id) == 0
    shown = console(world.supervisor).get(f"/routes/{route.id}")["assignments"]
    periods = {a["employee"]["name"]: (a["valid_from"], a["valid_to"]) for a in shown}
    assert periods == {
        world.rep1.name: (str(day - timedelta(days=3)), str(day - timedelta(days=1))),
        world.rep2.name: (str(day), str(day + timedelta(days=3))),
    }
    taker.pull()
    assert set(taker.held("customer")) == {shop}
