"""Values that no two records may have: fields that the registry calls unique.

Two phones without a network may both give one value: both records stay, and the submission that came second is flagged.
At the console it is refused. A value is held by `unique_value`; whether its record still has it is looked up.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import tenant_of
from server.core.submissions import Outcome, Submission
from server.core.text import fold

FLAG = "field_duplicate"
SCOPE = "customer"
LONGEST = 500
Taken = Sequence[tuple[Submission, Outcome]]
_Row = tuple[UUID, str, str]
"""(record, field, value)."""

_HOLD = """
WITH given AS (
  SELECT *
  FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:values AS text[])) AS g(record_id, name, value)
), gone AS (
  DELETE FROM unique_value u USING given g
  WHERE u.tenant_id = :tenant_id AND u.scope = :scope AND u.name = g.name AND u.record_id = g.record_id
    AND u.value <> g.value
)
INSERT INTO unique_value (tenant_id, scope, name, value, record_id)
SELECT :tenant_id, :scope, name, value, record_id FROM given WHERE value <> ''
ON CONFLICT DO NOTHING
"""
_OTHERS = """
SELECT DISTINCT g.record_id, g.name
FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:values AS text[])) AS g(record_id, name, value)
JOIN unique_value u
  ON u.tenant_id = :tenant_id AND u.scope = :scope AND u.name = g.name AND u.value = g.value
  AND u.record_id <> g.record_id
JOIN customer c ON c.tenant_id = :tenant_id AND c.id = u.record_id AND c.archived_at IS NULL
WHERE g.value <> '' AND fold_vi(btrim(c.fields ->> g.name)) = g.value
"""


def note_values(session: Session, taken: Taken) -> dict[UUID, list[str]]:
    """Hold the unique values that forms wrote; return for each submission the flags of those that another has."""
    written = {submission.id: _written(submission, outcome) for submission, outcome in taken}
    rows = list({row[:2]: row for some in written.values() for row in some}.values())
    if not rows:
        return {}
    values = {**_columns(rows), "tenant_id": tenant_of(session), "scope": SCOPE}
    sql.run(session, _HOLD, values)
    doubled = {(row.record_id, row.name) for row in sql.run(session, _OTHERS, values)}
    return {
        submission_id: [f"{FLAG}:{name}" for record_id, name, _ in some if (record_id, name) in doubled]
        for submission_id, some in written.items()
    }


def _written(submission: Submission, outcome: Outcome) -> list[_Row]:
    unique = submission.form.get("unique", ())
    if not unique or outcome.record is None or outcome.record.kind != SCOPE:
        return []
    record_id = outcome.record.id
    return [(record_id, one.field, value_key(one.after)) for one in outcome.changes if one.field in unique]


def value_key(value: Any) -> str:
    """Return a value as it is compared: text without case and diacritics, nothing for nothing."""
    return fold(str(value)).strip()[:LONGEST] if value not in (None, "", []) else ""


def _columns(rows: Sequence[_Row]) -> Mapping[str, list[Any]]:
    ids, names, values = zip(*rows, strict=True)
    return {"ids": list(ids), "names": list(names), "values": list(values)}


_ALL = """
INSERT INTO unique_value (tenant_id, scope, name, value, record_id)
SELECT tenant_id, :scope, :name, fold_vi(left(btrim(fields ->> :name), 500)), id FROM customer
WHERE tenant_id = :tenant_id AND btrim(coalesce(fields ->> :name, '')) <> ''
ON CONFLICT DO NOTHING
"""


def begin(session: Session, scope: str, name: str) -> None:
    """Hold the values that records have already, as a field becomes unique."""
    if scope == SCOPE:
        sql.run(session, _ALL, {"tenant_id": tenant_of(session), "scope": scope, "name": name})
