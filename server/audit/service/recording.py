"""Writing the history: entries are gathered in memory and written at the end of the transaction.

Their numbers come from the organisation's clock row, which every commit locks last: so they have no gaps and appear in
the order of the commits. A transaction that is rolled back leaves no entry.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import pending, tenant_of

SALT_BYTES = 16
LOOK_AGAIN = timedelta(minutes=10)


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
            **_salted(detail),
        }
    )


def record_look(session: Session, actor: Actor, action: str, *, asked: Mapping[str, Any], shown: int) -> None:
    """Note that `actor` looked at a list narrowed to `asked` that showed so many rows.

    A page that stays open reads its list again and again: the same look within LOOK_AGAIN is noted once.
    """
    beginning = msgspec.json.encode({"filter": asked}).decode()[:-1]
    values = {"t": tenant_of(session), "who": actor.employee_id, "action": action, "beginning": beginning}
    if not session.scalar(_LOOKED, {**values, "since": clock.now() - LOOK_AGAIN}):
        record(session, actor, action, detail={"filter": asked, "shown": shown})


_LOOKED = text("""
SELECT EXISTS (
  SELECT FROM audit_entry e JOIN audit_detail d ON d.tenant_id = e.tenant_id AND d.n = e.n
  WHERE e.tenant_id = :t AND e.employee_id = :who AND e.action = :action AND e.at > :since
    AND starts_with(d.body, :beginning))
""")


def _salted(detail: Mapping[str, Any] | None) -> dict[str, str | None]:
    if not detail:
        return {"detail_sha256": None, "salt": None, "body": None}
    body, salt = msgspec.json.encode(detail), token_bytes(SALT_BYTES)
    return {
        "detail_sha256": _bytea(sha256(salt + body).digest()),
        "salt": _bytea(salt),
        "body": body.decode(),
    }


def _bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"


_WRITE = """
WITH noted AS (
  SELECT * FROM json_to_recordset(CAST(:entries AS json)) AS r (
    place bigint, at timestamptz, action text, kind text, record_id uuid, customer_id uuid, employee_id uuid,
    device_id uuid, ip text, request_id text, detail_sha256 bytea, salt bytea, body text)
), numbered AS (
  UPDATE tenant_clock SET audited = audited + :count WHERE tenant_id = :tenant_id RETURNING audited - :count AS before
), entries AS (
  INSERT INTO audit_entry (tenant_id, n, at, action, kind, record_id, customer_id, employee_id, device_id, ip,
                           request_id, detail_sha256)
  SELECT :tenant_id, before + place, at, action, kind, record_id, customer_id, employee_id, device_id, ip,
         request_id, detail_sha256 FROM noted, numbered
), details AS (
  INSERT INTO audit_detail (tenant_id, n, salt, body)
  SELECT :tenant_id, before + place, salt, body FROM noted, numbered WHERE body IS NOT NULL
)
SELECT before FROM numbered
"""


def write(session: Session) -> None:
    """Write what the transaction noted, in one statement; called once, as the last act before the commit."""
    noted = pending(session).audited
    if not noted:
        return
    entries = msgspec.json.encode([{"place": place, **entry} for place, entry in enumerate(noted, 1)]).decode()
    values = {"entries": entries, "count": len(noted), "tenant_id": tenant_of(session)}
    sql.run(session, _WRITE, values)
    pending(session).audited = []
