"""Endpoints of forms: what is offered, its versions, and the next one in the making."""

from typing import Any

from server.accounts.queries import people
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.forms import queries
from server.forms.api.blueprint import blp
from server.forms.models import FormDraft
from server.forms.schemas.forms import DefinitionSchema, DraftSchema, FormDetailSchema, FormsSchema, NewFormSchema
from server.forms.service import drafting, publishing
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

WRITE = "form.write"


@blp.get("/forms")
@requires("form.read")
@transactional
@blp.response(200, FormsSchema)
def list_forms() -> dict[str, Any]:
    """List the current form definitions; whoever makes forms is told of drafts and withdrawn forms too."""
    session, makes = current_session(), current_actor().can(WRITE)
    marks = queries.drafts(session) if makes else []
    drafts = [
        {
            "key": draft.key,
            "title": draft.definition.get("title"),
            "changed_at": draft.changed_at,
            "changed_by": {"id": draft.changed_by, "name": name},
        }
        for draft, name in marks
    ]
    withdrawn = [
        {"key": one.key, "title": one.definition["title"], "version": one.version}
        for one in (queries.withdrawn(session) if makes else ())
    ]
    return {"items": queries.current_forms(session, tenant_of(session)), "drafts": drafts, "withdrawn": withdrawn}


@blp.post("/forms")
@requires(WRITE)
@transactional
@blp.arguments(NewFormSchema)
@blp.response(201, FormDetailSchema)
def start_form(command: dict[str, Any]) -> dict[str, Any]:
    """Begin a form of one's own, as a draft that no phone sees."""
    draft = drafting.start_form(current_session(), current_actor(), drafting.NewForm(**command))
    return _detail(draft.key)


@blp.get("/forms/<key>")
@requires("form.read")
@transactional
@blp.response(200, FormDetailSchema)
def show_form(key: str) -> dict[str, Any]:
    """Show a form: the current definition, its versions, and the draft for those who make forms."""
    return _detail(key)


def _detail(key: str) -> dict[str, Any]:
    session = current_session()
    rows = queries.versions(session, key)
    draft = queries.draft(session, key) if current_actor().can(WRITE) else None
    if not rows and draft is None:
        raise NotFoundError(kind="form", key=key)
    return {
        "key": key,
        "current": next((row.definition for row, _ in rows if row.current), None),
        "versions": [
            {
                "version": row.version,
                "published_at": row.published_at,
                "published_by": {"id": row.published_by, "name": name} if name is not None else None,
                "current": row.current,
            }
            for row, name in rows
        ],
        "draft": _draft(draft) if draft else None,
        "shipped": drafting.newest_shipped(key),
    }


def _draft(draft: FormDraft) -> dict[str, Any]:
    session = current_session()
    person = people(session, draft.tenant_id, {draft.changed_by})[draft.changed_by]
    return {
        "definition": draft.definition,
        "faults": drafting.faults_of(session, draft.definition),
        "changed_at": draft.changed_at,
        "changed_by": {"id": person.id, "name": person.name},
    }


@blp.get("/forms/<key>/versions/<int:version>")
@requires("form.read")
@transactional
@blp.response(200, DefinitionSchema)
def show_form_version(key: str, version: int) -> dict[str, Any]:
    """Show a published version as it is for ever."""
    found = queries.form_version(current_session(), current_actor().tenant_id, key, min(version, 2**31 - 1))
    if found is None:
        raise NotFoundError(kind="form", key=key, version=version)
    return {"definition": found.definition}


@blp.put("/forms/<key>/draft")
@requires(WRITE)
@transactional
@blp.arguments(DefinitionSchema)
@blp.response(200, DraftSchema)
def put_draft(body: dict[str, Any], key: str) -> dict[str, Any]:
    """Keep the next version of a form, and tell what keeps it from being published."""
    return _draft(drafting.put_draft(current_session(), current_actor(), key, body["definition"]))


@blp.delete("/forms/<key>/draft")
@requires(WRITE)
@transactional
@blp.response(204)
def drop_draft(key: str) -> None:
    """Throw the draft away; what is published stays."""
    drafting.drop_draft(current_session(), current_actor(), key)


@blp.post("/forms/<key>/publish")
@requires(WRITE)
@transactional
@blp.response(200, FormDetailSchema)
def publish_form(key: str) -> dict[str, Any]:
    """Publish the draft as the next version, or offer a withdrawn form again: phones have it with their next pull."""
    drafting.publish_draft(current_session(), current_actor(), key)
    return _detail(key)


@blp.post("/forms/<key>/withdraw")
@requires(WRITE)
@transactional
@blp.response(200, FormDetailSchema)
def withdraw_form(key: str) -> dict[str, Any]:
    """Offer a form of one's own no more: with their next pull it leaves the phones. What was begun on it is taken."""
    publishing.withdraw(current_session(), current_actor(), key)
    return _detail(key)
