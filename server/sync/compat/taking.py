"""Taking edits of foreign clients through the push engine, once each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import queries as accounts
from server.accounts.models import Device
from server.accounts.service import DrainedPhone
from server.core import clock
from server.core.actor import Actor
from server.core.database import registry_of
from server.forms import queries as forms
from server.sync.compat import rows
from server.sync.compat.columns import Columns
from server.sync.compat.edits import Edit, Form, operation
from server.sync.compat.models import CompatOperation
from server.sync.errors import NotAPhoneError
from server.sync.models import Receipt
from server.sync.operations import PUSH_OPS, Envelope
from server.sync.push import push

Answer = dict[str, Any]
Answered = tuple[Edit, Answer]
Forms = dict[tuple[str, str], Form]
REFUSED = frozenset({"quarantined", "retry"})


@dataclass(frozen=True)
class Taken:
    """What became of edits: the answers, the columns of records that the phone must take back, edits not yet taken."""

    answers: list[Answered]
    left: list[Edit]
    standing: list[Columns] = field(default_factory=list)


@dataclass(frozen=True)
class Batch:
    """Edits of one phone, which is held: `numbers` are those of the edits that were taken before."""

    session: Session
    actor: Actor
    device: Device
    edits: dict[UUID, Edit]
    numbers: dict[UUID, int]

    @property
    def fresh(self) -> dict[UUID, Edit]:
        """The edits that the engine has not seen, at most as many as one push takes."""
        unseen = [(identity, edit) for identity, edit in self.edits.items() if identity not in self.numbers]
        return dict(unseen[:PUSH_OPS])

    @property
    def reads(self) -> bool:
        """Whether the phone may be told what stands: one that may only hand in is not."""
        return not isinstance(self.actor, DrainedPhone)

    @property
    def repeated(self) -> list[Edit]:
        """The edits that were taken before."""
        return [edit for identity, edit in self.edits.items() if identity in self.numbers]


def opened(session: Session, actor: Actor, edits: Iterable[Edit]) -> Batch:
    """Hold the actor's phone and find out which edits it handed in before; raise NotAPhoneError."""
    device = accounts.device(session, actor.tenant_id, actor.device_id, lock=True) if actor.device_id else None
    if device is None:
        raise NotAPhoneError
    identified = {edit.identity(device.id): edit for edit in edits}
    return Batch(session, actor, device, identified, _numbers(session, actor, device, list(identified)))


def _numbers(session: Session, actor: Actor, device: Device, identities: list[UUID]) -> dict[UUID, int]:
    statement = select(CompatOperation.id, CompatOperation.n).where(
        CompatOperation.tenant_id == actor.tenant_id,
        CompatOperation.device_id == device.id,
        CompatOperation.id.in_(identities),
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def take(batch: Batch, sent_at: datetime | None) -> Taken:
    """Hand the fresh edits to the engine under the phone's next numbers.

    An edit taken before is answered with its receipt. One that is left was not taken: the caller comes again.
    """
    answers = _receipts(batch)
    fresh = batch.fresh
    if fresh:
        envelope = Envelope(ops=_operations(batch, fresh), sent_at=sent_at)
        first = batch.device.last_n + 1
        taken = {answer["n"]: answer for answer in push(batch.session, batch.actor, envelope)["results"]}
        for n, identity in enumerate(fresh, first):
            if n in taken:
                answers[identity] = taken[n]
                _note(batch, identity, n)
    given = [(edit, answers[identity]) for identity, edit in batch.edits.items() if identity in answers]
    return Taken(given, [edit for identity, edit in batch.edits.items() if identity not in answers])


def _note(batch: Batch, identity: UUID, n: int) -> None:
    row = CompatOperation(tenant_id=batch.actor.tenant_id, device_id=batch.device.id, id=identity, n=n)
    batch.session.add(row)


def _receipts(batch: Batch) -> dict[UUID, Answer]:
    if not batch.numbers:
        return {}
    statement = select(Receipt.n, Receipt.outcome).where(
        Receipt.tenant_id == batch.actor.tenant_id,
        Receipt.device_id == batch.device.id,
        Receipt.n.in_(batch.numbers.values()),
    )
    found = {row[0]: row[1] for row in batch.session.execute(statement)}
    return {identity: {"s": "duplicate", **found.get(n, {"n": n})} for identity, n in batch.numbers.items()}


def _operations(batch: Batch, fresh: dict[UUID, Edit]) -> list[msgspec.Raw]:
    known, kinds = _types(batch.session, fresh.values()), _forms(batch.session, batch.actor)
    received_at, operations = clock.now(), []
    for n, (identity, edit) in enumerate(fresh.items(), batch.device.last_n + 1):
        type_ = known.get((edit.kind, edit.id)) or edit.written.get("type")
        form = _form(batch.session, kinds, edit.kind, type_)
        body = {"n": n, **operation(edit, identity, form, received_at)}
        operations.append(msgspec.Raw(msgspec.json.encode(body)))
    return operations


def _types(session: Session, edits: Iterable[Edit]) -> dict[rows.Key, Any]:
    ids = defaultdict(set)
    for edit in edits:
        ids[edit.kind].add(edit.id)
    return {(kind, key): type_ for kind, keys in ids.items() for key, type_ in rows.types(session, kind, keys).items()}


def _forms(session: Session, actor: Actor) -> Forms:
    """Return the newest profile form of each (kind, type): the one that is called `<kind>.<type>` before any other."""
    found: Forms = {}
    for definition in forms.current_forms(session, actor.tenant_id):
        about = definition.get("record") or {}
        key = (about.get("kind", ""), about.get("type", ""))
        if key not in found or definition["key"] == ".".join(key):
            types = {field["name"]: field["type"] for field in definition["fields"]}
            found[key] = Form(definition["key"], definition["version"], types)
    return found


def _form(session: Session, known: Forms, kind: str, type_: Any) -> Form | None:
    """Return the form of a record, one that nobody published where the type is strange, None where no form edits."""
    if kind not in registry_of(session).records:
        return None
    return known.get((kind, str(type_))) or Form(f"{kind}.{type_}", 1, {})
