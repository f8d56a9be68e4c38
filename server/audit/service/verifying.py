"""Checking that the history is what was written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.audit import queries, rules
from server.audit.rules import Anchor, Block, Fault
from server.audit.service.sealing import BLOCK_ENTRIES
from server.core.database import tenant_of


@dataclass(frozen=True)
class Verdict:
    """What was looked at (`blocks` and `entries` that hold), and the first thing that is wrong, None when all holds."""

    blocks: int
    entries: int
    fault: Fault | None


def verify(session: Session, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Recompute the organisation's whole history and compare it with its seals and with `anchors`.

    The session must be new: it reads one state of the database from here on, while the product goes on writing.
    """
    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    wanted = {anchor.number: anchor for anchor in anchors if anchor.tenant_id == tenant_of(session)}
    previous: Block | None = None
    for block, fault in _blocks(session, wanted):
        if fault:
            return Verdict(previous.number if previous else 0, previous.last_n if previous else 0, fault)
        previous = block
    audited, last_n = queries.audited(session), queries.last_n(session)
    fault = _tail(session, previous.last_n if previous else queries.BEFORE_ALL, last_n)
    fault = fault or rules.fault_of_end(previous, last_n, audited, wanted)
    return Verdict(previous.number if previous else 0, last_n, fault)


def _blocks(session: Session, anchors: dict[int, Anchor]) -> Iterator[tuple[Block, Fault | None]]:
    previous: Block | None = None
    while found := queries.blocks(session, previous.number if previous else queries.BEFORE_ALL):
        block = found[0]
        content = queries.content(session, previous.last_n if previous else queries.BEFORE_ALL, block.last_n)
        yield block, rules.fault_of_block(block, previous, content, anchors)
        previous = block


def _tail(session: Session, after: int, last_n: int) -> Fault | None:
    """Check what is not sealed yet: it can only be complete and fit its details."""
    while after < last_n:
        upto = min(max(after, 0) + BLOCK_ENTRIES, last_n)
        content = queries.content(session, after, upto)
        fault = rules.gap_in(content.entries, max(after, 0) + 1, upto) or rules.detail_fault(content)
        if fault:
            return fault
        after = upto
    return None
