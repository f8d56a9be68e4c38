"""A list of customers as a workbook."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from server.customers.queries import Filter
from server.customers.service.exporting import export
from tests.kit.people import equip
from tests.kit.phone import shop_answers

PATH = "/api/v1/customers/export.xlsx"


def opened(console, **query) -> list[list]:
    answer = console.client.get(PATH, query_string=query)
    assert answer.status_code == 200, answer.text
    book = load_workbook(BytesIO(answer.data), read_only=True)
    return [[cell.value for cell in row] for row in book.active.rows]


@pytest.mark.covers("RB-28", "G-01")
def test_a_workbook_holds_what_one_sees_and_says_who_took_it_out(console, phone, world):
    phone(world.rep1).customer_made(full_name="Quán Một")
    phone(world.rep3).customer_made(full_name="Quán Ba")
    mark, headings, *lines = opened(console(world.admin))
    assert mark[0].startswith(f"2 khách hàng · {world.admin.name} xuất lúc")
    assert headings[:2] == ["Mã", "Tên"]
    assert [line[1] for line in lines] == ["Quán Ba", "Quán Một"]


@pytest.mark.covers("F-14", "SW-15")
def test_a_field_of_ones_own_has_a_column_in_words(console, phone, world):
    admin = console(world.admin)
    form = admin.get("/forms/customer.shop")["current"]
    wood = {"value": "wood", "label": {"vi": "Gỗ", "en": "Wood"}}
    shelf = {"name": "shelf", "type": "select", "label": {"vi": "Kệ", "en": "Shelf"}, "options": [wood]}
    admin.put("/forms/customer.shop/draft", {"definition": {**form, "fields": [*form["fields"], shelf]}})
    admin.post("/forms/customer.shop/publish")
    rep = phone(world.rep1)
    rep.push(rep.submit("customer.shop", shop_answers(shelf="wood"), version=3))
    _, headings, line = opened(admin)
    assert (headings[-1], line[-1]) == ("Kệ", "Gỗ")


def test_a_workbook_speaks_the_language_of_who_takes_it_out(session, world):
    actor = replace(equip(session, world.admin).actor, language="en")
    sheet = load_workbook(BytesIO(export(session, actor, Filter()))).active
    assert sheet.title == "Customers"
    assert sheet["A1"].value.startswith(f"0 customers · taken out by {world.admin.name} at")
    assert [cell.value for cell in sheet[2]][:2] == ["Code", "Name"]


@pytest.mark.parametrize("evil", ["=1+1", "+84", "-5", "@SUM(A1)", "\tx", "\uff1d1+1"])
def test_what_looks_like_a_formula_stays_text(console, phone, world, evil):
    phone(world.rep1).customer_made(full_name=f"{evil}!", house_number="12")
    answer = console(world.admin).client.get(PATH)
    cell = load_workbook(BytesIO(answer.data)).active["B3"]
    assert (cell.data_type, cell.value) == ("s", f"{evil}!".strip())


def test_who_may_not_export_does_not(console, world):
    assert console(world.supervisor).client.get(PATH).status_code == 403
