"""The office: shares and takes back, reassigns, reorganises, settles, reviews, locks phones, publishes forms."""

import time
from collections import Counter
from random import Random
from typing import Any

import requests

from mobile_contract.device import HttpTransport, Request, UnreachableError
from tests.kit.world import PASSWORD
from tests.simulation.company import Company
from tests.simulation.deeds import left_alone
from tests.simulation.facts import Violation
from tests.simulation.options import RESTORE, Options
from tests.simulation.phone import Signals, VirtualPhone

PROOF_HOLDS_S = 240.0
AT_ONCE_S = 1.0
PATIENCE_S = 20.0


class AwayError(Exception):
    """The server did not answer, or not now."""


class Console:
    """A browser of the administrator: signs in again when his proof is old or his session gone."""

    def __init__(self, base: str, login: str) -> None:
        self._base, self._login = base + "/api/v1", login
        self._session = requests.Session()
        self._session.headers["X-Requested-With"] = "tuyen"
        self._proved = 0.0

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Return the JSON of the answer, None for a refusal; raise AwayError when there is none."""
        if time.monotonic() - self._proved > PROOF_HOLDS_S:
            self._sign_in()
        answer = self._send(method, path, body)
        if answer.status_code == 401:
            self._proved = 0.0
            raise AwayError
        if answer.status_code >= 500 or answer.status_code == 429:
            raise AwayError
        return answer.json() if answer.ok and answer.content else None

    def close(self) -> None:
        self._session.close()

    def _sign_in(self) -> None:
        self._session.cookies.clear()
        answer = self._send("POST", "/session", {"login": self._login, "password": PASSWORD})
        if not answer.ok:
            raise AwayError
        self._session.headers["X-CSRF-Token"] = answer.json()["csrf"]
        self._proved = time.monotonic()

    def _send(self, method: str, path: str, body: Any) -> requests.Response:
        try:
            return self._session.request(method, self._base + path, json=body, timeout=PATIENCE_S)
        except requests.RequestException as error:
            raise AwayError from error


class Office:
    """The office of one company; a thread of its own."""

    def __init__(
        self, base: str, company: Company, phones: list[VirtualPhone], options: Options, signals: Signals
    ) -> None:
        self._base, self.company, self.phones = base, company, phones
        self.console = Console(base, company.admin.login)
        self.options, self.signals = options, signals
        self.chance: Random = options.chance("office", company.tenant_id)
        self.done: Counter[str] = Counter()
        self.seen: list[Violation] = []
        self.shares: list[str] = []
        self.looked: list[tuple[str, str, Any]] = []
        deeds = {
            "revoke": (self.share, self.share, self.end_share, self.assign, self.settle, self.review),
            "reorg": (self.move,),
            "forms": (self.publish,),
            "lock": (self.lock,),
        }
        self.deeds = [deed for fault in sorted(options.faults & deeds.keys()) for deed in deeds[fault]]

    def live(self) -> None:
        """Act now and then until the run is over."""
        while self.deeds and not self.signals.over.wait(self.chance.uniform(0.2, 1.2)):
            deed = self.chance.choice(self.deeds)
            try:
                deed()
                self.done[f"office {deed.__name__}"] += 1
            except AwayError:
                self.done["office found nobody"] += 1

    def close(self) -> None:
        self.console.close()

    def _customers(self) -> list[str]:
        page = self.console.ask("GET", "/customers?limit=200") or {"items": []}
        return [item["id"] for item in page["items"] if not left_alone(str(item.get("name")))]

    def _some(self) -> str | None:
        found = sorted(self._customers())
        return self.chance.choice(found[:8] if self.chance.random() < 0.5 else found) if found else None

    def _person(self) -> str:
        return str(self.chance.choice([*self.company.reps, *self.company.supervisors]).id)

    def share(self) -> None:
        customer = self._some()
        if customer:
            body = {
                "customer_id": customer,
                "employee_id": self._person(),
                "level": self.chance.choice(("view", "edit")),
            }
            given = self.console.ask("POST", "/shares", body)
            self.shares += [given["id"]] if given else []

    def end_share(self) -> None:
        if self.shares:
            self.console.ask("DELETE", f"/shares/{self.shares.pop(self.chance.randrange(len(self.shares)))}")

    def assign(self) -> None:
        customer = self._some()
        if customer:
            self.console.ask("POST", "/customers/assign", {"ids": [customer], "owner_id": self._person()})

    def settle(self) -> None:
        found = self.console.ask("GET", "/conflicts?state=open") or {"items": []}
        if found["items"]:
            conflict = self.chance.choice(found["items"])
            choice, seen = self.chance.choice(("kept", "lost")), conflict["present"]
            self.looked.append((conflict["record"]["id"], conflict["field"], seen))
            self.console.ask("POST", f"/conflicts/{conflict['id']}/settle", {"choice": choice, "seen": seen})

    def review(self) -> None:
        found = self.console.ask("GET", "/submissions?limit=50") or {"items": []}
        if found["items"]:
            one = self.chance.choice(found["items"])
            body = {"state": self.chance.choice(("approved", "has_issues")), "comment": "Xem lại hình"}
            self.console.ask("POST", f"/submissions/{one['id']}/review", body)

    def move(self) -> None:
        """Put a rep, or a supervisor with all of his, under another manager."""
        who = self.chance.choice([*self.company.reps, *self.company.supervisors])
        boss = self.chance.choice(self.company.supervisors)
        self.console.ask("POST", f"/employees/{who.id}/move", {"manager_id": str(boss.id)})

    def publish(self) -> None:
        if self.chance.random() < 0.3 and RESTORE not in self.options.faults:  # a version that is lost is lost
            self.company.publish_next_form()

    def lock(self) -> None:
        """Take a phone out of service; a second later it must not be served any more (I9)."""
        if self.chance.random() > 0.3:
            return
        phone = self.chance.choice(self.phones)
        token, device_id = phone.device.state.token, phone.device.state.device_id
        if not device_id or not self.console.ask("POST", f"/devices/{device_id}/state", {"state": "revoked"}):
            return
        self.signals.over.wait(AT_ONCE_S)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            way = HttpTransport(self._base, patience_s=PATIENCE_S)
            answer = way.send(Request("POST", "/api/v1/sync/pull", headers, b'{"cursor":null}'))
            way.close()
        except UnreachableError:
            return
        if answer.status == 200:
            self.seen.append(Violation("revoked_phone_served", f"{phone.name} {device_id}"))
