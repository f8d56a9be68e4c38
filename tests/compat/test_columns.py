"""Rows as flat columns and back again."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from server.sync.compat import columns
from server.sync.compat.edits import Edit, moment, version

DEVICE = UUID(int=1)
EDIT = Edit("customer", "0192", "edit", 5, {"note": "a"}, {"note": None})


def test_fields_stand_beside_the_members_of_the_row():
    row = {"type": "shop", "code": "KH1", "fields": {"full_name": "Cô Ba"}}
    assert columns.flat(row) == {"type": "shop", "code": "KH1", "full_name": "Cô Ba"}


def test_a_field_that_has_the_name_of_our_column_gets_another_one():
    assert columns.flat({"code": "KH1", "fields": {"code": "mã riêng"}}) == {"code": "KH1", "field_code": "mã riêng"}
    assert columns.answered({"field_code": "mã riêng"}, {}) == {"code": "mã riêng"}
    assert columns.answered({"field_note": "x"}, {}) == {"field_note": "x"}


def test_content_that_has_a_list_of_fields_stays_whole():
    assert columns.flat({"fields": [1]}) == {"fields": [1]}


def test_lists_and_objects_are_texts_for_a_database_of_columns():
    held = columns.cells({"gps": {"lat": 1.5}, "photos": [], "note": "x", "members_count": 3})
    assert held == {"gps": '{"lat":1.5}', "photos": "[]", "note": "x", "members_count": 3}
    types = {"gps": "gps", "photos": "media", "note": "text"}
    assert columns.answered(held, types) == {"gps": {"lat": 1.5}, "photos": [], "note": "x", "members_count": 3}


@pytest.mark.parametrize("text", ["[1]", "{", "[[[["])
def test_a_text_that_looks_like_json_stays_a_text_where_a_text_belongs(text):
    assert columns.answered({"note": text}, {"note": "longtext"}) == {"note": text}


@pytest.mark.parametrize("broken", ["{", "[1", "[" * 2000])
def test_a_broken_text_reaches_the_form_as_it_is(broken):
    assert columns.answered({"gps": broken}, {"gps": "gps"}) == {"gps": broken}


def test_what_is_the_clients_own_does_not_travel():
    assert columns.travelling(["id", "v", "base", "local_star", "_status", "updated_at", "", "note"]) == ["note"]


@pytest.mark.parametrize(("one", "other"), [("", None), ([], None), ("[]", ""), ("a", "a")])
def test_every_kind_of_empty_is_the_same(one, other):
    assert columns.stand({"note": one}, {"note": other})
    assert not columns.stand({"note": one}, {"note": "b"})


def test_the_same_edit_has_the_same_identity_and_another_has_another():
    same = Edit(**{**EDIT.__dict__, "held": {"note": "a", "rank": "B"}})
    others = {"id": "0193", "base": 6, "written": {"note": "b"}, "before": {}, "at": datetime(2026, 1, 1, tzinfo=UTC)}
    assert same.identity(DEVICE) == EDIT.identity(DEVICE)
    told = {Edit(**{**EDIT.__dict__, name: value}).identity(DEVICE) for name, value in others.items()}
    assert len(told | {EDIT.identity(DEVICE), EDIT.identity(UUID(int=2))}) == len(others) + 2


@pytest.mark.parametrize("nonsense", [None, 0, -5, True, "1", 1e300, float("nan"), float("inf")])
def test_a_time_that_is_none_is_none(nonsense):
    assert moment(nonsense) is None


@pytest.mark.parametrize(("given", "seen"), [(7, 7), (7.0, 7), (None, 0), (-1, 0), ("7", 0), (2**60, 0)])
def test_a_version_that_is_none_has_seen_nothing(given, seen):
    assert version(given) == seen
