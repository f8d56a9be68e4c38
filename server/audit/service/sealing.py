"""Closing blocks of the history."""

from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.audit import queries, rules
from server.audit.models import AuditBlock
from server.audit.rules import Block
from server.core import clock
from server.core.database import tenant_of

BLOCK_ENTRIES = 10_000
BLOCK_AGE = timedelta(minutes=1)


class HistoryGapError(Exception):
    """An entry that should be there is missing (`n`): what is left is not sealed as if it were whole."""

    def __init__(self, n: int | None) -> None:
        super().__init__(n)
        self.n = n


def seal(session: Session) -> Block | None:
    """Close the organisation's next block; None when there is nothing to close yet, or another worker is at it.

    A block is closed a minute after the one before it, or as soon as it would be full. Everything up to the newest
    visible number is final: a number is taken from the organisation's clock row, which stays locked until the commit,
    so whoever takes the next number waits for that commit, and a rollback gives its number back. A number that is
    visible therefore has all the lower ones visible before it, and none of them can come later.

    Raises HistoryGapError when one of them is not there.
    """
    if not queries.hold_seal(session):
        return None
    previous = queries.last_block(session)
    sealed = previous.last_n if previous else 0
    audited = queries.audited(session)
    if audited <= sealed or not _is_due(previous, audited - sealed):
        return None
    last = min(audited, sealed + BLOCK_ENTRIES)
    entries = queries.entries(session, sealed, last)
    gap = rules.gap_in(entries, sealed + 1, last)
    if gap:
        raise HistoryGapError(gap.n)
    block = rules.seal(previous, entries, clock.now())
    session.execute(insert(AuditBlock).values(tenant_id=tenant_of(session), **block.__dict__))
    return block


def _is_due(previous: Block | None, waiting: int) -> bool:
    return previous is None or waiting >= BLOCK_ENTRIES or clock.now() - previous.sealed_at >= BLOCK_AGE
