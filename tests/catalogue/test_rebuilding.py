"""What is sold, made again from its submissions, is what stands."""

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from tests.kit.selling import edited, made, order_answers, price_list_answers, product_answers, tele


@pytest.fixture
def boss(phone, world):
    return phone(world.supervisor)


@pytest.fixture
def desk(console, world):
    return console(world.supervisor)


def differences(database, world, kind: str) -> tuple[int, list]:
    with unit_of_work(database, world.tenant_id) as session:
        found = rebuilding.rebuild(session, kind)
        return found.compared, found.differences


def test_products_after_edits_conflicts_and_switches(boss, phone, desk, database, world):
    product = made(boss, "product.profile", product_answers("A-1"))
    director = phone(world.director)
    director.pull()
    edited(boss, "product.profile", "product", product, {"product_code": "B-1", "price": 500})
    edited(director, "product.profile", "product", product, {"product_code": "C-1"})
    (conflict,) = desk.get("/conflicts")["items"]
    desk.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost"})
    desk.post(f"/products/{product}/state", {"status": "stopped"})
    assert differences(database, world, "product") == (1, [])


def test_price_lists_and_orders_after_edits(boss, phone, database, world):
    rep = phone(world.rep1)
    shop = rep.customer_made()
    soap, other = (made(boss, "product.profile", product_answers(code)) for code in ("A-1", "B-1"))
    listed = made(boss, "price.list", price_list_answers({soap: 900}))
    edited(boss, "price.list", "price_list", listed, price_list_answers({soap: 900, other: 500}))
    order = made(rep, "order.tele", tele(order_answers(shop, {soap: 1})))
    edited(rep, "order.tele", "order", order, {"lines": order_answers(shop, {soap: 2, other: 1})["lines"]})
    assert differences(database, world, "price_list") == (1, [])
    assert differences(database, world, "order") == (1, [])
