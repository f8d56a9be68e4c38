"""New places of delivery that are kept with the customer."""

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from tests.kit.selling import hand_in, made, order_answers, tele

PLACE = {
    "delivery_place_kind": "new", "new_address_system": "2025", "new_address_province": "48",
    "new_address_ward": "20242", "new_address_house_number": "12 Lê Lợi",
}  # fmt: skip


def ordered(shop, product, **more):
    return tele(order_answers(shop, {product: 1}, **{**PLACE, **more}))


def further(desk, shop):
    """Return the addresses that a customer has besides its profile's."""
    return [one for one in desk.get(f"/customers/{shop}")["addresses"] if one["kind"] != "main"]


@pytest.mark.covers("TB-50")
def test_a_new_place_that_is_to_be_kept_is_an_address_of_the_customer(rep, desk, shop, soap):
    made(rep, "order.tele", ordered(shop, soap, new_address_save=True))
    (kept,) = further(desk, shop)
    assert (kept["kind"], kept["system"], kept["ward"]["code"]) == ("delivery", "2025", "20242")
    assert kept["text"].startswith("12 Lê Lợi")
    assert kept["since"] is not None
    (row,) = rep.held("customer")[shop]["fields"]["other_addresses"]
    assert (row["address_ward"], row["house_number"]) == ("20242", "12 Lê Lợi")


def test_a_place_for_one_time_is_not_kept(rep, desk, shop, soap):
    made(rep, "order.tele", ordered(shop, soap))
    assert further(desk, shop) == []


def test_the_same_place_twice_is_kept_once_and_another_beside_it(rep, desk, shop, soap):
    for street in ("12 Lê Lợi", "12 lê lợi ", "7 Trần Phú"):
        place = ordered(shop, soap, new_address_save=True, new_address_house_number=street)
        hand_in(rep, "order.tele", place)
    assert [one["text"].split(",")[0] for one in further(desk, shop)] == ["12 Lê Lợi", "7 Trần Phú"]


def test_a_place_of_anothers_customer_is_flagged_and_stays_with_the_order(phone, console, world, shop, soap):
    stranger = phone(world.rep3)
    answer = hand_in(stranger, "order.tele", ordered(shop, soap, new_address_save=True))
    assert answer["s"] == "applied"
    desk = console(world.director)
    assert "address_not_kept" in desk.get(f"/submissions/{answer['id']}")["flags"]
    assert further(desk, shop) == []


def test_a_customer_with_a_kept_place_is_made_again_to_the_same(rep, shop, soap, database, world):
    made(rep, "order.tele", ordered(shop, soap, new_address_save=True))
    rep.push(rep.edit("customer.shop", shop, {"rank": "A"}, version=2))
    with unit_of_work(database, world.tenant_id) as session:
        found = rebuilding.rebuild(session, "customer")
    assert (found.compared, found.differences) == (1, [])
