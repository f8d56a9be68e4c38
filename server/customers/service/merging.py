"""Making two customers one, and two of one again: nothing of either is lost."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import aliases, clock, feed
from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.core.ids import new_id
from server.core.records import stamp_of_console
from server.customers import merging, queries
from server.customers.errors import AlreadyUndoneError, MergedFurtherError, NotYoursToChangeError, SameCustomerError
from server.customers.models import Customer
from server.customers.record_models import Buyer, CustomerMerge, DuplicatePair
from server.customers.rules import without_empty
from server.customers.service import addresses, changes, references
from server.customers.service.holding import held_for_change
from server.customers.service.recency import note_changes

KIND = "customer"


def merge(
    session: Session, actor: Actor, winner_id: UUID, loser_id: UUID, choices: Mapping[str, merging.Choice]
) -> CustomerMerge:
    """Merge a customer into another: its fields as chosen, its history, routes, shares and groups go over.

    Phones that hold the loser are told where it went, and what they hand in for it reaches the winner. Raises
    SameCustomerError, MergedAwayError, NotFoundError, NotYoursToChangeError.
    """
    if winner_id == loser_id:
        raise SameCustomerError
    rows = {one.id: one for one in held_for_change(session, actor, [winner_id, loser_id])}
    winner, loser = rows[winner_id], rows[loser_id]
    written = merging.merged(winner.fields, loser.fields, choices)
    status = merging.status_of(winner.status, loser.status)
    kept = CustomerMerge(
        tenant_id=actor.tenant_id,
        id=new_id(),
        winner_id=winner_id,
        loser_id=loser_id,
        merged_by=actor.employee_id,
        merged_at=clock.now(),
        written={"fields": written, "status": [winner.status, status], "archived": loser.archived_at is not None},
        moved={},
    )
    session.add(kept)
    _put(session, actor, winner, written, status, "merge")
    loser.archived_at, loser.merged_into = loser.archived_at or clock.now(), winner_id
    kept.moved = _move(session, loser, winner)
    aliases.add(session, KIND, loser_id, winner_id)
    feed.touch(session, KIND, loser_id)
    _note(session, actor, "customer.merge", kept, written)
    return kept


def _put(session: Session, actor: Actor, customer: Customer, pairs: merging.Pairs, status: str, way: str) -> None:
    stamp = stamp_of_console(actor)
    noted = dict(pairs)
    if status != customer.status:
        noted["status"] = [customer.status, status]
    customer.fields = without_empty({**customer.fields, **{name: pair[1] for name, pair in pairs.items()}}.items())
    customer.address = addresses.derived(session, customer.fields, customer.address)
    customer.status = status
    session.flush()
    note_changes(session, [customer.id], clock.now())
    feed.touch(session, KIND, customer.id, dict.fromkeys(pairs, stamp))
    changes.note(session, actor, [changes.Written(customer.id, noted, stamp, way)])


def _move(session: Session, loser: Customer, winner: Customer) -> dict[str, Any]:
    session.flush()
    return {
        "rows": [asdict(one) for one in references.move(session, loser.id, winner.id)],
        "buyer": _move_buyer(session, loser.id, winner.id),
        "pairs": _close_pairs(session, loser),
        "aliases": _aliases_of(session, loser),
    }


def _move_buyer(session: Session, from_id: UUID, to_id: UUID) -> bool:
    """Give the buyer of one customer to another that is none; tell whether there was one to give."""
    of = {one.customer_id: one for one in session.scalars(select(Buyer).where(Buyer.customer_id.in_([from_id, to_id])))}
    if from_id in of and to_id not in of:
        of[from_id].customer_id = to_id
        session.flush()
        return True
    return False


def _close_pairs(session: Session, loser: Customer) -> list[str]:
    statement = (
        update(DuplicatePair)
        .where(
            DuplicatePair.tenant_id == loser.tenant_id,
            DuplicatePair.state == "open",
            or_(DuplicatePair.one_id == loser.id, DuplicatePair.other_id == loser.id),
        )
        .values(state="merged", settled_at=clock.now())
        .returning(DuplicatePair.id)
    )
    return [str(one) for one in session.scalars(statement)]


def _aliases_of(session: Session, loser: Customer) -> list[str]:
    alias = aliases.RecordAlias
    statement = select(alias.id).where(
        alias.tenant_id == loser.tenant_id, alias.kind == KIND, alias.into_id == loser.id
    )
    return [str(one) for one in session.scalars(statement)]


def undo(session: Session, actor: Actor, merge_id: UUID) -> CustomerMerge:
    """Take a merge back: both stand again as they were, and what was written on the winner since stays there.

    Raises AlreadyUndoneError, MergedFurtherError when the winner went into a third one meanwhile, NotFoundError,
    NotYoursToChangeError.
    """
    kept = _held_merge(session, actor, merge_id)
    rows = _both(session, actor, kept)
    winner, loser = rows[kept.winner_id], rows[kept.loser_id]
    if winner.merged_into or loser.merged_into != winner.id:
        raise MergedFurtherError(id=str(winner.id))
    pairs = merging.undone(winner.fields, kept.written["fields"])
    before, after = kept.written["status"]
    loser.merged_into = None
    loser.archived_at = loser.archived_at if kept.written["archived"] else None
    _put(session, actor, winner, pairs, before if winner.status == after else winner.status, "undo")
    _move_back(session, kept, loser)
    kept.undone_by, kept.undone_at = actor.employee_id, clock.now()
    feed.touch(session, KIND, loser.id)
    _note(session, actor, "customer.unmerge", kept, pairs)
    return kept


def _held_merge(session: Session, actor: Actor, merge_id: UUID) -> CustomerMerge:
    kept = session.get(CustomerMerge, (actor.tenant_id, merge_id), with_for_update=True)
    if kept is None or kept.winner_id not in queries.allowed_among(session, actor, [kept.winner_id]).visible:
        raise NotFoundError(kind="customer_merge", id=str(merge_id))
    if kept.undone_at:
        raise AlreadyUndoneError
    return kept


def _both(session: Session, actor: Actor, kept: CustomerMerge) -> dict[UUID, Customer]:
    ids = [kept.winner_id, kept.loser_id]
    statement = select(Customer).where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(ids))
    found = session.scalars(statement.order_by(Customer.id).with_for_update(key_share=True)).all()
    if kept.winner_id not in queries.allowed_among(session, actor, ids).editable:
        raise NotYoursToChangeError
    return {one.id: one for one in found}


def _move_back(session: Session, kept: CustomerMerge, loser: Customer) -> None:
    session.flush()
    alias, moved = aliases.RecordAlias, kept.moved
    mine = (alias.tenant_id == loser.tenant_id, alias.kind == KIND)
    session.execute(delete(alias).where(*mine, alias.id == loser.id))
    former = [UUID(one) for one in moved["aliases"]]
    session.execute(update(alias).where(*mine, alias.id.in_(former)).values(into_id=loser.id))
    done = [references.Moved(**one) for one in moved["rows"]]
    references.move_back(session, done, loser.id, kept.winner_id)
    if moved["buyer"]:
        _move_buyer(session, kept.winner_id, loser.id)
    pairs = [UUID(one) for one in moved["pairs"]]
    session.execute(
        update(DuplicatePair)
        .where(DuplicatePair.tenant_id == loser.tenant_id, DuplicatePair.id.in_(pairs), DuplicatePair.state == "merged")
        .values(state="open", settled_at=None)
    )


def _note(session: Session, actor: Actor, action: str, kept: CustomerMerge, pairs: merging.Pairs) -> None:
    detail = {
        "winner": str(kept.winner_id),
        "loser": str(kept.loser_id),
        "before": {name: pair[0] for name, pair in pairs.items()},
        "after": {name: pair[1] for name, pair in pairs.items()},
    }
    for one in (kept.winner_id, kept.loser_id):
        audit.record(session, actor, action, KIND, one, detail=detail)


def merges_of(session: Session, actor: Actor, customer_id: UUID) -> list[tuple[CustomerMerge, Customer]]:
    """Return the merges into a customer that stand, the newest first, each with the one that was merged."""
    statement = (
        select(CustomerMerge, Customer)
        .join(Customer, (Customer.tenant_id == CustomerMerge.tenant_id) & (Customer.id == CustomerMerge.loser_id))
        .where(
            CustomerMerge.tenant_id == actor.tenant_id,
            CustomerMerge.winner_id == customer_id,
            CustomerMerge.undone_at.is_(None),
        )
    )
    return [(row[0], row[1]) for row in session.execute(statement.order_by(CustomerMerge.merged_at.desc()))]
