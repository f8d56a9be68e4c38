"""What a list of customers may be narrowed to and ordered by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from server.core.actor import Actor
from server.core.text import fold
from server.customers import phones
from server.customers.models import Customer, CustomerValue
from server.customers.record_models import CustomerGroupMember, CustomerTag
from server.customers.spelling import spell

NOT_BY_VALUE = frozenset(
    {
        "full_name", "phone", "house_number", "address_system", "address_province", "address_district",
        "address_ward", "gps", "note", "photos", "sign_photos", "tags", "contacts", "members",
    }
)  # fmt: skip
"""Fields that `customer_value` leaves out: they have columns of their own, or nobody narrows a list by them."""
LONGEST_VALUE = 100
"""Characters; longer values are not in `customer_value` either."""

STATUSES = ("lead", "potential", "customer", "vip", "old")


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `q` is looked for in name, code, street, telephone numbers and contacts.

    `fields` are (field, value) pairs of the record, `archived` shows what was taken out of use instead of the rest.
    """

    q: str | None = None
    type: str | None = None
    owner_id: UUID | None = None
    ward_code: str | None = None
    pool_id: UUID | None = None
    status: str | None = None
    group_id: UUID | None = None
    tag: UUID | None = None
    province_code: str | None = None
    archived: bool = False
    fields: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_by_values(self) -> bool:
        """Whether it asks for more than words: for values, some of them common and others rare."""
        return replace(self, q=None) != Filter()

    @property
    def words(self) -> "Words":
        """What `q` asks for."""
        return words_of(self.q or "")


@dataclass(frozen=True)
class Words:
    """What is looked for: `folded` words, and how those that were typed with diacritics are spelled.

    `whole` is all of it folded: the names that begin so come first.
    """

    folded: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    whole: str = ""


def words_of(query: str) -> Words:
    """Return what a query asks for; a telephone number in any written form is one word."""
    digits = phones.sought(query)
    if digits:
        return Words((digits,), (), digits)
    typed = query.lower().split()
    folded = tuple(fold(word) for word in typed)
    spelled = tuple(spell(word) for word, plain in zip(typed, folded, strict=True) if plain != word)
    return Words(tuple(word for word in folded if word), spelled, " ".join(folded))


def criteria(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what a customer must fulfil, all but the words."""
    in_use = Customer.archived_at.is_not(None) if wanted.archived else Customer.archived_at.is_(None)
    not_merged = [Customer.merged_into.is_(None)] if wanted.archived else []
    equal: Mapping[InstrumentedAttribute[Any], Any] = {
        Customer.type: wanted.type,
        Customer.owner_id: wanted.owner_id,
        Customer.province_code: wanted.province_code,
        Customer.ward_code: wanted.ward_code,
        Customer.pool_id: wanted.pool_id,
    }
    found = [in_use, *not_merged, *(column == value for column, value in equal.items() if value is not None)]
    if wanted.status in STATUSES:
        # As a literal, since the planner has to see that the partial index serves it.
        found.append(Customer.status == literal_column(f"'{wanted.status}'"))
    return [*found, *_lists(actor, wanted), *(_field(actor, name, value) for name, value in wanted.fields)]


def _lists(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.group_id:
        member = CustomerGroupMember
        inside = select(member.customer_id).where(
            member.tenant_id == actor.tenant_id, member.group_id == wanted.group_id
        )
        found.append(Customer.id.in_(inside))
    if wanted.tag:
        tagged = select(CustomerTag.customer_id).where(
            CustomerTag.tenant_id == actor.tenant_id, CustomerTag.tag_id == wanted.tag
        )
        found.append(Customer.id.in_(tagged))
    return found


def _field(actor: Actor, name: str, value: str) -> ColumnElement[bool]:
    if name in NOT_BY_VALUE or len(value) > LONGEST_VALUE:
        return or_(Customer.fields[name].astext == value, Customer.fields[name].contains([value]))
    having = (CustomerValue.tenant_id == actor.tenant_id, CustomerValue.name == name, CustomerValue.value == value)
    return Customer.id.in_(select(CustomerValue.customer_id).where(*having))


def matching(words: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the criterion that a customer's search text has all the words."""
    found: ColumnElement[bool] = true()
    for word in words:
        found &= Customer.search.like(f"%{literal(word)}%")
    return found


def literal(word: str) -> str:
    """Return a word as LIKE takes it literally."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
