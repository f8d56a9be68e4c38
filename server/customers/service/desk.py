"""Profile forms before they are merged: what customers know of them beyond the fields of any record.

A set of forms costs as many statements as one: those that look alike, and chains of units, are asked for by the set.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core import sql
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import DomainError
from server.core.merge import Clash
from server.core.merge_values import same
from server.core.records import Fields, Record, ref_of, save
from server.core.submissions import Outcome, Submission
from server.customers import phones, queries
from server.customers.errors import LooksAlikeError
from server.customers.rules import PIN_MOVED_M, moved_m
from server.customers.service import duplicates

KIND = "customer"
SETTLES = "conflict.settle"
CHAINS = ("parent_unit", "referred_by")
"""References to other customers that must not lead back to where they start."""


@dataclass
class Desk:
    """The forms of one person, taken one after the other; `before` is what stood in each customer's fields."""

    session: Session
    actor: Actor
    records: dict[UUID, Record]
    before: dict[UUID, Fields] = field(default_factory=dict)
    keys: dict[UUID, Fields] = field(default_factory=dict)

    def save(self, submission: Submission) -> Outcome | DomainError:
        """Merge one form, or say why it is refused."""
        form = submission.form
        read = replace(
            submission,
            answers=phones.normalised(form, submission.answers),
            before=phones.normalised(form, submission.before),
        )
        row_id = ref_of(KIND, read).id
        record = self.records.get(row_id)
        if record:
            self.before.setdefault(row_id, dict(record.fields))
        read, flags = self._without_loops(read, row_id)
        read, pin = self._without_far_pin(read, record)
        judge = self._judge if read.origin.trusted else None
        return self._finished(save(self.actor, KIND, self.records, read, judge), row_id, flags, pin)

    def _finished(
        self, outcome: Outcome | DomainError, row_id: UUID, flags: tuple[str, ...], pin: Clash | None
    ) -> Outcome | DomainError:
        if isinstance(outcome, DomainError):
            return outcome
        record = self.records[row_id]
        if any(change.field in duplicates.KEYS for change in outcome.changes):
            self.keys[row_id] = record.fields
        clashes = (*outcome.clashes, *([(pin, record.stamps.get(pin.field, {}))] if pin else []))
        return replace(outcome, flags=(*outcome.flags, *flags), clashes=clashes)

    def _without_far_pin(self, submission: Submission, record: Record | None) -> tuple[Submission, Clash | None]:
        """Keep back a pin that moved far: the old one stands until a supervisor settles it (TB B1, field 9)."""
        if record is None or not record.editable or self.actor.can(SETTLES):
            return submission, None
        for one in submission.form["fields"]:
            name, value = one["name"], submission.answers.get(one["name"])
            standing = record.fields.get(name)
            if one["type"] != "gps" or "chosen" in one or moved_m(standing, value) <= PIN_MOVED_M:
                continue
            if name in submission.before and same(value, submission.before[name]):
                continue
            answers = {key: answer for key, answer in submission.answers.items() if key != name}
            return replace(submission, answers=answers), Clash(name, "manual", standing, value, "theirs")
        return submission, None

    def _without_loops(self, submission: Submission, row_id: UUID) -> tuple[Submission, tuple[str, ...]]:
        named = [name for name in CHAINS if submission.answers.get(name)]
        bad = [name for name in named if self._leads_back(name, row_id, str(submission.answers[name]))]
        if not bad:
            return submission, ()
        answers = {name: value for name, value in submission.answers.items() if name not in bad}
        return replace(submission, answers=answers), tuple(f"rule_broken:{name}" for name in bad)

    def _leads_back(self, name: str, row_id: UUID, start: str) -> bool:
        if start == str(row_id):
            return True
        values = {"tenant_id": tenant_of(self.session), "name": name, "start": start, "goal": str(row_id)}
        return bool(sql.run(self.session, _CHAIN, values))

    def _judge(self, row_id: UUID, fields: Fields) -> DomainError | None:
        """Refuse at the console whose name and telephone, or name and e-mail, are another's (TM-30)."""
        before = self.before.get(row_id, {})
        if all(same(before.get(name), fields.get(name)) for name in ("full_name", "phone", "email")):
            return None
        alike = duplicates.find(self.session, {row_id: fields})
        others = [one.other_id for one in alike if duplicates.REFUSED & set(one.reasons)]
        return alike_error(self.session, self.actor, others) if others else None

    def flagged(self, results: Sequence[Outcome | DomainError]) -> list[Outcome | DomainError]:
        """Find those that look like others, put them into the queue, and flag the forms that made them so."""
        found = duplicates.find(self.session, self.keys)
        duplicates.keep(self.session, found)
        flags: dict[UUID, list[str]] = {}
        for one in found:
            flags.setdefault(one.id, []).extend(f"duplicate_{reason}" for reason in one.reasons)
        return [_with_flags(one, flags) for one in results]


def _with_flags(outcome: Outcome | DomainError, flags: Mapping[UUID, Iterable[str]]) -> Outcome | DomainError:
    if isinstance(outcome, DomainError) or outcome.customer_id is None or outcome.customer_id not in flags:
        return outcome
    if not any(change.field in duplicates.KEYS for change in outcome.changes):
        return outcome
    return replace(outcome, flags=(*outcome.flags, *sorted(set(flags[outcome.customer_id]))))


def alike_error(session: Session, actor: Actor, ids: Sequence[UUID]) -> LooksAlikeError:
    """Return the refusal that names those of the customers that the actor sees."""
    seen = queries.allowed_among(session, actor, ids).visible
    named: list[dict[str, Any]] = [
        {"id": str(row[0].id), "code": row[0].code, "name": row[0].name}
        for row in queries.detailed(session, actor, sorted(seen))
    ]
    return LooksAlikeError(duplicates=named, hidden=len(set(ids) - seen))


_CHAIN = """
WITH RECURSIVE chain AS (
  SELECT CAST(:start AS text) AS id, 1 AS steps
  UNION ALL
  SELECT c.fields ->> CAST(:name AS text), n.steps + 1 FROM chain n
  JOIN customer c ON c.tenant_id = :tenant_id AND CAST(c.id AS text) = n.id
  WHERE n.steps < 50 AND c.fields ->> CAST(:name AS text) IS NOT NULL
)
SELECT 1 FROM chain WHERE id = :goal LIMIT 1
"""
