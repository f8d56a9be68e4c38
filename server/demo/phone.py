"""The phones of the demo's reps: they make operations as real ones do and hand them in by the same door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.accounts.service import DeviceInfo, keyless_phone
from server.core import clock, hlc
from server.core.actor import Actor
from server.demo.album import Picture
from server.media import service as media
from server.media.rules import UploadRequest
from server.sync.operations import Envelope
from server.sync.push import push

JPEG = "image/jpeg"
Named = Sequence[tuple[str, Picture]]
"""Pictures with the field that they answer."""


class DemoError(Exception):
    """The product refused what the demo wrote: a fault of the demo, told with the answer."""


@dataclass(frozen=True)
class Entry:
    """A filled-in form on the phone: `record` is (kind, id, base) of what it makes or edits."""

    id: UUID
    form: str
    occurred_at: datetime
    gps: Mapping[str, Any] | None
    answers: Mapping[str, Any]
    record: tuple[str, UUID, int | None] | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    pictures: Named = ()
    version: int = 1


class Phone:
    """An enrolled device with its operation counter."""

    def __init__(self, session: Session, login: str, password: str, info: DeviceInfo) -> None:
        self.actor: Actor = keyless_phone(session, login, password, info)
        self._n = 0

    def hand_in(self, session: Session, entries: Sequence[Entry], at: datetime, *, refused: bool = False) -> None:
        """Push the entries at that moment and send their pictures.

        Raises DemoError when an entry is not taken, or, with `refused`, when one is.
        """
        ops = [msgspec.Raw(msgspec.json.encode(self._operation(entry))) for entry in entries]
        with clock.at(at):
            answers: list[dict[str, Any]] = push(session, self.actor, Envelope(ops=ops, sent_at=at))["results"]
        wrong = [answer for answer in answers if (answer["s"] == "quarantined") is not refused]
        if wrong or len(answers) != len(entries):
            raise DemoError(wrong or answers)
        for entry in entries:
            self._send_all(session, entry.id, entry.pictures, at)

    def count(self) -> int:
        """Return the number of the next operation, for one that is written without `hand_in`."""
        self._n += 1
        return self._n

    def _send_all(self, session: Session, submission_id: UUID, pictures: Named, at: datetime) -> None:
        for _, picture in pictures:
            self._send(session, picture, submission_id, at + timedelta(seconds=20))

    def _operation(self, entry: Entry) -> dict[str, Any]:
        moment = int(entry.occurred_at.timestamp() * 1000)
        operation: dict[str, Any] = {
            "n": self.count(),
            "t": "submit",
            "id": entry.id,
            "form": entry.form,
            "version": entry.version,
            "occurred_at": entry.occurred_at,
            "hlc": hlc.make(moment, self.actor.device_id),
            "gps": entry.gps,
            "answers": entry.answers,
            "before": entry.before,
            "media": [named(name, picture) for name, picture in entry.pictures],
        }
        if entry.record:
            kind, record_id, base = entry.record
            operation["record"] = {"kind": kind, "id": record_id, "base": base}
        return operation

    def _send(self, session: Session, picture: Picture, submission_id: UUID, at: datetime) -> None:
        with clock.at(at):
            request = UploadRequest(
                media_id=picture.media_id,
                sha256=picture.sha256,
                length=picture.size,
                type=JPEG,
                submission_id=submission_id,
                captured_at=picture.taken_at,
            )
            media.announce(session, self.actor, request)
            media.store(session, picture.media_id, JPEG, picture.size)
            media.settle(session, picture.media_id, "ready", facts=picture.facts)  # drawn already


def named(name: str, picture: Picture) -> dict[str, Any]:
    """Return how a form names a picture of one of its fields."""
    return {
        "media_id": picture.media_id,
        "field": name,
        "sha256": picture.sha256,
        "size": picture.size,
        "type": JPEG,
    }
