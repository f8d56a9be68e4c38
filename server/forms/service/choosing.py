"""Lists of choices: what forms offer to choose from, kept by the organisation."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from server.audit import service as audit
from server.core import bulk, clock, feed
from server.core.actor import Actor
from server.core.database import tenant_of
from server.core.errors import InvalidInputError
from server.core.ids import derived_id
from server.forms import library, queries
from server.forms.models import ChoiceList

KIND = "choice_list"
KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
Option = dict[str, Any]


def add_shipped(session: Session) -> None:
    """Add the lists that Tuyen ships and the organisation does not have yet; those that it has are its own."""
    known = {row.key for row in queries.choice_lists(session)}
    rows = [
        {
            "id": derived_id(KIND, tenant_of(session), each["key"]),
            "key": each["key"],
            "title": each["title"],
            "options": each["options"],
            "retired": [],
            "changed_at": clock.now(),
        }
        for each in library.choice_lists()
        if each["key"] not in known
    ]
    bulk.insert(session, ChoiceList, rows)
    for row in rows:
        feed.touch(session, KIND, row["id"])


def put_choices(
    session: Session, actor: Actor, key: str, title: Mapping[str, str], options: list[Option]
) -> ChoiceList:
    """Let a list offer these choices, in this order; a list that is not there is made.

    What it offered before and no more is kept among the retired, so that old answers keep their words. Raises
    InvalidInputError when a value comes twice, or for a key that is no name.
    """
    _check(key, options)
    row = queries.choice_list(session, key, lock=True) or _begun(session, actor, key, title)
    before = {"title": row.title, "options": row.options}
    offered = {option["value"] for option in options}
    row.retired = [old for old in [*(row.retired or []), *row.options] if old["value"] not in offered]
    row.title, row.options = dict(title), options
    row.changed_by, row.changed_at = actor.employee_id, clock.now()
    session.flush()
    feed.touch(session, KIND, row.id)
    after = {"title": row.title, "options": row.options}
    audit.record(session, actor, "choices.change", KIND, row.id, detail={"list": key, "before": before, "after": after})
    return row


def _begun(session: Session, actor: Actor, key: str, title: Mapping[str, str]) -> ChoiceList:
    """Return a new list, or the one that somebody else has begun at the same moment."""
    row = {"id": derived_id(KIND, actor.tenant_id, key), "title": dict(title), "options": [], "changed_at": clock.now()}
    made = insert(ChoiceList).values(tenant_id=actor.tenant_id, key=key, retired=[], **row)
    session.execute(made.on_conflict_do_nothing())
    found = queries.choice_list(session, key, lock=True)
    assert found is not None  # noqa: S101 - it was just made
    return found


def _check(key: str, options: list[Option]) -> None:
    if not KEY.fullmatch(key):
        raise InvalidInputError(pointer="/key", reason="a-z, 0-9, _")
    seen: set[str] = set()
    for place, option in enumerate(options):
        if option["value"] in seen:
            raise InvalidInputError(pointer=f"/options/{place}/value", reason="twice")
        seen.add(option["value"])
