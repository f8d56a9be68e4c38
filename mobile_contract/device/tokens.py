"""Enrolment and the tokens that follow it: changed before they end, told again when an answer was lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mobile_contract.device.clock import Clock
from mobile_contract.device.keys import DeviceKey
from mobile_contract.device.problems import ProblemError, StoppedError
from mobile_contract.device.state import Event, State
from mobile_contract.device.wire import Wire

BEFORE_END_S = 60.0
GIVEN_UP = frozenset({401, 403})


@dataclass
class TokenKeeper:
    """Keeps the device let in; `note` writes an event into the journal."""

    state: State
    wire: Wire
    clock: Clock
    note: Callable[[Event], None]

    def enrol(self, device: dict[str, str], credential: dict[str, str]) -> None:
        """Enrol by `{"code"}` or `{"login", "password"}`; asked again with the same key, the answer is the same."""
        subject = credential.get("code") or credential["login"]
        proof = self._key().proof("/devices", subject, self.clock.now().isoformat())
        body = {**credential, "device": device, "public_key": self._key().jwk, "proof": proof}
        told = self.wire.plain("/devices", body)
        self.note(
            {
                "e": "enrolled",
                "device_id": told["device_id"],
                "employee_id": told["employee"]["id"],
                "login": credential.get("login", self.state.login),
                "epoch": told["epoch"],
                "server_time": told["server_time"],
                **self._kept(told),
            }
        )

    def ensure(self) -> None:
        """Change the access token where its end is near, by the span that the server gave and no clock at all."""
        if self.state.refresh_token and self.clock.monotonic_ms() / 1000 > self.state.token_until - BEFORE_END_S:
            self.renew()

    def renew(self) -> None:
        """Get the next tokens; raise StoppedError when there are none to be had, what a retry may mend else."""
        offered = self.state.refresh_token
        if not offered:
            raise StoppedError("unauthenticated")
        proof = self._key().proof("/devices/token", offered, self.clock.now().isoformat())
        try:
            told = self.wire.plain("/devices/token", {"refresh_token": offered, "proof": proof})
        except ProblemError as error:
            if error.status not in GIVEN_UP:
                raise
            self.note({"e": "stopped", "code": error.code})
            raise StoppedError(error.code) from error
        self.note({"e": "tokens", **self._kept(told)})

    def _key(self) -> DeviceKey:
        if self.state.key_pem is None:
            self.note({"e": "key", "pem": DeviceKey().pem})
        return DeviceKey(self.state.key_pem)

    def _kept(self, told: dict[str, Any]) -> Event:
        span = datetime.fromisoformat(told["expires_at"]) - datetime.fromisoformat(told["server_time"])
        until = self.clock.monotonic_ms() / 1000 + span.total_seconds()
        return {"token": told["token"], "refresh_token": told["refresh_token"], "until": until}
