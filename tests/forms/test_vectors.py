"""Server and phones make the same of forms: both prove the vectors of the contract."""

import json
from pathlib import Path

import pytest

from server.forms.expressions import Scope, compiled
from server.forms.library import shipped
from server.forms.rules import Setting, check, walk
from server.forms.rules.values import as_variable, variable

FOLDER = Path(__file__).parents[2] / "mobile_contract/conformance/forms"
LABEL = {"vi": "x", "en": "x"}


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def field(short):
    """Return a field written in full: vectors leave labels out, and name cells by their types alone."""
    full = {"name": "f", "label": LABEL, **short}
    if "options" in short:
        options = [{"value": one} if isinstance(one, str) else one for one in short["options"]]
        full["options"] = [{"label": LABEL, **one} for one in options]
    if "constraints" in short:
        full["constraints"] = [{"check": check, "message": LABEL} for check in short["constraints"]]
    cells = full.pop("cells", None)
    if cells is not None:
        named = [{"name": name, "type": kind} for name, kind in cells.items()] if isinstance(cells, dict) else cells
        full["fields"] = [field(cell) for cell in named]
    return full


def fields(types):
    return [
        field(
            {"name": name, "type": "repeat", "cells": kind} if isinstance(kind, dict) else {"name": name, "type": kind}
        )
        for name, kind in types.items()
    ]


def variables(given, answers, more):
    """Return what an expression sees of answers: through a form, as it happens."""
    found = {one["name"]: variable(one, answers.get(one["name"])) for one in given}
    for one in given:
        cells = one.get("fields")
        if cells and found[one["name"]]:
            found[one["name"]] = [
                {"id": row["id"], **{cell["name"]: variable(cell, row.get(cell["name"])) for cell in cells}}
                for row in answers[one["name"]]
            ]
    return {**found, "today": more["today"], "now": more["now"], "record": as_variable(more.get("record"))}


EXPRESSIONS = read("expressions")
TYPES = read("types")["vectors"]
JUDGING = read("judging")
SHIPPED = read("shipped")


@pytest.mark.parametrize("vector", EXPRESSIONS["vectors"], ids=lambda one: f"{one['expr']} {one['answers']}")
def test_an_expression_gives_what_the_contract_says(vector):
    expression = compiled(vector["expr"])
    known = variables(fields(EXPRESSIONS["fields"]), vector["answers"], EXPRESSIONS)
    given = Scope(expression.names, known).value(expression)
    assert given == vector["gives"]
    assert isinstance(given, bool) == isinstance(vector["gives"], bool)


@pytest.mark.parametrize("vector", TYPES, ids=lambda one: json.dumps(one["field"]))
def test_a_type_takes_what_the_contract_says(vector):
    form = {"fields": [field(vector["field"])]}
    for answer in vector["right"]:
        assert check(form, {"f": answer}, editing=False) == ({"f": answer}, [])
    for answer in vector["wrong"]:
        assert check(form, {"f": answer}, editing=False)[1] != []


@pytest.mark.parametrize("vector", JUDGING["vectors"], ids=lambda one: one["name"])
def test_a_form_is_judged_as_the_contract_says(vector):
    form = {"fields": [field(one) for one in vector["fields"]]}
    editing = vector.get("editing", False)
    setting = Setting(
        editing=editing,
        today=JUDGING["today"],
        now=JUDGING["now"],
        record=vector.get("record"),
        choices={key: set(values) for key, values in JUDGING["lists"].items()},
    )
    assert check(form, vector["answers"], editing=editing, setting=setting) == (vector["fit"], vector["flags"])


@pytest.mark.parametrize("vector", SHIPPED["vectors"], ids=lambda one: one["expr"])
def test_an_expression_of_the_shipped_forms_gives_what_the_contract_says(vector):
    expression = compiled(vector["expr"])
    for case in vector["cases"]:
        known = variables(fields(vector["fields"]), case["answers"], SHIPPED)
        assert Scope(expression.names, known).value(expression) == case["gives"]


def test_every_expression_of_the_shipped_forms_has_vectors():
    used = set()
    for form in shipped():
        for _, one in walk(form["fields"]):
            used |= {one[name] for name in ("show_if", "required_if", "calculate") if name in one}
            used |= {rule["check"] for rule in one.get("constraints", ())}
            default = one.get("default")
            used |= {default["expr"]} if isinstance(default, dict) and "expr" in default else set()
    assert used - {vector["expr"] for vector in SHIPPED["vectors"]} == set()
