"""Publishing forms: a version that is out stays as it is for ever."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock, feed
from server.core.database import tenant_of
from server.core.ids import derived_id
from server.forms import queries
from server.forms.library import shipped
from server.forms.models import FormVersion


def publish_shipped(session: Session) -> None:
    """Publish the forms that Tuyen ships and the organisation does not have yet."""
    for document in shipped():
        publish(session, document)


def publish(session: Session, definition: Mapping[str, Any]) -> None:
    """Publish a version of a form for ever and make it the current one; a version that is out stays as it is."""
    tenant_id = tenant_of(session)
    key, version = definition["key"], definition["version"]
    if queries.form_version(session, tenant_id, key, version):
        return
    older = update(FormVersion).where(FormVersion.tenant_id == tenant_id, FormVersion.key == key, FormVersion.current)
    for row_id in session.scalars(older.values(current=False).returning(FormVersion.id)):
        feed.touch(session, "form", row_id)
    row = FormVersion(
        tenant_id=tenant_id,
        id=derived_id("form", tenant_id, key, version),
        key=key,
        version=version,
        definition=dict(definition),
        current=True,
        published_at=clock.now(),
    )
    session.add(row)
    session.flush()
    feed.touch(session, "form", row.id)
    audit.record(session, None, "form.publish", "form", row.id, detail={"form": key, "version": version})
