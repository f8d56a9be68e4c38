"""Taking forms of goods for a customer: what sales, orders and opportunities have in common.

A set of forms is taken with as many statements as one: who and what they name is looked up before, prices after them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.service.timeline import log_calls
from server.catalogue.queries import known_products, prices_at
from server.catalogue.rules import Price, id_in
from server.core import aliases
from server.core.actor import Actor
from server.core.errors import DomainError, InvalidInputError
from server.core.records import Fields, Record, save
from server.core.submissions import BadReferenceError, Handler, Outcome, Submission
from server.customers import queries as customers
from server.customers.service import note_changes


class Wish(Protocol):
    """A row of a form: so much of a product."""

    @property
    def product_id(self) -> UUID:
        """Return the product."""


Wished = TypeVar("Wished", bound=Wish)
Reckoned = TypeVar("Reckoned")


@dataclass(frozen=True)
class Goods(Generic[Wished, Reckoned]):
    """How records of a kind speak of goods: the rows in their fields, what these come to, when each was captured."""

    kind: str
    rows_of: Callable[[Fields], list[Wished]]
    reckon: Callable[[Iterable[Wished], Mapping[UUID, Price | None]], list[Reckoned]]
    captured_at: Callable[[Session, Collection[UUID]], Mapping[UUID, datetime]]


@dataclass
class Counter(Generic[Wished, Reckoned]):
    """What the forms of one set are taken with: who is known, and what each comes to once it is merged."""

    goods: Goods[Wished, Reckoned]
    customers: Mapping[UUID, str]
    merged: Mapping[UUID, UUID]
    visible: Collection[UUID]
    products: Collection[UUID]
    captured: dict[UUID, datetime]
    reckoned: dict[UUID, list[Reckoned]] = field(default_factory=dict)
    promised: dict[UUID, Mapping[UUID, Price]] = field(default_factory=dict)
    """Prices by product that a record was promised, by record: they go before those of its moment."""

    def standing(self, customer_id: UUID) -> UUID:
        """Return the customer that stands for one that was merged into it, itself for any other."""
        return self.merged.get(customer_id, customer_id)

    def judge(self, _: UUID, fields: Fields) -> DomainError | None:
        """Say why a record cannot be so."""
        customer = id_in(fields, "customer")
        if customer is None:
            return InvalidInputError(pointer="/answers/customer", reason="required")
        if customer not in self.customers:
            return BadReferenceError("customer", customer)
        strange = [row.product_id for row in self.goods.rows_of(fields) if row.product_id not in self.products]
        return BadReferenceError("product", strange[0]) if strange else None

    def take(self, actor: Actor, records: dict[UUID, Record], submission: Submission) -> Outcome | DomainError:
        """Merge one form; without a customer it makes no record."""
        if submission.record is None and id_in(submission.answers, "customer") is None:
            return Outcome()
        result = save(actor, self.goods.kind, records, submission, self.judge)
        if not isinstance(result, Outcome) or result.record is None:
            return result
        self.captured.setdefault(result.record.id, submission.occurred_at)
        customer_id = UUID(records[result.record.id].fields["customer"])
        return replace(result, customer_id=self.standing(customer_id))

    def reckon(self, session: Session, records: Mapping[UUID, Record]) -> None:
        """Reckon what was written at the prices that each was promised, else at those of when it was captured."""
        rows = {id_: self.goods.rows_of(one.fields) for id_, one in records.items() if one.written or one.origin}
        wanted = {(row.product_id, self.captured[id_]) for id_, some in rows.items() for row in some}
        prices = prices_at(session, wanted)
        for id_, some in rows.items():
            own = {row.product_id: prices.get((row.product_id, self.captured[id_])) for row in some}
            self.reckoned[id_] = self.goods.reckon(some, {**own, **self.promised.get(id_, {})})

    def told(self, outcome: Outcome, *flags: str) -> Outcome:
        """Return the outcome with these flags, after its own and that its customer is not the author's to see."""
        unseen = ("customer_not_visible",) if outcome.customer_id not in self.visible else ()
        return replace(outcome, flags=tuple(dict.fromkeys((*outcome.flags, *unseen, *flags))))


def counter(
    session: Session,
    actor: Actor,
    goods: Goods[Wished, Reckoned],
    records: Mapping[UUID, Record],
    submissions: Sequence[Submission],
) -> Counter[Wished, Reckoned]:
    """Look up who and what the forms and the records that they edit name."""
    fields = [*(one.answers for one in submissions), *(one.fields for one in records.values())]
    named = {customer for one in fields if (customer := id_in(one, "customer"))}
    merged = aliases.resolve(session, "customer", named)
    products = {row.product_id for one in fields for row in goods.rows_of(one)}
    return Counter(
        goods,
        customers.names(session, actor.tenant_id, named),
        merged,
        customers.allowed_among(session, actor, {*named, *merged.values()}).visible,
        known_products(session, products),
        dict(goods.captured_at(session, records.keys())),
    )


@dataclass(frozen=True)
class Talks:
    """Forms that made records, and those of them that were filled in at a call and at a meeting."""

    made: Sequence[Submission]
    called: Sequence[Submission]
    met: Sequence[Submission]


def note_talks(
    session: Session, actor: Actor, talks: Talks, meetings: Iterable[Handler]
) -> dict[UUID, tuple[str, ...]]:
    """Count new records as their customers' latest change, and note the calls and meetings at which they were made.

    The timeline tells a record by its form. Returns the doubts about the meetings, by submission.
    """
    if not talks.made:
        return {}
    note_changes(session, {UUID(one.answers["customer"]) for one in talks.made}, talks.made[0].received_at)
    if talks.called:
        log_calls(session, actor, [(one, UUID(one.answers["customer"])) for one in talks.called])
    met = talks.met
    outcomes = [pair for note in meetings if met for pair in zip(met, note(session, actor, met), strict=True)]
    return {one.id: outcome.flags for one, outcome in outcomes if isinstance(outcome, Outcome)}
