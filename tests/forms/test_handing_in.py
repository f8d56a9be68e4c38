"""Forms filled in at the console: taken as from a phone, but what breaks a rule is refused while it can be mended."""

from uuid import uuid4

import pytest

from tests.kit.phone import shop_answers


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def filled_in(form="customer.shop", version=2, answers=None, **more):
    return {"id": str(uuid4()), "form": form, "version": version, "answers": answers or shop_answers(), **more}


def pointers(refused):
    return {(error["pointer"], error["code"]) for error in refused["errors"]}


@pytest.mark.covers("TB-07")
def test_what_is_handed_in_at_the_console_reaches_phones(boss, phone, world):
    made = boss.post("/submissions", filled_in())
    manager = phone(world.supervisor)
    manager.pull()
    assert made["by_console"]
    assert manager.held("customer")[made["record"]["id"]]["fields"]["full_name"] == "Tạp hoá Cô Ba"


@pytest.mark.covers("TB-07", "TB-08")
def test_the_same_form_handed_in_twice_is_one(boss):
    body = filled_in()
    assert boss.post("/submissions", body)["id"] == boss.post("/submissions", body)["id"]
    assert len(boss.get("/submissions")["items"]) == 1
    other = {**body, "answers": shop_answers(full_name="Khác")}
    assert boss.post("/submissions", other, expect=409)["code"] == "id_reuse"


def test_a_broken_rule_is_refused_with_its_place_and_nothing_is_kept(boss):
    refused = boss.post("/submissions", filled_in(answers={"full_name": "", "phone": "12"}), expect=422)
    assert refused["code"] == "answers_invalid"
    assert {("/answers/full_name", "field_missing"), ("/answers/phone", "field_invalid")} <= pointers(refused)
    assert boss.get("/submissions")["items"] == []


def test_a_broken_rule_in_a_row_names_the_row(boss):
    rows = [{"id": "a", "full_name": "An"}, {"id": "b", "full_name": ""}]
    refused = boss.post("/submissions", filled_in("customer.household", 2, shop_answers(members=rows)), expect=422)
    assert pointers(refused) == {("/answers/members/1/full_name", "field_missing")}


def test_an_edit_at_the_console_has_seen_what_stands(boss, phone, world):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    rep.pull()
    edit = {"answers": {"owner_name": "Chị Ba"}, "before": {"owner_name": None}}
    record = {"kind": "customer", "id": customer_id}
    made = boss.post("/submissions", {**filled_in(), **edit, "record": record})
    assert made["changes"] == [{"field": "owner_name", "before": None, "after": "Chị Ba"}]
    assert boss.get("/conflicts")["items"] == []


def test_a_customer_out_of_sight_is_not_changed_from_the_console(boss, console, phone, world):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    edit = {"answers": {"owner_name": "Chị Ba"}, "record": {"kind": "customer", "id": customer_id}}
    console(world.other).post("/submissions", {**filled_in(), **edit}, expect=403)
    assert boss.get("/conflicts")["items"] == []
    assert console(world.other).get("/submissions")["items"] == []


def test_what_there_is_not_is_told_and_nothing_is_kept(boss):
    nowhere = {"kind": "customer", "id": str(uuid4())}
    boss.post("/submissions", filled_in("customer.shop", 99), expect=404)
    refused = boss.post("/submissions", {**filled_in(answers={"note": "?"}), "record": nowhere}, expect=422)
    assert refused["code"] == "bad_reference"
    assert boss.get("/submissions")["items"] == []


def test_a_form_edits_records_of_its_own_kind_alone(boss):
    record = {"kind": "product", "id": str(uuid4())}
    refused = boss.post("/submissions", {**filled_in(answers={"note": "?"}), "record": record}, expect=422)
    assert refused["pointer"] == "/record/kind"


ROUTE = {
    "route_name": "Hải Châu 1",
    "route_status": "active",
    "stops": [{"id": "a", "customer": str(uuid4()), "membership": "in"}],
}


def test_a_form_whose_right_one_lacks_is_refused_at_the_console(console, world):
    refused = console(world.rep1).post("/submissions", filled_in("route.setup", 1, ROUTE), expect=403)
    assert refused["right"] == "route.write"


def test_a_form_whose_right_one_lacks_goes_into_quarantine(phone, world, boss):
    rep = phone(world.rep1)
    (answer,) = rep.push(rep.submit("route.setup", ROUTE))
    assert (answer["s"], answer["code"]) == ("quarantined", "forbidden")
    assert boss.get("/quarantine")["items"][0]["code"] == "forbidden"


@pytest.mark.parametrize(
    "change",
    [
        {"answers": []},
        {"answers": None},
        {"version": "x"},
        {"id": "x"},
        {"record": {"kind": "customer"}},
        {"media": [1]},
    ],
)
def test_nonsense_is_refused(boss, change):
    boss.post("/submissions", {**filled_in(), **change}, expect=422)
