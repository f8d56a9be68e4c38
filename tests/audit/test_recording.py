"""What people do, and what they look at, is in the history once, with who, what and from where."""

from datetime import timedelta
from uuid import uuid4

import pytest

from server.audit import service as audit
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.kit.phone import shop_answers


class RolledBackError(Exception):
    pass


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


def test_opening_a_customer_is_noted_with_who_and_from_where(rep, console, world, lines):
    customer = rep.customer_made()
    console(world.supervisor).get(f"/customers/{customer}")
    (line,) = lines("customer.view")
    assert (line.kind, line.record_id, line.customer_id) == ("customer", customer, customer)
    assert (line.employee_id, line.device_id, line.ip) == (str(world.supervisor.id), None, "127.0.0.1")


def test_a_customer_that_one_may_not_see_leaves_no_entry(rep, console, world, lines):
    customer = rep.customer_made()
    console(world.other).get(f"/customers/{customer}", expect=404)
    assert lines("customer.view") == []


def test_a_list_is_one_entry_with_its_filter_and_how_many_it_showed(rep, console, world, lines):
    for _ in range(3):
        rep.push(rep.submit("customer.shop", shop_answers()))
    console(world.supervisor).get("/customers", q="tạp hoá", limit=2)
    (line,) = lines("customer.list")
    assert line.detail == {"filter": {"q": "tạp hoá"}, "shown": 2}


def test_a_page_that_stays_open_is_noted_once_in_ten_minutes(rep, console, world, lines):
    rep.customer_made()
    for _ in range(3):
        console(world.supervisor).get("/customers")
    console(world.supervisor).get("/customers", q="cô")
    with clock.at(clock.now() + timedelta(minutes=11)):
        console(world.supervisor).get("/customers")
    assert [line.detail["filter"] for line in lines("customer.list")] == [{}, {"q": "cô"}, {}]


def test_a_map_is_one_entry_with_its_box(rep, console, world, lines):
    rep.customer_made()
    console(world.supervisor).get("/customers/points", bbox="108,16,109,17")
    (line,) = lines("customer.map")
    assert line.detail == {"filter": {"bbox": "108,16,109,17"}, "shown": 1}


def test_every_operation_of_a_push_is_one_entry_with_what_it_made(rep, lines):
    first, second = (rep.submit("customer.shop", shop_answers(full_name=name)) for name in ("Cô Ba", "Cô Tư"))
    rep.push(first, second)
    made = lines("submission.create")
    assert [line.record_id for line in made] == [first["id"], second["id"]]
    assert [line.customer_id for line in made] == [first["id"], second["id"]]
    assert made[0].detail["form"] == "customer.shop"
    assert made[0].detail["record"] == {"kind": "customer", "id": first["id"]}
    assert made[0].detail["after"]["full_name"] == "Cô Ba"
    assert made[0].device_id == rep.device_id


def test_an_edit_is_noted_with_before_and_after(rep, lines):
    customer = rep.customer_made(full_name="Cô Ba")
    rep.push(rep.edit("customer.shop", customer, {"full_name": "Cô Ba Trần Phú"}))
    edit = lines("submission.create")[-1]
    assert edit.detail["before"] == {"full_name": "Cô Ba"}
    assert edit.detail["after"] == {"full_name": "Cô Ba Trần Phú"}


def test_an_operation_in_quarantine_is_noted_and_what_it_had_done_is_not(rep, lines):
    good = rep.submit("customer.shop", shop_answers(), tx="both")
    bad = rep.submit("no.such.form", {}, tx="both")
    rep.push(good, bad)
    assert lines("submission.create") == []
    kept = lines("quarantine.create")
    assert [(line.detail["operation"], line.detail["code"]) for line in kept] == [(1, "tx"), (2, "unknown_form")]


def test_a_push_that_comes_twice_is_noted_once(rep, lines):
    operation = rep.submit("customer.shop", shop_answers())
    rep.push(operation)
    rep.push(operation)
    assert len(lines("submission.create")) == 1


def test_looking_at_submissions_and_quarantine_and_deciding_is_noted(rep, console, world, lines):
    operation = rep.submit("customer.shop", shop_answers())
    rep.push(operation)
    supervisor = console(world.supervisor)
    supervisor.get(f"/submissions/{operation['id']}")
    supervisor.post(f"/submissions/{operation['id']}/review", {"state": "has_issues", "comment": "Thiếu ảnh"})
    supervisor.get("/quarantine")
    assert [line.customer_id for line in lines("submission.view")] == [operation["id"]]
    (decided,) = lines("submission.review")
    assert decided.detail["before"]["state"] == "received"
    assert decided.detail["after"] == {"state": "has_issues", "comment": "Thiếu ảnh"}
    assert [line.detail for line in lines("quarantine.list")] == [{"shown": 0}]


def test_a_settled_conflict_is_noted_with_what_stood_and_what_stands(phone, console, world, lines):
    one, two = phone(world.rep1), phone(world.rep1)
    customer = one.customer_made()
    two.pull()
    one.push(one.edit("customer.shop", customer, {"phone": "0903 000 001"}))
    (answer,) = two.push(two.edit("customer.shop", customer, {"phone": "0903 000 002"}))
    supervisor = console(world.supervisor)
    settled = supervisor.post(f"/conflicts/{answer['conflicts'][0]['id']}/settle", {"choice": "lost"})
    (line,) = lines("conflict.settle")
    assert (line.customer_id, line.detail["choice"]) == (customer, "lost")
    assert line.detail["before"] == {"phone": settled["kept"]["value"]}
    assert line.detail["after"] == {"phone": settled["lost"]["value"]}


def test_the_life_of_a_route_is_noted(rep, console, world, lines):
    customer = rep.customer_made()
    supervisor = console(world.supervisor)
    route = supervisor.post("/routes", {"name": "Tuyến 1", "customer_ids": [customer]}, expect=201)["id"]
    supervisor.patch(f"/routes/{route}", {"name": "Tuyến 1A"})
    wish = {"employee_id": str(world.rep2.id), "valid_from": "2030-01-01"}
    supervisor.post(f"/routes/{route}/assignments", wish, expect=201)
    supervisor.patch(f"/routes/{route}", {"status": "stopped"})
    told = lines("route.")
    assert [line.action for line in told] == ["route.create", "route.change", "route.assign", "route.stop"]
    assert {line.record_id for line in told} == {route}
    assert told[0].detail["after"]["stops"] == [{"customer_id": customer, "membership": "in"}]
    assert told[1].detail == {"before": {"name": "Tuyến 1"}, "after": {"name": "Tuyến 1A"}}
    assert told[2].detail["employee_id"] == str(world.rep2.id)


def lose_an_entry(database, world) -> None:
    with unit_of_work(database, world.tenant_id) as session:
        audit.record(session, None, "test.lost")
        audit.write(session)
        raise RolledBackError


def test_numbers_have_no_gaps_even_after_a_rollback(database, world, lines):
    with pytest.raises(RolledBackError):
        lose_an_entry(database, world)
    with unit_of_work(database, world.tenant_id) as session:
        audit.record(session, None, "test.kept", detail={"chữ": 'Cô "Ba"\n\0\\'})
    found = lines()
    assert [line.n for line in found] == list(range(1, len(found) + 1))
    assert [line.action for line in lines("test.")] == ["test.kept"]
    assert found[-1].detail == {"chữ": 'Cô "Ba"\n\0\\'}


def test_a_refused_request_leaves_no_entry_and_no_gap(console, world, lines):
    before = lines()
    console(world.supervisor).get(f"/customers/{uuid4()}", expect=404)
    after = [line for line in lines() if not line.action.startswith("session.")]
    assert after == [line for line in before if not line.action.startswith("session.")]
    assert [line.n for line in lines()] == list(range(1, len(lines()) + 1))


def test_a_push_costs_one_statement_more_for_the_history_whatever_its_size(rep, count_queries):
    for size in (1, 20):
        with count_queries() as statements:
            rep.push(*[rep.submit("customer.shop", shop_answers()) for _ in range(size)])
        assert sum("audit_" in statement for statement in statements.texts) == 1
