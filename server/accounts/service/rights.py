"""Granting function rights to departments and titles (RB-16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.accounts.models import Department, RightGrant
from server.accounts.queries.organisation import titles_of
from server.accounts.queries.rights import Words, words_of
from server.accounts.rules import SEE_ALL, VERBS, effective, newly_allowed, reworded
from server.accounts.service import memberships
from server.accounts.service.standing import (
    hold_people,
    keeping_an_administrator,
    refuse_handing_on,
    usable_title,
)
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.errors import InvalidInputError, NotFoundError

Changes = Mapping[str, bool | None]


@dataclass(frozen=True)
class Subject:
    """The department, or the title with its department, whose rights are set."""

    department_id: UUID
    title_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """The number under which its words stand."""
        return self.title_id or self.department_id

    @property
    def kind(self) -> str:
        """What it is."""
        return "title" if self.title_id else "department"


def put_grants(session: Session, actor: Actor, subject_ids: Mapping[str, UUID], changes: Changes) -> None:
    """Say true or false of verbs for a department or a title, or with None say nothing any more.

    `subject_ids` names `department_id` or `title_id`. It holds at the next request of whoever it concerns. Raise
    CannotGrantError for what the actor himself lacks and LastAdministratorError when nobody could grant any more.
    """
    unknown = sorted(set(changes) - set(VERBS))
    if unknown:
        raise InvalidInputError(pointer=f"/grants/{unknown[0]}", reason="unknown")
    hold_people(session)
    subject = _subject(session, actor, subject_ids)
    before = words_of(session, [subject.id])[subject.id]
    after = reworded(before, changes)
    refuse_handing_on(actor, _handed_on(session, subject, before, after))
    with keeping_an_administrator(session):
        _write(session, actor, subject, changes)
    if SEE_ALL in changes:
        memberships.after_rights_change(session)
    _record(session, actor, subject, before, after)


def _subject(session: Session, actor: Actor, ids: Mapping[str, UUID]) -> Subject:
    """Nothing can be granted to what does not exist (RB-18), nor to what is not in use any more."""
    if "title_id" in ids:
        title = usable_title(session, ids["title_id"])
        return Subject(title.department_id, title.id)
    statement = select(Department.id).where(
        Department.tenant_id == actor.tenant_id,
        Department.id == ids["department_id"],
        Department.archived_at.is_(None),
    )
    if session.scalar(statement) is None:
        raise NotFoundError(kind="department", id=str(ids["department_id"]))
    return Subject(ids["department_id"])


def _handed_on(session: Session, subject: Subject, before: Words, after: Words) -> frozenset[str]:
    """Return the verbs that the change allows anew: by itself, and to some title through it."""
    titles = [title for title in titles_of(session, subject.department_id) if subject.title_id in {None, title.id}]
    words = words_of(session, [subject.department_id, *(title.id for title in titles)])
    found = newly_allowed(before, after)
    for title in titles:
        of_department, of_title = words[subject.department_id], words[title.id]
        then = (of_department, after) if subject.title_id else (after, of_title)
        found |= effective(*then) - effective(of_department, of_title)
    return found


def _write(session: Session, actor: Actor, subject: Subject, changes: Changes) -> None:
    taken_back = [verb for verb, word in changes.items() if word is None]
    session.execute(
        delete(RightGrant).where(
            RightGrant.tenant_id == actor.tenant_id,
            RightGrant.subject_id == subject.id,
            RightGrant.verb.in_(taken_back),
        )
    )
    rows = [_row(actor, subject, verb, allowed=word) for verb, word in sorted(changes.items()) if word is not None]
    if rows:
        statement = insert(RightGrant).values(rows)
        said = {name: statement.excluded[name] for name in ("allowed", "granted_by", "granted_at")}
        session.execute(statement.on_conflict_do_update(index_elements=["tenant_id", "subject_id", "verb"], set_=said))


def _row(actor: Actor, subject: Subject, verb: str, *, allowed: bool) -> dict[str, object]:
    return {
        "tenant_id": actor.tenant_id,
        "department_id": None if subject.title_id else subject.department_id,
        "title_id": subject.title_id,
        "verb": verb,
        "allowed": allowed,
        "granted_by": actor.employee_id,
        "granted_at": clock.now(),
    }


def _record(session: Session, actor: Actor, subject: Subject, before: Words, after: Words) -> None:
    verbs = sorted(verb for verb in {*before, *after} if before.get(verb) != after.get(verb))
    if verbs:
        told = {
            "before": {verb: before.get(verb) for verb in verbs},
            "after": {verb: after.get(verb) for verb in verbs},
        }
        audit.record(session, actor, "right.grant", subject.kind, subject.id, detail=told)
