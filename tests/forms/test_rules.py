"""Checking answers: what breaks a rule is flagged and kept, what is not of its type stays out of the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.forms.library import shipped
from server.forms.rules import TESTS, Setting, check

LABEL = {"vi": "x", "en": "x"}
OPTIONS = [{"value": "a", "label": LABEL}, {"value": "b", "label": LABEL}]
ID = "01920000-0000-7000-8000-000000000001"
GOOD = {
    "text": "Cô Ba", "longtext": "dài", "url": "https://tuyen.example", "province": "48", "ward": "20242",
    "phone": "0903 123 456", "email": "co.ba@example.test", "date": "2026-11-21", "select": "a", "multi": ["a", "b"],
    "ref": ID, "refs": [ID], "media": [ID], "gps": {"lat": 16.0, "lon": 108.0}, "bool": False, "stepper": 0,
    "datetime": "2026-11-21T08:30:00+07:00", "time_window": {"from": "22:00", "to": "02:30"}, "district": "490",
    "number": 2.5, "money": 125_000, "percent": 7.25, "attributes": {"floor_m2": 40},
    "repeat": [{"id": "a", "cell": "Cô Ba"}],
}  # fmt: skip
BAD = {
    "text": 5, "longtext": "x" * 20_001, "url": {}, "province": 48, "ward": ["20242"], "phone": "gọi sau",
    "email": "co.ba", "date": "21/11/2026", "select": "c", "multi": ["a", "c"], "ref": "Cô Ba", "refs": ID,
    "media": [5], "gps": {"lat": 91, "lon": 0}, "bool": "true", "stepper": True, "datetime": "2026-11-21T08:30:00",
    "time_window": {"from": "24:00", "to": "02:30"}, "district": 490, "number": "2,5", "money": 12.5, "percent": 7.125,
    "attributes": ["floor_m2"], "repeat": {"cell": "Cô Ba"}, "button": "pressed",
}  # fmt: skip


def form(kind: str, *, required: bool = False):
    field = {"name": "f", "type": kind, "label": LABEL, "required": required, "options": OPTIONS}
    cells = [{"name": "cell", "type": "text", "label": LABEL}]
    return {"fields": [{**field, "fields": cells} if kind == "repeat" else field]}


def test_every_type_has_an_example_here():
    assert {*GOOD, "button"} == set(BAD) == set(TESTS)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_answer_reaches_the_record_without_a_flag(kind):
    assert check(form(kind), {"f": GOOD[kind]}, editing=False) == ({"f": GOOD[kind]}, [])


@pytest.mark.parametrize("kind", BAD)
def test_an_answer_of_another_type_is_flagged_and_stays_out(kind):
    assert check(form(kind), {"f": BAD[kind]}, editing=False) == ({}, ["field_invalid:f"])


@pytest.mark.parametrize("answers", [{}, {"f": ""}, {"f": None}, {"f": []}])
def test_a_required_answer_that_is_not_there_is_flagged(answers):
    assert check(form("text", required=True), answers, editing=False) == ({}, ["field_missing:f"])


def test_an_edit_need_not_answer_what_it_does_not_change():
    assert check(form("text", required=True), {}, editing=True) == ({}, [])


def test_an_edit_that_empties_a_required_field_is_flagged_and_done():
    assert check(form("text", required=True), {"f": ""}, editing=True) == ({"f": ""}, ["field_missing:f"])


def test_what_an_edit_hides_is_empty_even_where_nobody_knows_the_record():
    shown = {"name": "off", "type": "money", "label": LABEL, "show_if": "kind == 'sale'"}
    fields = [
        {"name": "kind", "type": "text", "label": LABEL},
        shown,
        {"name": "total", "type": "money", "label": LABEL, "calculate": "off == null ? 5 : 5 - off"},
    ]
    setting = Setting(editing=True, before={"kind": "sale"})
    edit = {"kind": "gift", "total": 4}
    assert check({"fields": fields}, edit, editing=True, setting=setting) == (
        {"kind": "gift", "total": 5},
        ["calculated_differs:total"],
    )


def test_an_answer_to_no_question_is_flagged_and_stays_out():
    assert check(form("text"), {"g": 1}, editing=False) == ({}, ["field_unknown:g"])


CODES = {"field_missing", "field_invalid", "field_unknown", "rule_broken", "calculated_differs"}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(shipped()), st.data())
def test_no_answer_of_whatever_shape_is_a_fault(definition, data):
    """Half of the names are the form's own."""
    names = st.sampled_from([field["name"] for field in definition["fields"]]) | st.text(max_size=5)
    answers = data.draw(st.dictionaries(names, anything, max_size=5))
    fit, flags = check(definition, answers, editing=data.draw(st.booleans()))
    assert set(fit) <= {field["name"] for field in definition["fields"]}
    assert all(flag.split(":")[0] in CODES for flag in flags)
