"""One registry of fields, and the lists that fields choose from."""

from uuid import uuid4

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.service import publish_shipped
from tests.forms.test_drafting import COOLER, shop_form, with_fields
from tests.kit.phone import shop_answers

LABEL = {"vi": "Mã chi nhánh", "en": "Branch code"}


@pytest.fixture
def maker(console, world):
    return console(world.admin)


def field_of(maker, name):
    return next(field for field in maker.get("/field-definitions", scope="customer")["items"] if field["name"] == name)


@pytest.mark.covers("SW-15", "F-14")
def test_a_field_added_to_a_customer_form_is_a_field_of_customers(maker):
    maker.put("/forms/customer.shop/draft", with_fields(shop_form(maker), COOLER))
    maker.post("/forms/customer.shop/publish", {})
    field = field_of(maker, "cooler")
    assert (field["type"], field["label"], field["own"], field["visible_in_list"]) == (
        "bool",
        COOLER["label"],
        True,
        True,
    )
    assert field["forms"] == ["customer.shop"]


def test_what_several_forms_ask_for_is_one_field(maker):
    assert set(field_of(maker, "phone")["forms"]) == {
        "customer.household", "customer.organisation", "customer.person", "customer.shop",
    }  # fmt: skip
    assert not field_of(maker, "phone")["own"]


@pytest.mark.covers("SW-15")
def test_a_field_is_made_by_itself_and_changed_but_for_name_and_type(maker):
    body = {"scope": "customer", "name": "branch_code", "type": "text", "label": LABEL, "unique": True}
    made = maker.post("/field-definitions", body, expect=201)
    change = {"label": {**LABEL, "en": "Code of the branch"}, "visible_in_list": True}
    changed = maker.put(f"/field-definitions/{made['id']}", change)
    assert (changed["label"]["en"], changed["unique"], changed["visible_in_list"]) == (
        "Code of the branch",
        False,
        True,
    )
    assert maker.post("/field-definitions", body, expect=409)["code"] == "field_exists"


def test_a_field_chooses_from_lists_that_there_are(maker):
    body = {"scope": "customer", "name": "branch", "type": "select", "label": LABEL, "options_from": "nowhere"}
    assert maker.post("/field-definitions", body, expect=422)["pointer"] == "/options_from"


def choices(*values):
    title = {"vi": "Khu vực", "en": "Areas"}
    return {"title": title, "options": [{"value": each, "label": {"vi": each, "en": each}} for each in values]}


@pytest.mark.covers("TB-02")
def test_what_a_list_offers_is_on_phones_after_their_next_pull(maker, phone, world):
    rep = phone(world.rep1)
    maker.put("/choice-lists/areas", choices("q1", "q3"))
    rep.pull()
    (held,) = [each for each in rep.held("choice_list").values() if each["key"] == "areas"]
    assert [option["value"] for option in held["options"]] == ["q1", "q3"]


def test_a_choice_that_is_offered_no_more_keeps_its_words(maker):
    maker.put("/choice-lists/areas", choices("q1", "q3"))
    kept = maker.put("/choice-lists/areas", choices("q3", "q7"))
    assert "q1" in {option["value"] for option in kept["retired"]}
    assert maker.put("/choice-lists/areas", choices("q1"))["options"][0]["value"] == "q1"


@pytest.fixture
def areas(maker):
    maker.put("/choice-lists/areas", choices("q1", "q3"))


@pytest.mark.usefixtures("areas")
def test_a_value_that_the_list_does_not_know_is_flagged_and_stored(maker, phone, world):
    rep = phone(world.rep1)
    profile = rep.submit("customer.shop", shop_answers(area="q9"), version=2)
    assert rep.push(profile)[0]["s"] == "applied"
    assert "rule_broken:area" in maker.get(f"/submissions/{profile['id']}")["flags"]
    assert maker.get(f"/customers/{profile['id']}")["fields"]["area"] == "q9"


@pytest.mark.usefixtures("areas")
def test_a_value_that_is_offered_no_more_is_taken_without_a_flag(maker, phone, world):
    """A draft may have been begun while it was."""
    maker.put("/choice-lists/areas", choices("q3"))
    rep = phone(world.rep1)
    profile = rep.submit("customer.shop", shop_answers(area="q1"), version=2)
    rep.push(profile)
    assert "rule_broken:area" not in maker.get(f"/submissions/{profile['id']}")["flags"]


@pytest.mark.usefixtures("areas")
def test_the_desk_is_refused_a_value_that_the_list_does_not_know(maker):
    body = {"id": str(uuid4()), "form": "customer.shop", "version": 2, "answers": shop_answers(area="q9")}
    refused = maker.post("/submissions", body, expect=422)
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [("/answers/area", "rule_broken")]
    maker.post("/submissions", {**body, "answers": shop_answers(area="q1")})


def test_a_list_of_ones_own_can_be_made(maker):
    assert maker.put("/choice-lists/shelf_kinds", choices("wood"))["key"] == "shelf_kinds"
    assert "shelf_kinds" in {each["key"] for each in maker.get("/choice-lists")["items"]}
    assert maker.get("/choice-lists/shelf_kinds")["changed_by"]["name"]


@pytest.mark.parametrize(
    ("key", "body", "pointer"),
    [("areas", choices("q1", "q1"), "/options/1/value"), ("Khu vực", choices("q1"), "/key")],
)
def test_a_list_that_cannot_be_is_refused(maker, key, body, pointer):
    assert maker.put(f"/choice-lists/{key}", body, expect=422)["pointer"] == pointer


def test_an_upgrade_leaves_what_the_organisation_made_its_own(maker, database, world):
    maker.put("/choice-lists/areas", choices("q1"))
    maker.put("/forms/customer.shop/draft", with_fields(shop_form(maker), COOLER))
    maker.post("/forms/customer.shop/publish", {})
    with unit_of_work(database, world.tenant_id) as session:
        publish_shipped(session)
    assert [option["value"] for option in maker.get("/choice-lists/areas")["options"]] == ["q1"]
    assert shop_form(maker)["version"] == 3
