"""Every endpoint of the interface says who may use it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from server.accounts.rules import SEE_ALL, SIGNED_IN, VERBS
from server.web.access import HALF, PUBLIC, right_of
from tests.kit.addresses import example

API = "/api/v1"
OPEN_TO_EVERYBODY = {
    "accounts.sign_in",  # proves itself by password
    "accounts.enrol",  # the same, for a phone, or by a code that a supervisor made
    "accounts.refresh",  # proves itself by a refresh token and a signature of the phone's key
    "sync.capabilities",  # a phone asks it before it has an account
    "media.offer",  # tus asks for OPTIONS without credentials
    "accounts.accept_invitation",  # the link is a secret of its own
    "accounts.sign_up",  # only where the operator opens it
    "accounts.begin_oidc",  # proves itself at another system
    "accounts.end_oidc",
}
BETWEEN_PASSWORD_AND_SECOND_FACTOR = {
    "accounts.offered_second",
    "accounts.show_second",
    "accounts.challenge_passkey",
}
DOCUMENTATION = {"api-docs.openapi_json"}
MOST_PUBLIC = 10


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.rule.startswith(API))


@pytest.fixture
def rights(whole_app: Flask) -> dict[str, str | None]:
    """The right that each endpoint of the interface declares."""
    names = {rule.endpoint for rule in rules(whole_app)} - DOCUMENTATION
    views = {name: whole_app.view_functions[name] for name in names}
    return {f"{name.split('.')[0]}.{view.__name__}": right_of(view) for name, view in views.items()}


def test_every_endpoint_declares_a_right(rights):
    assert len(rights) > 30
    assert {name for name, right in rights.items() if right is None} == set()


def test_the_public_endpoints_are_the_reviewed_ones(rights):
    assert {name for name, right in rights.items() if right == PUBLIC} == OPEN_TO_EVERYBODY
    assert len(OPEN_TO_EVERYBODY | DOCUMENTATION) <= MOST_PUBLIC


def test_what_opens_to_half_a_session_is_reviewed_too(rights):
    assert {name for name, right in rights.items() if right == HALF} == BETWEEN_PASSWORD_AND_SECOND_FACTOR


def test_every_right_of_an_endpoint_can_be_granted(rights):
    assert set(rights.values()) - {PUBLIC, HALF, SIGNED_IN} <= set(VERBS)


NOT_YET = {
    "customer.share", "customer.assign", "customer.export",
    "pool.write", "sso.write", "audit.read",
}  # fmt: skip


def test_every_right_that_can_be_granted_opens_some_endpoint(rights):
    assert set(VERBS) - set(rights.values()) - NOT_YET == {SEE_ALL}


@pytest.mark.covers("RB-17")
def test_nobody_without_a_credential_gets_past_a_gate(whole_app, client):
    """Asks every gated endpoint with every method that it takes."""
    open_doors = []
    for rule in rules(whole_app):
        if right_of(whole_app.view_functions[rule.endpoint]) in {None, PUBLIC}:
            continue
        path = example(rule)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = client.open(path, method=method, headers={"Tus-Resumable": "1.0.0", **UPLOAD})
            if answer.status_code != 401:
                open_doors.append((method, path, answer.status_code))
    assert open_doors == []


UPLOAD = {
    "Upload-Length": "1",
    "Upload-Metadata": "media_id MDE5MmExYjItYzNkNC03ZTVmLTgwOTEtYTJiM2M0ZDVlNmY3,sha256 "
    + "YWFhYWFhYWE" * 7
    + "YWFhYWFhYWFh",
}
