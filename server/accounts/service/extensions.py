"""Extensions of the organisation's telephone exchange: issued, changed, stopped (TB-72)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.errors import (
    ArchivedError,
    ExtensionHeldError,
    ExtensionLengthError,
    ExtensionTakenError,
)
from server.accounts.extension_rules import APP_AND_WEB, is_ringing, length_of
from server.accounts.models import Extension
from server.accounts.queries import extensions as queries
from server.accounts.service.standing import hold_people, seen
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import InvalidInputError, NotFoundError
from server.core.ids import new_id


@dataclass(frozen=True)
class NewExtension:
    """An extension to be issued to an employee."""

    employee_id: UUID
    number: str
    ring: str
    forward_to: list[str]


def issue(session: Session, actor: Actor, wanted: NewExtension) -> Extension:
    """Give an employee the extension that he dials from and is called at; his phone learns it with its next pull.

    Raise ExtensionTakenError, ExtensionHeldError where he has one, ExtensionLengthError.
    """
    hold_people(session)
    employee = seen(session, actor, wanted.employee_id)
    used = queries.in_use(session)
    own = next((one for one in used if one.employee_id == employee.id), None)
    if own:
        raise ExtensionHeldError(name=employee.name, number=own.number)
    _check(wanted.number, wanted.ring, wanted.forward_to, used)
    extension = Extension(
        tenant_id=actor.tenant_id,
        id=new_id(),
        issued_by=actor.employee_id,
        issued_at=clock.now(),
        **vars(wanted),
    )
    session.add(extension)
    _note(session, actor, "issue", extension, {"after": _told(extension)})
    return extension


def change(session: Session, actor: Actor, extension_id: UUID, changes: Mapping[str, Any]) -> Extension:
    """Set what is named of `number`, `ring`, `forward_to`; raise as `issue` does, ArchivedError for a stopped one."""
    hold_people(session)
    extension = _extension(session, extension_id)
    if extension.stopped_at:
        raise ArchivedError(name=extension.number)
    before = _told(extension)
    after = {"number": extension.number, "ring": extension.ring, "forward_to": extension.forward_to, **changes}
    if after["ring"] == APP_AND_WEB and "forward_to" not in changes:
        after["forward_to"] = []
    _check(**after, others=[one for one in queries.in_use(session) if one.id != extension.id])
    for name, value in after.items():
        setattr(extension, name, value)
    _note(session, actor, "change", extension, {"before": before, "after": _told(extension)})
    return extension


def stop(session: Session, actor: Actor, extension_id: UUID) -> Extension:
    """Stop an extension: nobody dials from it any more, and its number can be issued again."""
    hold_people(session)
    extension = _extension(session, extension_id)
    if extension.stopped_at is None:
        _stop(session, actor, extension)
    return extension


def stop_of(session: Session, actor: Actor, employee_id: UUID) -> None:
    """Stop the extension of an employee who leaves; the caller holds the people."""
    for extension in queries.in_use(session):
        if extension.employee_id == employee_id:
            _stop(session, actor, extension)


def _stop(session: Session, actor: Actor, extension: Extension) -> None:
    extension.stopped_at = clock.now()
    _note(session, actor, "stop", extension, {"before": _told(extension)})


def _extension(session: Session, extension_id: UUID) -> Extension:
    extension = queries.extension(session, extension_id)
    if extension is None:
        raise NotFoundError(kind="extension", id=str(extension_id))
    return extension


def _check(number: str, ring: str, forward_to: list[str], others: list[Extension]) -> None:
    """Raise what speaks against an extension beside the `others` in use."""
    if not is_ringing(ring, forward_to):
        raise InvalidInputError(pointer="/forward_to", reason="one or two different numbers when forwarded, else none")
    numbers = {one.number for one in others}
    if number in numbers:
        raise ExtensionTakenError(number=number)
    length = length_of(numbers)
    if length and len(number) != length:
        raise ExtensionLengthError(length=length)


def _note(session: Session, actor: Actor, action: str, extension: Extension, detail: dict[str, Any]) -> None:
    session.flush()
    feed.touch(session, "employee", extension.employee_id)
    audit.record(session, actor, f"extension.{action}", "extension", extension.id, detail=detail)


def _told(extension: Extension) -> dict[str, Any]:
    return {name: getattr(extension, name) for name in ("employee_id", "number", "ring", "forward_to")}
