"""What a device knows, as the sum of its journal: events go in, one after the other, and nothing else changes it.

So a device that dies at any moment comes back as it was when the last event was on its disk.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

Event = dict[str, Any]
RowKey = tuple[str, str]

KEEP = timedelta(hours=72)
"""How long acknowledged operations and files are kept, to send them again to a restored server (FAIL-2)."""
TAKEN = frozenset({"applied", "merged", "conflict", "blocked"})


@dataclass(frozen=True)
class Row:
    """A row as pulled: its number and its content."""

    v: int
    d: Any


@dataclass
class Op:
    """An operation: the exact bytes under number `n` of `device_id`, and what became of it.

    `state`: waiting, answered (not yet in the rows), settled (in the rows), refused (kept by the server for review).
    `filler` is sent in its place when the server cannot read it; `answered_at` is the server's time.
    """

    n: int
    device_id: str
    body: str
    state: str = "waiting"
    result: dict[str, Any] | None = None
    answered_at: str | None = None
    filler: str | None = None
    note: str = ""
    renumbered: bool = False

    @property
    def said(self) -> dict[str, Any]:
        """What it says, where it can be read; an empty object else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def wire(self) -> bytes:
        """The bytes that go out, the same each time."""
        return raw_bytes(self.filler or self.body)


@dataclass(frozen=True)
class Told:
    """An answer as it came: operation `n` of `device_id`, the hash of the bytes that were sent, the server's word."""

    device_id: str
    n: int
    sha256: str
    result: dict[str, Any]


@dataclass
class MediaFile:
    """A file on the device; `state`: waiting (or draft, while no form names it), sent, failed."""

    media_id: str
    field: str
    sha256: str
    size: int
    type: str
    submission_id: str | None = None
    state: str = "draft"
    url: str | None = None
    sent_at: str | None = None
    mismatches: int = 0


@dataclass
class State:
    """Everything that the journal tells."""

    key_pem: str | None = None
    device_id: str = ""
    employee_id: str = ""
    login: str = ""
    epoch: str | None = None
    token: str = ""
    refresh_token: str | None = None
    token_until: float = 0.0
    stopped: str | None = None
    counter: int = 0
    stamp: str | None = None
    ops: list[Op] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    device_ids: list[str] = field(default_factory=list)
    files: dict[str, MediaFile] = field(default_factory=dict)
    rows: dict[RowKey, Row] = field(default_factory=dict)
    aliases: dict[RowKey, str] = field(default_factory=dict)
    leases: list[dict[str, Any]] = field(default_factory=list)
    cursor: str | None = None
    staged: list[dict[str, Any]] = field(default_factory=list)
    stage_cursor: str | None = None
    stage_whole: bool = False
    acked_n: int = 0
    passes: int = 0
    reset_kinds: list[str] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Let an event have happened."""
        getattr(self, f"_on_{event['e']}")(event)

    def waiting(self) -> list[Op]:
        """Return the operations that wait, in the order of their numbers."""
        return sorted((op for op in self.ops if op.state == "waiting"), key=lambda op: op.n)

    def own(self, n: int) -> Op | None:
        """Return operation `n` of the present enrolment."""
        return next((op for op in reversed(self.ops) if op.n == n and op.device_id == self.device_id), None)

    def held(self, kind: str) -> dict[str, Row]:
        """Return the rows of a kind by id, as pulled."""
        return {row_id: row for (row_kind, row_id), row in self.rows.items() if row_kind == kind}

    def _on_key(self, event: Event) -> None:
        self.key_pem = event["pem"]

    def _on_enrolled(self, event: Event) -> None:
        former, restored = self.device_id, self.epoch not in {None, event["epoch"]}
        self.device_id, self.employee_id, self.login = event["device_id"], event["employee_id"], event["login"]
        self.epoch, self.stopped = event["epoch"], None
        self._on_tokens(event)
        if restored:
            self._heal(event["server_time"], self.ops)
        if former != self.device_id:
            self.device_ids.append(self.device_id)
            self.counter, self.acked_n = 0, 0
            for op in self.ops:  # as they were made: an older value must not come after a newer one
                if op.state == "waiting":
                    self._renumber(op)
            self._on_restarted(event)

    def _renumber(self, op: Op) -> None:
        self.counter += 1
        op.body, op.filler = with_number(op.body, self.counter), None
        op.n, op.device_id, op.renumbered = self.counter, self.device_id, True

    def _on_tokens(self, event: Event) -> None:
        self.token, self.refresh_token = event["token"], event["refresh_token"]
        self.token_until = event["until"]

    def _on_stopped(self, event: Event) -> None:
        self.stopped = event["code"]

    def _on_made(self, event: Event) -> None:
        self.counter = max(self.counter, event["n"])
        self.stamp = event.get("hlc") or self.stamp
        self.ops.append(Op(event["n"], self.device_id, event["body"], note=event.get("note", "")))
        for media_id in event.get("media", []):
            self.files[media_id].submission_id, self.files[media_id].state = event["id"], "waiting"

    def _on_many(self, event: Event) -> None:
        for one in event["events"]:
            self.take(one)

    def _on_sent(self, event: Event) -> None:
        """Remember nothing: that it was tried is for those who read the journal."""

    def _on_answered(self, event: Event) -> None:
        waiting = {op.n: op for op in self.waiting()}
        for result in event["results"]:
            op = waiting.get(result["n"])
            if op is None:
                continue
            self.told.append(Told(self.device_id, op.n, sha256(op.wire).hexdigest(), result))
            state = state_after(result, op)
            if state != "waiting":
                op.state, op.result, op.answered_at = state, op.result if op.filler else result, event["server_time"]

    def _on_unreadable(self, event: Event) -> None:
        for op in self.ops:
            if op.n == event["n"] and op.device_id == self.device_id:
                op.filler = event["filler"]
                op.result = {"n": op.n, "s": "quarantined", "code": event["code"]}

    def _on_gap(self, event: Event) -> None:
        for n in range(event["expected"], event["first"]):
            op = self.own(n)
            if op:
                op.state = "waiting"
            else:
                self.ops.append(Op(n, self.device_id, json.dumps({"n": n, "t": "lost"}), note="filler"))

    def _on_file(self, event: Event) -> None:
        values = {name: event[name] for name in ("media_id", "field", "sha256", "size", "type")}
        self.files[event["media_id"]] = MediaFile(**values)

    def _on_upload(self, event: Event) -> None:
        self.files[event["media_id"]].url = event["url"]

    def _on_mismatch(self, event: Event) -> None:
        self.files[event["media_id"]].mismatches += 1

    def _on_stored(self, event: Event) -> None:
        found = self.files[event["media_id"]]
        found.state, found.sent_at = "sent", event["server_time"]

    def _on_given_up(self, event: Event) -> None:
        self.files[event["media_id"]].state = "failed"

    def _on_restarted(self, event: Event) -> None:
        """Begin the next pull without a cursor; what is shown stays until it completes."""
        del event
        self.staged, self.cursor, self.stage_cursor = [], None, None

    def _on_reset(self, event: Event) -> None:
        self.reset_kinds = event["kinds"]

    def _on_staged(self, event: Event) -> None:
        self.staged.append(event["page"])
        self.stage_cursor, self.stage_whole = event["page"]["cursor"], event["whole"]

    def _on_applied(self, event: Event) -> None:
        if event["whole"]:
            self.rows, self.aliases = {}, {}
        for key in [key for key in self.rows if key[0] in self.reset_kinds]:
            del self.rows[key]
        last = event["page"]
        for page in [*self.staged, last]:
            self._apply(page)
        self.staged, self.stage_cursor, self.reset_kinds = [], None, []
        self.cursor, self.passes = last["cursor"], self.passes + 1
        self._adopt(last)

    def _apply(self, page: dict[str, Any]) -> None:
        for kind, ids in page.get("remove", []):
            for row_id in ids:
                self.rows.pop((kind, row_id), None)
        for change in page["changes"]:
            key = (change["k"], change["id"])
            if change.get("into"):
                self.aliases[key] = change["into"]
            if change.get("x"):
                self.rows.pop(key, None)
            else:
                self.rows[key] = Row(change["v"], change["d"])
        self.leases += [lease for lease in page.get("leases", []) if lease not in self.leases]

    def _adopt(self, page: dict[str, Any]) -> None:
        """Settle what is in the rows now; to a server that was restored, tell the last 72 hours again."""
        self.acked_n = page["acked_n"]
        if self.epoch not in {None, page["epoch"]}:
            self.epoch = page["epoch"]
            # A backup that knows this enrolment knows all that went before it.
            self._heal(page["server_time"], [op for op in self.ops if op.device_id == self.device_id])
            return
        self.epoch = page["epoch"]
        for op in self.ops:  # what a former enrolment was answered is in the rows too
            if op.state == "answered" and (op.device_id != self.device_id or op.n <= self.acked_n):
                op.state = "settled"
        self.counter = max(self.counter, self.acked_n)

    def _heal(self, server_time: str, ops: list[Op]) -> None:
        """Let what was acknowledged lately wait again, files too."""
        since = datetime.fromisoformat(server_time) - KEEP
        for op in ops:
            if op.answered_at and datetime.fromisoformat(op.answered_at) >= since:
                op.state = "waiting"
        for file in self.files.values():
            if file.sent_at and datetime.fromisoformat(file.sent_at) >= since:
                file.state, file.url = "waiting", None


def state_after(result: dict[str, Any], op: Op) -> str:
    """Return what an answer makes of an operation; `waiting` where it says nothing that we know (PUSH-15)."""
    if op.renumbered and result.get("code") == "id_reuse":
        return "answered"  # sent before under a former enrolment, and the answer was lost: the server has it
    status = result["s"]
    if status in TAKEN:
        return "answered"
    if status == "duplicate":
        return "refused" if result.get("first") == "quarantined" or result.get("code") else "answered"
    return "refused" if status == "quarantined" else "waiting"


def with_number(body: str, n: int) -> str:
    """Return an operation's text under another number; a text that cannot be read keeps its own."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if not isinstance(said, dict):
        return body
    return json.dumps({**said, "n": n}, ensure_ascii=False)


def raw_bytes(text: str) -> bytes:
    """Return the bytes of a text that may hold halves of surrogate pairs or stray bytes."""
    return text.encode("utf-8", "surrogatepass")
