"""A seal holds as long as nothing below it changes, and breaks at the place of the change."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from server.audit import rules
from server.audit.rules import Anchor, Content, Detail, Entry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
IDS = st.none() | st.uuids()
DIGESTS = st.none() | st.binary(min_size=32, max_size=32)
ENTRIES = st.builds(
    Entry,
    tenant_id=st.integers(1, 3),
    n=st.integers(1, 5),
    at=st.datetimes(timezones=st.just(UTC)),
    action=st.sampled_from(["customer.view", "customer.list"]),
    kind=TEXT,
    record_id=IDS,
    customer_id=IDS,
    employee_id=IDS,
    device_id=IDS,
    ip=TEXT,
    request_id=TEXT,
    detail_sha256=DIGESTS,
)


def history(size: int) -> Content:
    """Entries from 1 on, each with a detail."""
    details = {n: Detail(bytes([n % 251]) * 16, f'{{"n":{n}}}') for n in range(1, size + 1)}
    nobody: dict[str, UUID | str | None] = dict.fromkeys(
        ["kind", "record_id", "customer_id", "employee_id", "device_id", "ip", "request_id"]
    )
    entries = [Entry(1, n, NOON, "test", **nobody, detail_sha256=rules.detail_digest(details[n])) for n in details]
    return Content(entries, details)


def fault(content: Content, block, previous=None, anchors=()) -> str | None:
    found = rules.fault_of_block(block, previous, content, {anchor.number: anchor for anchor in anchors})
    return found and found.code


@given(ENTRIES, ENTRIES)
def test_different_entries_have_different_bytes(one, two):
    assert (rules.canonical(one) == rules.canonical(two)) == (one == two)


@given(ENTRIES)
def test_the_bytes_do_not_depend_on_the_zone_of_the_reader(entry):
    assert rules.canonical(entry) == rules.canonical(replace(entry, at=entry.at.astimezone(UTC)))


@given(st.lists(st.binary(max_size=3), max_size=9), st.lists(st.binary(max_size=3), max_size=9))
def test_different_lists_have_different_roots(one, two):
    assert (rules.merkle_root(one) == rules.merkle_root(two)) == (one == two)


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=40))
def test_the_root_is_that_of_rfc_6962(leaves):
    def tree(part: list[bytes]) -> bytes:
        if len(part) == 1:
            return sha256(b"\x00" + part[0]).digest()
        half = 1 << (len(part) - 1).bit_length() - 1
        return sha256(b"\x01" + tree(part[:half]) + tree(part[half:])).digest()

    assert rules.merkle_root(leaves) == tree(leaves)


@given(st.integers(1, 40))
def test_what_was_sealed_holds(size):
    content = history(size)
    block = rules.seal(None, content.entries, NOON)
    assert rules.fault_of_block(block, None, content, {1: rules.anchor_of(1, block)}) is None
    assert rules.fault_of_end(block, size, size, {1: rules.anchor_of(1, block)}) is None


@given(st.integers(2, 30), st.data())
def test_any_entry_that_is_changed_breaks_its_block(size, data):
    content = history(size)
    block = rules.seal(None, content.entries, NOON)
    place = data.draw(st.integers(0, size - 1))
    change = data.draw(
        st.sampled_from([{"action": "else"}, {"ip": "1.1.1.1"}, {"employee_id": UUID(int=1)}, {"tenant_id": 2}])
    )
    entries = [*content.entries[:place], replace(content.entries[place], **change), *content.entries[place + 1 :]]
    assert fault(Content(entries, content.details), block) == "entry_edited"


@given(st.integers(2, 30), st.data())
def test_any_entry_that_is_removed_is_named(size, data):
    content = history(size)
    block = rules.seal(None, content.entries, NOON)
    gone = data.draw(st.integers(1, size))
    left = Content([entry for entry in content.entries if entry.n != gone], content.details)
    found = rules.fault_of_block(block, None, left, {})
    assert (found.code, found.number, found.n) == ("entry_missing", 1, gone)


@given(st.integers(2, 30), st.data())
def test_two_entries_in_each_others_place_break_their_block(size, data):
    content = history(size)
    block = rules.seal(None, content.entries, NOON)
    one, two = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    entries = list(content.entries)
    entries[one], entries[two] = replace(entries[two], n=one + 1), replace(entries[one], n=two + 1)
    assert fault(Content(entries, content.details), block) == "entry_edited"


@given(st.sampled_from(["body", "salt"]), st.integers(1, 5))
def test_a_detail_that_is_changed_is_named(part, n):
    content = history(5)
    block = rules.seal(None, content.entries, NOON)
    changed = replace(content.details[n], **{part: "{}" if part == "body" else b"x"})
    found = rules.fault_of_block(block, None, Content(content.entries, {**content.details, n: changed}), {})
    assert (found.code, found.n) == ("detail_edited", n)


def test_a_detail_that_is_gone_is_named():
    content = history(3)
    block = rules.seal(None, content.entries, NOON)
    details = {n: detail for n, detail in content.details.items() if n != 2}
    assert fault(Content(content.entries, details), block) == "detail_missing"


@given(st.sampled_from(["number", "first_n", "last_n", "root", "previous", "head", "sealed_at"]))
def test_any_part_of_a_block_that_is_changed_breaks_it(part):
    content = history(3)
    block = rules.seal(None, content.entries, NOON)
    value = getattr(block, part)
    changed = (
        bytes(31) + b"x" if isinstance(value, bytes) else NOON.replace(hour=1) if part == "sealed_at" else value + 1
    )
    assert fault(content, replace(block, **{part: changed})) in {"block_edited", "block_missing"}


def test_a_history_that_was_sealed_anew_after_a_change_fits_itself_but_no_anchor():
    content = history(3)
    anchor = rules.anchor_of(1, rules.seal(None, content.entries, NOON))
    forged = Content([replace(entry, action="else") for entry in content.entries], content.details)
    block = rules.seal(None, forged.entries, NOON)
    assert fault(forged, block) is None
    assert fault(forged, block, anchors=[anchor]) == "anchor_differs"


def test_a_block_that_follows_another_than_before_breaks():
    first = rules.seal(None, history(2).entries, NOON)
    whole = history(4)
    second = rules.seal(first, whole.entries[2:], NOON)
    rest = Content(whole.entries[2:], {n: whole.details[n] for n in (3, 4)})
    assert fault(rest, second, first) is None
    assert fault(rest, second, replace(first, head=bytes(32))) == "chain_broken"


@given(st.integers(0, 5), st.integers(0, 5))
def test_the_end_must_be_where_the_clock_is(last_n, audited):
    found = rules.fault_of_end(None, last_n, audited, {})
    wanted = {-1: "tail_cut", 0: None, 1: "entry_added"}[(last_n > audited) - (last_n < audited)]
    assert (found and found.code) == wanted


def test_an_anchor_beyond_the_end_tells_that_the_tail_is_cut():
    anchor = Anchor(1, 2, 9, bytes(32), NOON)
    found = rules.fault_of_end(None, 5, 5, {2: anchor})
    assert (found.code, found.number, found.n) == ("tail_cut", 2, 6)


@given(
    st.builds(
        Anchor, st.integers(1), st.integers(1), st.integers(1), st.binary(min_size=32, max_size=32), st.just(NOON)
    )
)
def test_an_anchor_survives_its_line(anchor):
    assert rules.read_anchor(rules.write_anchor(anchor)) == anchor
