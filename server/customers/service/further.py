"""Further addresses of customers, as orders bring them: where something was delivered and will be again.

They are rows of the field `other_addresses`, in the words of a profile's address, with the kind of place and the day
since when it is known. One that a customer has already is not kept a second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.ids import derived_id
from server.core.submissions import RecordRef, Submission
from server.customers import queries
from server.customers.rules import OTHER_ADDRESSES, further_addresses
from server.customers.service.profiles import KIND, save_profiles

PARTS = ("address_system", "address_province", "address_district", "address_ward", "house_number")
CELLS = [{"name": name, "type": "text"} for name in ("kind", "since", *PARTS)]
FIELD = {"name": OTHER_ADDRESSES, "type": "repeat", "merge": "rows", "fields": CELLS}
SEEN = 2**62
"""A base that no change is above: who adds a row has nothing to do with the others."""


@dataclass(frozen=True)
class Place:
    """An address that a form asks to keep: `parts` by the names of a profile's address, `since` a day."""

    submission: Submission
    customer_id: UUID
    parts: Mapping[str, Any]
    kind: str
    since: str


def keep(session: Session, actor: Actor, places: Sequence[Place]) -> set[UUID]:
    """Keep these addresses with their customers; return the submissions whose author may not change the customer."""
    held = queries.held(session, {place.customer_id for place in places}) if places else {}
    may = queries.allowed_among(session, actor, held).editable if held else frozenset()
    there = {row["id"] for one in held.values() for row in further_addresses(one.fields)}
    wanted = {_id(place): place for place in places if place.customer_id in may and _id(place) not in there}
    for outcome in save_profiles(session, actor, [_edit(place) for place in wanted.values()]) if wanted else ():
        if isinstance(outcome, Exception):
            raise outcome
    return {place.submission.id for place in places if place.customer_id not in may}


def _id(place: Place) -> str:
    """Return an id that follows from what the address says, however its letters are written."""
    said = [str(place.parts.get(name) or "").casefold().strip() for name in PARTS]
    return str(derived_id("address", place.customer_id, *said))


def _edit(place: Place) -> Submission:
    row = {"id": _id(place), "kind": place.kind, "since": place.since}
    row |= {name: value for name in PARTS if (value := place.parts.get(name))}
    return replace(
        place.submission,
        form={**place.submission.form, "fields": [FIELD]},
        answers={OTHER_ADDRESSES: [row]},
        before={OTHER_ADDRESSES: []},
        record=RecordRef(KIND, place.customer_id),
        origin=replace(place.submission.origin, base=SEEN),
    )
