"""Which kinds a phone is sent, and what it is sent again when it learns another."""

import json
from dataclasses import replace

import pytest
from itsdangerous import URLSafeSerializer

from server.core.database import Database

KINDS = {"customer": 1, "organisation": 1}


@pytest.fixture
def served(app, monkeypatch):
    """Let the server know the customers' rows in another version: `served(version)`."""
    services = app.extensions["tuyen"]

    def serve(version: int) -> None:
        known: Database = services.database
        datasets = {
            **known.registry.datasets,
            "customer": replace(known.registry.datasets["customer"], version=version),
        }
        database = replace(known, registry=replace(known.registry, datasets=datasets))
        monkeypatch.setitem(app.extensions, "tuyen", replace(services, database=database))

    return serve


def kinds_of(pages) -> list[str]:
    return sorted({change["k"] for page in pages for change in page["changes"]})


def test_only_the_kinds_that_are_asked_for_come(phone, world):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.restart()
    assert kinds_of(rep.pull(kinds=KINDS)) == ["customer", "organisation"]
    rep.restart()
    assert {"employee", "form", "submission"} < set(kinds_of(rep.pull(kinds={})))


def test_a_kind_that_the_server_does_not_know_is_left_out(phone, world):
    rep = phone(world.rep1)
    assert kinds_of(rep.pull(kinds={"organisation": 1, "spaceship": 7})) == ["organisation"]
    assert rep.pull(kinds={"spaceship": 7})[-1]["changes"] == []


@pytest.mark.parametrize("limit", [1, 4, 2000])
def test_a_kind_that_is_new_to_the_phone_comes_whole_and_nothing_else_again(phone, world, limit):
    rep, full = phone(world.rep1), phone(world.rep1)
    for number in range(3):
        rep.customer_made(full_name=f"Quán {number}")
    rep.restart()
    rep.pull(kinds={"organisation": 1}, limit=limit)
    pages = rep.pull(kinds=KINDS, limit=limit)
    assert kinds_of(pages) == ["customer"]
    full.pull()
    assert rep.held("customer") == full.held("customer")


def test_a_newer_version_comes_whole_once_when_both_sides_know_it(phone, world, served):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    rep.restart()
    served(8)
    rep.pull(kinds={"customer": 9})
    assert rep.pull(kinds={"customer": 9})[0]["changes"] == []
    served(9)
    assert [change["id"] for change in rep.pull(kinds={"customer": 9})[0]["changes"]] == [customer_id]
    assert rep.pull(kinds={"customer": 9})[0]["changes"] == []
    assert rep.pull(kinds={"customer": 8})[0]["changes"] == []


def test_who_asks_for_everything_has_each_kind_in_the_server_s_version(phone, world, served):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.pull()
    served(9)
    assert kinds_of(rep.pull()) == ["customer"]
    assert kinds_of(rep.pull()) == []


@pytest.mark.parametrize("limit", [1, 2000])
def test_a_kind_that_the_phone_dropped_comes_again(phone, world, limit):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.pull()
    before = rep.held("customer")
    rep.rows = {key: row for key, row in rep.rows.items() if key[0] != "customer"}
    pages = rep.pull(reset=["customer"], limit=limit)
    assert kinds_of(pages) == ["customer"]
    assert rep.held("customer") == before
    assert kinds_of(rep.pull()) == []


def test_a_kind_that_is_asked_for_between_two_pages_comes_in_the_same_pass(phone, world):
    rep, full = phone(world.rep1), phone(world.rep1)
    rep.customer_made()
    full.pull()
    rep.restart()
    assert not rep.pull_page(kinds={"form": 1, "employee": 1}, limit=2)["complete"]
    rep.pull(kinds={"form": 1, "employee": 1, "customer": 1}, limit=5)
    for kind in ("form", "employee", "customer"):
        assert rep.held(kind) == full.held(kind)


def test_what_is_taken_back_of_a_kind_that_is_not_asked_for_is_not_told(phone, world):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.restart()
    rep.pull(kinds={"organisation": 1})
    removed = [page["remove"] for page in rep.pull(kinds={"organisation": 1})]
    assert removed == [[]]


def test_a_cursor_of_before_there_were_kinds_goes_on(phone, app, world, served):
    """Phones in the field hold such cursors; theirs brought every kind in its first version."""
    served(1)
    rep = phone(world.rep1)
    rep.customer_made()
    rep.pull()
    rep.cursor = without_kinds(app, rep)
    assert kinds_of(rep.pull()) == []


def without_kinds(app, rep) -> str:
    salt = f"tuyen-sync/1/{rep.employee_id}"
    serializer = URLSafeSerializer(app.extensions["tuyen"].settings.secret, salt=salt)
    parts = serializer.loads(rep.cursor)
    assert json.dumps(parts.pop("kinds"))
    return str(serializer.dumps(parts))
