"""Making quotations and orders of requests and quotations (TM-18).

What is made is made by a form like everything else: its answer `converted_from` names what it was made of.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.catalogue.rules import Price, id_in
from server.core import clock, feed
from server.core.actor import Actor
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.core.ids import new_id
from server.core.records import Record, ref_of
from server.core.submissions import BadReferenceError, Outcome, Submission
from server.forms import queries as forms
from server.forms.service.handing_in import HandedIn, hand_in
from server.orders import queries, rules
from server.orders.errors import (
    CustomerDiffersError,
    OrderConvertedError,
    OrderNotConvertibleError,
    QuotationExpiredError,
)
from server.orders.models import Order
from server.orders.rules import Source
from server.orders.service.moving import put
from server.orders.service.tables import KIND

FIELD = "converted_from"
FORMS = {"quotation": "quotation", "order": "order.quoted"}


def _named(submission: Submission) -> UUID | None:
    """Return what a form names as that of which its order is made; forms without that field say nothing of it."""
    asked = any(one["name"] == FIELD for one in submission.form["fields"])
    return id_in(submission.answers, FIELD) if asked else None


def waves(submissions: Sequence[Submission]) -> Iterator[list[Submission]]:
    """Split a set of forms so that what something is made of is written, and settled, before that."""
    wave: list[Submission] = []
    seen: set[UUID] = set()
    for one in submissions:
        source = _named(one)
        if source in seen:
            yield wave
            wave, seen = [], set()
        wave.append(one)
        seen |= {ref_of(KIND, one).id, *([source] if source else [])}
    if wave:
        yield wave


@dataclass
class Conversions:
    """What the new orders of one set are to be made of; `links` are those made of something, by the new one's id."""

    session: Session
    named: Mapping[UUID, UUID]
    orders: Mapping[UUID, Order]
    sources: Mapping[UUID, Source]
    visible: Iterable[UUID]
    links: dict[UUID, UUID] = field(default_factory=dict)
    flags: dict[UUID, str] = field(default_factory=dict)

    def doubt(self, submission: Submission, standing: Callable[[UUID], UUID]) -> DomainError | None:
        """Say why nothing can be made of what a form names, None where it can or names nothing."""
        wanted = self.named.get(submission.id)
        if wanted is None:
            return None
        source = self.sources.get(wanted)
        if source is None:
            return BadReferenceError(KIND, wanted)
        if wanted not in self.visible:
            return NotFoundError(kind=KIND, id=str(wanted))
        kind, _ = rules.kind_of(submission.form)
        customer = id_in(submission.answers, "customer")
        if customer and standing(customer) != source.customer_id:
            return CustomerDiffersError(order=source.code)
        day = queries.day_of(self.session, submission.occurred_at)
        return refusal(source, kind, rules.hindrance(source, kind, day))

    def note(self, submission: Submission, outcome: Outcome, doubt: DomainError | None) -> None:
        """Keep what was made of what; what is doubtful is made of nothing, and flagged."""
        source = self.named.get(submission.id)
        if source is None or outcome.record is None:
            return
        if doubt:
            self.flags[submission.id] = "order_not_visible" if isinstance(doubt, NotFoundError) else doubt.code
        else:
            self.links[outcome.record.id] = source

    def owner_of(self, order_id: UUID) -> UUID | None:
        """Return whose a new order is: it stays with who has what it was made of."""
        return self.orders[self.links[order_id]].owner_id if order_id in self.links else None


def refusal(source: Source, kind: str, code: str | None) -> DomainError | None:
    """Return the error that a hindrance is."""
    if code is None:
        return None
    if code == OrderConvertedError.code and source.into:
        return OrderConvertedError(order=source.code, kind=source.into[0], into=source.into[1])
    if code == QuotationExpiredError.code and source.valid_until:
        return QuotationExpiredError(order=source.code, valid_until=source.valid_until.isoformat())
    return OrderNotConvertibleError(order=source.code, kind=source.kind, state=source.state, wanted=kind)


def begin(
    session: Session, actor: Actor, records: Mapping[UUID, Record], submissions: Sequence[Submission]
) -> Conversions:
    """Look up, and hold, what the forms that make orders name as that of which they are made."""
    made = [one for one in submissions if ref_of(KIND, one).id not in records]
    named = {one.id: source for one in made if (source := _named(one))}
    if not named:
        return Conversions(session, {}, {}, {}, ())
    orders = queries.held(session, set(named.values()))
    into = queries.standing(session, orders.keys())
    sources = {row_id: queries.source_of(order, into.get(row_id)) for row_id, order in orders.items()}
    visible, _ = queries.may(session, actor, orders.keys())
    return Conversions(session, named, orders, sources, visible)


def promises(session: Session, records: Iterable[UUID], links: Mapping[UUID, UUID]) -> dict[UUID, Mapping[UUID, Price]]:
    """Return the prices by product that orders were promised by the quotations of which they were made, by order."""
    links = {**queries.converted_from(session, list(records)), **links}
    prices = queries.promised(session, set(links.values()))
    return {row_id: prices[source] for row_id, source in links.items() if source in prices}


def settle_sources(session: Session, actor: Actor, conversions: Conversions, codes: Mapping[UUID, str]) -> None:
    """Answer the requests and accept the quotations of which something was made; `codes` are those of what was made."""
    for row_id, source_id in conversions.links.items():
        source = conversions.orders[source_id]
        state = rules.ANSWERED[source.kind]
        if source.state != state:
            put(session, actor, source, state, codes[row_id])
        feed.touch(session, KIND, source_id)
        detail = {"after": {"into": codes[row_id]}}
        audit.record(session, actor, "order.convert", KIND, source_id, customer_id=source.customer_id, detail=detail)


def convert(session: Session, actor: Actor, order_id: UUID, into: str, answers: Mapping[str, Any]) -> UUID:
    """Hand in the form that makes a quotation or an order of this one, and return what was made; twice is once.

    The form takes over what it takes when it is filled in; `answers` say the rest, and go before that. Raises
    NotFoundError, OrderNotConvertibleError, OrderConvertedError, QuotationExpiredError, and what the form is refused
    for.
    """
    source = queries.locked(session, actor, order_id)
    if source is None:
        raise NotFoundError(kind=KIND, id=str(order_id))
    made_already = queries.standing(session, [order_id]).get(order_id)
    if made_already and made_already.kind == into:
        return made_already[0]
    found = queries.source_of(source, made_already)
    doubt = refusal(found, into, rules.hindrance(found, into, queries.day_of(session, clock.now())))
    if doubt:
        raise doubt
    form = forms.newest_version(session, FORMS[into])
    if form is None:
        raise InvalidInputError(pointer="/into", reason="no_form")
    given = {**_taken_over(form.definition, source), FIELD: str(order_id), **answers}
    made = HandedIn(new_id(), form.key, form.version, given)
    hand_in(session, actor, made)
    return made.id


def _taken_over(form: Mapping[str, Any], source: Order) -> dict[str, Any]:
    """Return what the form begins with: plain defaults, and what it takes from the order."""
    found = {}
    for one in form["fields"]:
        ref, _, name = str(one.get("prefill") or "").partition(".fields.")
        if ref == FIELD and source.fields.get(name) is not None:
            found[one["name"]] = source.fields[name]
        elif isinstance(one.get("default"), str):
            found[one["name"]] = one["default"]
    return found
