"""Setting up tags and update-instruction sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.activities.errors import TagNameTakenError, UpdateSetNameTakenError
from server.activities.models import Tag, UpdateSet, UpdateSetTag
from server.activities.queries import tags as queries
from server.audit import service as audit
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.core.text import nfc

TAG, SET = "tag", "update_set"


@dataclass(frozen=True)
class TagInput:
    """A tag as it is to be; `colour` is #rrggbb in small letters."""

    name: str
    colour: str


@dataclass(frozen=True)
class SetInput:
    """An update set as it is to be: the names of its attributes in the order of asking, and its tags."""

    name: str
    attributes: Sequence[str]
    tags: Sequence[UUID] = ()


def add_tag(session: Session, actor: Actor, command: TagInput) -> Tag:
    """Add a tag; raises TagNameTakenError."""
    made = Tag(tenant_id=actor.tenant_id, id=new_id(), name=_line(command.name), colour=command.colour)
    _store(session, made, TagNameTakenError(name=made.name))
    _after(session, actor, "tag.create", TAG, made.id, {"after": _tag_told(made)})
    return made


def change_tag(session: Session, actor: Actor, tag_id: UUID, command: TagInput) -> Tag:
    """Rename or recolour a tag; raises NotFoundError, TagNameTakenError."""
    tag = _tag(session, actor, tag_id)
    before = _tag_told(tag)
    tag.name, tag.colour = _line(command.name), command.colour
    _store(session, tag, TagNameTakenError(name=tag.name))
    _after(session, actor, "tag.change", TAG, tag.id, {"before": before, "after": _tag_told(tag)})
    for one in queries.update_sets(session, actor, tag.id):
        feed.touch(session, SET, one.id)
    return tag


def drop_tag(session: Session, actor: Actor, tag_id: UUID) -> None:
    """Take a tag out of use: it is offered to nobody any more. Raises NotFoundError."""
    tag = _tag(session, actor, tag_id)
    for one in queries.update_sets(session, actor, tag.id):
        feed.touch(session, SET, one.id)
    tag.archived_at = clock.now()
    session.flush()
    _after(session, actor, "tag.delete", TAG, tag.id, {"before": _tag_told(tag)})


def _tag(session: Session, actor: Actor, tag_id: UUID) -> Tag:
    tag = queries.tag(session, actor, tag_id)
    if tag is None:
        raise NotFoundError(kind=TAG, id=str(tag_id))
    return tag


def _tag_told(tag: Tag) -> dict[str, Any]:
    return {"name": tag.name, "colour": tag.colour}


def add_set(session: Session, actor: Actor, command: SetInput) -> UpdateSet:
    """Add an update set; raises UpdateSetNameTakenError, InvalidInputError for what is no attribute or no tag."""
    made = UpdateSet(
        tenant_id=actor.tenant_id,
        id=new_id(),
        name=_line(command.name),
        attributes=_attributes(session, command.attributes),
        updated_at=clock.now(),
    )
    _store(session, made, UpdateSetNameTakenError(name=made.name))
    _set_tags(session, made, command.tags)
    _after(session, actor, "update_set.create", SET, made.id, {"after": _set_told(made, command.tags)})
    return made


def change_set(session: Session, actor: Actor, set_id: UUID, command: SetInput) -> UpdateSet:
    """Change an update set as a whole; raises NotFoundError and what `add_set` raises."""
    standing = _set(session, actor, set_id)
    before = _set_told(standing, [tag.id for tag in queries.tags_of(session, [set_id])[set_id]])
    standing.name, standing.attributes = _line(command.name), _attributes(session, command.attributes)
    standing.updated_at = clock.now()
    _store(session, standing, UpdateSetNameTakenError(name=standing.name))
    _set_tags(session, standing, command.tags)
    after = _set_told(standing, command.tags)
    _after(session, actor, "update_set.change", SET, set_id, {"before": before, "after": after})
    return standing


def drop_set(session: Session, actor: Actor, set_id: UUID) -> None:
    """Take a set out of use; what phones still hand in by it is taken. Raises NotFoundError."""
    standing = _set(session, actor, set_id)
    standing.archived_at = clock.now()
    session.flush()
    _after(session, actor, "update_set.delete", SET, set_id, {"before": _set_told(standing, [])})


def _set(session: Session, actor: Actor, set_id: UUID) -> UpdateSet:
    standing = queries.update_set(session, actor, set_id)
    if standing is None:
        raise NotFoundError(kind=SET, id=str(set_id))
    return standing


def _set_told(one: UpdateSet, tags: Sequence[UUID]) -> dict[str, Any]:
    return {
        "name": one.name,
        "attributes": [attribute["name"] for attribute in one.attributes],
        "tags": [str(tag_id) for tag_id in tags],
    }


def _attributes(session: Session, names: Sequence[str]) -> list[dict[str, Any]]:
    known = queries.attributes(session)
    for place, name in enumerate(names):
        if name not in known:
            raise InvalidInputError(pointer=f"/attributes/{place}", reason="unknown_attribute")
        if name in names[:place]:
            raise InvalidInputError(pointer=f"/attributes/{place}", reason="twice")
    return [known[name] for name in names]


def _set_tags(session: Session, one: UpdateSet, tags: Sequence[UUID]) -> None:
    known = queries.known_tags(session, set(tags))
    for place, tag_id in enumerate(tags):
        if tag_id not in known:
            raise InvalidInputError(pointer=f"/tags/{place}", reason="unknown_tag")
    session.execute(
        delete_rows(UpdateSetTag).where(UpdateSetTag.tenant_id == one.tenant_id, UpdateSetTag.update_set_id == one.id)
    )
    session.add_all(
        [UpdateSetTag(tenant_id=one.tenant_id, update_set_id=one.id, tag_id=tag_id) for tag_id in sorted(known)]
    )
    session.flush()


def _line(text: str) -> str:
    return " ".join(nfc(text).split())


def _store(session: Session, row: Tag | UpdateSet, taken: DomainError) -> None:
    try:
        with savepoint(session):
            session.add(row)
            session.flush()
    except IntegrityError as error:
        if "_name_idx" in str(error.orig):
            raise taken from error
        raise


def _after(session: Session, actor: Actor, action: str, kind: str, row_id: UUID, detail: dict[str, Any]) -> None:
    feed.touch(session, kind, row_id)
    audit.record(session, actor, action, kind, row_id, detail=detail)
