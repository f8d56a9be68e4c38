"""What is published beside the schemas is what the server does: refusals, the interface, the changes."""

import json
import re

import pytest

from server import wiring
from server.sync.verdicts import CODES
from server.web.openapi import document
from tests.contract.documents import CONTRACT

ERRORS = json.loads((CONTRACT / "errors.json").read_text(encoding="utf-8"))


def test_the_published_refusals_are_the_catalogue():
    published = {entry["code"]: entry["status"] for entry in ERRORS["problems"]}
    assert published == {code: problem.status for code, problem in wiring.CATALOGUE.items()}


def test_the_published_codes_of_operations_are_the_servers():
    assert {entry["code"] for entry in ERRORS["items"]} == CODES


def test_every_refusal_says_what_the_phone_must_do():
    assert all(entry["do"].strip() for entry in (*ERRORS["problems"], *ERRORS["items"]))


def test_the_contract_names_only_refusals_that_exist():
    """`403 device_revoked` and the like are named as not in this version."""
    text = (CONTRACT / "SYNC.md").read_text(encoding="utf-8").split("## Not in this version")[0]
    named = set(re.findall(r"`(?:4\d\d|5\d\d) ([a-z_]+)`", text))
    assert len(named) > 5
    assert named - set(wiring.CATALOGUE) == set()


def test_the_published_interface_is_what_the_endpoints_make(whole_app):
    """When this fails: ./tuyen openapi."""
    made = json.loads(json.dumps(document(whole_app)))
    assert json.loads((CONTRACT / "openapi.json").read_text(encoding="utf-8")) == made


def test_every_endpoint_of_the_contract_is_in_the_interface(whole_app):
    rules = {re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"{\1}", rule.rule) for rule in whole_app.url_map.iter_rules()}
    text = (CONTRACT / "SYNC.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(?:GET|POST) (/[\w/]+)", text, re.MULTILINE))
    assert len(named) > 5
    assert {f"/api/v1{path}" for path in named} - rules == set()


@pytest.mark.parametrize("name", ["SYNC.md", "CHANGELOG.md", "conformance/README.md"])
def test_what_people_read_is_there_and_fits_a_screen(name):
    lines = (CONTRACT / name).read_text(encoding="utf-8").splitlines()
    assert len(lines) > 5
    assert max(len(line) for line in lines if not line.startswith("|")) <= 120
