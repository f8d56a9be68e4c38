"""What the areas contribute, gathered by `server.wiring`: the engine of sync knows no area but through this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from server.core.actor import Actor
from server.core.submissions import Handler

Task = Callable[[Session, dict[str, Any]], None]


@dataclass(frozen=True)
class Follows:
    """The rows of another kind whose scopes are those of a dataset's rows too.

    `statement` is SQL that selects the `id` of what follows the leaders `:ids` of the organisation `:tenant_id`. The
    leader's kind comes before the follower's in the alphabet: it is projected first.
    """

    kind: str
    statement: str


@dataclass(frozen=True)
class Dataset:
    """What of an area travels to phones.

    `projection` is SQL that selects `id uuid, scopes uuid[], data json` for
    `WHERE tenant_id = :tenant_id AND id = ANY(:ids)`. A row that it does not return is a tombstone. A scope is the
    uuid of the thing whose members may see the row.

    `version` counts the shapes that `data` has had: a higher one brings phones that ask for it every row again. Whoever
    raises it projects the stored rows anew (in a migration).

    `follows` names the rows that give these their scopes, so that these move when those do.
    """

    kind: str
    projection: str
    version: int = 1
    follows: Follows | None = None


@dataclass(frozen=True)
class RecordKind:
    """How the sync engine reaches records that forms edit.

    `lock(session, ids)` holds the rows in the order of their ids; `names(session, tenant_id, ids)` gives what a person
    calls them; `visible(session, actor, id)` tells whether he may see one, `visible_ids(actor)` selects all that he
    may; `settle(session, actor, id, field, value)` writes the value that a supervisor chose.
    """

    kind: str
    lock: Callable[[Session, list[UUID]], None]
    names: Callable[[Session, int, set[UUID]], dict[UUID, str]]
    visible: Callable[[Session, Actor, UUID], bool]
    visible_ids: Callable[[Actor], Select[UUID]]
    settle: Callable[[Session, Actor, UUID, str, Any], None]


def _nothing(session: Session) -> None:
    """Do nothing before a commit."""


@dataclass(frozen=True)
class Registry:
    """Everything that the areas contribute, by kind, form key and task name.

    `before_commit(session)` runs in every transaction after the feed is stamped, as the last act before the commit.
    """

    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    records: Mapping[str, RecordKind] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    before_commit: Callable[[Session], None] = _nothing
