"""Phones that send through a dying server and write down what they were told."""

import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests

from tests.kit.keys import PhoneKey, enrolment
from tests.kit.phone import DEVICE, minutes_ago, shop_answers
from tests.kit.pictures import BODY, TUS, Shot, picture
from tests.kit.world import PASSWORD, Member

PATIENCE_S = 10
TRIES = 400


@dataclass
class Journal:
    """What one phone sent, and what it was told: operations by submission id, files by id."""

    address: str
    member: Member
    on_acknowledged: Callable[[], None]
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    photographs: dict[str, Shot] = field(default_factory=dict)
    repeated: int = 0
    token: str = ""
    pause: threading.Event = field(default_factory=threading.Event)

    def work(self, batches: int, size: int) -> None:
        """Enrol, then send `batches` batches of `size` shop profiles, each batch with a photograph."""
        self._enrol()
        for batch in range(batches):
            operations = [self._operation(batch * size + place + 1) for place in range(size)]
            shot = Shot(picture(str(uuid4())), str(uuid4()))
            self._attach(operations[0], shot)
            self._push(operations)
            self._upload(shot, operations[0]["id"])

    def _enrol(self) -> None:
        body = enrolment(PhoneKey(), DEVICE, login=self.member.login, password=PASSWORD)
        self.token = self._until(lambda: self._post("/api/v1/devices", body), {201}).json()["token"]

    def _operation(self, n: int) -> dict[str, Any]:
        operation = {
            "n": n,
            "t": "submit",
            "id": str(uuid4()),
            "form": "customer.shop",
            "version": 1,
            "occurred_at": minutes_ago(0),
            "answers": shop_answers(full_name=f"{self.member.name} {n}"),
        }
        self.sent[operation["id"]] = operation
        return operation

    def _attach(self, operation: dict[str, Any], shot: Shot) -> None:
        item = {"media_id": shot.media_id, "field": "photos", "sha256": shot.sha256, "size": len(shot.data)}
        operation["media"] = [{**item, "type": shot.type}]
        operation["answers"]["photos"] = [shot.media_id]

    def _push(self, operations: list[dict[str, Any]]) -> None:
        body = {"ops": operations}
        answer = self._until(lambda: self._post("/api/v1/sync/push", body), {200})
        for result in answer.json()["results"]:
            self.repeated += result["s"] == "duplicate"
            self.acknowledged[result["id"]] = result.get("first", result["s"])
        self.on_acknowledged()

    def _upload(self, shot: Shot, submission_id: str) -> None:
        metadata = {**shot.metadata, "submission_id": submission_id, "filename": "a.jpg"}
        headers = {**TUS, "Upload-Length": str(len(shot.data)), "Upload-Metadata": encoded(metadata)}
        while not self._sent_on(shot, headers):
            continue
        self.photographs[shot.media_id] = shot

    def _sent_on(self, shot: Shot, headers: dict[str, str]) -> bool:
        """Ask how much is there and send the rest; True when all of it was there already."""
        created = self._until(lambda: self._send("POST", "/api/v1/media", headers), {200, 201})
        place = created.headers["Location"].removeprefix(self.address)
        known = self._until(lambda: self._send("HEAD", place, TUS), {200, 204})
        offset = int(known.headers["Upload-Offset"])
        if offset == len(shot.data):
            return True
        more = {**TUS, "Upload-Offset": str(offset), "Content-Type": BODY}
        self._until(lambda: self._send("PATCH", place, more, shot.data[offset:]), {204, 409, 460})
        return False

    def _post(self, path: str, body: Any) -> requests.Response:
        return requests.post(self.address + path, json=body, headers=self._bearer(), timeout=PATIENCE_S)

    def _send(self, method: str, path: str, headers: dict[str, str], data: bytes = b"") -> requests.Response:
        everything = {**headers, **self._bearer()}
        return requests.request(method, self.address + path, data=data, headers=everything, timeout=PATIENCE_S)

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def _until(self, send: Callable[[], requests.Response], wanted: set[int]) -> requests.Response:
        """Send the same again until it is answered with one of the wanted statuses; 5xx and silence are tried again."""
        for _ in range(TRIES):
            try:
                answer = send()
            except requests.RequestException:
                self.pause.wait(0.1)
                continue
            if answer.status_code in wanted:
                return answer
            assert answer.status_code in {423, 429, 500, 502, 503}, answer.text
            self.pause.wait(0.1)
        raise AssertionError("the server did not come back")


def encoded(metadata: dict[str, str]) -> str:
    """Return tus metadata: comma-separated keys with base64 values."""
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in metadata.items())
