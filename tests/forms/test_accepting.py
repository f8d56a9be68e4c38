"""Accepting what was filled in: it is reckoned again, waits for what rows name, and tells people what they may know."""

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.service import publish
from tests.kit.phone import shop_answers

LABEL = {"vi": "Chữ", "en": "Text"}
TOTAL = "sum(lines.map(l, l.qty * l.price))"


def report(version=1, **more):
    """A form of an organisation's own: lines with a total, about a customer, and who is told."""
    cells = [("product", "ref", {"of": "customer"}), ("qty", "stepper", {}), ("price", "money", {})]
    fields = [
        ("customer", "ref", {"of": "customer", "required": True}),
        ("lines", "repeat", {"fields": [{"name": n, "type": t, "label": LABEL, **m} for n, t, m in cells]}),
        ("total", "money", {"calculate": TOTAL}),
        ("why", "text", {"show_if": "total > 100000", "required": True}),
        ("until", "date", {"constraints": [{"check": "until >= today", "message": LABEL}]}),
        ("notify_to", "refs", {"of": "employee"}),
    ]
    return {
        "key": "custom.count", "version": version, "title": {"vi": "Kiểm đếm", "en": "Count"}, "module": "custom",
        "record": None, "actions": ["finish_exit"],
        "fields": [{"name": n, "type": t, "label": LABEL, **m} for n, t, m in fields], **more,
    }  # fmt: skip


@pytest.fixture
def published(world, database):
    def publish_it(definition):
        with unit_of_work(database, world.tenant_id) as session:
            publish(session, definition)

    publish_it(report())
    return publish_it


@pytest.fixture
def rep(phone, world, published):
    assert published
    return phone(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made()


def sent(rep, shop, **answers):
    operation = rep.submit("custom.count", {"customer": shop, **answers})
    (result,) = rep.push(operation)
    assert result["s"] == "applied", result
    return operation["id"]


def detail(console, world, submission_id):
    return console(world.supervisor).get(f"/submissions/{submission_id}")


def lines(*rows):
    return [{"id": str(place), "qty": qty, "price": price} for place, (qty, price) in enumerate(rows)]


def test_what_the_phone_reckoned_otherwise_is_flagged_and_kept(rep, shop, console, world):
    made = detail(console, world, sent(rep, shop, lines=lines((2, 15_000)), total=29_000))
    assert made["flags"] == ["calculated_differs:total"]
    assert made["answers"]["total"] == 29_000


def test_a_hidden_answer_counts_for_nothing_and_one_that_is_shown_is_asked_for(rep, shop, console, world):
    few = sent(rep, shop, lines=lines((1, 100_000)), total=100_000)
    many = sent(rep, shop, lines=lines((2, 100_000)), total=200_000)
    assert detail(console, world, few)["flags"] == []
    assert detail(console, world, many)["flags"] == ["field_missing:why"]


def test_today_is_the_day_on_which_it_was_filled_in(rep, shop, console, world):
    made = detail(console, world, sent(rep, shop, until="2020-01-01"))
    assert made["flags"] == ["rule_broken:until"]


def test_what_another_version_asks_is_kept_and_shown(rep, shop, console, world):
    made = detail(console, world, sent(rep, shop, colour="đỏ", lines=[{"id": "1", "qty": 1, "price": 2, "shelf": "A"}]))
    assert made["flags"] == ["field_unknown:colour", "field_unknown:lines/0/shelf"]
    assert (made["answers"]["colour"], made["answers"]["lines"][0]["shelf"]) == ("đỏ", "A")


@pytest.mark.covers("TB-13")
def test_a_version_is_accepted_for_ever(rep, shop, published, console, world):
    """What version 2 asks is not asked of who began with version 1."""
    second = report(2)
    second["fields"].append({"name": "shelf", "type": "text", "label": LABEL, "required": True})
    published(second)
    old = rep.submit("custom.count", {"customer": shop})
    new = {**rep.submit("custom.count", {"customer": shop}), "version": 2}
    assert [result["s"] for result in rep.push(old, new)] == ["applied", "applied"]
    assert detail(console, world, old["id"])["flags"] == []
    assert detail(console, world, new["id"])["flags"] == ["field_missing:shelf"]


def told(phone, person):
    one = phone(person)
    one.pull()
    return [row for row in one.held("notification").values() if row["kind"] == "submission_received"]


@pytest.mark.covers("TB-06")
def test_a_form_tells_owner_and_manager_and_nobody_twice(rep, shop, phone, published, world):
    published(report(2, notify=["owner", "manager"]))
    named = [str(world.supervisor.id)] * 2
    rep.push({**rep.submit("custom.count", {"customer": shop, "notify_to": named}), "version": 2})
    (notice,) = told(phone, world.supervisor)
    assert "Tạp hoá Cô Ba" in notice["body"]
    assert notice["link"].startswith("/submissions/")
    assert told(phone, world.rep1) == []


@pytest.mark.covers("TB-06")
def test_who_may_not_see_the_customer_learns_nothing_of_him(rep, shop, phone, world):
    sent(rep, shop, notify_to=[str(world.rep3.id)])
    (notice,) = told(phone, world.rep3)
    assert (notice["body"], notice["link"]) == ("", None)


def test_an_edit_is_judged_with_what_the_customer_holds(rep, console, world):
    """Only the district is sent; what shows it stands in the record."""
    forms = console(world.supervisor).get("/forms")["items"]
    newest = next(one["version"] for one in forms if one["key"] == "customer.shop")
    answers = shop_answers(address_system="legacy", address_district="490")
    made = rep.submit("customer.shop", answers, version=newest)
    rep.push(made)
    rep.pull()
    edit = rep.edit("customer.shop", made["id"], {"address_district": "491"}, version=newest)
    rep.push(edit)
    changes = detail(console, world, edit["id"])["changes"]
    assert ("address_district", "491") in {(change["field"], change["after"]) for change in changes}


def test_what_a_row_names_is_waited_for(rep, shop, console, world):
    """The other phone's shop comes later; then the form is applied by itself."""
    other = rep.submit("customer.shop", shop_answers(full_name="Quán Hai"))
    rows = [{"id": "1", "product": other["id"], "qty": 1, "price": 1}]
    count = rep.submit("custom.count", {"customer": shop, "lines": rows, "total": 1})
    (result,) = rep.push({**count, "n": other["n"]})
    assert (result["s"], result["on"]) == ("blocked", {"kind": "customer", "id": other["id"]})
    rep.push({**other, "n": count["n"]})
    again = rep.submit("custom.count", {"customer": shop, "lines": rows, "total": 1})
    assert [one["s"] for one in rep.push(again)] == ["applied"]
    assert detail(console, world, again["id"])["flags"] == []


def test_what_a_row_names_may_come_in_the_same_push(rep, shop):
    other = rep.submit("customer.shop", shop_answers(full_name="Quán Hai"))
    rows = [{"id": "1", "product": other["id"], "qty": 1, "price": 1}]
    count = rep.submit("custom.count", {"customer": shop, "lines": rows, "total": 1})
    assert [one["s"] for one in rep.push(other, count)] == ["applied", "applied"]
