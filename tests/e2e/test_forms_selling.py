"""Sales and orders, by telephone and face to face, taken without a network; seen at the desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.form_day import BEER, NEWEST, SHOP, SOAP, FormDay

pytestmark = pytest.mark.browser


@pytest.mark.covers("TB-50", "G-22")
@pytest.mark.parametrize("form", ["sale.tele", "sale.f2f", "order.tele", "order.f2f"])
def test_what_a_customer_buys(day: FormDay, form: str):
    with day.offline():
        opened = day.form(form).pick("customer", "co ba").add("lines", "bia song han", "xa phong")
        opened.press("more-lines-0-qty", 2).press("remove-lines-1").press("button-compute_total")
        expect(opened.see("total-sum")).to_contain_text("39.600")  # 3 cans at 12.000 with 10 % of tax
        if form.endswith(".tele"):
            opened.choose(call_status="answered")
        else:
            opened.read_position().save_position()
        opened.choose(delivery_place_kind="new", payment_method="cash").try_to_finish()
        expect(opened.see("error-new_address_ward")).to_be_visible()
        opened.pick("new_address_province", "da nang").pick("new_address_ward", "hai chau").finish()
    row = day.handed_in(form)
    order = day.record("sales_order", row.id)
    assert [(line["product"], line["qty"]) for line in row.answers["lines"]] == [(day.ids[BEER], 3)]
    assert (order.kind, order.total) == (form.partition(".")[0], 39_600)
    day.sees(f"orders/{row.id}", order.code, SHOP)
    expect(day.phone.open(f"records/order/{row.id}").see("record")).to_contain_text(re.compile("39.600"))


@pytest.mark.covers("TB-08", "G-11")
def test_an_order_finished_and_another_begun_three_times_arrives_three_times(day: FormDay):
    with day.offline():
        form = day.form("order.tele")
        for qty in range(3):
            form.pick("customer", "co ba").choose(call_status="answered", payment_method="debt").add("lines", "bia")
            form.press("more-lines-0-qty", qty).finish_and_new()
    rows = day.stack.rows(NEWEST, id=day.person.id, form="order.tele")[:3]
    assert [row.answers["lines"][0]["qty"] for row in rows] == [3, 2, 1]


@pytest.mark.covers("TM-18", "F-09")
def test_a_quotation_from_the_road_becomes_an_order_at_the_desk_and_the_phone_tells_of_it(day: FormDay):
    with day.offline():
        opened = day.form("quotation").pick("customer", "co ba").add("lines", "bia song han")
        opened.press("more-lines-0-qty", 2).press("button-compute_total")
        expect(opened.see("total-sum")).to_contain_text("39.600")
        opened.finish()
    quotation = day.handed_in("quotation")
    day.sees(f"orders/{quotation.id}", "BG", "39.600", SHOP)
    day.console.see("order-into-order").click()
    expect(day.console.see("input-lines.0.product")).to_have_value(re.compile(BEER))  # taken over
    box = day.console.see("option-payment_method-cash")
    day.console.page.locator(f"label[for='{box.get_attribute('id')}']").last.click()
    day.console.see("finish-exit").click()
    expect(day.console.see("order-link")).to_contain_text("BG")  # the order's page says of what it was made
    order = day.record("sales_order", day.handed_in("order.quoted").id)
    assert (order.kind, order.total, order.converted_from_id) == ("order", 39_600, quotation.id)
    day.sees(f"customers/{order.customer_id}?tab=quotations", "BG", "Khách đồng ý")
    day.phone.sync()
    expect(day.phone.open(f"records/order/{quotation.id}").see("state")).to_have_attribute("data-state", "accepted")


@pytest.mark.covers("TM-18")
def test_a_request_becomes_an_order_on_the_phone_without_a_network(day: FormDay):
    with day.offline():
        day.form("request").pick("customer", "co ba").add("lines", "xa phong").finish()
        opened = day.form("order.quoted").pick("converted_from", "co ba")
        expect(opened.see("pick-converted_from")).to_contain_text("Yêu cầu")
        expect(opened.see("pick-customer")).to_contain_text(SHOP)  # taken over from the request, as are its lines
        opened.choose(payment_method="cash").finish()
    row = day.handed_in("order.quoted")
    assert [line["product"] for line in row.answers["lines"]] == [day.ids[SOAP]]
    assert day.record("sales_order", row.id).converted_from_id == day.handed_in("request").id
