"""Addresses in the former units and in those of today: both kept, mapped, and confirmed by a person where unclear."""

import pytest

from server.geography.service import CURRENT, LEGACY, atlas

pytestmark = pytest.mark.covers("F-17")


@pytest.fixture
def known(session):
    return atlas(session)


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def me(console, world):
    return console(world.rep1)


def former(known, ward):
    unit = known.unit(LEGACY, ward)
    district = known.unit(LEGACY, unit.parent)
    codes = {"address_province": district.parent, "address_district": district.code, "address_ward": ward}
    return {
        "full_name": "Cô Ba",
        "phone": "0903123456",
        "address_system": "legacy",
        "house_number": "5 Hùng Vương",
        **codes,
    }


def made(rep, answers):
    operation = rep.submit("customer.shop", answers, version=2)
    assert rep.push(operation)[0]["s"] == "applied"
    return operation["id"]


def parts(known, count=2):
    """Return a former ward that was split into so many."""
    return next(code for code, went in known.successors.items() if len(went) == count)


def test_a_former_ward_that_went_whole_is_settled_and_both_addresses_are_kept(rep, me, known):
    ward = next(
        code for code, went in known.successors.items() if len(went) == 1 and known.unit(LEGACY, code).level == "ward"
    )
    shown = me.get(f"/customers/{made(rep, former(known, ward))}")
    today, then = shown["addresses"]
    assert (today["system"], today["how"], today["ward"]["code"]) == (CURRENT, "settled", known.successors[ward][0])
    assert (then["system"], then["ward"]["code"], then["valid_to"]) == (LEGACY, ward, "2025-06-30")
    assert then["text"] == known.text(LEGACY, ward, "5 Hùng Vương")
    assert shown["address_text"] == known.text(CURRENT, known.successors[ward][0], "5 Hùng Vương")


def test_a_split_ward_is_settled_by_the_map_point_where_that_is_clear(rep, me, known):
    ward = parts(known)
    target = known.unit(CURRENT, known.successors[ward][1])
    pin = {"lat": target.point[0], "lon": target.point[1], "accuracy_m": 5}
    (today, _) = me.get(f"/customers/{made(rep, {**former(known, ward), 'gps': pin})}")["addresses"]
    assert (today["how"], today["ward"]["code"]) == ("by_point", target.code)


def test_a_split_ward_without_a_point_waits_for_a_person_and_may_be_confirmed(rep, me, known):
    ward = parts(known)
    customer = made(rep, former(known, ward))
    (today, _) = me.get(f"/customers/{customer}")["addresses"]
    assert (today["how"], today["ward"]) == ("needs_confirmation", None)
    offered = [one["code"] for one in today["candidates"]]
    assert set(offered) == set(known.successors[ward])
    wrong = me.post(f"/customers/{customer}/address/confirm", {"ward_code": "99999"}, expect=422)
    assert wrong["code"] == "not_a_successor"
    (today, _) = me.post(f"/customers/{customer}/address/confirm", {"ward_code": offered[1]})["addresses"]
    assert (today["how"], today["ward"]["code"]) == ("confirmed", offered[1])
    assert [one["id"] for one in me.get("/customers", ward_code=offered[1])["items"]] == [customer]
    rep.pull()
    assert rep.held("customer")[customer]["address"]["how"] == "confirmed"


def test_what_was_confirmed_stands_when_something_else_is_edited(rep, me, known):
    ward = parts(known)
    customer = made(rep, former(known, ward))
    me.post(f"/customers/{customer}/address/confirm", {"ward_code": known.successors[ward][0]})
    rep.pull()
    rep.push(rep.edit("customer.shop", customer, {"full_name": "Cô Bốn"}, version=2))
    assert me.get(f"/customers/{customer}")["addresses"][0]["how"] == "confirmed"


def test_an_address_of_today_is_one_address_and_needs_no_confirmation(rep, me):
    customer = rep.customer_made()
    (only,) = me.get(f"/customers/{customer}")["addresses"]
    assert (only["system"], only["how"], only["valid_from"]) == (CURRENT, "given", "2025-07-01")
    refused = me.post(f"/customers/{customer}/address/confirm", {"ward_code": "20242"}, expect=409)
    assert refused["code"] == "no_former_address"


def test_units_are_found_by_names_of_today_and_former_ones(me, known):
    ward = parts(known)
    unit = known.unit(LEGACY, ward)
    found = me.get("/geography/search", q=known.text(LEGACY, ward).replace(",", " "))["items"]
    assert (found[0]["code"], set(found[0]["successors"])) == (ward, set(known.successors[ward]))
    settled = me.get("/geography/settle", ward=ward, lat=unit.point[0], lon=unit.point[1])
    assert settled["how"] in {"by_point", "needs_confirmation"}


@pytest.mark.parametrize("field", ["parent_unit", "referred_by"])
@pytest.mark.covers("TM-10")
@pytest.mark.usefixtures("known")
def test_a_chain_of_customers_never_leads_back(rep, me, field):
    plain = {"full_name": "A", "phone": "0903123456"}
    one = made(rep, plain)
    two = made(rep, {**plain, "full_name": "B", field: one})
    assert me.get(f"/customers/{two}")[field]["id"] == one
    rep.pull()
    for target in (one, two):
        edit = rep.edit("customer.shop", one, {field: target}, version=2)
        assert rep.push(edit)[0]["s"] in {"applied", "merged"}
        assert f"rule_broken:{field}" in me.get(f"/submissions/{edit['id']}")["flags"]
    assert me.get(f"/customers/{one}")[field] is None
