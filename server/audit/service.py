"""Writing the history: entries are gathered in memory and written at the end of the transaction.

Their numbers come from the organisation's clock row, which every commit locks last: so they have no gaps and appear in
the order of the commits. A transaction that is rolled back leaves no entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from server.audit.models import AuditDetail, AuditEntry
from server.core import clock
from server.core.actor import Actor
from server.core.database import pending, tenant_of

SALT_BYTES = 16
_ADVANCE = text("UPDATE tenant_clock SET audited = audited + :n WHERE tenant_id = :t RETURNING audited")


@dataclass(frozen=True)
class _Noted:
    values: dict[str, Any]
    body: str | None


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    kind: str | None = None,
    record_id: UUID | None = None,
    *,
    customer_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note that `actor` (None: the system) did `action` (`customer.view`, `employee.move` …) to a record.

    `detail` is what JSON can say, for a change `{"before": {...}, "after": {...}}`. `customer_id` puts the entry into
    that customer's own history too. Where the request came from is taken from the session.
    """
    pending(session).audited.append(
        _Noted(
            {
                "at": clock.now(),
                "action": action,
                "kind": kind,
                "record_id": record_id,
                "customer_id": record_id if kind == "customer" else customer_id,
                "employee_id": actor.employee_id if actor else None,
                "device_id": actor.device_id if actor else None,
                "ip": session.info.get("ip"),
                "request_id": session.info.get("request_id"),
            },
            msgspec.json.encode(detail).decode() if detail else None,
        )
    )


def write(session: Session) -> None:
    """Write what the transaction noted; called once, as the last act before the commit."""
    noted = pending(session).audited
    if not noted:
        return
    tenant_id = tenant_of(session)
    last = int(session.execute(_ADVANCE, {"n": len(noted), "t": tenant_id}).scalar_one())
    entries, details = [], []
    for n, one in enumerate(noted, last - len(noted) + 1):
        salt = token_bytes(SALT_BYTES) if one.body else None
        digest = sha256(salt + one.body.encode()).digest() if salt and one.body else None
        entries.append({**one.values, "tenant_id": tenant_id, "n": n, "detail_sha256": digest})
        if salt:
            details.append({"tenant_id": tenant_id, "n": n, "salt": salt, "body": one.body})
    session.execute(insert(AuditEntry), entries)
    if details:
        session.execute(insert(AuditDetail), details)
    pending(session).audited = []
