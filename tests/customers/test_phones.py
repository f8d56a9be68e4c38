"""Telephone numbers are stored in one form, and found by any that people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.customers import phones

VECTORS = [
    ("0903 123 456", "+84903123456"),
    ("(+84) 903.123.456", "+84903123456"),
    ("+84 (0) 903-123-456", "+84903123456"),
    ("84903123456", "+84903123456"),
    ("0084 903 123 456", "+84903123456"),
    ("0169 123 4567", "+84391234567"),
    ("0162 123 4567", "+84321234567"),
    ("0120 123 4567", "+84701234567"),
    ("0121 123 4567", "+84791234567"),
    ("0122 123 4567", "+84771234567"),
    ("0126 123 4567", "+84761234567"),
    ("0128 123 4567", "+84781234567"),
    ("0123 123 4567", "+84831234567"),
    ("0124 123 4567", "+84841234567"),
    ("0125 123 4567", "+84851234567"),
    ("0127 123 4567", "+84811234567"),
    ("0129 123 4567", "+84821234567"),
    ("0186 123 4567", "+84561234567"),
    ("0188 123 4567", "+84581234567"),
    ("0199 123 4567", "+84591234567"),
    ("+84 169 123 4567", "+84391234567"),
    ("024 3825 1234", "+842438251234"),
    ("0236 3822 041", "+842363822041"),
    ("1900 1234", "+8419001234"),
    ("1800 599 920", "+841800599920"),
    ("+1 650 253 0000", "+16502530000"),
    ("0085 2 2123 4567", "+85221234567"),
]


@pytest.mark.parametrize(("typed", "stored"), VECTORS)
def test_a_number_becomes_e164(typed, stored):
    assert phones.e164(typed) == stored


@pytest.mark.parametrize("typed", ["", "abc", "113", "0903", "0603 123 456", "12345678901234567890", "+84 12"])
def test_what_is_no_number_stays_as_it_was_typed(typed):
    assert phones.stored(typed) == typed


@given(st.text(alphabet="+0123456789 ().-", max_size=25))
def test_storing_twice_is_storing_once(typed):
    assert phones.stored(phones.stored(typed)) == phones.stored(typed)


@given(st.from_regex(r"0(3|5|7|8|9)[0-9]{8}", fullmatch=True))
def test_every_mobile_number_comes_back_as_it_is_dialled(number):
    assert phones.national(phones.stored(number)) == number


@pytest.fixture
def shops(phone, world):
    rep = phone(world.rep1)
    rep.customer_made(full_name="Cô Ba", phone="0169 123 4567")
    rep.customer_made(full_name="Chú Tư", phone="024 3825 1234")
    return rep


@pytest.mark.covers("CV-60")
@pytest.mark.parametrize(
    "written",
    ["01691234567", "0391234567", "+84 39 123 4567", "84391234567", "(039) 123-45.67", "391234567", "1234567"],
)
@pytest.mark.usefixtures("shops")
def test_a_customer_is_found_by_a_number_in_any_written_form(console, world, written):
    found = console(world.rep1).get("/customers", q=written)["items"]
    assert [one["name"] for one in found] == ["Cô Ba"]
    assert (found[0]["phone"], found[0]["phone_text"]) == ("+84391234567", "0391 234 567")


@pytest.mark.usefixtures("world")
def test_an_edit_that_only_writes_the_number_otherwise_changes_nothing(shops):
    shops.pull()
    customer_id = next(one for one, row in shops.held("customer").items() if row["fields"]["full_name"] == "Cô Ba")
    operation = shops.edit("customer.shop", customer_id, {"phone": "039 1234567"})
    assert shops.push(operation)[0]["s"] == "applied"
    shops.pull()
    assert shops.held("customer")[customer_id]["fields"]["phone"] == "+84391234567"
