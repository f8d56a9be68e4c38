from uuid import uuid4

import pytest

from server.core.unit_of_work import unit_of_work
from server.sync.waiting import UNBLOCK
from tests.kit.selling import edited, hand_in, made, price_list_answers, product_answers, promotion_answers


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


@pytest.fixture
def desk(console, world):
    return console(world.supervisor)


def quarantined(desk) -> str:
    (item,) = desk.get("/quarantine")["items"]
    return item["reason"]


def test_a_product_profile_makes_a_product_that_every_phone_gets(boss, phone, desk, world):
    product = made(boss, "product.profile", product_answers("SRM-01", price=120_000, tax_percent=8))
    rep = phone(world.rep1)
    rep.pull()
    assert rep.held("product")[product]["code"] == "SRM-01"
    shown = desk.get(f"/products/{product}")
    assert (shown["name"], shown["created_by"]["name"]) == ("Sữa rửa mặt SRM-01", world.supervisor.name)
    assert shown["price_now"] == {
        "price": 120_000, "unit_qty": 1.0, "unit_name": None, "tax_percent": 8.0, "fee": 0.0, "price_list_id": None,
    }  # fmt: skip


@pytest.mark.covers("G-16")
@pytest.mark.parametrize("code", ["SRM-01", "srm-01", " SRM - 01 "])
def test_a_code_that_differs_in_case_and_spaces_alone_is_kept_aside_and_names_the_other(boss, desk, code):
    made(boss, "product.profile", product_answers("SRM-01", product_name="Sữa rửa mặt A", status="stopped"))
    answer = hand_in(boss, "product.profile", product_answers(code))
    assert answer["s"] == "quarantined"
    assert "Sữa rửa mặt A" in quarantined(desk)
    assert len(desk.get("/products")["items"]) == 1


@pytest.mark.covers("G-16")
def test_of_two_products_with_one_code_in_one_batch_the_second_is_kept_aside(boss, desk):
    operations = [boss.submit("product.profile", product_answers(code)) for code in ("A-1", "B-1", "a-1")]
    assert [one["s"] for one in boss.push(*operations)] == ["applied", "applied", "quarantined"]
    assert len(desk.get("/products")["items"]) == 2


@pytest.mark.covers("G-17")
def test_a_combo_cannot_hold_itself_by_way_of_another(boss, desk):
    single = made(boss, "product.profile", product_answers("A-1"))
    inner = made(boss, "product.profile", combo("C-1", single))
    outer = made(boss, "product.profile", combo("C-2", inner))
    answer = edited(boss, "product.profile", "product", inner, {"combo_items": combo("C-1", outer)["combo_items"]})
    assert answer["s"] == "quarantined"
    assert "combo_cycle" in quarantined(desk)
    assert [part["id"] for part in desk.get(f"/products/{inner}")["parts"]] == [single]


def combo(code: str, *parts: str) -> dict:
    rows = [{"id": str(place), "product": part, "qty": 2} for place, part in enumerate(parts)]
    return product_answers(code, packaging_state="combo", combo_items=rows)


def test_a_combo_of_a_product_that_has_not_come_yet_waits_for_it(boss, desk, database, world):
    part = str(uuid4())
    assert hand_in(boss, "product.profile", combo("C-1", part))["s"] == "blocked"
    hand_in(boss, "product.profile", product_answers("A-1"), id=part)
    with unit_of_work(database, world.tenant_id) as session:
        database.registry.tasks[UNBLOCK](session, {"kind": "product", "id": part})
    assert {item["code"] for item in desk.get("/products")["items"]} == {"A-1", "C-1"}


def test_two_people_who_edit_different_fields_of_a_product_both_have_their_way(boss, phone, desk, world):
    product = made(boss, "product.profile", product_answers("A-1"))
    director = phone(world.director)
    director.pull()
    edited(boss, "product.profile", "product", product, {"price": 5000})
    answer = edited(director, "product.profile", "product", product, {"description": "Cho da dầu"})
    assert answer["s"] == "applied"
    fields = desk.get(f"/products/{product}")["fields"]
    assert (fields["price"], fields["description"]) == (5000, "Cho da dầu")


def test_a_clash_about_a_product_is_settled_in_the_inbox(boss, phone, desk, world):
    product = made(boss, "product.profile", product_answers("A-1"))
    director = phone(world.director)
    director.pull()
    edited(boss, "product.profile", "product", product, {"product_code": "B-1"})
    edited(director, "product.profile", "product", product, {"product_code": "C-1"})
    (conflict,) = desk.get("/conflicts")["items"]
    desk.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost"})
    assert desk.get(f"/products/{product}")["code"] == "C-1"
    assert hand_in(boss, "product.profile", product_answers("B-1"))["s"] == "applied"


def test_products_are_found_by_words_without_diacritics_page_by_page(boss, desk):
    boss.push(*[boss.submit("product.profile", product_answers(f"SP-{number:02d}")) for number in range(5)])
    first = desk.get("/products", q="sua rua", limit=3)
    rest = desk.get("/products", q="sua rua", limit=3, cursor=first["next"])
    codes = [item["code"] for item in first["items"] + rest["items"]]
    assert codes == [f"SP-{number:02d}" for number in range(5)]
    assert desk.get("/products", q="khong co")["items"] == []


def test_a_product_is_taken_out_of_sale_at_the_desk_and_phones_learn_it(boss, desk):
    product = made(boss, "product.profile", product_answers("A-1"))
    assert desk.post(f"/products/{product}/state", {"status": "stopped"})["status"] == "stopped"
    boss.pull()
    assert boss.held("product")[product]["status"] == "stopped"
    assert desk.get("/products", status="active")["items"] == []


@pytest.mark.covers("TB-40", "G-18")
def test_a_price_list_of_tomorrow_is_not_used_today(boss, desk):
    product = made(boss, "product.profile", product_answers("A-1"))
    made(boss, "price.list", price_list_answers({product: 50_000}))
    made(boss, "price.list", price_list_answers({product: 90_000}, name="Giá mới", effective_from="2999-01-01"))
    assert desk.get(f"/products/{product}")["price_now"]["price"] == 50_000


def test_a_list_that_is_stopped_gives_no_price_any_more(boss, desk):
    product = made(boss, "product.profile", product_answers("A-1", price=70_000))
    listed = made(boss, "price.list", price_list_answers({product: 50_000}))
    assert desk.get("/price-lists")["items"][0]["in_force"]
    edited(boss, "price.list", "price_list", listed, {"status": "stopped"})
    assert desk.get(f"/products/{product}")["price_now"]["price"] == 70_000
    assert not desk.get(f"/price-lists/{listed}")["in_force"]


def test_the_lines_of_a_list_that_two_people_edit_are_merged(boss, phone, desk, world):
    one, two = (made(boss, "product.profile", product_answers(code)) for code in ("A-1", "B-1"))
    listed = made(boss, "price.list", price_list_answers({one: 50_000, two: 60_000}))
    director = phone(world.director)
    director.pull()
    edited(boss, "price.list", "price_list", listed, price_list_answers({one: 51_000, two: 60_000}))
    edited(director, "price.list", "price_list", listed, price_list_answers({one: 50_000, two: 61_000}))
    lines = desk.get(f"/price-lists/{listed}")["lines"]
    assert [(line["product"]["code"], line["price"]) for line in lines] == [("A-1", 51_000), ("B-1", 61_000)]


def test_a_promotion_code_is_unique_like_a_product_code(boss, desk):
    product = made(boss, "product.profile", product_answers("A-1"))
    shown = made(boss, "promotion.programme", promotion_answers("KM 10", product))
    assert hand_in(boss, "promotion.programme", promotion_answers("km10", product))["s"] == "quarantined"
    (item,) = desk.get("/promotions")["items"]
    assert (item["code"], item["running"]) == ("KM 10", True)
    assert [one["id"] for one in desk.get(f"/promotions/{shown}")["products"]] == [product]


def test_who_may_not_set_up_products_changes_none(phone, desk, boss, world):
    product = made(boss, "product.profile", product_answers("A-1"))
    rep = phone(world.rep1)
    rep.pull()
    answer = edited(rep, "product.profile", "product", product, {"price": 1})
    assert answer["s"] in {"conflict", "quarantined"}
    assert desk.get(f"/products/{product}")["price_now"] is None


def test_a_combo_is_made_in_the_same_push_as_what_it_holds(boss):
    part = boss.submit("product.profile", product_answers("SP-77"))
    answers = boss.push(part, boss.submit("product.profile", combo("CB-77", part["id"])))
    assert [answer["s"] for answer in answers] == ["applied", "applied"]
