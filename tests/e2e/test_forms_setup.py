"""Routes, their assignment, products, prices and promotions: set up on a phone without a network, seen at the desk."""

import pytest
from playwright.sync_api import expect

from tests.e2e.form_day import BEER, RESERVE, ROUTE, SECOND_SHOP, SHOP, SOAP

pytestmark = pytest.mark.browser


@pytest.mark.covers("TB-09", "TB-24")
def test_a_route_of_two_customers_in_an_order_of_ones_own(day):
    with day.offline():
        form = day.form("route.setup").write(route_name="Tuyến Sơn Trà", description="Dọc bờ sông")
        form.add("stops", "co ba", "ba nam").press("up-stops-1").tick("stops-1-membership", "out").finish()
    row = day.handed_in("route.setup")
    stops = [(one["customer"], one["membership"]) for one in row.answers["stops"]]
    assert stops == [(day.ids[SECOND_SHOP], "in"), (day.ids[SHOP], "out")]
    day.sees(f"routes/{row.record_id}", "Tuyến Sơn Trà", SECOND_SHOP)


@pytest.mark.covers("TB-11", "TB-24")
def test_a_special_route(day):
    with day.offline():
        form = day.form("route.special").write(route_name="Tuyến quán ăn", customer_group="Quán ăn")
        form.add("stops", "ba nam").finish()
    row = day.handed_in("route.special")
    day.sees(f"routes/{row.record_id}", "Tuyến quán ăn", SECOND_SHOP)


@pytest.mark.covers("TB-09", "TB-13")
def test_a_route_is_given_to_a_rep_and_changed_by_the_same_form(day):
    with day.offline():
        form = day.form("route.assign").add("items", RESERVE).pick("items-0-employee", "nguyen thi mot")
        form.write(instruction="Ghé Cô Ba trước").finish()
        day.phone.open("records/route").see("record-row", has_text=ROUTE).click()
        day.phone.see("edit-record").click()
        expect(day.phone.see("form")).to_be_visible()
        day.phone.see("input-description").fill("Đi buổi sáng")
        day.phone.see("finish-exit").click()
        expect(day.phone.see("form")).to_have_count(0)
    row = day.handed_in("route.assign")
    assert row.answers["items"][0]["employee"] == str(day.world.rep1.id)
    day.sees(f"routes/{day.ids[RESERVE]}", day.world.rep1.name)
    assert day.handed_in("route.setup").answers == {"description": "Đi buổi sáng"}


@pytest.mark.covers("TB-04", "TB-09")
def test_a_product_is_for_sale_on_the_phone_before_the_server_knows_it(day):
    with day.offline():
        form = day.form("product.profile").write(product_name="Nước suối Bà Nà", product_code="NS-500")
        form.choose(product_group="drinks", subgroup_level1="water", unit_name="bottle", packaging_state="single")
        form.write(price="5000", tax_percent="8")
        expect(form.see("input-price")).to_have_value("5.000")
        form.finish()
        combo = day.form("product.profile").write(product_name="Combo mùa hè", product_code="CB-1")
        combo.choose(product_group="drinks", packaging_state="combo").add("combo_items", "nuoc suoi ba na")
        combo.press("more-combo_items-0-qty", 2).finish()
    row = day.handed_in("product.profile")
    assert row.answers["combo_items"][0]["qty"] == 3
    day.sees("products", "Combo mùa hè", "Nước suối Bà Nà")


@pytest.mark.covers("TB-03", "TB-40")
def test_a_price_list_with_taxes_of_a_line(day):
    with day.offline():
        form = day.form("price.list").write(name="Bảng giá quý IV", effective_from="2027-01-01")
        form.add("lines", "bia song han").write(**{"lines-0-price_ex_tax": "11500"})
        form.choose(**{"lines-0-unit_name": "can"}).add("lines-0-taxes_fees")
        form.choose(**{"lines-0-taxes_fees-0-kind": "vat"}).write(**{"lines-0-taxes_fees-0-level": "10"}).finish()
    row = day.handed_in("price.list")
    (line,) = row.answers["lines"]
    assert (line["product"], line["price_ex_tax"], line["taxes_fees"][0]["level"]) == (day.ids[BEER], 11_500, 10)
    day.sees("price-lists", "Bảng giá quý IV")


@pytest.mark.covers("TB-45")
def test_a_promotion_whose_form_shows_what_its_kind_asks_for(day):
    with day.offline():
        form = day.form("promotion.programme").write(name="Mua hè giảm giá", code="HE-2026")
        form.pick_all("applies_to-0-products", "bia", "xa phong")
        expect(form.see("field-benefits-0-gift_product")).to_have_count(0)
        form.choose(**{"benefits-0-kind": "gift"})
        expect(form.see("field-benefits-0-percent")).to_have_count(0)
        form.pick("benefits-0-gift_product", "xa phong").write(**{"conditions-0-min": "10", "conditions-0-max": "5"})
        form.try_to_finish()
        expect(form.see("error-conditions-0-max")).to_be_visible()
        form.write(**{"conditions-0-max": "20"}).finish()
    row = day.handed_in("promotion.programme")
    assert row.answers["benefits"][0]["gift_product"] == day.ids[SOAP]
    assert "percent" not in row.answers["benefits"][0]
    day.sees("promotions", "Mua hè giảm giá")
