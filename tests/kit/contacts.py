"""Forms of contacts as phones hand them in."""

from datetime import UTC, datetime
from typing import Any

from tests.kit.phone import FIX

VERSIONS = {"interaction.tele": 2, "interaction.f2f": 2}


def contact(phone, form: str, customer: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """Make a contact's operation, with the position or the call's status that its kind asks for; nothing is sent."""
    answers = {"customer": customer, **({"gps": FIX} if form.endswith(".f2f") else {"call_status": "answered"})}
    extra = {name: more.pop(name) for name in ("before", "record", "media") if name in more}
    moment = (at or datetime.now(UTC)).isoformat()
    version = VERSIONS.get(form, 1)
    return phone.submit(form, {**answers, **more}, version=version, occurred_at=moment, **extra)


def sent(phone, form: str, customer: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """Push a contact that is taken; return its operation."""
    operation = contact(phone, form, customer, at, **more)
    (answer,) = phone.push(operation)
    assert answer["s"] in {"applied", "merged"}, answer
    return operation
