"""Requests and quotations are orders of further kinds; an order made of a quotation keeps the prices that it named."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from tests.kit.selling import edited, hand_in, made, order_answers, product_answers

PAID = {"payment_method": "cash"}


def day(offset: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(hours=7, days=offset)).date().isoformat()


def goods(customer: str, quantities: dict[str, int], **more) -> dict:
    answers = order_answers(customer, quantities)
    return {name: answers[name] for name in ("customer", "lines")} | more


@pytest.fixture
def request_(rep, shop, soap):
    return made(rep, "request", goods(shop, {soap: 3}))


@pytest.fixture
def quotation(rep, shop, soap, listed):
    """Three pieces of soap at 90.000 đ."""
    del listed
    return made(rep, "quotation", goods(shop, {soap: 3}, valid_until=day(7)))


def convert(desk, order: str, into: str = "order", expect: int = 200, **answers) -> dict:
    return desk.post(f"/orders/{order}/convert", {"into": into, "answers": answers}, expect=expect)


def dearer(boss, soap: str, listed: str) -> None:
    """Let the soap cost 150.000 đ from now on."""
    lines = [{"id": "0", "product": soap, "price_ex_tax": 150_000, "unit_qty": 1, "unit_name": "piece"}]
    edited(boss, "price.list", "price_list", listed, {"lines": lines})


@pytest.mark.covers("TM-18", "F-09")
def test_requests_quotations_and_bookings_are_kinds_of_one_order(rep, desk, shop, request_, quotation):
    shown = [desk.get(f"/orders/{one}") for one in (request_, quotation)]
    assert [(one["code"], one["kind"], one["state"], one["channel"]) for one in shown] == [
        ("YC000001", "request", "open", None),
        ("BG000001", "quotation", "sent", None),
    ]
    assert [one["total"] for one in shown] == [330_000, 270_000]
    assert [one["id"] for one in desk.get("/orders", kind="quotation", customer_id=shop)["items"]] == [quotation]
    assert rep.held("order")[quotation]["convertible"]


@pytest.mark.covers("TM-18")
def test_an_order_made_of_a_quotation_keeps_its_prices_and_both_tell_of_each_other(boss, desk, quotation, soap, listed):
    dearer(boss, soap, listed)
    order = convert(desk, quotation, **PAID)
    assert (order["kind"], order["state"], order["total"]) == ("order", "sent", 270_000)
    assert order["converted_from"]["code"] == "BG000001"
    shown = desk.get(f"/orders/{quotation}")
    assert (shown["state"], [one["code"] for one in shown["became"]]) == ("accepted", [order["code"]])
    assert shown["next_states"] == shown["becomes"] == []


@pytest.mark.covers("TM-18")
def test_asking_twice_gives_the_same_order(desk, quotation):
    first, second = (convert(desk, quotation, **PAID) for _ in range(2))
    assert first["id"] == second["id"]
    assert len(desk.get("/orders", kind="order")["items"]) == 1


def test_a_quoted_price_holds_for_other_quantities_also_when_the_order_is_changed(
    rep, boss, desk, quotation, soap, listed
):
    dearer(boss, soap, listed)
    lines = goods("", {soap: 5})["lines"]
    order = convert(desk, quotation, lines=lines, **PAID)
    rep.pull()
    assert edited(rep, "order.quoted", "order", order["id"], {"lines": goods("", {soap: 2})["lines"]})["s"] == "applied"
    assert (order["total"], desk.get(f"/orders/{order['id']}")["total"]) == (450_000, 180_000)


def test_the_tax_that_was_quoted_stays_too(boss, rep, desk, shop, soap):
    quotation = made(rep, "quotation", goods(shop, {soap: 1}, valid_until=day()))
    edited(boss, "product.profile", "product", soap, {"price": 200_000, "tax_percent": 0})
    order = convert(desk, quotation, **PAID)
    assert (order["net"], order["tax"]) == (100_000, 10_000)


@pytest.mark.covers("TM-18")
def test_a_request_becomes_a_quotation_and_that_an_order(desk, request_):
    quotation = convert(desk, request_, "quotation", valid_until=day(3))
    order = convert(desk, quotation["id"], **PAID)
    assert desk.get(f"/orders/{request_}")["state"] == "answered"
    assert [one["kind"] for one in (quotation["converted_from"], order["converted_from"])] == ["request", "quotation"]
    assert convert(desk, request_, expect=409, **PAID)["code"] == "order_converted"


def test_a_request_becomes_an_order_at_the_prices_of_then(boss, desk, request_, soap):
    edited(boss, "product.profile", "product", soap, {"price": 50_000})
    assert convert(desk, request_, **PAID)["net"] == 150_000


@pytest.mark.covers("TM-18")
def test_a_declined_or_expired_quotation_is_not_converted(rep, desk, shop, soap, quotation):
    week_ago = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    old = made(rep, "quotation", goods(shop, {soap: 1}, valid_until=day(-1)), occurred_at=week_ago)
    desk.post(f"/orders/{quotation}/state", {"state": "declined"})
    codes = [convert(desk, one, expect=409, **PAID)["code"] for one in (old, quotation)]
    assert codes == ["quotation_expired", "order_not_convertible"]
    shown = desk.get(f"/orders/{old}")
    assert (shown["expired"], shown["next_states"], shown["becomes"]) == (True, ["declined"], [])


def test_a_quotation_that_was_accepted_in_time_does_not_expire(rep, desk, shop, soap):
    week_ago = (datetime.now(UTC) - timedelta(days=7)).isoformat()
    kept = made(rep, "quotation", goods(shop, {soap: 1}, valid_until=day()), occurred_at=week_ago)
    desk.post(f"/orders/{kept}/state", {"state": "accepted"})
    assert not desk.get(f"/orders/{kept}")["expired"]
    assert convert(desk, kept, **PAID)["kind"] == "order"


def test_of_a_cancelled_order_s_quotation_another_may_be_made(desk, rep, quotation):
    first = convert(desk, quotation, **PAID)
    rep.pull()
    assert not rep.held("order")[quotation]["convertible"]
    desk.post(f"/orders/{first['id']}/state", {"state": "cancelled"})
    rep.pull()
    assert rep.held("order")[quotation]["convertible"]
    assert convert(desk, quotation, **PAID)["id"] != first["id"]


def test_what_the_form_misses_is_refused_and_nothing_is_made(desk, quotation):
    refused = convert(desk, quotation, expect=422)
    assert [error["pointer"] for error in refused["errors"]] == ["/answers/payment_method"]
    assert desk.get(f"/orders/{quotation}")["state"] == "sent"


def test_an_order_of_another_customer_s_quotation_is_refused(rep, desk, quotation):
    other = rep.customer_made(full_name="Quán Bà Năm")
    assert convert(desk, quotation, expect=409, customer=other, **PAID)["code"] == "customer_differs"


@pytest.mark.covers("TM-18")
def test_a_phone_quotes_and_orders_without_a_network_in_one_go(rep, desk, shop, soap):
    quoted = rep.submit("quotation", goods(shop, {soap: 1}, valid_until=day(1)))
    asked = goods(shop, {soap: 1}, converted_from=quoted["id"], delivery_place_kind="in_system", **PAID)
    answers = rep.push(quoted, rep.submit("order.quoted", asked))
    assert [answer["s"] for answer in answers] == ["applied", "applied"]
    assert desk.get(f"/orders/{answers[1]['id']}")["converted_from"]["id"] == quoted["id"]


def test_an_order_from_the_field_of_what_was_converted_meanwhile_is_taken_by_itself_and_flagged(
    rep, desk, shop, soap, quotation
):
    convert(desk, quotation, **PAID)
    late = goods(shop, {soap: 1}, converted_from=quotation, delivery_place_kind="in_system", **PAID)
    order = made(rep, "order.quoted", late)
    assert "order_converted" in desk.get(f"/submissions/{order}")["flags"]
    assert desk.get(f"/orders/{order}")["converted_from"] is None


def test_what_the_desk_makes_of_a_rep_s_quotation_is_the_rep_s(rep, desk, world, console, quotation):
    order = convert(desk, quotation, **PAID)
    rep.pull()
    assert rep.held("order")[order["id"]]["converted_from_id"] == quotation
    assert order["owner"]["id"] == str(world.rep1.id)
    assert convert(console(world.rep2), quotation, expect=404, **PAID)["code"] == "not_found"


def test_a_rep_says_himself_what_became_of_his_quotation_but_not_of_his_order(console, world, desk, quotation):
    mine = console(world.rep1)
    assert mine.post(f"/orders/{quotation}/answer", {"state": "accepted"})["state"] == "accepted"
    order = convert(mine, quotation, **PAID)
    for asker, one in ((mine, order["id"]), (desk, quotation)):
        assert asker.post(f"/orders/{one}/answer", {"state": "declined"}, expect=403)["code"] == "forbidden"


def test_timeline_and_history_tell_of_the_quotation_and_of_what_became_of_it(desk, console, world, shop, quotation):
    convert(desk, quotation, **PAID)
    told = [entry["form"] for entry in desk.get(f"/customers/{shop}/timeline", kinds="order")["items"]]
    assert told == ["order.quoted", "quotation"]
    history = console(world.admin).get("/history", kind="order", id=quotation)["items"]
    assert {"order.convert", "order.move"} <= {entry["action"] for entry in history}


@pytest.mark.covers("TM-18")
def test_what_was_converted_is_rebuilt_from_its_submissions(desk, rep, database, world, request_, soap):
    quotation = convert(desk, request_, "quotation", valid_until=day(3))
    order = convert(desk, quotation["id"], **PAID)
    rep.pull()
    edited(rep, "order.quoted", "order", order["id"], {"lines": goods("", {soap: 4})["lines"]})
    with unit_of_work(database, world.tenant_id) as session:
        found = rebuilding.rebuild(session, "order")
    assert (found.compared, found.differences) == (3, [])


def test_an_order_of_a_quotation_that_is_not_there_yet_waits_for_it(rep, shop, soap):
    asked = goods(shop, {soap: 1}, converted_from=str(uuid4()), delivery_place_kind="in_system", **PAID)
    assert hand_in(rep, "order.quoted", asked)["s"] == "blocked"


def test_a_product_that_was_quoted_without_a_price_costs_what_it_costs_then(boss, rep, desk, shop):
    free = made(boss, "product.profile", product_answers("TANG-01"))
    quotation = made(rep, "quotation", goods(shop, {free: 2}, valid_until=day()))
    rep.pull()
    boss.pull()
    edited(boss, "product.profile", "product", free, {"price": 5_000})
    assert convert(desk, quotation, **PAID)["net"] == 10_000
