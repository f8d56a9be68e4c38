"""Everything that a checker may look at, gathered once: journals of phones, tables, files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Connection, text

from mobile_contract.device import Op, Row, State
from mobile_contract.device.state import RowKey

Line = Mapping[str, Any]

QUERIES = {
    "organisation": "SELECT id AS tenant_id, uuid::text AS uuid FROM organisation",
    "employee": "SELECT tenant_id, id::text, manager_id::text, state FROM employee",
    "device": "SELECT tenant_id, id::text, employee_id::text, state FROM device",
    "team": "SELECT tenant_id, id::text, leader_id::text, archived_at FROM team",
    "team_member": "SELECT tenant_id, team_id::text, employee_id::text FROM team_member",
    "pool": "SELECT tenant_id, id::text, archived_at FROM pool",
    "pool_manager": "SELECT tenant_id, pool_id::text, employee_id::text FROM pool_manager",
    "share": """SELECT tenant_id, id::text, customer_id::text, set_id::text, employee_id::text, team_id::text,
        granted_by::text, ended_at FROM share""",
    "set_member": "SELECT tenant_id, set_id::text, customer_id::text FROM customer_set_member",
    "all_seeing": """SELECT e.tenant_id, e.id::text FROM employee e
        JOIN title t ON t.tenant_id = e.tenant_id AND t.id = e.title_id
        WHERE coalesce(
          (SELECT g.allowed FROM right_grant g
           WHERE g.tenant_id = e.tenant_id AND g.title_id = t.id AND g.verb = 'data.see_all'),
          (SELECT g.allowed FROM right_grant g
           WHERE g.tenant_id = e.tenant_id AND g.department_id = t.department_id AND g.verb = 'data.see_all'),
          false)""",
    "customer": """SELECT tenant_id, id::text, owner_id::text, pool_id::text, fields, archived_at FROM customer""",
    "form_version": "SELECT tenant_id, key, version FROM form_version",
    "submission": """SELECT tenant_id, id::text, form_key, form_version, employee_id::text, device_id::text, device_n,
        record_kind, record_id::text, customer_id::text, answers, before, media, base, body_sha256, flags, changes,
        received_at FROM submission""",
    "receipt": "SELECT tenant_id, device_id::text, n, sha256, outcome FROM receipt",
    "quarantine": """SELECT tenant_id, id::text, device_id::text, employee_id::text, n, code, payload
        FROM quarantine""",
    "waiting": "SELECT tenant_id, device_id::text, n, payload FROM waiting_operation",
    "conflict": """SELECT tenant_id, id::text, record_kind, record_id::text, field, kept, lost, submission_id::text,
        state FROM conflict""",
    "visit": "SELECT tenant_id, id::text, submission_id::text, customer_id::text FROM visit",
    "activity": "SELECT tenant_id, id::text, kind, submission_id::text, customer_id::text FROM activity",
    "media": """SELECT tenant_id, id::text, sha256, type, state, stored_at, employee_id::text FROM media_object""",
    "media_link": """SELECT tenant_id, submission_id::text, media_id::text, sha256, bound_at FROM media_link""",
    "outbox": """SELECT tenant_id, id::text, task, args, done_at, failed_at, last_error, attempts, run_after,
        done_at IS NULL AND failed_at IS NULL AND (run_after <= now() OR attempts > 0) AS undone FROM outbox""",
    "notification": "SELECT tenant_id, id::text, employee_id::text, key, kind, link FROM notification",
    "clock": "SELECT tenant_id, seq, audited, epoch::text FROM tenant_clock",
    "audit_entry": """SELECT tenant_id, n, at, action, kind, record_id, customer_id, employee_id, device_id, ip,
        request_id, detail_sha256 FROM audit_entry ORDER BY tenant_id, n""",
    "audit_detail": "SELECT tenant_id, n, salt, body FROM audit_detail",
    "audit_block": """SELECT tenant_id, number, first_n, last_n, root, previous, head, sealed_at FROM audit_block
        ORDER BY tenant_id, number""",
}
SIDE = 8
"""Pixels a side of what is compared of a picture and its thumbnail."""


@dataclass(frozen=True)
class Violation:
    """A promise that was not kept: its name, and what shows it."""

    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.detail}"


@dataclass
class PhoneFacts:
    """A phone's journal; `fresh` is what a new pull from the start shows it, `seen` what it noted while it lived."""

    name: str
    tenant_id: int
    state: State
    fresh: Mapping[RowKey, Row] | None = None
    seen: list[Violation] = field(default_factory=list)


@dataclass(frozen=True)
class StoredFile:
    """A file of the media store: what it is called, what it holds, and how it looks (grey, SIDE by SIDE)."""

    tenant_id: int
    name: str
    sha256: str
    look: bytes | None


@dataclass
class Facts:
    """`looked`: (record, field, value) that a supervisor saw before he wrote over it.

    `restored`: the server came back from a backup, so the ids of former conflicts are other ones now. `rested_at`: when
    no work was due any more; a look that was put off may have become due while the rest was read.
    """

    phones: list[PhoneFacts]
    tables: dict[str, list[Line]]
    files: list[StoredFile]
    anchors: list[str] = field(default_factory=list)
    looked: list[tuple[str, str, Any]] = field(default_factory=list)
    restored: bool = False
    rested_at: datetime | None = None

    def __post_init__(self) -> None:
        self._found: dict[tuple[str, ...], dict[Any, list[Line]]] = {}

    def by(self, table: str, *columns: str) -> dict[Any, list[Line]]:
        """Return the rows of a table by the values of columns (a tuple for several)."""
        key = (table, *columns)
        if key not in self._found:
            index: dict[Any, list[Line]] = defaultdict(list)
            for row in self.tables[table]:
                values = tuple(row[column] for column in columns)
                index[values if len(columns) > 1 else values[0]].append(row)
            self._found[key] = index
        return self._found[key]

    def ops(self) -> Iterator[tuple[PhoneFacts, Op]]:
        """Yield every operation of every phone."""
        for phone in self.phones:
            for op in phone.state.ops:
                yield phone, op


def read_tables(connection: Connection) -> dict[str, list[Line]]:
    """Read every table that is looked at, as somebody whom no row-level security binds."""
    return {name: [dict(row) for row in connection.execute(text(query)).mappings()] for name, query in QUERIES.items()}


def read_files(media_dir: Path) -> list[StoredFile]:
    """Read the media store: every original and rendition."""
    root = media_dir / "objects"
    return [_file(path, root) for path in sorted(root.rglob("*")) if path.is_file()]


def _file(path: Path, root: Path) -> StoredFile:
    tenant_id = int(path.relative_to(root).parts[0])
    return StoredFile(tenant_id, path.name, sha256(path.read_bytes()).hexdigest(), look_of(path))


def look_of(path: Path) -> bytes | None:
    """Return how a picture looks from far away, None for what is none."""
    try:
        with Image.open(path) as picture:
            return picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    except (OSError, ValueError):
        return None


def outcome_of(result: Mapping[str, Any] | None) -> str:
    """Return what finally became of an operation by its answer, a repeated one taken for the first."""
    if result is None:
        return "unanswered"
    if result["s"] != "duplicate":
        return str(result["s"])
    first = result.get("first")
    if result.get("code"):
        return "quarantined"
    return str(first) if first not in {None, "duplicate"} else "applied"
