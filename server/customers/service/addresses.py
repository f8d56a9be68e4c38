"""Addresses in both systems: a former one is kept as it was given and mapped to the units of today."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.records import stamp_of_console
from server.customers.errors import NoFormerAddressError, NotASuccessorError
from server.customers.models import Customer
from server.customers.rules import further_addresses
from server.customers.service import changes
from server.customers.service.holding import held_for_change
from server.customers.service.recency import note_changes
from server.geography.service import CURRENT, LEGACY, Atlas, atlas

KIND = "customer"
FIELDS = frozenset({"address_system", "address_province", "address_district", "address_ward", "gps"})
"""What the mapping of an address follows from."""

Fields = Mapping[str, Any]
Mapped = dict[str, Any]


def is_former(fields: Fields) -> bool:
    """Tell whether an address is written with the units until 30 June 2025."""
    return fields.get("address_system") == LEGACY or bool(fields.get("address_district"))


def derived(session: Session, fields: Fields, standing: Mapped | None) -> Mapped | None:
    """Return how a former address reads in the units of today; None for one that is written in those.

    What a person confirmed of the same former ward stands.
    """
    if not is_former(fields):
        return None
    ward = fields.get("address_ward") or fields.get("address_district")
    if standing and standing.get("how") == "confirmed" and standing.get("of") == ward:
        return standing
    known = atlas(session)
    found = known.settle(ward, _point(fields))
    return {
        "of": ward,
        "ward": found.ward,
        "province": _province(known, found.ward or next(iter(found.candidates), None)),
        "how": found.how,
        "candidates": list(found.candidates),
        "distance_km": found.distance_km,
        "next_km": found.next_km,
        "text": known.text(CURRENT, found.ward, fields.get("house_number")) if found.ward else None,
    }


def _point(fields: Fields) -> tuple[float, float] | None:
    pin = fields.get("gps")
    return (pin["lat"], pin["lon"]) if isinstance(pin, Mapping) and "lat" in pin and "lon" in pin else None


def _province(known: Atlas, ward: str | None) -> str | None:
    unit = known.unit(CURRENT, ward)
    return unit.parent if unit else None


def confirm(session: Session, actor: Actor, customer_id: UUID, ward_code: str) -> Customer:
    """Say in which ward of today a customer's former address lies.

    Raises NoFormerAddressError, NotASuccessorError for a ward that took in no part of the former one, NotFoundError,
    NotYoursToChangeError.
    """
    customer = held_for_change(session, actor, [customer_id])[0]
    standing = derived(session, customer.fields, customer.address)
    if standing is None:
        raise NoFormerAddressError
    if ward_code not in standing["candidates"]:
        raise NotASuccessorError(pointer="/ward_code", candidates=standing["candidates"])
    _put(session, actor, customer, standing, ward_code)
    return customer


def _put(session: Session, actor: Actor, customer: Customer, standing: Mapped, ward: str) -> None:
    known, before = atlas(session), (customer.address or {}).get("ward")
    customer.address = {
        **standing,
        "ward": ward,
        "province": _province(known, ward),
        "how": "confirmed",
        "text": known.text(CURRENT, ward, customer.fields.get("house_number")),
        "confirmed_by": str(actor.employee_id),
        "confirmed_at": clock.now().isoformat(),
    }
    session.flush()
    note_changes(session, [customer.id], clock.now())
    feed.touch(session, KIND, customer.id)
    written = changes.Written(customer.id, {"address_2025": [before, ward]}, stamp_of_console(actor), "console")
    changes.note(session, actor, [written])
    detail = {"before": {"ward": before}, "after": {"ward": ward}}
    audit.record(session, actor, "customer.address_confirm", KIND, customer.id, detail=detail)


def shown(session: Session, customer: Customer) -> list[dict[str, Any]]:
    """Return a customer's addresses in each system that they are known in, dated and with their text.

    The profile's comes first, today's before the former one; then further ones, the newest first.
    """
    own = [{**one, "kind": "main", "since": None} for one in _in_systems(session, customer.fields, customer.address)]
    rows = sorted(further_addresses(customer.fields), key=lambda row: str(row.get("since") or ""), reverse=True)
    others = [(row, one) for row in rows for one in _in_systems(session, row, None)]
    return own + [{**one, "kind": row.get("kind") or "delivery", "since": row.get("since")} for row, one in others]


def _in_systems(session: Session, fields: Fields, standing: Mapped | None) -> list[dict[str, Any]]:
    known = atlas(session)
    street = fields.get("house_number")
    if not is_former(fields):
        return [_given(known, CURRENT, fields, street)] if fields.get("address_province") or street else []
    mapped = derived(session, fields, standing) or {}
    today = {
        **_units(known, CURRENT, mapped.get("ward")),
        "system": CURRENT,
        "text": known.text(CURRENT, mapped["ward"], street) if mapped.get("ward") else None,
        "how": mapped.get("how"),
        "candidates": [_named(known, CURRENT, code) for code in mapped.get("candidates", [])],
        "distance_km": mapped.get("distance_km"),
        "valid_from": "2025-07-01",
        "valid_to": None,
    }
    return [today, _given(known, LEGACY, fields, street)]


def _given(known: Atlas, system: str, fields: Fields, street: str | None) -> dict[str, Any]:
    smallest = next(
        (str(fields[name]) for name in ("address_ward", "address_district", "address_province") if fields.get(name)),
        None,
    )
    return {
        **_units(known, system, smallest),
        "system": system,
        "text": known.text(system, smallest, street) or None,
        "how": "given",
        "candidates": [],
        "distance_km": None,
        "valid_from": "2025-07-01" if system == CURRENT else None,
        "valid_to": None if system == CURRENT else "2025-06-30",
    }


def _units(known: Atlas, system: str, code: str | None) -> dict[str, Any]:
    path = {unit.level: {"code": unit.code, "name": unit.name} for unit in known.path(system, code)}
    return {level: path.get(level) for level in ("province", "district", "ward")}


def _named(known: Atlas, system: str, code: str) -> dict[str, str]:
    return {"code": code, "name": known.text(system, code)}


def line(session: Session, customer: Customer) -> str | None:
    """Return a customer's address in one line, of today where that is known."""
    fields, known = customer.fields, atlas(session)
    street = fields.get("house_number")
    if is_former(fields):
        text: str | None = (customer.address or {}).get("text")
        return text or known.text(LEGACY, fields.get("address_ward") or fields.get("address_district"), street) or None
    return known.text(CURRENT, fields.get("address_ward") or fields.get("address_province"), street) or None
