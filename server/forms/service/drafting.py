"""Making the next version of a form: a draft is kept whatever is wrong with it, and published when nothing is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.accounts.rules import VERBS
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import registry_of, tenant_of
from server.core.errors import NotFoundError
from server.core.ids import derived_id
from server.core.text import fold
from server.forms import queries
from server.forms.drafting_rules import OWN, Known, clashes, next_version, own_key
from server.forms.errors import FormExistsError, FormFaultyError
from server.forms.library import shipped
from server.forms.models import FormDraft
from server.forms.rules.definition import faults
from server.forms.rules.faults import Fault
from server.forms.service.publishing import offer_again, publish

KIND = "form"
Definition = Mapping[str, Any]
_FIXED = ("record", "module")
"""What a new version of a shipped form takes over from the version before it."""


@dataclass(frozen=True)
class NewForm:
    """A form of the organisation's own: its title, and the form that it is to begin as a copy of."""

    title: Mapping[str, str]
    key: str | None = None
    purpose: Mapping[str, str] | None = None
    copy_of: str | None = None


def start_form(session: Session, actor: Actor, command: NewForm) -> FormDraft:
    """Begin a form of one's own as a draft; raise FormExistsError, NotFoundError when there is nothing to copy."""
    taken = {form["key"] for form in queries.current_forms(session, tenant_of(session))}
    taken |= {draft.key for draft, _ in queries.drafts(session)} | {one.key for one in queries.withdrawn(session)}
    key = command.key or own_key(fold(command.title["vi"]), taken)
    if key in taken:
        raise FormExistsError(key=key)
    definition = {
        "key": key,
        "title": dict(command.title),
        "purpose": dict(command.purpose) if command.purpose else None,
        "help_text": None,
        "help_url": None,
        "module": "custom",
        "record": None,
        "actions": ["finish_exit", "finish_new"],
        "fields": _copied(session, command.copy_of) if command.copy_of else list(_FIRST_FIELDS),
    }
    return put_draft(session, actor, key, definition)


_FIRST_FIELDS = (
    {
        "name": "customer",
        "type": "ref",
        "label": {"vi": "Khách hàng", "en": "Customer"},
        "required": True,
        "of": "customer",
    },
    {"name": "note", "type": "longtext", "label": {"vi": "Ghi chú", "en": "Note"}, "voice": True},
)


def _copied(session: Session, key: str) -> list[dict[str, Any]]:
    return list(_current(session, key)["fields"])


def _current(session: Session, key: str) -> Definition:
    found = [form for form in queries.current_forms(session, tenant_of(session)) if form["key"] == key]
    if not found:
        raise NotFoundError(kind=KIND, key=key)
    return found[0]


def put_draft(session: Session, actor: Actor, key: str, definition: Definition) -> FormDraft:
    """Keep the definition as the form's next version in the making, whatever is wrong with it.

    Key and version are the form's own; a form that makes records goes on making them. Raises NotFoundError for a form
    that there is not.
    """
    published = queries.versions(session, key)
    draft = queries.draft(session, key, lock=True)
    if not published and draft is None and not key.startswith(OWN):
        raise NotFoundError(kind=KIND, key=key)
    versions = [row.version for row, _ in published]
    fixed = {name: published[0][0].definition.get(name) for name in _FIXED} if published else {}
    kept = {**definition, **fixed, "key": key, "version": next_version(versions)}
    moment = clock.now()
    if draft is None:
        audit.record(session, actor, "form.draft", KIND, derived_id("form", actor.tenant_id, key), detail={"form": key})
    changed = {"definition": kept, "changed_by": actor.employee_id, "changed_at": moment}
    made = {"tenant_id": actor.tenant_id, "key": key, "made_by": actor.employee_id, "made_at": moment}
    row = insert(FormDraft).values(**made, **changed)
    # Two people may begin one draft at the same moment: the later says what it holds.
    session.execute(row.on_conflict_do_update(index_elements=["tenant_id", "key"], set_=changed))
    session.expire_all()
    return _draft(session, key)


def drop_draft(session: Session, actor: Actor, key: str) -> None:
    """Throw the draft away; what is published stays. Raises NotFoundError when there is none."""
    draft = _draft(session, key)
    row_id = derived_id("form", actor.tenant_id, key)
    audit.record(
        session, actor, "form.drop", KIND, row_id, detail={"form": key, "before": {"definition": draft.definition}}
    )
    session.delete(draft)
    session.flush()


def _draft(session: Session, key: str) -> FormDraft:
    draft = queries.draft(session, key, lock=True)
    if draft is None:
        raise NotFoundError(kind="form_draft", key=key)
    return draft


def publish_draft(session: Session, actor: Actor, key: str) -> None:
    """Publish the draft as the form's next version: phones have it with their next pull. The draft is gone then.

    A withdrawn form without a draft is offered again as it was. Raises NotFoundError when there is neither,
    FormFaultyError with the draft's faults.
    """
    if queries.draft(session, key, lock=True) is None:
        offer_again(session, actor, key)
        return
    draft = _draft(session, key)
    versions = [row.version for row, _ in queries.versions(session, key)]
    definition = {**draft.definition, "version": next_version(versions)}
    faults = faults_of(session, definition)
    if faults:
        raise FormFaultyError(errors=[asdict(fault) for fault in faults])
    publish(session, definition, actor)
    session.delete(draft)
    session.flush()


def faults_of(session: Session, definition: Definition) -> list[Fault]:
    """Return what keeps a definition from being published, with the places."""
    contributed = registry_of(session)
    kinds = contributed.datasets.keys() | contributed.records.keys()
    found = faults(definition, kinds, queries.choices(session).keys())
    return found or clashes(definition, _known(session, definition["key"]))


def _known(session: Session, key: str) -> Known:
    return Known(
        types={(row.scope, row.name): row.type for row in queries.field_definitions(session)},
        verbs=VERBS.keys(),
        shipped=newest_shipped(key),
    )


def newest_shipped(key: str) -> Definition | None:
    """Return the newest version that Tuyen ships of a form, None of one of the organisation's own."""
    return next((form for form in reversed(shipped()) if form["key"] == key), None)
