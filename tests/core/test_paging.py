"""Cursors of lists: opaque, and harmless in whatever hands."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import InvalidInputError
from server.core.paging import decode, encode


@given(st.text(), st.uuids())
def test_a_cursor_gives_back_its_key(name, key):
    assert decode(encode(name, key), 2) == [name, str(key)]


@given(st.text())
def test_a_cursor_can_stand_in_an_address(name):
    assert set(encode(name)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@given(st.one_of(st.text(max_size=50), st.binary(max_size=50).map(lambda b: base64.urlsafe_b64encode(b).decode())))
def test_any_other_text_is_refused_with_its_place(cursor):
    with pytest.raises(InvalidInputError) as refusal:
        decode(cursor, 2)
    assert refusal.value.details["pointer"] == "/cursor"


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(InvalidInputError):
        decode(encode("one part"), 2)
