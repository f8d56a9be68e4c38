"""Deciding on what could not be applied: it is applied after all, as it came or repaired, or dismissed."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.core.database import savepoint
from server.core.errors import DomainError, InvalidInputError, NotFoundError
from server.sync import quarantine_queries as queries
from server.sync import releasing
from server.sync.errors import AlreadyDecidedError, StillRefusedError
from server.sync.explaining import explain
from server.sync.models import Quarantined
from server.sync.operations import OP_BYTES
from server.sync.verdicts import Answer


def release(session: Session, actor: Actor, row_id: UUID, repaired: str | None) -> Answer:
    """Apply the operation on behalf of the person and the phone that sent it; return its answer.

    `repaired` is its text as it should have been, None for as it came. Raises NotFoundError, AlreadyDecidedError,
    InvalidInputError (with the line and column) for a text that is no JSON object, and StillRefusedError when it
    cannot be applied like this either: it then stays as it was.
    """
    row = _open(session, actor, row_id)
    payload = None if repaired is None else _payload(repaired)
    answer = releasing.release(session, actor, row.id, payload)
    if row.state != "released":
        raise StillRefusedError(code_now=answer.get("code", answer["s"]), reason=_why(answer), **_words(answer))
    detail = {"code": row.code, "operation": row.n, "repaired": repaired is not None, "outcome": answer.get("s")}
    audit.record(session, actor, "quarantine.release", "quarantine", row.id, detail=detail)
    return answer


def _why(answer: Answer) -> str:
    if "on" in answer:
        return f"{answer['on']['kind']} {answer['on']['id']}"
    return str(answer.get("reason", answer["s"]))


def _words(answer: Answer) -> dict[str, str]:
    """Return why in both languages, as the refusal tells it."""
    if "code" in answer:
        words = explain(answer["code"], _why(answer))
    else:
        words = {"vi": f"còn chờ {_why(answer)}", "en": f"it still waits for {_why(answer)}"}
    return {"reason_vi": words["vi"].rstrip("."), "reason_en": words["en"].rstrip(".")}


def _payload(text: str) -> bytes:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = {"line": error.lineno, "column": error.colno} if isinstance(error, json.JSONDecodeError) else {}
        raise InvalidInputError(pointer="/payload", reason=getattr(error, "msg", "too deep"), **place) from error
    if not isinstance(found, dict):
        raise InvalidInputError(pointer="/payload", reason="not an object", line=1, column=1)
    payload = text.encode("utf-8", "replace")
    if len(payload) > OP_BYTES:
        raise InvalidInputError(pointer="/payload", reason=f"more than {OP_BYTES} bytes")
    return payload


def dismiss(session: Session, actor: Actor, row_id: UUID, comment: str) -> None:
    """Decide that the operation is not to be applied, and say why; it stays kept.

    Raises NotFoundError, AlreadyDecidedError.
    """
    row = _open(session, actor, row_id)
    row.state, row.comment = "dismissed", comment.strip()
    row.decided_by, row.decided_at = actor.employee_id, clock.now()
    session.flush()
    detail = {"code": row.code, "operation": row.n, "comment": row.comment}
    audit.record(session, actor, "quarantine.dismiss", "quarantine", row.id, detail=detail)


def _open(session: Session, actor: Actor, row_id: UUID) -> Quarantined:
    row = queries.locked(session, actor, row_id)
    if row is None:
        raise NotFoundError
    if row.state != "open":
        raise AlreadyDecidedError
    return row


def release_many(session: Session, actor: Actor, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Release many as they came, the oldest first; return what became of each, one that is refused stops no other."""
    return _each(session, ids, lambda one: release(session, actor, one, None))


def dismiss_many(session: Session, actor: Actor, ids: Iterable[UUID], comment: str) -> list[dict[str, Any]]:
    """Dismiss many for one reason; return what became of each."""

    def act(row_id: UUID) -> Answer:
        dismiss(session, actor, row_id, comment)
        return {"s": "dismissed"}

    return _each(session, ids, act)


def _each(session: Session, ids: Iterable[UUID], act: Callable[[UUID], Answer]) -> list[dict[str, Any]]:
    asked = list(dict.fromkeys(ids))
    # Ids are made in the order of time: who pushed first is applied first, and two decisions never wait in a ring.
    done = {one: _try(session, one, act) for one in sorted(asked)}
    return [{"id": one, **done[one]} for one in asked]


def _try(session: Session, row_id: UUID, act: Callable[[UUID], Answer]) -> dict[str, Any]:
    try:
        with savepoint(session):
            return {"s": act(row_id)["s"], "code": None, "reason": None}
    except DomainError as error:
        return {"s": "refused", "code": error.code, "reason": error.details.get("reason")}
