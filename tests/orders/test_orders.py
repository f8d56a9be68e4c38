from datetime import UTC, datetime, timedelta

import pytest

from tests.kit.phone import minutes_ago
from tests.kit.selling import edited, f2f, hand_in, made, order_answers, price_list_answers, product_answers, tele


@pytest.mark.covers("TB-50")
@pytest.mark.parametrize("form", ["sale.tele", "sale.f2f", "order.tele", "order.f2f"])
def test_each_of_the_four_forms_takes_an_order(rep, desk, shop, soap, listed, form):
    answers = order_answers(shop, {soap: 3}, note="Giao sáng")
    order = made(rep, form, tele(answers) if form.endswith("tele") else f2f(answers))
    shown = desk.get(f"/orders/{order}")
    assert (f"{shown['kind']}.{shown['channel']}", shown["total"]) == (form, 270_000)
    assert shown["state"] == ("done" if shown["kind"] == "sale" else "sent")
    assert shown["customer"]["name"] == "Tạp hoá Cô Ba"
    assert [(line["qty"], line["price"], line["price_list_id"]) for line in shown["lines"]] == [(3, 90_000, listed)]
    assert rep.held("order")[order]["total"] == 270_000


def test_an_order_is_on_the_timeline_with_the_call_or_the_visit_at_which_it_was_taken(rep, desk, shop, soap):
    made(rep, "order.f2f", f2f(order_answers(shop, {soap: 1})))
    made(rep, "sale.tele", tele(order_answers(shop, {soap: 1})))
    told = [(entry["kind"], entry["form"]) for entry in desk.get(f"/customers/{shop}/timeline")["items"]]
    assert sorted(told)[:3] == [("order", "order.f2f"), ("order", "sale.tele"), ("submission", "customer.shop")]
    assert ("visit", "order.f2f") in told
    assert len(desk.get("/visits", customer_id=shop)["items"]) == 1
    assert [call["status"] for call in desk.get("/calls", customer_id=shop)["items"]] == ["answered"]


def test_without_a_list_a_product_costs_its_own_price_and_tax(rep, desk, shop, soap):
    order = made(rep, "order.tele", tele(order_answers(shop, {soap: 3})))
    shown = desk.get(f"/orders/{order}")
    assert (shown["net"], shown["tax"], shown["total"]) == (300_000, 30_000, 330_000)


def test_taxes_in_percent_and_in_dong_are_added_half_up_a_line(boss, rep, desk, shop, soap):
    taxes = [
        {"id": "1", "kind": "vat", "level_kind": "percent", "level": 8},
        {"id": "2", "kind": "environment", "level_kind": "amount", "level": 500},
    ]
    lines = [
        {"id": "1", "product": soap, "price_ex_tax": 100_001, "unit_qty": 6, "unit_name": "box", "taxes_fees": taxes}
    ]
    made(boss, "price.list", price_list_answers({}, lines=lines))
    shown = desk.get(f"/orders/{made(rep, 'order.tele', tele(order_answers(shop, {soap: 7})))}")
    assert shown["net"] == 116_668  # 100.001 x 7 ÷ 6 = 116.667,83
    assert shown["tax"] == 9_917  # 116.668 x 8 % + 500 x 7 ÷ 6 = 9.916,77


@pytest.mark.covers("TB-40", "G-18")
def test_an_order_captured_before_a_list_was_stopped_is_priced_by_it_and_a_new_one_is_not(
    boss, rep, desk, shop, soap, listed
):
    captured = minutes_ago(5)
    edited(boss, "price.list", "price_list", listed, {"status": "stopped"})
    old = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})), occurred_at=captured)
    new = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    assert desk.get(f"/orders/{old}")["net"] == 90_000
    assert desk.get(f"/orders/{new}")["net"] == 100_000


@pytest.mark.covers("G-18")
@pytest.mark.usefixtures("listed")
def test_an_order_of_yesterday_goes_by_yesterdays_list(boss, rep, desk, shop, soap):
    today = datetime.now(UTC) + timedelta(hours=7)
    made(boss, "price.list", price_list_answers({soap: 95_000}, effective_from=today.date().isoformat()))
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    old = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})), occurred_at=yesterday)
    new = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    assert (desk.get(f"/orders/{old}")["net"], desk.get(f"/orders/{new}")["net"]) == (90_000, 95_000)


def flags_of(desk, submission: str) -> list[str]:
    return desk.get(f"/submissions/{submission}")["flags"]


def test_a_product_without_a_price_is_flagged(boss, rep, desk, shop):
    free = made(boss, "product.profile", product_answers("TANG-01"))
    order = made(rep, "order.tele", tele(order_answers(shop, {free: 2})))
    assert "price_missing" in flags_of(desk, order)
    assert desk.get(f"/orders/{order}")["total"] == 0


@pytest.mark.covers("G-22")
def test_a_new_place_of_delivery_demands_an_address(rep, desk, shop, soap):
    answers = order_answers(shop, {soap: 1}, delivery_place_kind="new")
    order = made(rep, "order.tele", tele(answers))
    assert "field_missing:new_address_province" in flags_of(desk, order)
    there = {"new_address_province": "48", "new_address_ward": "20242", "new_address_house_number": "1 Lê Lợi"}
    order = made(rep, "order.tele", tele({**answers, **there}))
    assert not [flag for flag in flags_of(desk, order) if flag.startswith("field_missing")]
    assert desk.get(f"/orders/{order}")["fields"]["new_address_house_number"] == "1 Lê Lợi"


@pytest.mark.usefixtures("listed")
def test_an_open_order_is_changed_by_its_form_and_reckoned_anew(rep, desk, shop, soap):
    order = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    lines = order_answers(shop, {soap: 5})["lines"]
    assert edited(rep, "order.tele", "order", order, {"lines": lines})["s"] == "applied"
    shown = desk.get(f"/orders/{order}")
    assert (shown["total"], [line["qty"] for line in shown["lines"]]) == (450_000, [5])


@pytest.mark.usefixtures("listed")
def test_an_order_on_its_way_is_not_changed_by_its_form(rep, desk, shop, soap):
    order = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    desk.post(f"/orders/{order}/state", {"state": "delivering"})
    rep.pull()
    assert edited(rep, "order.tele", "order", order, {"note": "Thêm"})["s"] == "conflict"
    assert "note" not in desk.get(f"/orders/{order}")["fields"]


@pytest.mark.covers("TB-50")
def test_an_order_goes_its_way_step_by_step_and_the_rep_is_told(rep, desk, shop, soap):
    order = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    for state in ("approved", "delivering", "done", "returned"):
        shown = desk.post(f"/orders/{order}/state", {"state": state, "note": "Theo lịch"})
    assert [move["to_state"] for move in shown["moves"]] == ["approved", "delivering", "done", "returned"]
    assert shown["next_states"] == []
    refused = desk.post(f"/orders/{order}/state", {"state": "sent"}, expect=409)
    assert refused["code"] == "order_state"
    rep.pull()
    assert rep.held("order")[order]["state"] == "returned"
    assert "order_moved" in {notice["kind"] for notice in rep.held("notification").values()}


def test_orders_are_seen_by_who_took_them_and_those_above_him(rep, console, world, shop, soap):
    made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    seen = {
        member.name: len(console(member).get("/orders")["items"])
        for member in (world.rep1, world.rep2, world.other, world.director)
    }
    assert seen == {world.rep1.name: 1, world.rep2.name: 0, world.other.name: 0, world.director.name: 1}


def test_orders_are_narrowed_and_paged_the_newest_first(rep, desk, world, shop, soap):
    orders = [
        made(rep, "order.tele", tele(order_answers(shop, {soap: 1})), occurred_at=minutes_ago(9 - n)) for n in range(3)
    ]
    sale = made(rep, "sale.tele", tele(order_answers(shop, {soap: 1})))
    first = desk.get("/orders", kind="order", customer_id=shop, employee_id=str(world.rep1.id), limit=2)
    rest = desk.get("/orders", kind="order", limit=2, cursor=first["next"])
    assert [item["id"] for item in first["items"] + rest["items"]] == orders[::-1]
    assert [item["id"] for item in desk.get("/orders", state="done")["items"]] == [sale]
    assert desk.get("/orders", **{"from": datetime.now(UTC).isoformat()})["items"] == []


def test_an_order_of_an_unknown_product_or_customer_waits(rep, shop, soap):
    unknown = "11111111-1111-4111-8111-111111111111"
    assert hand_in(rep, "order.tele", tele(order_answers(shop, {unknown: 1})))["s"] == "blocked"
    assert hand_in(rep, "order.tele", tele(order_answers(unknown, {soap: 1})))["s"] == "blocked"


def test_an_order_without_a_customer_is_kept_as_a_form_alone(rep, desk, soap):
    answers = tele(order_answers("", {soap: 1}))
    answer = hand_in(rep, "order.tele", {**answers, "customer": None})
    assert answer["s"] == "applied"
    assert "field_missing:customer" in flags_of(desk, answer["id"])
    assert desk.get("/orders")["items"] == []


@pytest.mark.usefixtures("listed")
def test_many_orders_cost_as_many_statements_as_one(rep, shop, soap, count_queries):
    costs = []
    for count in (1, 10):
        with count_queries() as statements:
            rep.push(*[rep.submit("order.f2f", f2f(order_answers(shop, {soap: n + 1}))) for n in range(count)])
        costs.append(len(statements))
    assert costs[0] == costs[1]
