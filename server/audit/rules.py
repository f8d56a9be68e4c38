"""How the history is sealed and what makes a seal break. Pure.

An entry's leaf is the SHA-256 over its canonical bytes, a block's root the Merkle root over its leaves (RFC 6962,
section 2.1), a block's head the SHA-256 over root, place and the head before it. Whoever holds one head can recompute
everything up to it, and nobody can change anything below it without changing that head.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import msgspec

GENESIS = bytes(32)
"""The head before the first block."""


@dataclass(frozen=True)
class Entry:
    """An entry as it is stored; `detail_sha256` is the hash of salt and detail, None when it has no detail."""

    tenant_id: int
    n: int
    at: datetime
    action: str
    kind: str | None
    record_id: UUID | None
    customer_id: UUID | None
    employee_id: UUID | None
    device_id: UUID | None
    ip: str | None
    request_id: str | None
    detail_sha256: bytes | None


@dataclass(frozen=True)
class Detail:
    """What an entry says of values, with the salt that keeps its hash from being guessed."""

    salt: bytes
    body: str


@dataclass(frozen=True)
class Block:
    """A sealed run of entries, `first_n` and `last_n` included."""

    number: int
    first_n: int
    last_n: int
    root: bytes
    previous: bytes
    head: bytes
    sealed_at: datetime


@dataclass(frozen=True)
class Anchor:
    """A head that was written down where the database cannot reach."""

    tenant_id: int
    number: int
    last_n: int
    head: bytes
    at: datetime


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: a code, the block (None: behind the last block) and the entry it is about."""

    code: str
    number: int | None = None
    n: int | None = None


def canonical(entry: Entry) -> bytes:
    """Return the bytes of an entry that are hashed: a JSON list of its fields in the order of the table."""
    values = (
        entry.tenant_id,
        entry.n,
        _moment(entry.at),
        entry.action,
        entry.kind,
        entry.record_id,
        entry.customer_id,
        entry.employee_id,
        entry.device_id,
        entry.ip,
        entry.request_id,
        _hex(entry.detail_sha256),
    )
    return msgspec.json.encode(values)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _hex(digest: bytes | None) -> str | None:
    return digest.hex() if digest is not None else None


def detail_digest(detail: Detail) -> bytes:
    """Return what an entry keeps of its detail: erasing the detail later does not break the chain."""
    return sha256(detail.salt + detail.body.encode()).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle root of the leaves' contents; leaves and knots are hashed apart, so none passes for another."""
    if not leaves:
        return sha256().digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [sha256(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def head_of(block: Block) -> bytes:
    """Return the head that the block should have."""
    values = (
        block.number,
        block.first_n,
        block.last_n,
        block.root.hex(),
        block.previous.hex(),
        _moment(block.sealed_at),
    )
    return sha256(msgspec.json.encode(values)).digest()


def seal(previous: Block | None, entries: Sequence[Entry], sealed_at: datetime) -> Block:
    """Return the block over `entries` (at least one, in their order) that follows `previous`."""
    open_block = Block(
        number=previous.number + 1 if previous else 1,
        first_n=entries[0].n,
        last_n=entries[-1].n,
        root=merkle_root([canonical(entry) for entry in entries]),
        previous=previous.head if previous else GENESIS,
        head=b"",
        sealed_at=sealed_at,
    )
    return Block(**{**open_block.__dict__, "head": head_of(open_block)})


@dataclass(frozen=True)
class Content:
    """What the tables hold of a run of numbers: entries in their order, details by number."""

    entries: Sequence[Entry]
    details: Mapping[int, Detail]


def fault_of_block(
    block: Block, previous: Block | None, content: Content, anchors: Mapping[int, Anchor]
) -> Fault | None:
    """Return what is wrong with a block that should follow `previous`, None when it is as it was sealed."""
    checks: tuple[Callable[[], Fault | None], ...] = (
        lambda: _chain_fault(block, previous),
        lambda: _anchor_fault(block, anchors.get(block.number)),
        lambda: gap_in(content.entries, block.first_n, block.last_n),
        lambda: _root_fault(block, content.entries),
        lambda: detail_fault(content),
    )
    found = next((fault for check in checks if (fault := check())), None)
    return Fault(found.code, found.number or block.number, found.n) if found else None


def _chain_fault(block: Block, previous: Block | None) -> Fault | None:
    number, first_n = (previous.number + 1, previous.last_n + 1) if previous else (1, 1)
    if block.number != number:
        return Fault("block_missing", number)
    if head_of(block) != block.head or block.first_n != first_n:
        return Fault("block_edited")
    return None if block.previous == (previous.head if previous else GENESIS) else Fault("chain_broken")


def _anchor_fault(block: Block, anchor: Anchor | None) -> Fault | None:
    same = anchor is None or (anchor.head, anchor.last_n) == (block.head, block.last_n)
    return None if same else Fault("anchor_differs")


def _root_fault(block: Block, entries: Sequence[Entry]) -> Fault | None:
    return None if merkle_root([canonical(entry) for entry in entries]) == block.root else Fault("entry_edited")


def gap_in(entries: Sequence[Entry], first_n: int, last_n: int) -> Fault | None:
    """Return the first number between the two (both included) without an entry, or an entry outside of them."""
    stray = next((entry.n for entry in entries if not first_n <= entry.n <= last_n), None)
    if stray is not None:
        return Fault("entry_added", n=stray)
    expected = first_n
    for entry in entries:
        if entry.n != expected:
            break
        expected += 1
    return Fault("entry_missing", n=expected) if expected <= last_n else None


def detail_fault(content: Content) -> Fault | None:
    """Return the first entry whose detail is not the one that was written with it, or a detail without an entry."""
    for entry in content.entries:
        detail = content.details.get(entry.n)
        if (detail_digest(detail) if detail else None) != entry.detail_sha256:
            missing = detail is None and entry.detail_sha256 is not None
            return Fault("detail_missing" if missing else "detail_edited", n=entry.n)
    stray = content.details.keys() - {entry.n for entry in content.entries}
    return Fault("detail_edited", n=min(stray)) if stray else None


def fault_of_end(last: Block | None, last_n: int, audited: int, anchors: Mapping[int, Anchor]) -> Fault | None:
    """Return whether something is cut off or added behind what is there.

    `last_n` is the newest entry (0: none), `audited` the number that the organisation's clock has reached.
    """
    beyond = [anchor for number, anchor in sorted(anchors.items()) if number > (last.number if last else 0)]
    if beyond:
        return Fault("tail_cut", beyond[0].number, last_n + 1 if beyond[0].last_n > last_n else None)
    if last_n < audited:
        return Fault("tail_cut", n=last_n + 1)
    return Fault("entry_added", n=audited + 1) if last_n > audited else None


def anchor_of(tenant_id: int, block: Block) -> Anchor:
    """Return what is written down of a block that was sealed just now."""
    return Anchor(tenant_id, block.number, block.last_n, block.head, block.sealed_at)


def write_anchor(anchor: Anchor) -> str:
    """Return the line of an anchor: organisation, block, last entry, head and time, without the line's end."""
    return f"{anchor.tenant_id} {anchor.number} {anchor.last_n} {anchor.head.hex()} {_moment(anchor.at)}"


def read_anchor(line: str) -> Anchor:
    """Return the anchor of a line; raise ValueError for one that was not made by `write_anchor`."""
    tenant_id, number, last_n, head, at = line.split()
    return Anchor(int(tenant_id), int(number), int(last_n), bytes.fromhex(head), datetime.fromisoformat(at))
