"""A device: everything that a phone of the contract does, on a folder of its own and any transport."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from mobile_contract.device.clock import Clock, next_stamp
from mobile_contract.device.journal import Journal
from mobile_contract.device.problems import StoppedError
from mobile_contract.device.pulling import Puller
from mobile_contract.device.pushing import Limits, Pusher
from mobile_contract.device.state import Event, MediaFile, State
from mobile_contract.device.tokens import TokenKeeper
from mobile_contract.device.transport import Transport
from mobile_contract.device.uploading import Uploader
from mobile_contract.device.view import SeenCustomer, customers
from mobile_contract.device.wire import Wire


@dataclass(frozen=True)
class About:
    """What a device says of itself when it enrols."""

    name: str = "device"
    platform: str = "python"
    app_version: str = "0.1.0"


class Device:
    """One phone. What it does is on the disk first; made anew on the same folder, it goes on where it was.

    One thread at a time. `durable=False` does not wait for the disk, for load tests that kill no devices. `chance`
    makes ids; give it a seed and a run can be repeated. `journal` is another memory than the file in `folder`.
    """

    def __init__(
        self,
        folder: Path,
        transport: Transport,
        *,
        clock: Clock | None = None,
        chance: Random | None = None,
        about: About | None = None,
        journal: Journal | None = None,
        durable: bool = True,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.clock = folder, clock or Clock()
        self.about, self.chance = about or About(), chance or Random()  # noqa: S311 - ids, no secrets
        self.state = State()
        self._group: list[Event] | None = None
        self._journal = journal or Journal(folder / "journal.jsonl", durable=durable)
        for event in self._journal.read():
            self.state.take(event)
        self.wire = Wire(self.state, transport, self.about.app_version)
        self.tokens = TokenKeeper(self.state, self.wire, self.clock, self.note)
        limits = Limits()
        self.pusher = Pusher(self.state, self.wire, self.tokens, self.clock, self.note, limits)
        self.puller = Puller(self.state, self.wire, self.tokens, self.note, limits=limits)
        self.uploader = Uploader(self.state, self.wire, self.tokens, folder, self.note)

    def note(self, event: Event) -> None:
        """Write an event down and let it have happened."""
        if self._group is not None:
            self._group.append(event)
        else:
            self._journal.write(event)
        self.state.take(event)

    @contextmanager
    def together(self) -> Iterator[str]:
        """Keep what is made inside the block as one: after a death all of it is there, or nothing.

        Yields a `tx` for operations that are to stand or fall together on the server too.
        """
        self._group = []
        yield self.new_id()
        made, self._group = self._group, None
        self._journal.write({"e": "many", "events": made})

    def close(self) -> None:
        """Let go of the journal; what was written stays."""
        self._journal.close()

    def enrol(self, *, login: str, password: str) -> None:
        """Enrol by login and password; what waits from a former enrolment of the same person goes along (ID-4)."""
        self._enrol({"login": login, "password": password})

    def enrol_by_code(self, code: str) -> None:
        """Enrol by a code from the console."""
        self._enrol({"code": code})

    def _enrol(self, credential: dict[str, str]) -> None:
        self.tokens.enrol(dict(vars(self.about)), credential)

    def new_id(self) -> str:
        """Return a new UUID."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def submit(self, form: str, answers: dict[str, Any], *, version: int = 1, note: str = "", **more: Any) -> str:
        """Keep a filled-in form; return the submission's id. When this returns the person may be told "saved".

        `more` are further members of the operation: record, before, gps, tx, media (file objects of `attach`).
        """
        submission_id = more.pop("id", None) or self.new_id()
        files: list[MediaFile] = more.pop("media", [])
        stamp = next_stamp(self.state.stamp, self.clock.now(), self.state.device_id)
        said = {
            "t": "submit",
            "id": submission_id,
            "form": form,
            "version": version,
            "occurred_at": self.clock.now().isoformat(),
            "hlc": stamp,
            "answers": answers,
            **more,
        }
        if files:
            said["media"] = [_claim(file) for file in files]
        self._make(said, note, {"hlc": stamp, "id": submission_id, "media": [file.media_id for file in files]})
        return submission_id

    def edit(self, form: str, customer: SeenCustomer, answers: dict[str, Any], **more: Any) -> str:
        """Keep an edit of a customer as it is shown: what changed, what was there before, the number that was seen."""
        record = {"kind": "customer", "id": customer.id, "base": customer.base}
        before = {name: customer.fields.get(name) for name in answers}
        return self.submit(form, answers, record=record, before=before, **more)

    def read(self, notification_id: str) -> None:
        """Keep that a notice was read."""
        self._make({"t": "read", "id": notification_id}, "", {"id": notification_id})

    def raw(self, body: str, note: str = "") -> None:
        """Keep any text as an operation, `{n}` in it standing for its number: for tests of what nobody should send."""
        n = self.state.counter + 1
        self.note({"e": "made", "n": n, "body": body.replace("{n}", str(n)), "note": note, "id": None})

    def _make(self, said: dict[str, Any], note: str, more: dict[str, Any]) -> None:
        n = self.state.counter + 1
        body = json.dumps({"n": n, **said}, ensure_ascii=False)
        self.note({"e": "made", "n": n, "body": body, "note": note, **more})

    def attach(self, data: bytes, *, field: str = "photos", media_type: str = "image/jpeg") -> MediaFile:
        """Keep a file; name it in a form by `media=[…]` and in its answer by `media_id`."""
        media_id = self.new_id()
        (self.folder / media_id).write_bytes(data)
        event = {"media_id": media_id, "field": field, "sha256": sha256(data).hexdigest(), "size": len(data)}
        self.note({"e": "file", **event, "type": media_type})
        return self.state.files[media_id]

    def customers(self) -> dict[str, SeenCustomer]:
        """Return the customers as shown: rows with what is pending on top."""
        return customers(self.state)

    def push(self) -> int:
        """Hand in everything that waits; see `Pusher.push`."""
        self._must_be_let_in()
        return self.pusher.push()

    def pull(self) -> None:
        """Read everything that is new; see `Puller.pull`."""
        self._must_be_let_in()
        self.puller.pull()

    def upload(self) -> int:
        """Send the files that may go; see `Uploader.upload_all`."""
        self._must_be_let_in()
        return self.uploader.upload_all()

    def sync(self) -> None:
        """Push, pull, send files; what a restored server has forgotten is pushed again."""
        self.push()
        self.pull()
        self.push()
        self.upload()

    def adopt_capabilities(self) -> frozenset[str]:
        """Ask what the server takes, go by its limits, and return its features."""
        told = self.wire.get(self.tokens, "/sync/capabilities")
        known = {name: told["limits"][name] for name in Limits.__dataclass_fields__ if name in told["limits"]}
        self.pusher.limits = self.puller.limits = Limits(**known)
        return frozenset(told["features"])

    def check_digest(self) -> list[str]:
        """Compare with the server's digest and mend what differs; return the kinds that did."""
        kinds = self.puller.differing()
        if kinds:
            self.puller.reset(kinds)
        return kinds

    @property
    def at_rest(self) -> bool:
        """Whether nothing waits to be sent."""
        return not self.state.waiting() and not self.uploader.waiting()

    def _must_be_let_in(self) -> None:
        if self.state.stopped:
            raise StoppedError(self.state.stopped)


def _claim(file: MediaFile) -> dict[str, Any]:
    return {
        "media_id": file.media_id,
        "field": file.field,
        "sha256": file.sha256,
        "size": file.size,
        "type": file.type,
    }
