"""What phones are asked to send amiss, and how what they hold is compared."""

from typing import Any

from tests.sync.machines.handset import NAMES, Handset
from tests.sync.machines.truth import Shop

BAD: list[dict[str, Any]] = [
    {"form": "customer.spaceship", "version": 1, "answers": {}},
    {"form": "customer.shop", "version": 99, "answers": {}},
    {"form": "customer.shop", "version": 1, "answers": []},
    {"t": "dance"},
    {"form": "customer.shop", "version": 1, "answers": {"full_name": "a\u0000b"}},
    {"id": "no uuid", "form": "customer.shop", "version": 1, "answers": {}},
]


def differing(fields: dict[str, Any], shop: Shop) -> dict[str, tuple[Any, Any]]:
    names = {name for name in {*fields, *shop.fields} if name in NAMES}
    pairs = {name: (fields.get(name), shop.fields.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def bodies(phone: Handset) -> dict[Any, tuple[int, bytes]]:
    return {key: (held.v, held.data) for key, held in phone.rows.items()}
