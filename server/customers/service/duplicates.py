"""Customers that may be one: by telephone, name + telephone, name + e-mail, name + place (F-07).

From the field they are flagged and put into a queue; at the console who enters a customer whose name and telephone, or
name and e-mail, are another's is refused.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session, aliased

from server.accounts.rules import SEE_ALL
from server.audit import service as audit
from server.core import bulk, clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.customers import queries
from server.customers.models import Customer
from server.customers.record_models import DuplicatePair

KEYS = frozenset({"full_name", "phone", "email", "gps"})
"""The fields that make customers look alike."""
REFUSED = frozenset({"name_phone", "name_email"})
NEAR_M = 100
MOST_ALIKE = 20
"""How many are looked at for one customer: a telephone number of a whole market is nobody's."""

_ALIKE = f"""
WITH new AS MATERIALIZED (
  SELECT id, name_key, left(phone, 64) AS phone, email, location
  FROM json_to_recordset(CAST(:rows AS json)) AS r(id uuid, name text, phone text, email text, lat float8, lon float8),
  LATERAL (SELECT fold_vi(left(r.name, 200)) AS name_key,
    CASE WHEN lat IS NOT NULL AND lon IS NOT NULL
      THEN ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography END AS location
  ) made
), alike AS (
  SELECT n.id, c.id AS other_id, c.name_key = n.name_key AND n.name_key <> '' AS named,
    c.phone IS NOT DISTINCT FROM n.phone AND n.phone IS NOT NULL AS called,
    n.email <> '' AND lower(c.fields ->> 'email') = lower(n.email) AS mailed,
    ST_Distance(c.location, n.location) AS distance_m
  FROM new n CROSS JOIN LATERAL (
    (SELECT * FROM customer p WHERE p.tenant_id = :tenant_id AND p.archived_at IS NULL AND p.phone = n.phone
     LIMIT {MOST_ALIKE})
    UNION ALL
    (SELECT * FROM customer p WHERE p.tenant_id = :tenant_id AND p.archived_at IS NULL AND p.name_key = n.name_key
       AND n.name_key <> '' AND (n.phone IS NULL OR p.phone IS DISTINCT FROM n.phone)
       AND (lower(p.fields ->> 'email') = lower(n.email) OR ST_DWithin(p.location, n.location, {NEAR_M}))
     LIMIT {MOST_ALIKE})
  ) c WHERE c.id <> n.id
)
SELECT id, other_id, distance_m, array_remove(ARRAY[
  CASE WHEN called AND NOT named THEN 'phone' END, CASE WHEN called AND named THEN 'name_phone' END,
  CASE WHEN mailed AND named THEN 'name_email' END,
  CASE WHEN distance_m <= {NEAR_M} AND named THEN 'name_near' END], NULL) AS reasons
FROM alike
"""  # noqa: S608 - numbers of our own


@dataclass(frozen=True)
class Alike:
    """A customer that looks like another: why, and how far apart they are in metres where both have a place."""

    id: UUID
    other_id: UUID
    reasons: tuple[str, ...]
    distance_m: float | None


def find(session: Session, profiles: Mapping[UUID, Mapping[str, Any]]) -> list[Alike]:
    """Return which customers in use look like these (id → fields), stored or not; any number costs one statement."""
    rows = [_row(row_id, fields) for row_id, fields in profiles.items()]
    if not rows:
        return []
    found = sql.run(session, _ALIKE, {"tenant_id": tenant_of(session), "rows": bulk.as_json(rows)})
    return [Alike(row.id, row.other_id, tuple(row.reasons), row.distance_m) for row in found if row.reasons]


def _row(row_id: UUID, fields: Mapping[str, Any]) -> dict[str, Any]:
    pin = fields.get("gps") if isinstance(fields.get("gps"), Mapping) else {}
    texts = {name: fields.get(name) for name in ("phone", "email")}
    return {
        "id": row_id,
        "name": str(fields.get("full_name") or ""),
        **{name: str(value) if value else None for name, value in texts.items()},
        "lat": (pin or {}).get("lat"),
        "lon": (pin or {}).get("lon"),
    }


_KEEP = """
INSERT INTO duplicate_pair AS d (tenant_id, id, one_id, other_id, reasons, distance_m, state, found_at)
SELECT :tenant_id, id, one_id, other_id, reasons, distance_m, 'open', :now
FROM json_to_recordset(CAST(:rows AS json))
  AS r(id uuid, one_id uuid, other_id uuid, reasons text[], distance_m real)
ORDER BY one_id, other_id
ON CONFLICT (tenant_id, one_id, other_id) DO UPDATE SET reasons = excluded.reasons, distance_m = excluded.distance_m,
  state = 'open', found_at = excluded.found_at
WHERE NOT d.reasons @> excluded.reasons
"""


def keep(session: Session, found: Collection[Alike]) -> None:
    """Put pairs into the queue; one that was dismissed comes back only when there is a new reason."""
    pairs = {tuple(sorted((one.id, one.other_id))): one for one in found}
    rows = [
        {"id": new_id(), "one_id": ids[0], "other_id": ids[1], "reasons": one.reasons, "distance_m": one.distance_m}
        for ids, one in pairs.items()
    ]
    if rows:
        values = {"tenant_id": tenant_of(session), "now": clock.now(), "rows": bulk.as_json(rows)}
        sql.run(session, _KEEP, values)


Pair = Row[DuplicatePair, Customer, Customer]
"""An open pair and its two customers."""
CHUNK = 200


def _pairs(actor: Actor, *criteria: ColumnElement[bool]) -> Select[DuplicatePair, Customer, Customer]:
    one, other = aliased(Customer), aliased(Customer)
    return (
        select(DuplicatePair, one, other)
        .join(one, (one.tenant_id == DuplicatePair.tenant_id) & (one.id == DuplicatePair.one_id))
        .join(other, (other.tenant_id == DuplicatePair.tenant_id) & (other.id == DuplicatePair.other_id))
        .where(
            DuplicatePair.tenant_id == actor.tenant_id,
            DuplicatePair.state == "open",
            one.archived_at.is_(None),
            other.archived_at.is_(None),
            *criteria,
        )
        .order_by(DuplicatePair.found_at.desc(), DuplicatePair.id.desc())
    )


def _seen(session: Session, actor: Actor, pairs: Sequence[Pair]) -> list[Pair]:
    ids = {one_id for pair in pairs for one_id in (pair[0].one_id, pair[0].other_id)}
    seen = queries.allowed_among(session, actor, ids).visible
    return [pair for pair in pairs if {pair[0].one_id, pair[0].other_id} <= seen]


def queue(session: Session, actor: Actor, after: tuple[datetime, UUID] | None, limit: int) -> list[Pair]:
    """Return up to `limit` open pairs of which the actor sees both, the newest first."""
    few = () if actor.wide or actor.can(SEE_ALL) else (DuplicatePair.one_id.in_(queries.visible_ids(actor)),)
    found: list[Pair] = []
    while len(found) < limit:
        narrowed = (tuple_(DuplicatePair.found_at, DuplicatePair.id) < tuple_(*after),) if after else ()
        chunk = session.execute(_pairs(actor, *few, *narrowed).limit(CHUNK)).all()
        found += _seen(session, actor, chunk)
        if len(chunk) < CHUNK:
            break
        after = (chunk[-1][0].found_at, chunk[-1][0].id)
    return found[:limit]


def of_customer(session: Session, actor: Actor, customer_id: UUID) -> list[Pair]:
    """Return the open pairs of a visible customer of which the actor sees both; raise NotFoundError."""
    if not queries.is_visible(session, actor, customer_id):
        raise NotFoundError(kind="customer", id=str(customer_id))
    either = (DuplicatePair.one_id == customer_id) | (DuplicatePair.other_id == customer_id)
    return _seen(session, actor, session.execute(_pairs(actor, either).limit(CHUNK)).all())


def dismiss(session: Session, actor: Actor, pair_id: UUID) -> None:
    """Say that two customers are two; raise NotFoundError."""
    pair = session.get(DuplicatePair, (actor.tenant_id, pair_id), with_for_update=True)
    seen = queries.allowed_among(session, actor, [pair.one_id, pair.other_id]).visible if pair else frozenset()
    if pair is None or pair.state != "open" or len(seen) < 2:  # noqa: PLR2004 - both of a pair
        raise NotFoundError(kind="duplicate", id=str(pair_id))
    pair.state, pair.settled_by, pair.settled_at = "dismissed", actor.employee_id, clock.now()
    detail = {"one": str(pair.one_id), "other": str(pair.other_id)}
    audit.record(session, actor, "duplicate.dismiss", "customer", pair.one_id, detail=detail)
