"""Reading what departments and titles may do."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Account, Employee, RightGrant, Title
from server.accounts.rules import effective
from server.core.database import tenant_of

Words = dict[str, bool]
"""What a department or title says of verbs; of the others it says nothing."""


def words_of(session: Session, subject_ids: Iterable[UUID] | None = None) -> dict[UUID, Words]:
    """Return what these departments and titles (None: all of the organisation) say; an empty answer for the silent."""
    statement = select(RightGrant.subject_id, RightGrant.verb, RightGrant.allowed).where(
        RightGrant.tenant_id == tenant_of(session)
    )
    if subject_ids is not None:
        statement = statement.where(RightGrant.subject_id.in_(list(subject_ids)))
    found: dict[UUID, Words] = defaultdict(dict)
    for subject_id, verb, allowed in session.execute(statement):
        found[subject_id][verb] = allowed
    return found


def rights_of_title(session: Session, title: Title) -> frozenset[str]:
    """Return the rights of whoever has the title."""
    words = words_of(session, (title.id, title.department_id))
    return effective(words[title.department_id], words[title.id])


def titles_that_may(session: Session, verb: str) -> set[UUID]:
    """Return the titles whose people hold the verb."""
    words = words_of(session)
    rows = session.execute(select(Title.id, Title.department_id).where(Title.tenant_id == tenant_of(session)))
    return {row.id for row in rows if verb in effective(words[row.department_id], words[row.id])}


def somebody_may(session: Session, verb: str) -> bool:
    """Tell whether anybody in service who can sign in holds the verb."""
    statement = (
        select(Employee.id)
        .join(Account, (Account.tenant_id == Employee.tenant_id) & (Account.employee_id == Employee.id))
        .where(
            Employee.tenant_id == tenant_of(session),
            Employee.state == "active",
            Employee.title_id.in_(titles_that_may(session, verb)),
        )
        .limit(1)
    )
    return session.scalar(statement) is not None
