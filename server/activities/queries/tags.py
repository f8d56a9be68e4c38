"""Reading tags and update sets, and the attributes that a set may ask for."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.activities import rules
from server.activities.models import Tag, UpdateSet, UpdateSetTag
from server.core import sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.forms.queries import current_forms
from server.forms.queries.registry import field_definitions


def tags(session: Session, actor: Actor) -> list[Tag]:
    """Return the tags in use, by name."""
    statement = select(Tag).where(Tag.tenant_id == actor.tenant_id, Tag.archived_at.is_(None))
    return list(session.scalars(statement.order_by(func.fold_vi(Tag.name), Tag.id)))


def tag(session: Session, actor: Actor, tag_id: UUID) -> Tag | None:
    """Return a tag in use, held until the end of the transaction."""
    statement = select(Tag).where(Tag.tenant_id == actor.tenant_id, Tag.id == tag_id, Tag.archived_at.is_(None))
    return session.scalars(statement.with_for_update()).one_or_none()


def known_tags(session: Session, tag_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are tags in use."""
    statement = select(Tag.id).where(
        Tag.tenant_id == tenant_of(session), Tag.id.in_(tag_ids), Tag.archived_at.is_(None)
    )
    return set(session.scalars(statement)) if tag_ids else set()


def update_sets(session: Session, actor: Actor, tag_id: UUID | None = None) -> list[UpdateSet]:
    """Return the sets in use, by name; with `tag_id` those of that tag."""
    statement = select(UpdateSet).where(UpdateSet.tenant_id == actor.tenant_id, UpdateSet.archived_at.is_(None))
    if tag_id is not None:
        of_tag = select(UpdateSetTag.update_set_id).where(
            UpdateSetTag.tenant_id == actor.tenant_id, UpdateSetTag.tag_id == tag_id
        )
        statement = statement.where(UpdateSet.id.in_(of_tag))
    return list(session.scalars(statement.order_by(func.fold_vi(UpdateSet.name), UpdateSet.id)))


def update_set(session: Session, actor: Actor, set_id: UUID) -> UpdateSet | None:
    """Return a set in use, held until the end of the transaction."""
    statement = select(UpdateSet).where(
        UpdateSet.tenant_id == actor.tenant_id, UpdateSet.id == set_id, UpdateSet.archived_at.is_(None)
    )
    return session.scalars(statement.with_for_update()).one_or_none()


def tags_of(session: Session, set_ids: Collection[UUID]) -> dict[UUID, list[Tag]]:
    """Return the tags in use of each set, by name."""
    found: dict[UUID, list[Tag]] = {set_id: [] for set_id in set_ids}
    statement = (
        select(UpdateSetTag.update_set_id, Tag)
        .join(Tag, (Tag.tenant_id == UpdateSetTag.tenant_id) & (Tag.id == UpdateSetTag.tag_id))
        .where(
            UpdateSetTag.tenant_id == tenant_of(session),
            UpdateSetTag.update_set_id.in_(set_ids),
            Tag.archived_at.is_(None),
        )
        .order_by(func.fold_vi(Tag.name), Tag.id)
    )
    for set_id, tag_row in session.execute(statement) if set_ids else ():
        found[set_id].append(tag_row)
    return found


def attributes(session: Session) -> dict[str, dict[str, Any]]:
    """Return the customer's attributes that a set may ask for, by name.

    They are what the current forms of customers ask for, as those define it, and what the registry has besides.
    """
    forms = current_forms(session, tenant_of(session))
    of_customers = [form for form in forms if (form.get("record") or {}).get("kind") == "customer"]
    registered = [
        {"name": one.name, "type": one.type, "label": one.label, "options": one.options or None}
        | ({"options_from": one.options_from} if one.options_from else {})
        for one in field_definitions(session, "customer")
    ]
    return rules.attributes_among([*(field for form in of_customers for field in form["fields"]), *registered])


_ATTRIBUTES_OF = "SELECT id, attributes FROM update_set WHERE tenant_id = :tenant_id AND id = ANY(:ids)"


def attributes_of(session: Session, set_ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Return the attributes of each set that there is, in use or not: an old phone may still hold one."""
    if not set_ids:
        return {}
    values = {"tenant_id": tenant_of(session), "ids": list(set_ids)}
    return {row.id: row.attributes for row in sql.run(session, _ATTRIBUTES_OF, values)}
