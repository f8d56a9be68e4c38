"""Telling people of what was handed in: each once, and nothing of records that they may not see (TB-06)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.queries import managers_of, people
from server.accounts.queries.identities import rights_of
from server.core.actor import Actor
from server.core.database import registry_of, tenant_of
from server.core.submissions import Outcome, RecordRef, Submission
from server.customers import queries as customers
from server.customers.models import Customer
from server.notifications.service import Notice, notify_all

NOBODY = UUID(int=0)
CUSTOMER = "customer"
Taken = Sequence[tuple[Submission, Outcome]]


def tell(session: Session, actor: Actor, taken: Taken) -> None:
    """Tell those whom a form's `notify_to` names, and whom its `notify` list says: owner of the customer, manager."""
    chosen = {submission.id: _chosen(submission) for submission, _ in taken}
    standing = _standing(session, actor, taken)
    told = {one: [*chosen[one], *standing.get(one, ())] for one in chosen}
    if not any(told.values()):
        return
    words = _Words(session, actor, [(employee, outcome) for one, outcome in taken for employee in told[one.id]])
    notify_all(
        session,
        [
            words.notice(submission, outcome, employee)
            for submission, outcome in taken
            for employee in dict.fromkeys(told[submission.id])
        ],
    )


def _chosen(submission: Submission) -> list[UUID]:
    named = submission.answers.get("notify_to") or ()
    return [UUID(employee_id) for employee_id in named if isinstance(employee_id, str)]


def _standing(session: Session, actor: Actor, taken: Taken) -> dict[UUID, list[UUID]]:
    """Return whom each form has told of every submission, its sender left out."""
    wanted = {one.id: frozenset(one.form.get("notify") or ()) for one, _ in taken}
    about = {outcome.customer_id for one, outcome in taken if "owner" in wanted[one.id] and outcome.customer_id}
    owners = _owners(session, about)
    needs_manager = any("manager" in roles for roles in wanted.values())
    manager = managers_of(session, actor.tenant_id, actor.employee_id)[:1] if needs_manager else []
    found = {
        one.id: [
            *([owners[outcome.customer_id]] if "owner" in wanted[one.id] and outcome.customer_id in owners else ()),
            *(manager if "manager" in wanted[one.id] else ()),
        ]
        for one, outcome in taken
    }
    return {one: [employee for employee in whom if employee != actor.employee_id] for one, whom in found.items()}


def _owners(session: Session, customer_ids: set[UUID]) -> dict[UUID | None, UUID]:
    if not customer_ids:
        return {}
    statement = select(Customer.id, Customer.owner_id).where(
        Customer.tenant_id == tenant_of(session), Customer.id.in_(customer_ids), Customer.owner_id.is_not(None)
    )
    return {row.id: row.owner_id for row in session.execute(statement)}


class _Words:
    """What each person may be told: the record's name where he may see it, else that there was a form and no more."""

    def __init__(self, session: Session, actor: Actor, pairs: Iterable[tuple[UUID, Outcome]]) -> None:
        self._session = session
        about: dict[UUID, set[RecordRef]] = {}
        for employee, outcome in pairs:
            about.setdefault(employee, set()).update(_records(outcome))
        self._seen = {one: self._seen_by(one, records) for one, records in about.items()}
        self._names = self._named({record for seen in self._seen.values() for record in seen})
        self._sender = people(session, actor.tenant_id, {actor.employee_id})[actor.employee_id].name

    def _seen_by(self, employee: UUID, records: set[RecordRef]) -> set[RecordRef]:
        somebody = self._somebody(employee)
        ids = {record.id for record in records if record.kind == CUSTOMER}
        allowed = ids and somebody.can("customer.read")
        customers_seen = customers.allowed_among(self._session, somebody, ids).visible if allowed else frozenset()
        kinds = registry_of(self._session).records
        return {
            record
            for record in records
            if (record.kind == CUSTOMER and record.id in customers_seen)
            or (
                record.kind != CUSTOMER
                and record.kind in kinds
                and kinds[record.kind].visible(self._session, somebody, record.id)
            )
        }

    def _somebody(self, employee: UUID) -> Actor:
        tenant_id = tenant_of(self._session)
        return Actor(tenant_id, NOBODY, NOBODY, employee, rights=rights_of(self._session, tenant_id, employee))

    def _named(self, records: set[RecordRef]) -> dict[RecordRef, str]:
        registered, tenant_id = registry_of(self._session).records, tenant_of(self._session)
        names: dict[RecordRef, str] = {}
        for kind in {record.kind for record in records} & registered.keys():
            ids = {record.id for record in records if record.kind == kind}
            found = registered[kind].names(self._session, tenant_id, ids)
            names |= {RecordRef(kind, record_id): name for record_id, name in found.items()}
        return names

    def notice(self, submission: Submission, outcome: Outcome, employee: UUID) -> Notice:
        """Return the notice to one person."""
        records = _records(outcome)
        may_see = all(record in self._seen[employee] for record in records)
        names = [self._names[record] for record in records if record in self._names] if may_see else []
        return Notice(
            employee_ids=[employee],
            kind="submission_received",
            title=submission.form["title"],
            body=" · ".join((self._sender, *dict.fromkeys(names))) if may_see else "",
            link=f"/submissions/{submission.id}" if may_see else None,
            key=f"submission:{submission.id}",
        )


def _records(outcome: Outcome) -> list[RecordRef]:
    """Return what a submission is about: its record, and its customer."""
    about = [outcome.record] if outcome.record else []
    customer = [RecordRef(CUSTOMER, outcome.customer_id)] if outcome.customer_id else []
    return list(dict.fromkeys((*customer, *about)))
