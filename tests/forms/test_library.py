"""The forms that Tuyen ships."""

import pytest

from server.forms.library import choice_lists, shipped
from server.forms.library.resolving import resolved

KEYS = {
    "customer.person", "customer.organisation", "customer.shop", "customer.household",
    "route.setup", "route.special", "route.assign", "product.profile", "price.list", "promotion.programme",
    "sale.tele", "sale.f2f", "order.f2f", "order.tele", "interaction.tele", "interaction.f2f",
    "promotion.tele", "promotion.f2f", "support.tele", "support.f2f", "opportunity.tele", "opportunity.f2f",
}  # fmt: skip
"""The 22 forms of the capabilities."""
FURTHER = {"request", "quotation", "order.quoted"}
"""Forms beyond that list: what they ask for is (TM-18)."""
OF_RECORDS = {"task.done"}
"""Forms that make nothing: they are filled in for a record that there is."""
NEWEST = {form["key"]: form for form in shipped()}
REVISED = sorted({form["key"] for form in shipped() if form["version"] > 1})
CALL_BLOCK = {"call_sim", "call_pbx", "call_status"}


def names(form):
    """Return the names of a form's fields, in order."""
    return [field["name"] for field in form["fields"]]


def every_field(fields):
    """Yield the fields with those of their repeat groups, however deep."""
    for field in fields:
        yield field
        yield from every_field(field.get("fields", []))


def test_the_twenty_two_forms_of_the_capabilities_are_shipped_and_few_others():
    assert len(KEYS) == 22
    assert set(NEWEST) == KEYS | FURTHER | OF_RECORDS


def test_the_forms_that_make_nothing_say_so():
    assert {key for key, form in NEWEST.items() if (form["record"] or {}).get("edits_only")} == OF_RECORDS


@pytest.mark.parametrize("form", shipped(), ids=lambda form: f"{form['key']}@{form['version']}")
def test_no_name_comes_twice_in_a_form(form):
    assert len(set(names(form))) == len(form["fields"])


@pytest.mark.parametrize("key", sorted(key for key in KEYS if key.endswith(".f2f")))
def test_who_is_met_is_not_called_but_checked_in_at(key):
    gps = next(field for field in NEWEST[key]["fields"] if field["name"] == "gps")

    assert gps["required"]
    assert not CALL_BLOCK & set(names(NEWEST[key]))


@pytest.mark.parametrize("key", ["sale.tele", "order.tele", "interaction.tele", "promotion.tele", "support.tele"])
def test_calls_are_made_and_told_of(key):
    assert set(names(NEWEST[key])) >= CALL_BLOCK


@pytest.mark.parametrize("key", REVISED)
def test_a_later_version_keeps_the_names_of_the_former(key):
    first = next(form for form in shipped() if form["key"] == key and form["version"] == 1)

    assert set(names(first)) <= set(names(NEWEST[key]))


def test_every_list_that_a_form_chooses_from_is_shipped():
    fields = [field for form in shipped() for field in every_field(form["fields"])]
    asked = {field["options_from"] for field in fields if "options_from" in field}

    assert asked <= {each["key"] for each in choice_lists()}


def test_a_child_choice_names_a_choice_of_its_parent_list():
    lists = {each["key"]: {option["value"] for option in each["options"]} for each in choice_lists()}
    children = next(each for each in choice_lists() if each["key"] == "product_subgroups")

    assert {option["parent"] for option in children["options"]} <= lists["product_groups"]


def test_a_variant_is_its_base_with_what_it_says_otherwise():
    base = {"key": "a", "version": 1, "title": "A", "fields": [{"name": "x"}, {"name": "y"}]}
    variant = {
        "key": "b", "version": 1, "extends": "a@1", "title": "B", "without": ["x"],
        "override": {"y": {"required": True}}, "add": [{"after": "y", "fields": [{"use": "z"}]}],
    }  # fmt: skip

    _, made = resolved([variant, base], {"z": [{"name": "z"}]})

    assert made == {"key": "b", "version": 1, "title": "B", "fields": [{"name": "y", "required": True}, {"name": "z"}]}
