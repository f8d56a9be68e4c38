"""Reading the history: whole, to seal and to check it, and in pages, for people."""

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from server.audit.models import AuditBlock, AuditDetail, AuditEntry
from server.audit.rules import Block, Content, Detail, Entry
from server.core.database import tenant_of
from server.core.feed import TenantClock

BEFORE_ALL = -(2**63)


def audited(session: Session) -> int:
    """Return the number of the organisation's newest visible entry, as its clock counts."""
    return session.scalar(select(TenantClock.audited).where(TenantClock.tenant_id == tenant_of(session))) or 0


def last_n(session: Session) -> int:
    """Return the number of the newest entry that is there, 0 when there is none."""
    return session.scalar(select(func.max(AuditEntry.n)).where(AuditEntry.tenant_id == tenant_of(session))) or 0


def entries(session: Session, after: int, last: int) -> list[Entry]:
    """Return the entries behind number `after` up to `last`, in their order."""
    columns = [getattr(AuditEntry, name) for name in Entry.__dataclass_fields__]
    within = (AuditEntry.tenant_id == tenant_of(session), AuditEntry.n > after, AuditEntry.n <= last)
    return [Entry(*row) for row in session.execute(select(*columns).where(*within).order_by(AuditEntry.n))]


def content(session: Session, after: int, last: int) -> Content:
    """Return entries and details behind number `after` up to `last`."""
    within = (AuditDetail.tenant_id == tenant_of(session), AuditDetail.n > after, AuditDetail.n <= last)
    rows = session.execute(select(AuditDetail.n, AuditDetail.salt, AuditDetail.body).where(*within))
    return Content(entries(session, after, last), {row.n: Detail(row.salt, row.body) for row in rows})


def last_block(session: Session) -> Block | None:
    """Return the newest block."""
    found = blocks(session, BEFORE_ALL, newest_first=True)
    return found[0] if found else None


def blocks(session: Session, after: int, limit: int = 1, *, newest_first: bool = False) -> list[Block]:
    """Return up to `limit` blocks behind number `after`, in their order or from the newest."""
    columns = [getattr(AuditBlock, name) for name in Block.__dataclass_fields__]
    order = AuditBlock.number.desc() if newest_first else AuditBlock.number
    statement = select(*columns).where(AuditBlock.tenant_id == tenant_of(session), AuditBlock.number > after)
    return [_block(row) for row in session.execute(statement.order_by(order).limit(limit))]


def _block(row: Row[*tuple[object, ...]]) -> Block:
    return Block(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row by column


_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('audit.seal/' || CAST(:tenant_id AS text), 0))")


def hold_seal(session: Session) -> bool:
    """Take the organisation's seal in hand until the end of the transaction; False when another worker has it."""
    return bool(session.scalar(_LOCK, {"tenant_id": tenant_of(session)}))
