"""Routes, and who drives them, made again from what people handed in and decided."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from server.instance.rebuild import acting
from server.routes.service.handing_over import hand_over
from tests.kit.people import equip
from tests.kit.selling import edited, hand_in, made
from tests.routes.test_forms import TODAY, assignment, setup, stops


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


@pytest.fixture
def again(database, world):
    """Return what a rebuilding of a kind finds: how many records it compared, and what differs."""

    def found(kind, *, write=False):
        with unit_of_work(database, world.tenant_id) as session:
            result = rebuilding.rebuild(session, kind)
            if write:
                rebuilding.write(session, acting(session, world.director.login), result.differences)
        return result.compared, [(one.field, one.stands, one.rebuilt) for one in result.differences]

    return found


@pytest.fixture
def broken(database, world):
    """Damage rows behind the product's back."""

    def damage(statement, **values):
        with unit_of_work(database, world.tenant_id) as session:
            session.execute(text(statement), values)

    return damage


def test_a_route_after_edits_over_each_other_and_changes_at_the_desk(boss, phone, supervisor, shops, world, again):
    a, b, c = shops
    route = made(boss, "route.setup", setup(a, b, route_name=" Tuyến  Sơn Trà "))
    director = phone(world.director)
    director.pull()
    edited(boss, "route.setup", "route", route, {"stops": stops(b, a, c, out=(b,)), "description": "Ven biển"})
    supervisor.patch(f"/routes/{route}", {"description": "Qua cầu", "status": "stopped"})
    edited(director, "route.setup", "route", route, {"route_name": "Tuyến Mỹ Khê", "description": "Lên núi"})
    supervisor.patch(f"/routes/{route}", {"status": "active"})
    (conflict,) = supervisor.get("/conflicts")["items"]
    supervisor.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost"})
    assert again("route") == (1, [])


def odd_edit(rng, phone, route, shops):
    """Edit some fields of the route as the phone holds it, which may be old."""
    chosen = rng.sample(shops, rng.randint(1, 3))
    values = {
        "route_name": rng.choice(["Tuyến A", "Tuyến B"]),
        "description": rng.choice(["Ven biển", None]),
        "stops": stops(*chosen, out=tuple(rng.sample(chosen, rng.randint(0, 1)))),
        "route_status": rng.choice(["active", "stopped"]),
    }
    return edited(phone, "route.setup", "route", route, {name: values[name] for name in rng.sample(sorted(values), 2)})


@pytest.mark.parametrize("seed", range(3))
def test_edits_of_two_people_over_each_other_are_merged_again_to_the_same(
    boss, phone, supervisor, shops, world, again, seed
):
    rng = random.Random(seed)  # noqa: S311 - the same quarrel every time
    route = made(boss, "route.setup", setup(*shops))
    crew = [boss, phone(world.director)]
    crew[1].pull()
    for turn in range(8):
        odd_edit(rng, rng.choice(crew), route, shops)
        if turn % 3 == 2:
            rng.choice(crew).pull()
            supervisor.patch(f"/routes/{route}", {"description": rng.choice(["Qua cầu", "Lên núi"])})
    assert again("route") == (1, [])


def test_a_route_whose_customer_was_merged_into_another_on_it(boss, supervisor, shops, again):
    a, b, c = shops
    made(boss, "route.setup", setup(a, b, c))
    supervisor.post("/customers/merge", {"winner": b, "loser": a})
    assert again("route") == (1, [])


def test_a_damaged_route_is_found_and_put_right(boss, shops, again, broken):
    made(boss, "route.special", setup(*shops, customer_group="Nhà thuốc"))
    broken("UPDATE route SET customer_group = 'Hỏng'")
    broken("DELETE FROM route_stop WHERE seq = 2")
    _, differences = again("route", write=True)
    assert {field for field, _, _ in differences} == {"customer_group", "stops"}
    assert again("route") == (1, [])


def test_who_drives_after_forms_and_a_cover_by_the_desk(boss, supervisor, shops, world, again):
    route = made(boss, "route.setup", setup(*shops))
    hand_in(boss, "route.assign", assignment(route, world.rep1, instruction="Đi sớm"))
    later = [(TODAY + timedelta(days=days)).isoformat() for days in (2, 3)]
    cover = {"employee_id": str(world.rep2.id), "valid_from": later[0], "valid_to": later[1], "replace": True}
    supervisor.post(f"/routes/{route}/assignments", cover, expect=201)
    again_his = assignment(route, world.rep1, valid_from=(TODAY + timedelta(days=5)).isoformat())
    assert hand_in(boss, "route.assign", again_his)["s"] == "applied"
    assert again("assignment") == (1, [])


def test_who_drives_after_a_transfer_and_a_stop(boss, console, shops, world, again, database, time_machine):
    route = made(boss, "route.setup", setup(*shops))
    hand_in(boss, "route.assign", assignment(route, world.rep1))
    time_machine.move_to(clock.now() + timedelta(days=3))
    with unit_of_work(database, world.tenant_id) as session:
        hand_over(session, equip(session, world.supervisor).actor, world.rep1.id, world.rep2.id)
    assert again("assignment") == (1, [])
    time_machine.move_to(clock.now() + timedelta(days=3))
    console(world.supervisor).patch(f"/routes/{route}", {"status": "stopped"})
    assert again("assignment") == (1, [])


def test_a_damaged_assignment_is_found_and_put_right(boss, world, shops, again, broken):
    route = made(boss, "route.setup", setup(*shops))
    hand_in(boss, "route.assign", assignment(route, world.rep1))
    broken("UPDATE route_assignment SET employee_id = :other", other=world.rep2.id)
    _, ((field, stands, rebuilt),) = again("assignment", write=True)
    assert (field, stands[0]["employee"], rebuilt[0]["employee"]) == ("drives", str(world.rep2.id), str(world.rep1.id))
    assert again("assignment") == (1, [])
