"""What the forms of selling refuse at the console."""

from uuid import uuid4

import pytest

from tests.kit.selling import made, order_answers, product_answers, tele


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


@pytest.fixture
def desk(console, world):
    return console(world.supervisor)


def hand_in(desk, form: str, answers: dict, expect: int = 200) -> dict:
    body = {"id": str(uuid4()), "form": form, "version": 1, "answers": answers}
    return desk.post("/submissions", body, expect=expect)


def pointers(problem: dict) -> set[str]:
    return {error["pointer"] for error in problem["errors"]}


@pytest.mark.covers("G-16")
def test_a_code_that_is_taken_is_refused_naming_the_other(boss, desk):
    made(boss, "product.profile", product_answers("SRM-01", product_name="Sữa rửa mặt A"))
    refused = hand_in(desk, "product.profile", product_answers("srm - 01"), expect=409)
    assert refused["code"] == "product_code_taken"
    assert "Sữa rửa mặt A" in refused["detail"]


@pytest.mark.covers("G-17")
@pytest.mark.parametrize(("state", "missing"), [
    ("contains_qr", "component_count"), ("contains_no_qr", "component_count"), ("combo", "combo_items"),
])  # fmt: skip
def test_what_holds_others_has_to_say_how_many_or_which(desk, state, missing):
    refused = hand_in(desk, "product.profile", product_answers(packaging_state=state), expect=422)
    assert pointers(refused) == {f"/answers/{missing}"}
    assert desk.get("/products")["items"] == []


@pytest.mark.covers("G-22")
def test_an_order_to_a_new_place_has_to_say_where(boss, phone, world, desk):
    shop = phone(world.rep1).customer_made()
    soap = made(boss, "product.profile", product_answers())
    answers = tele(order_answers(shop, {soap: 1}, delivery_place_kind="new"))
    refused = hand_in(desk, "order.tele", answers, expect=422)
    assert "/answers/new_address_province" in pointers(refused)
    assert desk.get("/orders")["items"] == []


def test_an_order_taken_at_the_desk_is_like_one_from_a_phone(boss, phone, world, desk):
    shop = phone(world.rep1).customer_made()
    soap = made(boss, "product.profile", product_answers(price=5000))
    taken = hand_in(desk, "order.tele", tele(order_answers(shop, {soap: 2})))
    assert desk.get(f"/orders/{taken['id']}")["total"] == 10_000
