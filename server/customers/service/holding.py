"""Customers in hand: held until the end of the transaction, of somebody who may change them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.errors import NotFoundError
from server.customers import queries
from server.customers.errors import MergedAwayError, NotYoursToChangeError
from server.customers.models import Customer


def held_for_change(session: Session, actor: Actor, ids: Collection[UUID]) -> list[Customer]:
    """Return the customers in the order of their ids, held until the end of the transaction.

    Raises NotFoundError when there is one that the actor does not see, NotYoursToChangeError when he sees one by a
    share to view alone, MergedAwayError when one was merged into another.
    """
    wanted = set(ids)
    statement = (
        select(Customer).where(Customer.tenant_id == actor.tenant_id, Customer.id.in_(wanted)).order_by(Customer.id)
    )
    found = list(session.scalars(statement.with_for_update(key_share=True).execution_options(populate_existing=True)))
    may = queries.allowed_among(session, actor, wanted)
    unseen = wanted - {one.id for one in found if one.id in may.visible}
    if unseen:
        raise NotFoundError(kind="customer", ids=sorted(str(one) for one in unseen))
    if wanted - may.editable:
        raise NotYoursToChangeError
    for one in found:
        if one.merged_into:
            raise MergedAwayError(id=str(one.id), into=str(one.merged_into))
    return found
