"""RxDB's replication protocol: documents after a checkpoint, and rows with the state that the phone assumes."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.sync.compat import rows, taking
from server.sync.compat.columns import EMPTY, Columns, stand, travelling
from server.sync.compat.edits import Edit, moment, version
from server.sync.compat.taking import Answered, Taken

Answer = dict[str, Any]


class WriteRow(msgspec.Struct, rename="camel"):
    """A document as the phone left it, and as it believes that the server has it."""

    new_document_state: dict[str, Any]
    assumed_master_state: dict[str, Any] | None = None


def documents(gathered: rows.Gathered) -> list[Columns]:
    """Return the documents of a batch; what left the phone's view is `_deleted`."""
    return [_document(row_id, row) for (_, row_id), row in gathered.rows.items()]


def _document(row_id: str, row: Columns | None) -> Columns:
    return {**(row or {"id": row_id, "v": 0}), "_deleted": row is None}


def edit_of(kind: str, row: WriteRow) -> Edit | None:
    """Return what the phone did to a document, None where it did nothing that the server could care for."""
    new, assumed = row.new_document_state, row.assumed_master_state
    row_id, at = str(new.get("id")), moment(new.get("updated_at"))
    held = {name: new[name] for name in travelling(new)}
    if assumed is None or assumed.get("_deleted"):
        written = {name: value for name, value in held.items() if value not in EMPTY}
        return None if new.get("_deleted") else Edit(kind, row_id, "create", None, written, at=at, held=held)
    base = version(assumed.get("v"))
    if new.get("_deleted"):
        return Edit(kind, row_id, "delete", base, at=at)
    written = _changed(assumed, new)
    before = {name: assumed.get(name) for name in written}
    return Edit(kind, row_id, "edit", base, written, before, at, held) if written else None


def _changed(assumed: Mapping[str, Any], new: Mapping[str, Any]) -> Columns:
    names = travelling(dict.fromkeys((*assumed, *new)))
    return {name: new.get(name) for name in names if assumed.get(name) != new.get(name)}


def push(session: Session, actor: Actor, offered: list[Edit], sent_at: datetime | None) -> Taken:
    """Take edits of one kind; documents that do not stand as they were written are to be taken back.

    The whole document counts: RxDB skips what it pulls for a document that waits, and would not ask for it again.
    """
    batch = taking.opened(session, actor, offered)
    taken = taking.take(batch, sent_at)
    return replace(taken, standing=_conflicts(session, actor, taken.answers)) if batch.reads else taken


def answered(taken: list[Taken]) -> Answer:
    """Return the answer to a push: `conflicts` are documents as they stand, `results` what became of each edit."""
    results = [{**answer, "id": edit.id} for some in taken for edit, answer in some.answers]
    return {"conflicts": [document for some in taken for document in some.standing], "results": results}


def _conflicts(session: Session, actor: Actor, given: Iterable[Answered]) -> list[Columns]:
    awaited = [edit for edit, answer in given if answer["s"] != "blocked"]
    if not awaited:
        return []
    now = rows.standing(session, actor, awaited[0].kind, [edit.id for edit in awaited])
    return [_document(edit.id, now.get(edit.id)) for edit in awaited if not _stands(edit, now.get(edit.id))]


def _stands(edit: Edit, now: Columns | None) -> bool:
    if now is None or edit.verb == "delete":
        return False
    names = travelling(now)
    return stand(edit.written, now) and stand({name: now[name] for name in names}, edit.held)
