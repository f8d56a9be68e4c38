"""Reading forms: their versions and the drafts of what comes next."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from server.accounts.models import Employee
from server.core import sql
from server.core.database import tenant_of
from server.forms.models import FormDraft, FormVersion


def form_version(session: Session, tenant_id: int, key: str, version: int) -> FormVersion | None:
    """Return a published version of a form."""
    statement = select(FormVersion).where(
        FormVersion.tenant_id == tenant_id, FormVersion.key == key, FormVersion.version == version
    )
    return session.scalars(statement).one_or_none()


def newest_version(session: Session, key: str, *, lock: bool = False) -> FormVersion | None:
    """Return the newest version of a form, offered or withdrawn, held until the end of the transaction if `lock`."""
    statement = select(FormVersion).where(FormVersion.tenant_id == tenant_of(session), FormVersion.key == key)
    statement = statement.order_by(FormVersion.version.desc()).limit(1)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def withdrawn(session: Session) -> list[FormVersion]:
    """Return the newest versions of the forms that are offered no more, by key."""
    other = aliased(FormVersion)
    of_key = (other.tenant_id == FormVersion.tenant_id) & (other.key == FormVersion.key)
    newest = select(func.max(other.version)).where(of_key).scalar_subquery()
    statement = select(FormVersion).where(
        FormVersion.tenant_id == tenant_of(session), ~FormVersion.current, FormVersion.version == newest
    )
    return list(session.scalars(statement.order_by(FormVersion.key)))


_DEFINITIONS = """
SELECT v.key, v.version, v.definition, ARRAY(
    SELECT f.name FROM field_definition f
    WHERE f.tenant_id = v.tenant_id AND f.scope = v.definition #>> '{record,kind}' AND f.is_unique) AS unique_fields
FROM unnest(CAST(:keys AS text[]), CAST(:versions AS integer[])) AS w(key, version)
JOIN form_version v ON v.tenant_id = :tenant_id AND v.key = w.key AND v.version = w.version
"""


def definitions(
    session: Session, tenant_id: int, wanted: Collection[tuple[str, int]]
) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the definitions of those form versions, by (key, version), that were published.

    `unique` names those of their fields of which the registry says that no two records have the same value.
    """
    keys, versions = [key for key, _ in wanted], [version for _, version in wanted]
    rows = sql.run(session, _DEFINITIONS, {"tenant_id": tenant_id, "keys": keys, "versions": versions})
    return {
        (row.key, row.version): {**row.definition, "unique": row.unique_fields} if row.unique_fields else row.definition
        for row in rows
    }


def current_forms(session: Session, tenant_id: int) -> list[dict[str, Any]]:
    """Return the definitions of the current versions, by key."""
    statement = (
        select(FormVersion.definition)
        .where(FormVersion.tenant_id == tenant_id, FormVersion.current)
        .order_by(FormVersion.key)
    )
    return list(session.scalars(statement))


def form_titles(session: Session, tenant_id: int) -> dict[tuple[str, int], dict[str, str]]:
    """Return the title of every form version, by (key, version)."""
    statement = select(FormVersion.key, FormVersion.version, FormVersion.definition["title"]).where(
        FormVersion.tenant_id == tenant_id
    )
    return {(row[0], row[1]): row[2] for row in session.execute(statement)}


def versions(session: Session, key: str) -> list[Row[FormVersion, str | None]]:
    """Return the published versions of a form with the names of those who published them, the newest first."""
    statement = (
        select(FormVersion, Employee.name)
        .outerjoin(Employee, (Employee.tenant_id == FormVersion.tenant_id) & (Employee.id == FormVersion.published_by))
        .where(FormVersion.tenant_id == tenant_of(session), FormVersion.key == key)
        .order_by(FormVersion.version.desc())
    )
    return list(session.execute(statement))


def draft(session: Session, key: str, *, lock: bool = False) -> FormDraft | None:
    """Return the draft of a form's next version, held until the end of the transaction if `lock`."""
    statement = select(FormDraft).where(FormDraft.tenant_id == tenant_of(session), FormDraft.key == key)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def drafts(session: Session) -> list[Row[FormDraft, str]]:
    """Return all drafts with the names of those who changed them last, by key."""
    statement = (
        select(FormDraft, Employee.name)
        .join(Employee, (Employee.tenant_id == FormDraft.tenant_id) & (Employee.id == FormDraft.changed_by))
        .where(FormDraft.tenant_id == tenant_of(session))
        .order_by(FormDraft.key)
    )
    return list(session.execute(statement))
