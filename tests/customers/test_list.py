"""Finding customers: by folded words, by filters, page by page, on the map."""

from unicodedata import normalize

import pytest

from tests.kit.phone import FIX, shop_answers


@pytest.fixture
def shops(phone, world):
    """Three shops of one rep."""
    rep = phone(world.rep1)
    answers = [
        shop_answers(full_name="Tạp hoá Cô Ba", phone="0903 111 222", house_number="12 Trần Phú"),
        shop_answers(full_name="Quán Ốc Đào", phone="0905.333.444", house_number="5 Đường Lê Lợi"),
        shop_answers(full_name="100% Sạch", phone="+84 911 000 555", house_number="7 Nguyễn Huệ", rank="A"),
    ]
    rep.push(*[rep.submit("customer.shop", each) for each in answers])
    return rep


def names(answer) -> list[str]:
    return [item["name"] for item in answer["items"]]


@pytest.mark.usefixtures("shops")
@pytest.mark.covers("TB-12")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cô ba", ["Tạp hoá Cô Ba"]),
        ("co ba", ["Tạp hoá Cô Ba"]),
        ("BA CO", ["Tạp hoá Cô Ba"]),
        ("oc dao", ["Quán Ốc Đào"]),
        ("đường le loi", ["Quán Ốc Đào"]),
        ("333444", ["Quán Ốc Đào"]),
        ("tran phu", ["Tạp hoá Cô Ba"]),
        ("100%", ["100% Sạch"]),
        ("%", ["100% Sạch"]),
        ("_", []),
        ("khong co ai", []),
    ],
)
def test_customers_are_found_by_words_without_their_marks(console, world, words, found):
    answer = console(world.rep1).get("/customers", q=words)
    assert (names(answer), answer["total"]) == (found, len(found))


@pytest.mark.usefixtures("shops")
def test_a_spelling_in_separate_marks_finds_the_same(console, world):
    assert names(console(world.rep1).get("/customers", q=normalize("NFD", "Cô Ba"))) == ["Tạp hoá Cô Ba"]


@pytest.mark.usefixtures("shops")
def test_a_customer_is_found_by_its_code(console, world):
    code = console(world.rep1).get("/customers")["items"][0]["code"]
    assert [item["code"] for item in console(world.rep1).get("/customers", q=code)["items"]] == [code]


@pytest.mark.usefixtures("shops")
@pytest.mark.parametrize("limit", [1, 2])
def test_pages_bring_everybody_once_in_the_order_of_names(console, world, limit):
    signed_in = console(world.supervisor)
    seen, cursor = [], None
    while True:
        page = signed_in.get("/customers", limit=limit, **({"cursor": cursor} if cursor else {}))
        seen += names(page)
        assert (len(page["items"]) <= limit, page["total"]) == (True, 3)
        if not (cursor := page["next"]):
            break
    whole = names(signed_in.get("/customers"))
    assert seen == whole
    assert sorted(seen) == sorted({"Tạp hoá Cô Ba", "Quán Ốc Đào", "100% Sạch"})


def test_pages_go_on_between_customers_of_one_name(phone, console, world):
    rep = phone(world.rep1)
    rep.push(*[rep.submit("customer.shop", shop_answers(full_name="Cô Ba")) for _ in range(5)])
    signed_in, seen, cursor = console(world.rep1), set(), None
    for _ in range(3):
        page = signed_in.get("/customers", limit=2, **({"cursor": cursor} if cursor else {}))
        seen |= {item["id"] for item in page["items"]}
        cursor = page["next"]
    assert (len(seen), cursor) == (5, None)


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "WyJhIiwgImIiXQ"])
def test_a_cursor_of_another_list_is_refused(console, world, cursor):
    assert console(world.rep1).get("/customers", expect=422, cursor=cursor)["pointer"] == "/cursor"


def test_lists_are_narrowed_by_kind_owner_and_ward(shops, phone, console, world):
    other = phone(world.rep2)
    other.push(other.submit("customer.person", {"full_name": "Chị Tư", "address_ward": "20194"}))
    boss = console(world.supervisor)
    assert names(boss.get("/customers", kind="person")) == ["Chị Tư"]
    assert len(names(boss.get("/customers", owner_id=shops.employee_id))) == 3
    assert names(boss.get("/customers", ward_code="20194")) == ["Chị Tư"]
    assert len(names(boss.get("/customers", kind="shop", ward_code="20242"))) == 3


def test_a_customer_shows_its_whole_profile(shops, console, world):
    signed_in = console(world.rep1)
    (listed,) = signed_in.get("/customers", q="sach")["items"]
    shown = signed_in.get(f"/customers/{listed['id']}")
    assert listed.pop("fields") == {}
    assert {key: shown[key] for key in listed} == listed
    assert (shown["rank"], shown["kind"], shown["status"]) == ("A", "shop", "lead")
    assert (shown["owner"]["id"], shown["fields"]["house_number"]) == (shops.employee_id, "7 Nguyễn Huệ")
    assert (shown["lat"], shown["lon"]) == (pytest.approx(FIX["lat"]), pytest.approx(FIX["lon"]))


def test_a_customer_that_nobody_made_is_not_found(console, world):
    console(world.rep1).get("/customers/01920000-0000-7000-8000-000000000001", expect=404)


@pytest.mark.usefixtures("shops")
@pytest.mark.parametrize(
    ("bbox", "count"), [("108,16,109,17", 3), ("100,10,101,11", 0), ("108.2208,16.0678,108.2208,16.0678", 3)]
)
def test_the_map_shows_what_lies_in_its_frame(console, world, bbox, count):
    answer = console(world.supervisor).get("/customers/points", bbox=bbox)
    assert (len(answer["items"]), answer["truncated"]) == (count, False)


@pytest.mark.parametrize("bbox", ["1,2,3", "a,b,c,d", "", "109,16,108,17", "0,0,0,91", "-181,0,0,0"])
def test_a_frame_that_is_none_is_refused(console, world, bbox):
    console(world.rep1).get("/customers/points", expect=422, bbox=bbox)


@pytest.mark.usefixtures("shops")
def test_a_list_costs_the_same_number_of_statements_however_long(console, world, count_queries):
    """A statement for each row would show at once."""
    signed_in = console(world.supervisor)
    signed_in.get("/customers")  # the first look is noted in the history
    with count_queries() as one:
        signed_in.get("/customers", limit=1)
    with count_queries() as all_of_them:
        signed_in.get("/customers", limit=100)
    assert len(one) == len(all_of_them)
    assert len(one) <= 8
