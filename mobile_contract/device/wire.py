"""Requests with the device's credential, and what their refusals mean."""

import json
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import uuid4

from mobile_contract.device.keys import BASE
from mobile_contract.device.problems import ProblemError, StoppedError, TryLaterError, UnreachableError, passing
from mobile_contract.device.state import State
from mobile_contract.device.transport import Answer, Request, Transport

STOPS = frozenset({"device_revoked", "device_wiped"})
UNAUTHENTICATED = 401
FIRST_REFUSAL = 400


class Tokens(Protocol):
    """Whoever changes tokens."""

    def renew(self) -> None:
        """Get the next tokens, or raise StoppedError."""

    def ensure(self) -> None:
        """Get the next tokens where the present one is about to end."""


@dataclass
class Wire:
    """Sends what a device says; `app_version` goes with everything."""

    state: State
    transport: Transport
    app_version: str

    def plain(self, path: str, body: Any) -> Any:
        """POST without a credential; return the JSON of the answer."""
        return self._read(self._send("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"}))

    def json(self, tokens: Tokens, path: str, body: bytes) -> Any:
        """POST with the credential, once more with fresh tokens where the old ones have run out."""
        return self._read(self.ask(tokens, Request("POST", path, {"Content-Type": "application/json"}, body)))

    def get(self, tokens: Tokens, path: str) -> Any:
        """GET with the credential."""
        return self._read(self.ask(tokens, Request("GET", path)))

    def ask(self, tokens: Tokens, request: Request) -> Answer:
        """Send with the credential and return whatever is answered, short of a credential that is over.

        Raises StoppedError when the device is not let in any more.
        """
        tokens.ensure()
        answer = self._with_token(request)
        if answer.status == UNAUTHENTICATED and _code(answer) not in STOPS:
            tokens.renew()
            answer = self._with_token(request)
        if answer.status == UNAUTHENTICATED:
            raise StoppedError(_code(answer))
        return answer

    def _with_token(self, request: Request) -> Answer:
        headers = {**request.headers, "Authorization": f"Bearer {self.state.token}"}
        return self._send(request.method, request.path, request.body, headers)

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        whole = path if path.startswith(BASE) else BASE + path
        common = {"X-App-Version": self.app_version, "X-Request-Id": uuid4().hex, "Accept-Encoding": "gzip"}
        return self.transport.send(Request(method, whole, {**common, **headers}, body))

    def _read(self, answer: Answer) -> Any:
        refuse(answer)
        found = answer.json
        if found is None:
            raise UnreachableError("an answer that is no JSON")  # cut somewhere on the way
        return found


def refuse(answer: Answer) -> None:
    """Raise what a refusal means: TryLaterError for what passes, ProblemError for what does not."""
    if passing(answer.status):
        raise TryLaterError(retry_after_s(answer))
    if answer.status >= FIRST_REFUSAL:
        problem = answer.json
        raise ProblemError(answer.status, problem if isinstance(problem, dict) else {})


def retry_after_s(answer: Answer) -> float:
    """Return the seconds of Retry-After, 0 without one."""
    text = answer.headers.get("retry-after", "")
    return float(text) if text.isdigit() else 0.0


def _code(answer: Answer) -> str:
    found = answer.json
    return str(found.get("code")) if isinstance(found, dict) else "unauthenticated"
