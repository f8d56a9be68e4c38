"""Checking definitions: what cannot be published says where and why, whatever JSON it is."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.forms.library import shipped
from server.forms.rules import walk
from server.forms.rules.definition import faults

KINDS = {"customer", "employee", "order", "product", "route", "tag", "update_set", "promotion"}
LISTS = {field["options_from"] for form in shipped() for _, field in walk(form["fields"]) if "options_from" in field}
TEXT = {"vi": "Chữ", "en": "Text"}
ROWS = {"name": "lines", "type": "repeat", "label": TEXT, "fields": [{"name": "qty", "type": "stepper", "label": TEXT}]}

A = {"value": "a", "label": TEXT}
CHECK = "/fields/0/constraints/0/check"


def matching(pattern):
    return {"constraints": [{"check": f"f0.matches('{pattern}')", "message": TEXT}]}


def form(*fields):
    named = [{"name": f"f{place}", "type": "text", "label": TEXT, **field} for place, field in enumerate(fields)]
    return {
        "key": "custom.test", "version": 1, "title": TEXT, "module": "custom", "record": None,
        "actions": ["finish_exit"], "fields": named,
    }  # fmt: skip


def found(definition):
    return {(fault.pointer, fault.code) for fault in faults(definition, KINDS, LISTS)}


@pytest.mark.parametrize("definition", shipped(), ids=lambda one: f"{one['key']}.v{one['version']}")
def test_what_tuyen_ships_can_be_published(definition):
    assert faults(definition, KINDS, LISTS) == []


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ([{"name": "a"}, {"name": "a"}], "/fields/1/name", "duplicate_name"),
        ([{"name": "today"}], "/fields/0/name", "bad_name"),
        ([{"name": "Tên"}], "/fields/0/name", "bad_name"),
        ([{"type": "sound"}], "/fields/0/type", "unknown_type"),
        ([{"label": {"vi": "Chỉ tiếng Việt"}}], "/fields/0/label", "two_languages"),
        ([{"type": "select"}], "/fields/0/options", "no_options"),
        ([{"type": "select", "options": [A, A]}], "/fields/0/options/1/value", "duplicate_option"),
        ([{"type": "select", "options_from": "colours"}], "/fields/0/options_from", "unknown_list"),
        ([{"type": "multi", "options_from": "units", "options": [{}]}], "/fields/0/options", "options_twice"),
        ([{"type": "ref", "of": "castle"}], "/fields/0/of", "unknown_kind"),
        ([{"type": "ward", "parent": "nowhere"}], "/fields/0/parent", "unknown_parent"),
        ([{}, {"type": "ward", "parent": "f0"}], "/fields/1/parent", "wrong_parent"),
        ([{"type": "attributes"}], "/fields/0/parent", "unknown_parent"),
        ([{"type": "stepper", "default": "one"}], "/fields/0/default", "bad_default"),
        ([{"type": "stepper", "min": 3, "max": 2}], "/fields/0/min", "bounds"),
        ([{"type": "button"}], "/fields/0/action", "bad_value"),
        ([{"prefill": "customer.fields.phone"}], "/fields/0/prefill", "bad_prefill"),
        ([{"type": "repeat"}], "/fields/0/fields", "no_fields"),
        ([{"show_if": "f1 = 'x'"}, {}], "/fields/0/show_if", "expression_syntax"),
        ([{"show_if": "phone == null"}], "/fields/0/show_if", "expression_name"),
        ([{}, {"show_if": "f0.upper() == 'A'"}], "/fields/1/show_if", "expression_function"),
        ([{}, {"show_if": "f0 > 3"}], "/fields/1/show_if", "expression_type"),
        ([{}, {"required_if": "f0"}], "/fields/1/required_if", "not_a_condition"),
        ([{"type": "repeat", **ROWS, "calculate": "[]"}], "/fields/0/calculate", "not_calculable"),
        ([ROWS, {"type": "money", "calculate": "lines[0].price"}], "/fields/1/calculate", "expression_name"),
        ([matching("(a+)+$")], CHECK, "bad_pattern"),
        ([matching("(")], CHECK, "bad_pattern"),
        ([matching("(?=a)")], CHECK, "bad_pattern"),
        ([{"constraints": [{"check": "true"}]}], "/fields/0/constraints/0/message", "two_languages"),
        ([{"default": {"expr": "tomorrow"}}], "/fields/0/default/expr", "expression_name"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(fields, pointer, code):
    assert (pointer, code) in found(form(*fields))


def test_a_loop_in_the_calculations_names_the_fields_of_the_ring():
    """Also where what hides a field is what it reckons."""
    ring = form(
        {"type": "money", "calculate": "f1 + 1"},
        {"type": "money", "calculate": "f2"},
        {"type": "money", "show_if": "f0 > 1"},
    )
    (loop,) = faults(ring, KINDS, LISTS)
    assert (loop.pointer, loop.code) == ("/fields/0/calculate", "loop")
    assert "f0 → f1 → f2 → f0" in loop.vi


def test_a_cell_that_reads_its_own_rows_is_a_loop():
    rows = copy.deepcopy(ROWS)
    rows["fields"][0]["calculate"] = "lines.size()"
    assert found(form(rows)) == {("/fields/0/fields", "loop")}


def test_groups_repeat_inside_one_another_once():
    inner = {**ROWS, "name": "inner"}
    once = {**ROWS, "fields": [inner]}
    twice = {**ROWS, "fields": [{**once, "name": "middle"}]}
    assert found(form(once)) == set()
    assert found(form(twice)) == {("/fields/0/fields/0/fields/0", "repeat_in_repeat")}


def test_many_fields_that_need_one_another_are_looked_through_in_no_time():
    """Every path through forty fields would be a thousand milliards."""
    needy = [
        {"type": "money", "calculate": " + ".join([f"f{at}" for at in range(place)] or ["1"])} for place in range(40)
    ]
    assert found(form(*needy)) == set()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
PROPERTIES = sorted({name for form in shipped() for _, field in walk(form["fields"]) for name in field} | {"calculate"})


@given(st.sampled_from(shipped()), st.data())
def test_no_definition_of_whatever_shape_is_a_fault_of_ours(definition, data):
    broken = copy.deepcopy(definition)
    fields = [field for _, field in walk(broken["fields"])]
    field = data.draw(st.sampled_from(fields))
    field[data.draw(st.sampled_from(PROPERTIES))] = data.draw(anything)
    broken[data.draw(st.sampled_from([*definition]))] = data.draw(anything | st.just(broken["fields"]))
    assert all(fault.pointer[:1] in ("", "/") and fault.vi and fault.en for fault in faults(broken, KINDS, LISTS))


@given(anything)
def test_no_json_at_all_is_one(document):
    assert faults(document, KINDS, LISTS)
