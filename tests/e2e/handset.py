"""A phone without a screen that speaks to the running server: what tests start from is made with it."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import requests

from tests.kit.phone import Phone, shop_answers
from tests.kit.world import Member

TIMEOUT_S = 30


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
