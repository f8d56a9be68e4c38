"""Fields of which no two records may have the same value."""

from uuid import uuid4

import pytest

from tests.kit.phone import shop_answers


@pytest.fixture
def maker(console, world):
    return console(world.admin)


@pytest.fixture
def owner_is_unique(maker):
    """No two shops shall have one owner."""
    field = next(
        one for one in maker.get("/field-definitions", scope="customer")["items"] if one["name"] == "owner_name"
    )
    maker.put(f"/field-definitions/{field['id']}", {"label": field["label"], "unique": True})


def shop(**answers):
    return {"id": str(uuid4()), "form": "customer.shop", "version": 2, "answers": shop_answers(**answers)}


@pytest.mark.covers("SW-15")
def test_a_value_that_another_has_is_flagged_in_the_field_and_refused_at_the_console(
    phone, world, maker, owner_is_unique
):
    del owner_is_unique
    rep = phone(world.rep1)
    first, second = (rep.submit("customer.shop", shop_answers(owner_name=name)) for name in ("Chị Ba", " chị BA"))
    assert [answer["s"] for answer in rep.push(first, second)] == ["applied", "applied"]
    assert "field_duplicate:owner_name" in maker.get(f"/submissions/{second['id']}")["flags"]
    refused = maker.post("/submissions", shop(owner_name="CHỊ BA", full_name="Khác", phone="0905 111 222"), expect=422)
    assert refused["errors"] == [{"pointer": "/answers/owner_name", "code": "field_duplicate"}]


def test_what_was_there_before_counts_and_what_is_given_up_does_not(phone, world, maker, request):
    rep = phone(world.rep1)
    former = rep.customer_made(owner_name="Chị Ba")
    request.getfixturevalue("owner_is_unique")
    maker.post("/submissions", shop(owner_name="Chị Ba", full_name="Hai", phone="0905 111 222"), expect=422)
    rep.push(rep.edit("customer.shop", former, {"owner_name": "Chị Tư"}))
    maker.post("/submissions", shop(owner_name="Chị Ba", full_name="Hai", phone="0905 111 222"))


def test_a_record_may_keep_its_own_value(maker, owner_is_unique):
    del owner_is_unique
    made = maker.post("/submissions", shop(owner_name="Chị Ba"))
    edit = {"id": str(uuid4()), "form": "customer.shop", "version": 2, "answers": {"owner_name": "CHỊ BA"}}
    maker.post("/submissions", {**edit, "record": made["record"], "before": {"owner_name": "Chị Ba"}})
