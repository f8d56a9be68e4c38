"""A phone in Python: it speaks the contract through HTTP and keeps what it pulled."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient

from tests.kit.keys import PhoneKey, enrolment
from tests.kit.world import PASSWORD, Member

DEVICE = {"name": "Máy thử", "platform": "test", "app_version": "0.1.0"}

FIX = {
    "lat": 16.0678, "lon": 108.2208, "accuracy_m": 8.5, "fixed_at": "2026-11-21T09:00:00+07:00",
    "provider": "gps", "mock": False,
}  # fmt: skip


def shop_answers(**changes: Any) -> dict[str, Any]:
    return {
        "full_name": "Tạp hoá Cô Ba",
        "phone": "0903 123 456",
        "address_province": "48",
        "address_ward": "20242",
        "house_number": "12 Trần Phú",
        "gps": FIX,
        **changes,
    }


def minutes_ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


@dataclass
class Phone:
    """Rows by (kind, id) as pulled; `n` is the next operation's number."""

    client: FlaskClient
    token: str
    device_id: str
    employee_id: str
    key: PhoneKey = field(default_factory=PhoneKey)
    refresh_token: str = ""
    n: int = 1
    cursor: str | None = None
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def enrol(cls, client: FlaskClient, member: Member, password: str = PASSWORD) -> "Phone":
        """Enrol by login and password, which costs the server a slow hash."""
        return cls._enrolled(client, login=member.login, password=password)

    @classmethod
    def enrol_by_code(cls, client: FlaskClient, code: str) -> "Phone":
        return cls._enrolled(client, code=code)

    @classmethod
    def _enrolled(cls, client: FlaskClient, **credential: str) -> "Phone":
        key = PhoneKey()
        answer = client.post("/api/v1/devices", json=enrolment(key, DEVICE, **credential))
        assert answer.status_code == 201, answer.text
        told = answer.json
        return cls(client, told["token"], told["device_id"], told["employee"]["id"], key, told["refresh_token"])

    def ask_for_tokens(self, refresh_token: str | None = None, key: PhoneKey | None = None):
        """Ask for the next tokens and keep nothing of the answer, as if it were lost."""
        offered = refresh_token or self.refresh_token
        body = {"refresh_token": offered, "proof": (key or self.key).proof("/devices/token", offered)}
        return self.client.post("/api/v1/devices/token", json=body)

    def refresh(self) -> None:
        answer = self.ask_for_tokens()
        assert answer.status_code == 200, answer.text
        self.token, self.refresh_token = answer.json["token"], answer.json["refresh_token"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def submit(self, form: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Make a submit operation with the next number; nothing is sent yet."""
        operation = {
            "n": self.n,
            "t": "submit",
            "id": str(uuid4()),
            "form": form,
            "version": 1,
            "occurred_at": datetime.now(UTC).isoformat(),
            "answers": answers,
            **more,
        }
        self.n += 1
        return operation

    def edit(self, form: str, customer_id: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Make an edit of a pulled customer: what changed, what was there before, and the number that was seen."""
        held = self.rows[("customer", customer_id)]["fields"]
        record = {"kind": "customer", "id": customer_id, "base": self.versions[("customer", customer_id)]}
        before = {name: held.get(name) for name in answers}
        return self.submit(form, answers, record=record, before=before, **more)

    def post(self, operations: list[Any], **envelope: Any):
        body = {"sent_at": datetime.now(UTC).isoformat(), "ops": operations, **envelope}
        return self.ask("/sync/push", body)

    def ask(self, path: str, body: dict[str, Any]):
        """Send a body; once more with fresh tokens when the old ones have run out, as real phones do."""
        answer = self.client.post(f"/api/v1{path}", json=body, headers=self.headers)
        if answer.status_code == 401 and self.refresh_token and answer.json["code"] == "unauthenticated":
            self.refresh()
            answer = self.client.post(f"/api/v1{path}", json=body, headers=self.headers)
        return answer

    def push(self, *operations: Any) -> list[dict[str, Any]]:
        answer = self.post(list(operations))
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def pull(self, limit: int = 2000, **more: Any) -> list[dict[str, Any]]:
        """Pull until complete; return the pages. `more` goes into each request, as `kinds`, `reset`, `held`."""
        pages = [self.pull_page(limit, **more)]
        while not pages[-1]["complete"]:
            pages.append(self.pull_page(limit, **more))
        return pages

    def pull_page(self, limit: int = 2000, **more: Any) -> dict[str, Any]:
        """Pull one page and apply it."""
        answer = self.ask("/sync/pull", {"cursor": self.cursor, "limit": limit, **more})
        assert answer.status_code == 200, answer.text
        self._apply(answer.json)
        return answer.json

    def restart(self) -> None:
        """Hold nothing, as a phone that was told to start again."""
        self.cursor, self.rows, self.versions = None, {}, {}

    def _apply(self, page: dict[str, Any]) -> None:
        for kind, ids in page["remove"]:
            for row_id in ids:
                self.rows.pop((kind, row_id), None)
        for change in page["changes"]:
            if change.get("x"):
                self.rows.pop((change["k"], change["id"]), None)
                continue
            self.rows[(change["k"], change["id"])] = change["d"]
            self.versions[(change["k"], change["id"])] = change["v"]
        self.cursor = page["cursor"]

    def held(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the rows of a kind by id."""
        return {row_id: data for (row_kind, row_id), data in self.rows.items() if row_kind == kind}

    def customer_made(self, **changes: Any) -> str:
        """Submit a shop profile, push it, pull, and return the customer's id."""
        operation = self.submit("customer.shop", shop_answers(**changes))
        (answer,) = self.push(operation)
        assert answer["s"] == "applied", answer
        self.pull()
        return str(UUID(operation["id"]))
