"""Merge fields of e-mails, and which addresses mail may go to. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Any

FIELDS = (
    "customer.name",
    "customer.code",
    "customer.address",
    "employee.name",
    "employee.phone",
    "organisation.name",
)
"""What a text may name in double braces."""

LONGEST_ADDRESS = 254
_FIELD = re.compile(r"\{\{(?:([^{}\r\n]*)\}\})?")
_SHOWN = 40
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")


@dataclass(frozen=True)
class Unknown:
    """Braces that name no merge field: what stands there and where; lines and columns count from 1."""

    name: str
    line: int
    column: int


def first_unknown(text: str) -> Unknown | None:
    """Return the first place where a text names a field that there is not, or leaves its braces open."""
    return next(_unknown(text), None)


def _unknown(text: str) -> Iterator[Unknown]:
    for found in _FIELD.finditer(text):
        name = found[1]
        if name is None or name.strip() not in FIELDS:
            before = text[: found.start()]
            rest = text[found.start() : found.start() + _SHOWN].splitlines()[0]
            column = found.start() - (before.rfind("\n") + 1) + 1
            yield Unknown(found[0] if name is not None else rest, before.count("\n") + 1, column)


def merged(text: str, values: Mapping[str, str | None]) -> str:
    """Return the text with each merge field as its value, one without a value as nothing."""
    return _FIELD.sub(lambda found: values.get((found[1] or "").strip()) or "", text)


def one_line(text: str) -> str:
    """Return a text without line breaks, for a subject or a name in a header."""
    return " ".join(text.split())


def is_address(text: Any) -> bool:
    """Tell whether a text is one e-mail address that a mail server takes: no name, no list, no line break."""
    if not isinstance(text, str) or len(text) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(text):
        return False
    try:
        return Address(addr_spec=text).addr_spec == text
    except ValueError:
        return False


def addresses_of(name: str | None, fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses that a customer's fields hold, with whom each is of: its own, then those of contacts."""
    known: dict[str, str] = {}
    contacts = [row for row in fields.get("contacts") or [] if isinstance(row, Mapping)]
    for holder in ({"email": fields.get("email"), "name": name}, *contacts):
        address = holder.get("email")
        address = address.strip() if isinstance(address, str) else address
        if is_address(address):
            known.setdefault(str(address), str(holder.get("name") or ""))
    return known
