"""How an organisation lets concurrent edits be settled."""

import pytest

from server.core.unit_of_work import unit_of_work
from server.forms import library
from server.forms.policies import chosen
from server.forms.policy_rules import BY_DISTANCE, merged_fields, sensible, shipped
from tests.kit.world import make_world

NAME = {"form": "customer.shop", "field": "full_name"}


@pytest.fixture
def office(console, world):
    return console(world.admin)


def field_of(answer, form, name):
    (found,) = [shown for shown in answer["items"] if shown["form"] == form]
    return next(field for field in found["fields"] if field["field"] == name)


def policies_of(database, tenant_id):
    with unit_of_work(database, tenant_id) as session:
        return chosen(session)


def test_every_form_that_makes_a_record_shows_its_fields_with_what_is_shipped(office):
    shown = office.get("/merge-policies")
    assert {form["form"] for form in shown["items"]} == {form["key"] for form in library.shipped() if form["record"]}
    assert field_of(shown, "customer.organisation", "contacts")["shipped"] == "rows"
    assert field_of(shown, "customer.shop", "gps")["shipped"] == BY_DISTANCE
    assert field_of(shown, "customer.shop", "photos")["shipped"] == "set"
    assert field_of(shown, "customer.organisation", "tax_code")["shipped"] == "manual"
    assert field_of(shown, "customer.shop", "full_name") | {"chosen": None, "set_by": None} == field_of(
        shown, "customer.shop", "full_name"
    )


def test_a_chosen_policy_is_told_with_who_chose_it_and_can_be_taken_back(office, database, world):
    shown = office.put("/merge-policies", {"items": [{**NAME, "policy": "manual"}]})
    field = field_of(shown, "customer.shop", "full_name")
    assert (field["chosen"], field["set_by"]["name"]) == ("manual", world.admin.name)
    assert policies_of(database, world.tenant_id) == {("customer.shop", "full_name"): "manual"}
    office.put("/merge-policies", {"items": [{**NAME, "policy": "server"}]})
    assert policies_of(database, world.tenant_id) == {("customer.shop", "full_name"): "server"}
    office.put("/merge-policies", {"items": [{**NAME, "policy": None}]})
    assert policies_of(database, world.tenant_id) == {}


@pytest.mark.parametrize(
    ("choice", "pointer"),
    [
        ({**NAME, "policy": "max"}, "/items/1/policy"),
        ({**NAME, "policy": "distance"}, "/items/1/policy"),
        ({**NAME, "policy": "nonsense"}, "/items/1/policy"),
        ({"form": "customer.shop", "field": "notify_to", "policy": "lww"}, "/items/1/field"),
        ({"form": "interaction.f2f", "field": "note", "policy": "lww"}, "/items/1/field"),
        ({"form": "no.form", "field": "note", "policy": "lww"}, "/items/1/field"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_its_place_and_nothing_changes(
    office, database, world, choice, pointer
):
    good = {"form": "customer.shop", "field": "rank", "policy": "manual"}
    told = office.put("/merge-policies", {"items": [good, choice]}, expect=422)
    assert told["pointer"] == pointer
    assert policies_of(database, world.tenant_id) == {}


def test_the_same_choice_again_writes_no_history(office):
    for _ in range(2):
        office.put("/merge-policies", {"items": [{**NAME, "policy": "manual"}]})
    found = [line for line in office.get("/history", limit=50)["items"] if line["action"] == "policy.change"]
    assert len(found) == 1


def test_a_supervisor_reads_the_policies_and_changes_none(console, world):
    boss = console(world.supervisor)
    assert boss.get("/merge-policies")["items"]
    boss.put("/merge-policies", {"items": [{**NAME, "policy": "manual"}]}, expect=403)
    console(world.rep1).get("/merge-policies", expect=403)


def test_another_organisation_keeps_its_own_policies(office, database, world):
    other = make_world(database, "b")
    office.put("/merge-policies", {"items": [{**NAME, "policy": "manual"}]})
    assert policies_of(database, other.tenant_id) == {}
    assert policies_of(database, world.tenant_id) != {}


def test_only_policies_of_the_fields_type_make_sense():
    assert "set" in sensible({"type": "multi"})
    assert "set" not in sensible({"type": "text"})
    assert {"max", "min"} <= set(sensible({"type": "date"}))
    assert shipped({"type": "refs", "merge": "manual"}) == "set"
    assert merged_fields({"record": None, "fields": [{"name": "note"}]}) == []
