"""Finding customers by words, the best first: spelled as typed, then names that begin so, then by name.

Under a million customers a trigram finds rare words fast and common ones slowly, and the order of names finds common
ones fast and rare ones slowly. So a sample says how common the words are; of very common ones the best of a bounded
number of candidates are given, since nobody reads ten thousand hits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    and_,
    func,
    literal_column,
    not_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from server.accounts.rules import SEE_ALL
from server.core.actor import Actor
from server.customers.models import Customer
from server.customers.queries.filters import Filter, Words, criteria, literal, matching
from server.customers.queries.visibility import visible_to

SAMPLE = 2_000
COMMON = 0.03
CANDIDATES = 400
WALK = 20_000
LAST = "\U0010ffff"

Place = tuple[bool, bool, str, UUID]
"""Where a hit stands: not spelled as typed, name does not begin so, its folded name, its id."""


@dataclass(frozen=True)
class Hits:
    """Ids with their places, in order; how many there are, and whether that is only the least that there are."""

    rows: Sequence[tuple[UUID, Place]]
    total: int
    least: bool


def search(session: Session, actor: Actor, wanted: Filter, after: Place | None, limit: int) -> Hits:
    """Return up to `limit` visible customers that have all the words, the best first, after the place given.

    Letters typed with diacritics rank first, wherever the tone is put: `đường` gives no `Dương` before a `Đường`.
    """
    words = wanted.words
    few = not (actor.can(SEE_ALL) or actor.wide)
    common = [] if few else _common(session, actor, words)
    if not common:
        return _ranked(session, _all(actor, wanted, few=few), words, after, limit, least=False)
    pool = _candidates(actor, wanted, common)
    chosen = select(Customer.id).where(_mine(actor), Customer.id.in_(pool))
    return _ranked(session, chosen, words, after, limit, least=True)


def _mine(actor: Actor) -> ColumnElement[bool]:
    return Customer.tenant_id == actor.tenant_id


def _all(actor: Actor, wanted: Filter, *, few: bool) -> Select[UUID]:
    """Select by the trigrams; where the actor sees few, among those: no index is over what follows from the text."""
    sought: ColumnElement[Any] = func.concat(Customer.search) if few else Customer.search.expression
    words = (_like(sought, word) for word in wanted.words.folded)
    return select(Customer.id).where(visible_to(actor), *criteria(actor, wanted), *words)


def _rank(words: Words) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    misspelled = not_(matching(words.spelled)) if words.spelled else literal_column("false")
    return misspelled.label("misspelled"), not_(func.starts_with(Customer.name_key, words.whole)).label("inside")


def _ranked(
    session: Session, chosen: Select[UUID], words: Words, after: Place | None, limit: int, *, least: bool
) -> Hits:
    columns = (*_rank(words), Customer.name_key, Customer.id)
    found = chosen.with_only_columns(*columns).cte("found").prefix_with("MATERIALIZED")
    place = (found.c.misspelled, found.c.inside, found.c.name_key, found.c.id)
    total = select(func.count()).select_from(found).scalar_subquery()
    statement = select(*place, total).order_by(*place).limit(limit)
    if after:
        statement = statement.where(tuple_(*place) > tuple_(*after))
    rows: Sequence[Row[bool, bool, str, UUID, int]] = session.execute(statement).all()
    count = rows[0][4] if rows else session.scalar(select(total)) or 0
    return Hits([(row[3], (row[0], row[1], row[2], row[3])) for row in rows], count, least)


@dataclass(frozen=True)
class _Way:
    """Words to look for together, and whether they are too common for their trigrams."""

    words: tuple[str, ...]
    common: bool


def _common(session: Session, actor: Actor, words: Words) -> list[_Way]:
    """Return the ways to look for words that are too common for their trigrams; none when they are rare.

    The sample is the first customers by their ids, which chance gave them.
    """
    sample = (
        select(Customer.search.label("search"))
        .where(_mine(actor), Customer.archived_at.is_(None))
        .order_by(Customer.id)
        .limit(SAMPLE)
        .subquery()
    )
    ways = [words.folded, *([(*words.spelled, *words.folded)] if words.spelled else [])]
    counts = [func.count().filter(and_(*(_like(sample.c.search, word) for word in way))) for way in ways]
    size, *found = session.execute(select(func.count(), *counts)).one()
    if size < SAMPLE or found[0] < SAMPLE * COMMON:
        return []
    return [_Way(way, count >= SAMPLE * COMMON) for way, count in zip(ways, found, strict=True)]


def _like(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return column.like(f"%{literal(word)}%")


def _candidates(actor: Actor, wanted: Filter, ways: list[_Way]) -> CompoundSelect[UUID]:
    """Select the names that begin so, and for each way of looking the first hits: by their ids where it is common."""
    whole, narrowed = wanted.words.whole, (visible_to(actor), *criteria(actor, wanted))
    begin = select(Customer.id).where(*narrowed, Customer.name_key >= whole, Customer.name_key < whole + LAST)
    parts = [begin.order_by(Customer.name_key, Customer.id).limit(CANDIDATES)]
    for way in ways:
        # What is common is met soon along the ids; within a bound, or the planner would rather read everything.
        near = select(Customer.id, Customer.search).where(*narrowed).order_by(Customer.id).limit(WALK).subquery()
        place, sought = (near.c.id, near.c.search) if way.common else (Customer.id, Customer.search.expression)
        here = () if way.common else narrowed
        part = select(place).where(*here, *(_like(sought, word) for word in way.words))
        parts.append(part.limit(CANDIDATES))
    return union(*(select(part.subquery().c.id) for part in parts))
