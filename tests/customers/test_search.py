"""Finding customers by words: typed diacritics first, wherever the tone is put; streets and contacts too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from server.customers.spelling import spell


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def found(console, world):
    boss = console(world.supervisor)
    return lambda q, **more: [one["name"] for one in boss.get("/customers", q=q, **more)["items"]]


@pytest.mark.covers("TB-12")
def test_typed_diacritics_come_before_folded_hits(rep, found):
    for name in ("Dương Văn An", "Tạp hoá Đường", "Duong Phat", "Đường Cát"):
        rep.customer_made(full_name=name, house_number="1 Lê Lợi")
    assert found("đường") == ["Đường Cát", "Tạp hoá Đường", "Duong Phat", "Dương Văn An"]
    assert found("đườ")[:2] == ["Đường Cát", "Tạp hoá Đường"]
    assert found("dương")[0] == "Dương Văn An"


def test_where_the_tone_is_put_makes_no_difference(rep, found):
    rep.customer_made(full_name="Tạp hóa Hoà")
    rep.customer_made(full_name="Tap hoa Hoa")
    assert found("tạp hoá") == ["Tạp hóa Hoà", "Tap hoa Hoa"]
    assert found("hòa")[0] == "Tạp hóa Hoà"


def test_names_that_begin_so_come_first(rep, found):
    for name in ("Quán Lan", "Lan Anh", "Chị Lan"):
        rep.customer_made(full_name=name)
    assert found("lan") == ["Lan Anh", "Chị Lan", "Quán Lan"]


@pytest.mark.parametrize("word", ["nguyen hue", "Nguyễn Huệ", "chị hạnh", "0912345678", "+84 912 345 678", "KH000001"])
def test_a_customer_is_found_by_street_contact_and_code(rep, found, word):
    answers = {
        "full_name": "Công ty Sao Mai",
        "house_number": "7 Nguyễn Huệ",
        "phone": "02363822041",
        "contacts": [{"id": "a", "name": "Chị Hạnh", "phone": "0912 345 678"}],
    }
    rep.push(rep.submit("customer.organisation", answers, version=2))
    assert found(word) == ["Công ty Sao Mai"]


def test_pages_of_hits_follow_each_other_without_gap_or_repetition(rep, console, world):
    names = [f"Quán {mark}" for mark in "Áàảãạb"] + ["Quan c", "Nhà quán d"]
    for name in names:
        rep.customer_made(full_name=name)
    boss, cursor, seen = console(world.supervisor), None, []
    while True:
        page = boss.get("/customers", q="quán", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [one["name"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert page["total"] == len(names)
    assert sorted(seen) == sorted(names)
    assert seen[-1] == "Quan c"


@given(st.text(max_size=30))
def test_any_text_is_spelled_without_its_tones(value):
    assert not set(spell(value)) & set("\u0300\u0301\u0303\u0309\u0323")


@pytest.mark.parametrize("value", ["Đường", "hoá", "hóa", "Nguyễn Thị Tuyết", "ƯỜNG", "quý", "Ⓐ ễ x̣", "a\u0301\u0323"])
def test_the_database_spells_as_we_do(session, value):
    assert session.scalar(text("SELECT spell_vi(:v)"), {"v": value}) == spell(value)
