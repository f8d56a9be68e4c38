"""A phone and a desk without a screen that speak to the running server: what tests start from is made with them."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import requests

from tests.kit.console import UNSAFE
from tests.kit.phone import Phone, shop_answers
from tests.kit.world import PASSWORD, Member

TIMEOUT_S = 30
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass
class Answer:
    """A response in the shape of Flask's test client."""

    status_code: int
    text: str
    json: Any


@dataclass
class Wire:
    """HTTP to the server, called as Flask's test client is."""

    address: str
    session: requests.Session

    def post(self, path: str, json: Any, headers: dict[str, str] | None = None) -> Answer:
        got = self.session.post(self.address + path, json=json, headers=headers, timeout=TIMEOUT_S)
        return Answer(got.status_code, got.text, got.json())


class Handset(Phone):
    """The kit's phone over a real connection."""

    @classmethod
    def enrolled(cls, address: str, member: Member, resources: ExitStack) -> "Handset":
        session = resources.enter_context(requests.Session())
        return cls.enrol(Wire(address, session), member)  # type: ignore[arg-type]

    def makes_shops(self, **places: tuple[float, float]) -> dict[str, str]:
        """Hand in a profile for each `name=(lat, lon)`; return the customers' ids by name."""
        ops = [
            self.submit("customer.shop", shop_answers(full_name=name, gps={"lat": lat, "lon": lon, "accuracy_m": 6.0}))
            for name, (lat, lon) in places.items()
        ]
        answers = self.push(*ops)
        assert [answer["s"] for answer in answers] == ["applied"] * len(ops), answers
        self.pull()
        return {name: op["id"] for name, op in zip(places, ops, strict=True)}

    def makes_shop_as(self, customer_id: str, name: str) -> None:
        """Hand in a profile that makes the customer of this id."""
        record = {"kind": "customer", "id": customer_id, "base": None}
        (answer,) = self.push(self.submit("customer.shop", shop_answers(full_name=name), record=record))
        assert answer["s"] == "applied", answer

    def disagrees(self, with_whom: Phone, customer_id: str) -> None:
        """Edit the same field of the customer at the same time as another phone."""
        self.pull()
        with_whom.pull()
        for phone, name in ((with_whom, "Cô Năm"), (self, "Bà Năm")):
            (answer,) = phone.push(phone.edit("customer.shop", customer_id, {"owner_name": name}))
        assert answer["conflicts"], answer


class Desk:
    """A supervisor's session."""

    def __init__(self, address: str, member: Member, resources: ExitStack) -> None:
        self._api = f"{address}/api/v1"
        self._session = resources.enter_context(requests.Session())
        self._session.headers.update(UNSAFE)
        session = self.post("/session", {"login": member.login, "password": PASSWORD})
        self._session.headers["X-CSRF-Token"] = session["csrf"]

    def makes_route(self, name: str, customer_ids: list[str], assignee: Member) -> None:
        """Make a route of the customers and give it to someone from today on."""
        route = self.post("/routes", {"name": name, "customer_ids": customer_ids})
        today = datetime.now(ZONE).date().isoformat()
        self.post(f"/routes/{route['id']}/assignments", {"employee_id": str(assignee.id), "valid_from": today})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        answer = self._session.post(self._api + path, json=body, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer.json()

    def delete(self, path: str) -> None:
        self._session.delete(self._api + path, timeout=TIMEOUT_S).raise_for_status()
