"""Handing in a form at the console: the way of the phones, but what breaks a rule is refused while it can be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from server.core import clock, hlc
from server.core.actor import Actor
from server.core.errors import DomainError, ForbiddenError, InvalidInputError, NotFoundError
from server.core.merge import Origin
from server.core.submissions import MediaItem, RecordRef, Submission
from server.forms import policies, queries
from server.forms.errors import AnswersInvalidError, NotToReviseError
from server.forms.fixes import fix_of
from server.forms.rules import judge
from server.forms.service.accepting import Offered, accept
from server.forms.service.correcting import correctable
from server.forms.service.holding import hold
from server.forms.service.standing import settings
from server.forms.service.uniqueness import FLAG

DIFFERS = "calculated_differs"


@dataclass(frozen=True)
class HandedIn:
    """A form filled in at the console: `record` is what it edits (kind, id), None to make one.

    `before` is what the form was prefilled with, `revises` the submission that it corrects.
    """

    id: UUID
    form: str
    version: int
    answers: Mapping[str, Any]
    record: RecordRef | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    media: Sequence[MediaItem] = ()
    gps: Mapping[str, Any] | None = None
    revises: UUID | None = None


def hand_in(session: Session, actor: Actor, command: HandedIn) -> bool:
    """Take a form as it is taken from a phone; return whether it is new: the same one again changes nothing.

    Its author sees what stands, so no value of his is in conflict. Raises NotFoundError for a form that there is not,
    ForbiddenError without the form's right or for a record that the actor may not change, InvalidInputError for a
    record of another kind, AnswersInvalidError with the places of broken rules, NotToReviseError, IdReuseError, and
    what the form's area refuses it for.
    """
    offered = _offered(session, actor, command)
    if command.id not in queries.bodies_of(session, actor.tenant_id, [command.id]):
        _check(session, actor, offered.submission)
    (held,) = hold(session, [offered])
    (result,) = accept(session, actor, [held])
    if isinstance(result, DomainError):
        raise result
    if result.outcome.clashes:
        raise ForbiddenError(right="customer.write", flags=list(result.outcome.flags))
    doubled = [flag.split(":", 1)[1] for flag in result.outcome.flags if flag.startswith(f"{FLAG}:")]
    if doubled:
        raise AnswersInvalidError(errors=[{"pointer": f"/answers/{name}", "code": FLAG} for name in doubled])
    return not result.repeated


def _offered(session: Session, actor: Actor, command: HandedIn) -> Offered:
    version = (command.form, command.version)
    forms = policies.as_chosen(session, queries.definitions(session, actor.tenant_id, [version]))
    if version not in forms:
        raise NotFoundError(kind="form", key=command.form, version=command.version)
    moment = clock.now()
    submission = Submission(
        id=command.id,
        form=forms[version],
        answers=command.answers,
        before=command.before,
        record=command.record,
        fix=fix_of(command.gps or command.answers.get("gps")),
        media=tuple(command.media),
        occurred_at=moment,
        received_at=moment,
        origin=Origin(
            base=0 if command.record else None,
            device=None,
            n=0,
            hlc=hlc.make(int(moment.timestamp() * 1000), "console"),
            trusted=True,
        ),
        revises=command.revises,
    )
    return Offered(submission, sha256(msgspec.json.encode(asdict(command), order="sorted")).digest())


def _check(session: Session, actor: Actor, submission: Submission) -> None:
    right = submission.form.get("right")
    if right is not None:
        actor.must(right)
    makes = (submission.form.get("record") or {}).get("kind")
    if submission.record is not None and submission.record.kind != makes:
        raise InvalidInputError(pointer="/record/kind", reason="not_of_this_form")
    (setting,) = settings(session, [submission])
    issues = [one for one in judge(submission.form, submission.answers, setting).issues if one.code != DIFFERS]
    if issues:
        raise AnswersInvalidError(errors=[_told(one) for one in issues])
    if submission.revises is not None and submission.id not in correctable(session, actor, [submission]):
        raise NotToReviseError


def _told(issue: Any) -> dict[str, Any]:
    return {"pointer": issue.pointer, "code": issue.code, "message": issue.message}
