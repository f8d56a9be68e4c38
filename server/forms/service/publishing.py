"""Publishing forms: a version that is out stays as it is for ever."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import bulk, clock, feed
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import NotFoundError
from server.core.ids import derived_id
from server.forms import queries
from server.forms.drafting_rules import OWN
from server.forms.errors import NotWithdrawnError
from server.forms.library import shipped
from server.forms.models import FormVersion
from server.forms.service import choosing, registering

KIND = "form"
Definition = Mapping[str, Any]


def publish_shipped(session: Session) -> None:
    """Publish the forms and the lists of choices that Tuyen ships and the organisation does not have yet.

    A form of which the organisation has published a version of its own stays as it is: what Tuyen changes in it is
    shown in the builder, where it can be taken over.
    """
    choosing.add_shipped(session)
    out, own = _published(session)
    new = [form for form in shipped() if (form["key"], form["version"]) not in out and form["key"] not in own]
    _publish(session, None, new)


def _published(session: Session) -> tuple[set[tuple[str, int]], set[str]]:
    columns = (FormVersion.key, FormVersion.version, FormVersion.published_by)
    rows = session.execute(select(*columns).where(FormVersion.tenant_id == tenant_of(session))).all()
    return {(row.key, row.version) for row in rows}, {row.key for row in rows if row.published_by is not None}


def publish(session: Session, definition: Definition, actor: Actor | None = None) -> None:
    """Publish a version of a form for ever and make it the current one; a version that is out stays as it is."""
    out, _ = _published(session)
    if (definition["key"], definition["version"]) not in out:
        _publish(session, actor, [definition])


def _publish(session: Session, actor: Actor | None, definitions: Sequence[Definition]) -> None:
    """Publish versions that are not out yet; the last of each form becomes the current one."""
    newest = {form["key"]: form for form in definitions}
    if not newest:
        return
    for row_id in _step_back(session, list(newest)):
        feed.touch(session, KIND, row_id)
    moment = clock.now()
    rows = [_row(session, actor, form, newest[form["key"]] is form) for form in definitions]
    bulk.insert(session, FormVersion, [{**row, "published_at": moment} for row in rows])
    registering.register(session, actor, newest.values())
    for row in rows:
        if row["current"]:
            feed.touch(session, KIND, row["id"])
        detail = {"form": row["key"], "version": row["version"]}
        audit.record(session, actor, "form.publish", KIND, row["id"], detail=detail)


def withdraw(session: Session, actor: Actor, key: str) -> None:
    """Let a form of one's own be offered no more; what was begun on its versions is accepted for ever.

    Twice is once. Raises NotFoundError for a form that was never published, NotWithdrawnError for one that Tuyen ships.
    """
    newest = _newest(session, key)
    if not key.startswith(OWN):
        raise NotWithdrawnError(key=key)
    for row_id in _step_back(session, [key]):
        feed.touch(session, KIND, row_id)
        detail = {"form": key, "version": newest.version}
        audit.record(session, actor, "form.withdraw", KIND, row_id, detail=detail)


def offer_again(session: Session, actor: Actor, key: str) -> None:
    """Offer the newest version of a withdrawn form again; raise NotFoundError where nothing was withdrawn."""
    newest = _newest(session, key)
    if newest.current:
        raise NotFoundError(kind="form_draft", key=key)
    newest.current = True
    session.flush()
    feed.touch(session, KIND, newest.id)
    detail = {"form": key, "version": newest.version}
    audit.record(session, actor, "form.publish", KIND, newest.id, detail=detail)


def _newest(session: Session, key: str) -> FormVersion:
    """Return the newest version of a form, held until the end of the transaction; raise NotFoundError."""
    found = queries.newest_version(session, key, lock=True)
    if found is None:
        raise NotFoundError(kind=KIND, key=key)
    return found


def _step_back(session: Session, keys: list[str]) -> list[Any]:
    older = update(FormVersion).where(
        FormVersion.tenant_id == tenant_of(session), FormVersion.key.in_(keys), FormVersion.current
    )
    return list(session.scalars(older.values(current=False).returning(FormVersion.id)))


def _row(session: Session, actor: Actor | None, form: Definition, current: bool) -> dict[str, Any]:  # noqa: FBT001 - a column
    return {
        "id": derived_id("form", tenant_of(session), form["key"], form["version"]),
        "key": form["key"],
        "version": form["version"],
        "definition": dict(form),
        "current": current,
        "published_by": actor.employee_id if actor else None,
    }
