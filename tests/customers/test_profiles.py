"""What becomes of a profile form: a customer with clean fields."""

from unicodedata import normalize

import pytest

from server.customers import rules
from tests.kit.phone import FIX, shop_answers


def fields_of(rep, customer_id: str):
    rep.pull()
    return rep.held("customer")[customer_id]["fields"]


def made(rep, form: str = "customer.shop", **answers):
    operation = rep.submit(form, answers)
    (answer,) = rep.push(operation)
    assert answer["s"] == "applied"
    return operation["id"]


@pytest.mark.covers("TB-05")
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("customer.person", "person"),
        ("customer.organisation", "organisation"),
        ("customer.shop", "shop"),
        ("customer.household", "household"),
    ],
)
def test_each_profile_form_makes_a_customer_of_its_kind(phone, world, form, kind):
    rep = phone(world.rep1)
    customer_id = made(rep, form, full_name="Ai đó")
    rep.pull()
    assert rep.held("customer")[customer_id]["type"] == kind


def test_codes_count_on_and_are_unique(phone, world):
    rep, other = phone(world.rep1), phone(world.rep2)
    for each in (rep, other, rep):
        made(each, full_name="Cô Ba")
    boss = phone(world.supervisor)
    boss.pull()
    assert sorted(row["code"] for row in boss.held("customer").values()) == ["KH000001", "KH000002", "KH000003"]


def test_text_is_stored_composed_and_trimmed(phone, world):
    rep = phone(world.rep1)
    fields = fields_of(rep, made(rep, full_name=normalize("NFD", "  Tạp hoá Cô Ba ")))
    assert fields["full_name"] == normalize("NFC", "Tạp hoá Cô Ba")


def test_empty_answers_are_no_fields(phone, world):
    rep = phone(world.rep1)
    fields = fields_of(rep, made(rep, full_name="Cô Ba", phone="", house_number=None))
    assert set(fields) == {"full_name"}


def test_an_edit_to_nothing_takes_the_field_away(phone, world):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    (answer,) = rep.push(rep.edit("customer.shop", customer_id, {"phone": ""}))
    assert answer["s"] == "applied"
    assert "phone" not in fields_of(rep, customer_id)


def test_an_edit_shows_what_it_changed_and_nothing_else(phone, console, world):
    rep = phone(world.rep1)
    customer_id = rep.customer_made(full_name="Cũ")
    operation = rep.edit("customer.shop", customer_id, {"full_name": "Mới", "house_number": "12 Trần Phú"})
    rep.push(operation)
    detail = console(world.supervisor).get(f"/submissions/{operation['id']}")
    assert detail["changes"] == [{"field": "full_name", "before": "Cũ", "after": "Mới"}]


def test_a_position_that_was_not_saved_is_nowhere(phone, console, world):
    rep = phone(world.rep1)
    answers = shop_answers()
    del answers["gps"]
    customer_id = made(rep, **answers)
    shown = console(world.rep1).get(f"/customers/{customer_id}")
    assert (shown["lat"], shown["lon"]) == (None, None)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((16.0678, 108.2208), (16.0678, 108.2208), 0),
        ((0, 0), (0, 1), 111_195),
        ((10.7769, 106.7009), (21.0285, 105.8542), 1_143_500),
        ((90, 0), (-90, 0), 20_015_115),
    ],
)
def test_distances_are_those_of_the_sphere(one, other, metres):
    """Saigon to Hanoi and the like, against figures of the haversine on 6,371,008.8 m."""
    assert rules.distance_m(*one, *other) == pytest.approx(metres, rel=0.002)


@pytest.mark.parametrize(("moved_by", "policy"), [(0.0005, "lww"), (0.0017, "lww"), (0.0019, "manual"), (1, "manual")])
def test_a_pin_that_moved_more_than_two_hundred_metres_asks_a_person(moved_by, policy):
    field = {"name": "gps", "type": "gps"}
    assert rules.policy_of(field, FIX, {**FIX, "lat": FIX["lat"] + moved_by}) == policy
