"""Other records that a customer's page names: its employer, who referred it, its unit; a pin that waits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Employee
from server.core import aliases, sql
from server.core.actor import Actor
from server.customers import queries
from server.customers.models import Customer
from server.customers.rules import moved_m

NAMED: Mapping[str, str] = {"employer": "employer_company", "referred_by": "referred_by", "parent_unit": "parent_unit"}


def of(session: Session, actor: Actor, fields: Mapping[str, Any]) -> dict[str, dict[str, Any] | None]:
    """Return the customers that a profile names, each where the actor sees it; one that was merged leads on."""
    named = {key: ident for key, name in NAMED.items() if (ident := _uuid(fields.get(name)))}
    if not named:
        return dict.fromkeys(NAMED)
    merged = aliases.resolve(session, "customer", set(named.values()))
    ids = {key: merged.get(ident, ident) for key, ident in named.items()}
    statement = select(Customer.id, Customer.code, Customer.name).where(
        queries.visible_to(actor), Customer.id.in_(ids.values())
    )
    seen = {row.id: {"id": row.id, "code": row.code, "name": row.name} for row in session.execute(statement)}
    return {key: seen.get(ids[key]) if key in ids else None for key in NAMED}


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


_PENDING = """
SELECT id, lost FROM conflict WHERE tenant_id = :tenant_id AND record_kind = 'customer' AND record_id = :id
  AND field = 'gps' AND state = 'open' ORDER BY created_at DESC LIMIT 1
"""


def pending_pin(session: Session, actor: Actor, customer: Customer) -> dict[str, Any] | None:
    """Return the newest map point of a customer that waits for a supervisor, with who took it."""
    rows = sql.run(session, _PENDING, {"tenant_id": actor.tenant_id, "id": customer.id})
    side = rows[0].lost if rows else None
    if not side or not isinstance(side.get("value"), Mapping):
        return None
    by = _uuid(side.get("employee_id"))
    name = session.scalar(select(Employee.name).where(Employee.tenant_id == actor.tenant_id, Employee.id == by))
    return {
        "conflict_id": rows[0].id,
        "lat": side["value"].get("lat"),
        "lon": side["value"].get("lon"),
        "moved_m": round(moved_m(customer.fields.get("gps"), side["value"])),
        "by": {"id": by, "name": name},
        "at": side.get("at"),
    }
