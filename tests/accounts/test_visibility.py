import pytest

from tests.kit.console import Console
from tests.kit.phone import FIX
from tests.kit.world import make_world


@pytest.fixture
def seen_by(phone, console, world):
    """Make a customer with a visit as one member; tell by which channels another one sees it."""

    def look(owner: str, viewer: str) -> dict[str, bool]:
        maker = phone(getattr(world, owner))
        customer_id = maker.customer_made(full_name="Tiệm Vàng Kim Long")
        maker.push(maker.submit("interaction.f2f", {"customer": customer_id, "gps": FIX}, gps=FIX))
        desk, handset = console(getattr(world, viewer)), phone(getattr(world, viewer))
        handset.pull()
        detail = desk.client.get(f"/api/v1/customers/{customer_id}").status_code
        return {
            "list": customer_id in {item["id"] for item in desk.get("/customers")["items"]},
            "search": customer_id in {item["id"] for item in desk.get("/customers", q="kim long")["items"]},
            "count": desk.get("/customers")["total"] == 1,
            "map": customer_id in {item[0] for item in desk.get("/customers/points", bbox="108,15,109,17")["items"]},
            "detail": detail == 200,
            "visits": len(desk.get("/visits")["items"]) == 1,
            "submissions": len(desk.get("/submissions")["items"]) == 2,
            "phone": customer_id in handset.held("customer"),
        }

    return look


@pytest.mark.covers("RB-20", "RB-23", "RB-25", "RB-28")
@pytest.mark.parametrize("manager", ["supervisor", "director"])
def test_managers_at_any_height_see_it_in_every_channel(seen_by, manager):
    assert set(seen_by("rep1", manager).values()) == {True}


@pytest.mark.covers("RB-21", "RB-24")
def test_nobody_sees_what_is_above_him_in_any_channel(seen_by):
    assert set(seen_by("supervisor", "rep1").values()) == {False}


@pytest.mark.covers("RB-22")
@pytest.mark.parametrize("neighbour", ["rep2", "rep3", "other"])
def test_neighbours_do_not_see_it_in_any_channel(seen_by, neighbour):
    assert set(seen_by("rep1", neighbour).values()) == {False}


def test_another_organisation_sees_nothing(database, app, phone, world):
    customer_id = phone(world.rep1).customer_made()
    stranger = Console.sign_in(app, make_world(database, "b").director)
    stranger.get(f"/customers/{customer_id}", expect=404)
    assert stranger.get("/customers")["total"] == 0


@pytest.mark.covers("RB-17")
def test_without_the_function_right_the_api_refuses_and_nothing_changes(phone, console, world):
    customer_id = phone(world.rep1).customer_made()
    rep = console(world.rep1)
    refused = rep.post("/routes", {"name": "Tuyến lậu", "customer_ids": [customer_id]}, expect=403)
    assert (refused["code"], refused["right"]) == ("forbidden", "route.write")
    assert console(world.supervisor).get("/routes")["items"] == []
