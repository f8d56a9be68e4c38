"""Reading the registry of fields and the lists of choices."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.customers.service.exporting import OwnField
from server.forms.models import ChoiceList, FieldDefinition


def field_definitions(session: Session, scope: str | None = None) -> list[FieldDefinition]:
    """Return the fields that records have (of the kind `scope`, else of all kinds), by kind and name."""
    statement = select(FieldDefinition).where(FieldDefinition.tenant_id == tenant_of(session))
    if scope is not None:
        statement = statement.where(FieldDefinition.scope == scope)
    return list(session.scalars(statement.order_by(FieldDefinition.scope, FieldDefinition.name)))


def own_fields_of_customers(session: Session) -> list[OwnField]:
    """Return the fields of customers that the organisation made itself, with the words of their choices, by name."""
    lists = {each.key: [*each.options, *each.retired] for each in choice_lists(session)}
    return [
        OwnField(
            row.name,
            row.label,
            {option["value"]: option["label"] for option in (*row.options, *lists.get(row.options_from or "", ()))},
        )
        for row in field_definitions(session, "customer")
        if row.own
    ]


def field_definition(session: Session, field_id: UUID) -> FieldDefinition:
    """Return a field, held until the end of the transaction; raise NotFoundError."""
    statement = select(FieldDefinition).where(
        FieldDefinition.tenant_id == tenant_of(session), FieldDefinition.id == field_id
    )
    found = session.scalars(statement.with_for_update()).one_or_none()
    if found is None:
        raise NotFoundError(kind="field_definition", id=str(field_id))
    return found


def choice_lists(session: Session) -> list[ChoiceList]:
    """Return the lists of choices, by key."""
    statement = select(ChoiceList).where(ChoiceList.tenant_id == tenant_of(session))
    return list(session.scalars(statement.order_by(ChoiceList.key)))


def choice_list(session: Session, key: str, *, lock: bool = False) -> ChoiceList | None:
    """Return a list of choices, held until the end of the transaction if `lock`."""
    statement = select(ChoiceList).where(ChoiceList.tenant_id == tenant_of(session), ChoiceList.key == key)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


_KNOWN = """
SELECT c.key, jsonb_path_query_array(c.options || c.retired, '$[*].value') AS known
FROM choice_list c WHERE c.tenant_id = :tenant_id AND c.key = ANY(:keys)
"""


def known_choices(session: Session, keys: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the values that the lists offer or ever offered, by the keys of those that there are."""
    rows = sql.run(session, _KNOWN, {"tenant_id": tenant_of(session), "keys": sorted(keys)})
    return {row.key: frozenset(row.known) for row in rows}


def choices(session: Session) -> dict[str, set[str]]:
    """Return the values that each list offers, by its key."""
    return {each.key: {option["value"] for option in each.options} for each in choice_lists(session)}
