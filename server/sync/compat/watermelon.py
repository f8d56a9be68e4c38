"""WatermelonDB's sync protocol: everything since one number, and every record that a phone has changed."""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.core import feed
from server.core.actor import Actor
from server.sync.compat import rows, taking
from server.sync.compat.columns import EMPTY, Columns, cells, stand, travelling
from server.sync.compat.edits import Edit, moment, version
from server.sync.compat.taking import Taken
from server.sync.cursor import Cursor
from server.sync.errors import CursorResetError
from server.sync.pull import Wish

TAG_BITS = 16
Answer = dict[str, Any]


class TableChanges(msgspec.Struct):
    """A table's changes; records are raw, as WatermelonDB keeps them."""

    created: list[dict[str, Any]] = []
    updated: list[dict[str, Any]] = []
    deleted: list[str] = []


class ColumnsAdded(msgspec.Struct):
    """Columns that a migration added to a table."""

    table: str
    columns: list[str] = []


class Migration(msgspec.Struct):
    """What the app's database has got since its last pull."""

    tables: list[str] = []
    columns: list[ColumnsAdded] = []


Changes = dict[str, TableChanges]


@dataclass(frozen=True)
class Timestamps:
    """WatermelonDB knows one number of us: the feed's, with some bits that tell for whom and of which epoch it is."""

    secret: str
    epoch: UUID
    employee_id: UUID

    @property
    def tag(self) -> int:
        """The bits that mark this person's numbers of this epoch."""
        said = f"watermelon/{self.epoch}/{self.employee_id}"
        digest = hmac.new(self.secret.encode(), said.encode(), "sha256").digest()
        return int.from_bytes(digest[:2], "big")

    def write(self, seq: int) -> int:
        """Return the timestamp that says that everything up to `seq` was delivered."""
        return seq << TAG_BITS | self.tag

    def read(self, timestamp: int) -> int | None:
        """Return the number in a timestamp, 0 for none, None for one that is not this person's or of another epoch."""
        if not timestamp:
            return 0
        return timestamp >> TAG_BITS if timestamp & (2**TAG_BITS - 1) == self.tag else None


def pull(session: Session, actor: Actor, since: int | None, wish: Wish) -> tuple[dict[str, Any], int]:
    """Return everything that changed since a number in one answer, and the number up to which it is complete.

    The wish's kinds are the app's tables, its `reset` those that the app needs from the beginning. Where the number is
    None or too old, the answer replaces what the phone holds; what it made and has not handed in stays.
    """
    found, replaces = None, since is None
    if since is not None:
        try:
            found = rows.snapshot(session, actor, Cursor(since, since, kinds=wish.kinds), wish)
        except CursorResetError:
            replaces = True
    gathered, number = found or rows.snapshot(session, actor, Cursor(), wish)
    answer: dict[str, Any] = {"changes": _changes(gathered, wish.kinds or ())}
    return answer | ({"experimentalStrategy": "replacement"} if replaces else {}), number


def _changes(gathered: rows.Gathered, tables: Iterable[str]) -> dict[str, Any]:
    changes: dict[str, Any] = {table: {"created": [], "updated": [], "deleted": []} for table in tables}
    for (kind, row_id), row in gathered.rows.items():
        if row is None:
            changes[kind]["deleted"].append(row_id)
        else:
            changes[kind]["updated"].append(cells(row))
    return changes


def edits(changes: Changes) -> list[Edit]:
    """Return what a phone did: records made first, so that others may name them."""
    made = [edit for table, found in changes.items() for raw in found.created for edit in _created(table, raw)]
    changed = [edit for table, found in changes.items() for raw in found.updated for edit in _updated(table, raw)]
    gone = [Edit(table, row_id, "delete") for table, found in changes.items() for row_id in found.deleted]
    return [*made, *changed, *gone]


def _created(table: str, raw: Columns) -> Iterable[Edit]:
    written = {name: raw[name] for name in travelling(raw) if raw[name] not in EMPTY}
    yield Edit(table, str(raw.get("id")), "create", written=written, at=moment(raw.get("updated_at")))


def _updated(table: str, raw: Columns) -> Iterable[Edit]:
    """Return one edit for each version that the person had seen when he wrote some columns.

    A pull between two attempts lays newer values under what waits, so the number of the row alone would claim that he
    had seen them. The column `base` tells of each column what was seen; where it is silent, nothing was.
    """
    seen = _seen(raw.get("base"))
    by_base: dict[int, list[str]] = defaultdict(list)
    for name in travelling(str(raw.get("_changed") or "").split(",")):
        by_base[version(seen[name][0]) if name in seen else 0].append(name)
    for base, names in sorted(by_base.items()):
        yield Edit(
            table,
            str(raw.get("id")),
            "edit",
            base,
            written={name: raw.get(name) for name in names},
            before={name: seen[name][1] for name in names if name in seen},
            at=moment(raw.get("updated_at")),
        )


class _Seen(msgspec.Struct, array_like=True):
    v: int | float | None
    value: Any = None


def _seen(text: Any) -> dict[str, tuple[Any, Any]]:
    if not isinstance(text, str) or not text:
        return {}
    try:
        return {name: (one.v, one.value) for name, one in msgspec.json.decode(text, type=dict[str, _Seen]).items()}
    except (msgspec.MsgspecError, RecursionError):
        return {}


def push(session: Session, actor: Actor, offered: list[Edit], sent_at: datetime | None) -> Taken:
    """Take edits, and let what stands come back to the phone with its next pull wherever it may differ.

    WatermelonDB keeps what it sent as if it stood.
    """
    batch = taking.opened(session, actor, offered)
    if batch.reads:
        _bring_back(session, [*batch.fresh.values(), *_overruled(session, actor, batch.repeated)])
    return taking.take(batch, sent_at)


def _by_kind(offered: Iterable[Edit]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for edit in offered:
        found[edit.kind].append(edit)
    return found


def _overruled(session: Session, actor: Actor, repeated: list[Edit]) -> Iterable[Edit]:
    for kind, some in _by_kind(repeated).items():
        now = rows.standing(session, actor, kind, [edit.id for edit in some])
        yield from (edit for edit in some if not stand(edit.written, cells(now.get(edit.id, {}))))


def _bring_back(session: Session, offered: list[Edit]) -> None:
    for kind, some in _by_kind(offered).items():
        for row_id in rows.types(session, kind, [edit.id for edit in some]):
            feed.touch(session, kind, UUID(row_id))


def answered(taken: Iterable[Taken], writable: Collection[str]) -> Answer:
    """Return the answer to a push: `experimentalRejectedIds` stay on the phone as not sent, until somebody mends them.

    What the app cannot write at all is not rejected: the phone takes back what stands, the server keeps the attempt.
    """
    rejected: dict[str, list[str]] = defaultdict(list)
    results = []
    for edit, answer in (pair for some in taken for pair in some.answers):
        mendable = edit.verb == "create" or (edit.verb == "edit" and edit.kind in writable)
        if answer["s"] in taking.REFUSED and mendable and edit.id not in rejected[edit.kind]:
            rejected[edit.kind].append(edit.id)
        results.append({**answer, "table": edit.kind, "id": edit.id})
    return {"experimentalRejectedIds": rejected, "results": results}
