"""Customers that may be one: flagged when they come from the field, in a queue for who sees both."""

import pytest

from tests.kit.phone import FIX

NEAR = {**FIX, "lat": FIX["lat"] + 0.0006}
FAR = {**FIX, "lat": FIX["lat"] + 0.01}


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def handed_in(rep, **answers):
    operation = rep.submit("customer.shop", {"full_name": "Cô Ba", **answers})
    (told,) = rep.push(operation)
    assert told["s"] == "applied", told
    return operation["id"]


def flags(boss, submission_id):
    return [flag for flag in boss.get(f"/submissions/{submission_id}")["flags"] if flag.startswith("duplicate")]


@pytest.mark.covers("F-07")
@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"full_name": "A", "phone": "0169 123 4567"}, {"full_name": "B", "phone": "+84391234567"}, ["phone"]),
        ({"phone": "0903123456"}, {"full_name": "CÔ  BA".replace("  ", " "), "phone": "0903 123 456"}, ["name_phone"]),
        ({"email": "ba@x.vn"}, {"full_name": "co ba", "email": "BA@x.vn"}, ["name_email"]),
        ({"gps": FIX}, {"gps": NEAR}, ["name_near"]),
        ({"gps": FIX}, {"gps": FAR}, []),
        ({"gps": FIX}, {"full_name": "Khác", "gps": NEAR}, []),
        ({"email": "ba@x.vn"}, {"full_name": "Khác", "email": "ba@x.vn"}, []),
    ],
)
def test_what_looks_alike_is_stored_flagged_and_queued(rep, boss, one, other, reasons):
    first, second = handed_in(rep, **one), handed_in(rep, **other)
    assert flags(boss, second) == [f"duplicate_{reason}" for reason in reasons]
    assert [pair["reasons"] for pair in boss.get("/duplicates")["items"]] == ([reasons] if reasons else [])
    found = boss.get(f"/customers/{first}/duplicates")["items"]
    assert [{pair["one"]["id"], pair["other"]["id"]} for pair in found] == ([{first, second}] if reasons else [])


def test_two_that_come_in_one_push_are_found_and_told_once(rep, boss):
    answers = {"full_name": "Cô Ba", "phone": "0903123456"}
    rep.push(*[rep.submit("customer.shop", answers) for _ in range(3)])
    assert len(boss.get("/duplicates")["items"]) == 3


def test_a_pair_that_was_dismissed_comes_back_only_with_a_new_reason(rep, boss):
    handed_in(rep, phone="0903123456")
    second = handed_in(rep, full_name="Chú Tư", phone="0903123456")
    (pair,) = boss.get("/duplicates")["items"]
    boss.client.post(f"/api/v1/duplicates/{pair['id']}/dismiss", headers={"X-Requested-With": "tuyen"})
    rep.pull()
    rep.push(rep.edit("customer.shop", second, {"phone": "0903 123 456 "}))
    assert boss.get("/duplicates")["items"] == []
    rep.pull()
    rep.push(rep.edit("customer.shop", second, {"full_name": "Cô Ba"}))
    assert [one["reasons"] for one in boss.get("/duplicates")["items"]] == [["name_phone"]]


def test_a_pair_is_shown_to_who_sees_both_and_to_nobody_else(phone, console, world):
    handed_in(phone(world.rep1), phone="0903123456")
    second = handed_in(phone(world.rep3), phone="0903123456")
    for member, seen in ((world.rep1, 0), (world.rep3, 0), (world.supervisor, 0), (world.director, 1)):
        assert len(console(member).get("/duplicates")["items"]) == seen
    assert console(world.rep3).get(f"/customers/{second}/duplicates")["items"] == []


def test_a_push_asks_about_likeness_once_however_many_customers_it_brings(rep, count_queries):
    costs = []
    for count in (1, 8):
        forms = [rep.submit("customer.shop", {"full_name": f"S{n}", "phone": f"09031234{n:02}"}) for n in range(count)]
        with count_queries() as statements:
            rep.push(*forms)
        costs.append(sum("WITH new AS" in statement for statement in statements.texts))
    assert costs == [1, 1]
