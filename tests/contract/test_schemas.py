"""The published schemas describe what is published: examples, shipped forms, and what the server answers."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from server.forms.library import shipped
from server.sync.operations import OP_BYTES, PUSH_OPS
from server.sync.pull import PAGE_ROWS
from server.sync.verdicts import CODES
from tests.contract.documents import CONTRACT, faults, read, schema_names
from tests.kit.contacts import sent
from tests.kit.selling import made, order_answers, price_list_answers, product_answers, promotion_answers, tele

EXAMPLES = sorted((CONTRACT / "examples").glob("*.json"))
TASK = {"title": "Gọi lại", "due_at": "2030-01-01T17:00:00+07:00"}
KINDS = [name for name in schema_names() if name.startswith("rows/")]


def schema_of(path: Path) -> str:
    """An example's name begins with its schema's: `problem-op-gap` is a `problem`."""
    return max((name for name in schema_names() if path.stem.startswith(name)), key=len)


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_a_schema_and_says_what_it_is(name):
    schema = read(name)
    Draft202012Validator.check_schema(schema)
    assert schema["title"]
    assert schema["$id"] == f"urn:tuyen:schema:{name}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_as_its_schema_says(path):
    assert faults(schema_of(path), json.loads(path.read_text(encoding="utf-8"))) == []


def test_every_message_has_an_example():
    messages = {name for name in schema_names() if "/" not in name} - {"common"}
    assert {schema_of(path) for path in EXAMPLES} == messages


@pytest.mark.parametrize("form", shipped(), ids=lambda form: form["key"])
def test_every_shipped_form_is_a_form(form):
    assert faults("form", form) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_phone_pulls_is_as_the_schema_of_its_kind_says(everything_pulled, kind):
    """Each kind occurs, so that no schema is proved by nothing."""
    rows = everything_pulled[kind.removeprefix("rows/")]
    assert len(rows) > 0
    assert [fault for row in rows for fault in faults(kind, row)] == []


@pytest.fixture
def everything_pulled(phone, console, world):
    """The rows of a rep who has made a customer, sent a photo, been reviewed, drives a route and sells."""
    rep, boss = phone(world.rep1), phone(world.supervisor)
    desk = console(world.supervisor)
    customer_id = rep.customer_made()
    route_driven(rep, desk, customer_id)
    desk.post(f"/submissions/{customer_id}/review", {"state": "rejected", "comment": "Thiếu ảnh"})
    claim = {"media_id": customer_id, "field": "photos", "sha256": "a" * 64, "size": 9, "type": "image/jpeg"}
    rep.push(rep.submit("interaction.f2f", {"customer": customer_id}, media=[claim]))
    catalogue_sold(rep, boss, customer_id)
    worked_on(rep, desk, console(world.admin), customer_id)
    rep.pull()
    kinds = {kind for kind, _ in rep.rows}
    return {kind: list(rep.held(kind).values()) for kind in kinds}


def route_driven(rep, desk, customer_id: str) -> None:
    route = desk.post("/routes", {"name": "Tuyến biển", "customer_ids": [customer_id]}, expect=201)
    body = {"employee_id": rep.employee_id, "valid_from": "2020-01-01"}
    desk.post(f"/routes/{route['id']}/assignments", body, expect=201)


def catalogue_sold(rep, boss, customer_id: str) -> None:
    """A product with a price and a promotion; of it an order, and an opportunity."""
    product = made(boss, "product.profile", product_answers(price=120_000, tax_percent=8))
    made(boss, "price.list", price_list_answers({product: 90_000}))
    made(boss, "promotion.programme", promotion_answers("KM-10", product))
    made(rep, "order.tele", tele(order_answers(customer_id, {product: 2})))
    made(rep, "quotation", order_answers(customer_id, {product: 2}, valid_until="2099-12-31"))
    items = [{"id": "1", "product": product, "qty": 2, "delivery_frequency": "weekly"}]
    made(rep, "opportunity.tele", tele({"customer": customer_id, "items": items}))


def worked_on(rep, desk, admin, customer_id: str) -> None:
    """A customer in a group, with a ticket, a task, a note, and what an administrator sets up."""
    trouble = {"problem": "product_fault", "detail": "Hộp bị móp", "time_needed": 1}
    sent(rep, "support.tele", customer_id, **trouble)
    desk.post("/customer-groups", {"name": "Đại lý", "description": "Cấp một", "ids": [customer_id]}, expect=201)
    desk.post(f"/customers/{customer_id}/notes", {"text": "Chủ quán đi vắng"}, expect=201)
    desk.post("/tasks", TASK | {"customer_id": customer_id, "responsible_id": rep.employee_id}, expect=201)
    tag = admin.post("/tags", {"name": "Khách quen", "colour": "#0ea5e9"}, expect=201)
    admin.post("/update-sets", {"name": "Hỏi thăm", "tags": [tag["id"]], "attributes": ["email"]}, expect=201)


def broken(name: str, change) -> list[str]:
    path = CONTRACT / f"examples/{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    return faults(schema_of(path), document)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("push-request", lambda d: d["ops"][0].pop("occurred_at")),
        ("push-request", lambda d: d["ops"][1]["media"][0].update(sha256="AB")),
        ("push-request", lambda d: d["ops"][0]["gps"].update(lat=91)),
        ("push-answer", lambda d: d["results"][0].update(s="done")),
        ("push-answer", lambda d: d["results"][2].pop("conflicts")),
        ("push-answer-refused", lambda d: d["results"][1].pop("code")),
        ("pull-answer", lambda d: d["changes"][2]["d"].update(type="castle")),
        ("pull-answer", lambda d: d["remove"].append(["customer"])),
        ("pull-answer", lambda d: d["changes"][6]["d"].pop("title")),
        ("form", lambda d: d["fields"][0].pop("of")),
        ("form", lambda d: d["title"].pop("vi")),
    ],
)
def test_the_schemas_refuse_what_is_wrong(name, change):
    assert broken(name, change) != []


def test_the_figures_of_the_schemas_are_the_servers():
    assert read("push-request")["properties"]["ops"]["maxItems"] == PUSH_OPS
    assert set(read("push-answer")["$defs"]["result"]["properties"]["code"]["enum"]) == CODES
    text = (CONTRACT / "SYNC.md").read_text(encoding="utf-8")
    assert f"{PUSH_OPS} operations" in text
    assert f"{OP_BYTES:,} bytes" in text
    assert f"{PAGE_ROWS:,}" in text
