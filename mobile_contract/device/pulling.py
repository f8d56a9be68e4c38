"""Reading: pages are staged as they come and applied in one act when the last has come (PULL-2)."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from mobile_contract.device.problems import ProblemError
from mobile_contract.device.pushing import Limits
from mobile_contract.device.state import Event, State
from mobile_contract.device.wire import Tokens, Wire

MOST_RESETS = 3
MOST_PASSES = 20
CONFLICT = 409


@dataclass
class Puller:
    """Pulls; `kinds` maps the kinds that the app knows to their versions, none of them asks for all."""

    state: State
    wire: Wire
    tokens: Tokens
    note: Callable[[Event], None]
    kinds: Mapping[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def pull(self) -> None:
        """Pull until complete; raises what `Pusher.push` raises."""
        resets = 0
        for _ in range(MOST_PASSES):
            try:
                if not self._pass():
                    return
            except ProblemError as error:
                resets += 1
                if error.status != CONFLICT or error.code != "cursor_reset" or resets > MOST_RESETS:
                    raise
                self.note({"e": "restarted", "reason": error.problem.get("reason")})

    def _pass(self) -> bool:
        """Pull one pass to its end; tell whether the server wants another at once."""
        while True:
            asked, whole = self._position()
            page = self.wire.json(self.tokens, "/sync/pull", self._body(asked))
            if page["complete"]:
                self.note({"e": "applied", "page": page, "whole": whole})
                return bool(page.get("again"))
            self.note({"e": "staged", "page": page, "whole": whole})

    def _position(self) -> tuple[str | None, bool]:
        state = self.state
        if state.stage_cursor is not None:
            return state.stage_cursor, state.stage_whole
        return state.cursor, state.cursor is None

    def _body(self, cursor: str | None) -> bytes:
        body: dict[str, Any] = {"cursor": cursor, "limit": self.limits.page_rows}
        if self.kinds:
            body["kinds"] = dict(self.kinds)
        if self.state.reset_kinds and self.state.stage_cursor is None:
            body["reset"] = self.state.reset_kinds
        return json.dumps(body).encode()

    def differing(self) -> list[str]:
        """Compare the rows with the server's digest at the cursor; return the kinds that differ.

        None differs where the server has newer rows than the cursor: pull first.
        """
        told = self.wire.json(self.tokens, "/sync/digest", json.dumps({"cursor": self.state.cursor}).encode())
        if told["stale"]:
            return []
        held = digests(self.state)
        empty = digest([])
        return sorted(
            kind for kind in held.keys() | told["kinds"] if held.get(kind, empty) != told["kinds"].get(kind, empty)
        )

    def reset(self, kinds: list[str]) -> None:
        """Drop kinds that differ and read them again with the next pass."""
        self.note({"e": "reset", "kinds": kinds})
        self.pull()


def digests(state: State) -> dict[str, dict[str, Any]]:
    """Return for each kind that is held `{count, sha256}`, the hash over the lines `id:v` in the order of ids."""
    lines: dict[str, list[str]] = defaultdict(list)
    for (kind, row_id), row in state.rows.items():
        lines[kind].append(f"{row_id}:{row.v}\n")
    return {kind: digest(sorted(found)) for kind, found in lines.items()}


def digest(lines: list[str]) -> dict[str, Any]:
    """Return the digest of a kind's lines."""
    return {"count": len(lines), "sha256": sha256("".join(lines).encode()).hexdigest()}
