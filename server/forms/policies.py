"""How an organisation lets concurrent edits be settled, field by field, where it differs from what Tuyen ships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.accounts.queries import people
from server.audit import queries as audit_queries
from server.audit import service as audit
from server.core import clock, sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import InvalidInputError
from server.forms.models import MergePolicy
from server.forms.policy_rules import merged_fields, sensible, shipped
from server.forms.queries import current_forms

Key = tuple[str, str]
"""A field: (form key, field name)."""
Version = tuple[str, int]
"""A published version: (form key, version)."""


@dataclass(frozen=True)
class Choice:
    """One field's policy; None goes back to what Tuyen ships."""

    form: str
    field: str
    policy: str | None


_CHOSEN = "SELECT form_key, field, policy FROM merge_policy WHERE tenant_id = :tenant_id"


def chosen(session: Session) -> dict[Key, str]:
    """Return the policies that the session's organisation chose, by (form key, field name); it is mostly empty."""
    rows = sql.run(session, _CHOSEN, {"tenant_id": tenant_of(session)})
    return {(row.form_key, row.field): row.policy for row in rows}


def as_chosen(session: Session, forms: Mapping[Version, Any]) -> Mapping[Version, Any]:
    """Return definitions with the policies that the organisation chose for their fields (`chosen`)."""
    found = chosen(session) if forms else {}
    return {version: with_policies(form, found) for version, form in forms.items()} if found else forms


def over_time(session: Session) -> list[tuple[datetime, dict[Key, str]]]:
    """Return the policies that the organisation had chosen, each with the moment from which on they held."""
    found: list[tuple[datetime, dict[Key, str]]] = []
    held: dict[Key, str] = {}
    for at, detail in audit_queries.details(session, "policy.change"):
        told = {_key(name): policy for name, policy in detail["after"].items()}
        held = {key: policy for key, policy in {**held, **told}.items() if policy is not None}
        found.append((at, held))
    return found


def _key(name: str) -> Key:
    form, field = name.split("/", 1)
    return form, field


def with_policies(form: Mapping[str, Any], chosen: Mapping[Key, str]) -> Mapping[str, Any]:
    """Return a definition whose fields say how their concurrent edits are to be settled, where that was chosen."""
    fields = [
        {**field, "chosen": chosen[form["key"], field["name"]]} if (form["key"], field["name"]) in chosen else field
        for field in form["fields"]
    ]
    return {**form, "fields": fields}


def overview(session: Session) -> list[dict[str, Any]]:
    """Return every current form that makes a record, with its fields: what is shipped, chosen, and can be chosen."""
    tenant_id = tenant_of(session)
    rows = {(row.form_key, row.field): row for row in _rows(session)}
    who = people(session, tenant_id, {row.set_by for row in rows.values()})
    forms = [form for form in current_forms(session, tenant_id) if merged_fields(form)]
    return [
        {
            "form": form["key"],
            "title": form["title"],
            "fields": [
                _field_view(field, rows.get((form["key"], field["name"])), who) for field in merged_fields(form)
            ],
        }
        for form in forms
    ]


def _rows(session: Session) -> list[MergePolicy]:
    return list(session.scalars(select(MergePolicy).where(MergePolicy.tenant_id == tenant_of(session))))


def _field_view(field: Any, row: MergePolicy | None, who: dict[Any, Any]) -> dict[str, Any]:
    person = who.get(row.set_by) if row else None
    return {
        "field": field["name"],
        "label": field["label"],
        "type": field["type"],
        "shipped": shipped(field),
        "chosen": row.policy if row else None,
        "choices": sensible(field),
        "set_by": {"id": person.id, "name": person.name} if person else None,
        "set_at": row.set_at if row else None,
    }


def choose(session: Session, actor: Actor, choices: list[Choice]) -> None:
    """Let concurrent edits of these fields be settled so from here on, all or none; what is in conflict stays.

    Raises InvalidInputError, which points to the choice, for a field that is not merged or a policy that makes no sense
    for its type.
    """
    _check(session, choices)
    before = chosen(session)
    after = {(one.form, one.field): one.policy for one in choices}
    changed = sorted(key for key, policy in after.items() if policy != before.get(key))
    _write(session, actor, [Choice(*key, after[key]) for key in changed])
    if changed:
        detail = {"before": _named(before, changed), "after": _named(after, changed)}
        audit.record(session, actor, "policy.change", detail=detail)


def _named(policies: Any, keys: Iterable[Key]) -> dict[str, str | None]:
    return {f"{form}/{field}": policies.get((form, field)) for form, field in keys}


def _check(session: Session, choices: list[Choice]) -> None:
    forms = current_forms(session, tenant_of(session))
    known = {(form["key"], field["name"]): field for form in forms for field in merged_fields(form)}
    for place, choice in enumerate(choices):
        field = known.get((choice.form, choice.field))
        if field is None:
            raise InvalidInputError(pointer=f"/items/{place}/field", reason="unknown_field")
        if choice.policy is not None and choice.policy not in sensible(field):
            raise InvalidInputError(pointer=f"/items/{place}/policy", reason="not_for_type")


def _write(session: Session, actor: Actor, choices: list[Choice]) -> None:
    for choice in choices:
        if choice.policy is None:
            session.execute(_forgotten(actor, choice))
            continue
        values = {"policy": choice.policy, "set_by": actor.employee_id, "set_at": clock.now()}
        row = insert(MergePolicy).values(tenant_id=actor.tenant_id, form_key=choice.form, field=choice.field, **values)
        session.execute(row.on_conflict_do_update(index_elements=["tenant_id", "form_key", "field"], set_=values))


def _forgotten(actor: Actor, choice: Choice) -> Any:
    return delete(MergePolicy).where(
        MergePolicy.tenant_id == actor.tenant_id,
        MergePolicy.form_key == choice.form,
        MergePolicy.field == choice.field,
    )
