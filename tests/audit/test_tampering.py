"""Somebody with every right on the database changes the history: `verify` names the place."""

import pytest

from server.audit import rules
from server.audit.service import sealing, verifying


@pytest.fixture
def sealed(history, monkeypatch):
    """Three blocks of three entries, two entries that are not sealed, and the anchors of the blocks."""
    monkeypatch.setattr(sealing, "BLOCK_ENTRIES", 3)
    history.write(*"abcdefghi")
    history.anchors = [rules.anchor_of(history.tenant_id, history.seal()) for _ in range(3)]
    history.write("j", "k")
    assert history.verdict(*history.anchors).fault is None
    return history


ENTRY = "UPDATE audit_entry SET {} WHERE tenant_id = :t AND n = {}"
DETAIL = "UPDATE audit_detail SET {} WHERE tenant_id = :t AND n = {}"
BLOCK = "UPDATE audit_block SET {} WHERE tenant_id = :t AND number = 2"
REMOVED = "DELETE FROM {} WHERE tenant_id = :t AND n = {}"
ADDED = "INSERT INTO audit_entry (tenant_id, n, at, action) VALUES (:t, {}, now(), 'x')"
TAMPERINGS = {
    "an entry's action": (ENTRY.format("action = 'else'", 5), ("entry_edited", 2, None)),
    "an entry's person": (ENTRY.format("employee_id = gen_random_uuid()", 5), ("entry_edited", 2, None)),
    "an entry's time": (ENTRY.format("at = at - interval '1 microsecond'", 5), ("entry_edited", 2, None)),
    "an entry's address": (ENTRY.format("ip = '10.0.0.1'", 5), ("entry_edited", 2, None)),
    "the hash of a detail": (ENTRY.format("detail_sha256 = NULL", 5), ("entry_edited", 2, None)),
    "an entry given away": (ENTRY.format("tenant_id = -:t", 5), ("entry_missing", 2, 5)),
    "an entry removed": (REMOVED.format("audit_entry", 5), ("entry_missing", 2, 5)),
    "the first entry removed": (REMOVED.format("audit_entry", 1), ("entry_missing", 1, 1)),
    "the newest entry removed": (REMOVED.format("audit_entry", 11), ("tail_cut", None, 11)),
    "an unsealed entry removed": (REMOVED.format("audit_entry", 10), ("entry_missing", None, 10)),
    "a detail": (DETAIL.format("body = '[]'", 5), ("detail_edited", 2, 5)),
    "a salt": (DETAIL.format("salt = ''", 5), ("detail_edited", 2, 5)),
    "an unsealed detail": (DETAIL.format("body = '1'", 10), ("detail_edited", None, 10)),
    "a detail removed": (REMOVED.format("audit_detail", 5), ("detail_missing", 2, 5)),
    "an entry put behind the end": (ADDED.format(12), ("entry_added", None, 12)),
    "an entry put before the beginning": (ADDED.format(0), ("entry_added", 1, 0)),
    "a block's time": (BLOCK.format("sealed_at = sealed_at + interval '1 day'"), ("block_edited", 2, None)),
    "a block's root": (BLOCK.format("root = ''"), ("block_edited", 2, None)),
    "a block's head": (BLOCK.format("head = ''"), ("block_edited", 2, None)),
    "a block's span": (BLOCK.format("last_n = 7"), ("block_edited", 2, None)),
    "a block removed": ("DELETE FROM audit_block WHERE tenant_id = :t AND number = 2", ("block_missing", 2, None)),
}


@pytest.mark.covers("TM-22")
@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_changed_is_named(sealed, what):
    statement, place = TAMPERINGS[what]
    sealed.tamper(statement)
    fault = sealed.verdict().fault
    assert (fault.code, fault.number, fault.n) == place


def test_two_entries_in_each_others_place_are_found(sealed):
    for n, other in ((4, -1), (5, 4), (-1, 5)):
        sealed.tamper(ENTRY.format("n = :other", n), other=other)
        sealed.tamper(DETAIL.format("n = :other", n), other=other)
    fault = sealed.verdict().fault
    assert (fault.code, fault.number) == ("entry_edited", 2)


def test_an_entry_between_others_is_found(sealed):
    for n in range(11, 4, -1):
        sealed.tamper(ENTRY.format("n = n + 1", n))
        sealed.tamper(DETAIL.format("n = n + 1", n))
    sealed.tamper(ADDED.format(5))
    sealed.tamper("UPDATE tenant_clock SET audited = 12 WHERE tenant_id = :t")
    fault = sealed.verdict().fault
    assert (fault.code, fault.number) == ("entry_edited", 2)


def cut_after(history, n: int) -> None:
    """Cut the tail so that nothing in the database tells of it."""
    history.tamper("DELETE FROM audit_entry WHERE tenant_id = :t AND n > :n", n=n)
    history.tamper("DELETE FROM audit_detail WHERE tenant_id = :t AND n > :n", n=n)
    history.tamper("DELETE FROM audit_block WHERE tenant_id = :t AND last_n > :n", n=n)


def test_a_tail_that_is_cut_is_found_by_the_clock(sealed):
    cut_after(sealed, 6)
    fault = sealed.verdict().fault
    assert (fault.code, fault.number, fault.n) == ("tail_cut", None, 7)


def test_a_tail_that_is_cut_with_the_clock_is_found_by_the_anchor(sealed):
    cut_after(sealed, 6)
    sealed.tamper("UPDATE tenant_clock SET audited = 6 WHERE tenant_id = :t")
    assert sealed.verdict().fault is None
    fault = sealed.verdict(*sealed.anchors).fault
    assert (fault.code, fault.number, fault.n) == ("tail_cut", 3, 7)


def forge(history) -> None:
    """Change an entry and seal everything anew, as somebody would who knows how it works."""
    history.tamper("DELETE FROM audit_block WHERE tenant_id = :t")
    history.tamper(ENTRY.format("action = 'else'", 2))
    while history.seal():
        pass


def test_a_history_that_was_sealed_anew_is_found_by_the_anchor(sealed):
    forge(sealed)
    assert sealed.verdict().fault is None
    fault = sealed.verdict(*sealed.anchors).fault
    assert (fault.code, fault.number) == ("anchor_differs", 1)


def test_checking_reads_one_state_while_the_product_goes_on(sealed, monkeypatch):
    looked = verifying.queries.audited

    def meanwhile(session):
        sealed.write("l", "m")
        return looked(session)

    monkeypatch.setattr(verifying.queries, "audited", meanwhile)
    assert sealed.verdict(*sealed.anchors).fault is None
