"""Who somebody is who offers a proof, with the rights that hold for him now."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, ScalarSelect, Select, Text, bindparam, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.engine import Compiled
from sqlalchemy.orm import Session

from server.accounts.models import (
    Account,
    ConsoleSession,
    Department,
    Device,
    Employee,
    EmployeePath,
    Organisation,
    RightGrant,
    Title,
)
from server.accounts.queries.phones import offers
from server.accounts.rules import SIGNED_IN
from server.core import sql
from server.core.actor import Actor

WIDE = 100
"""From so many people in a manager's tree on, lists are better filtered than gathered (see `Actor.wide`)."""


@dataclass(frozen=True)
class Identity:
    """An account with its person, his place in the organisation, and the rights that hold."""

    account: Account
    employee: Employee
    organisation: Organisation
    title: str
    department: str
    rights: frozenset[str]
    wide: bool

    def actor(
        self, device_id: UUID | None = None, *, session_id: UUID | None = None, proved_at: datetime | None = None
    ) -> Actor:
        """Return the actor that this identity acts as, by a phone or by a console session."""
        return Actor(
            tenant_id=self.account.tenant_id,
            organisation_uuid=self.organisation.uuid,
            account_id=self.account.id,
            employee_id=self.employee.id,
            language=self.account.language,
            device_id=device_id,
            session_id=session_id,
            proved_at=proved_at,
            rights=self.rights,
            wide=self.wide,
        )


def account_by_login(session: Session, login: str) -> Account | None:
    """Return the account that signs in with `login`, in whatever letter case and whatever organisation.

    Row-level security opens just the row whose login is named (policy `named_login`).
    """
    named = login.strip().lower()
    session.execute(text("SELECT set_config('app.login', :login, true)"), {"login": named})
    return session.scalars(select(Account).where(Account.login == named)).one_or_none()


def identity_of_account(session: Session, tenant_id: int, account_id: UUID) -> Identity | None:
    """Return the identity of an account whose employee is still with us."""
    row = session.execute(_identities().where(Account.tenant_id == tenant_id, Account.id == account_id)).one_or_none()
    return _identity(row) if row else None


def identity_of_session(session: Session, tenant_id: int, token_hash: bytes) -> tuple[Identity, ConsoleSession] | None:
    """Return who is signed in with a console token."""
    values = {"tenant_id": tenant_id, "token_hash": token_hash}
    row = session.execute(_of_session(), values).one_or_none()
    return (_identity(row), row.ConsoleSession) if row else None


@cache
def _of_session() -> Select:  # type: ignore[type-arg]
    return (
        _identities()
        .add_columns(ConsoleSession)
        .join(
            ConsoleSession,
            (ConsoleSession.tenant_id == Account.tenant_id) & (ConsoleSession.account_id == Account.id),
        )
        .where(ConsoleSession.tenant_id == bindparam("tenant_id"), ConsoleSession.token_hash == bindparam("token_hash"))
    )


def actor_of_device(session: Session, tenant_id: int, token_hash: bytes) -> tuple[Actor, datetime | None] | None:
    """Return who acts by the phone that offers an access token, and when it was last seen.

    None where phone or person is not active.
    """
    rows = sql.run_compiled(session, _of_device(), {"tenant_id": tenant_id, "token_hash": token_hash})
    if not rows:
        return None
    row = rows[0]
    actor = Actor(
        tenant_id=tenant_id,
        organisation_uuid=row.organisation_uuid,
        account_id=row.account_id,
        employee_id=row.employee_id,
        language=row.language,
        device_id=row.device_id,
        rights=frozenset(row.rights) | {SIGNED_IN},
        wide=row.beneath >= WIDE,
    )
    return actor, row.last_seen_at


@cache
def _of_device() -> Compiled:
    """Select what an actor is made of, by the token of his phone: every request of a phone asks it."""
    identities = _identities()
    rights, beneath = identities.selected_columns["rights"], identities.selected_columns["beneath"]
    return sql.compiled(
        identities.join(Device, (Device.tenant_id == Account.tenant_id) & (Device.account_id == Account.id))
        .with_only_columns(
            Organisation.uuid.label("organisation_uuid"),
            Account.id.label("account_id"),
            Account.employee_id,
            Account.language,
            Device.id.label("device_id"),
            Device.last_seen_at,
            rights,
            beneath,
            maintain_column_froms=True,
        )
        .where(
            Device.tenant_id == bindparam("tenant_id"),
            offers(bindparam("token_hash", type_=LargeBinary)),
            Device.state == "active",
        )
    )


def rights_of(session: Session, tenant_id: int, employee_id: UUID) -> frozenset[str]:
    """Return the rights that hold for an employee in service, none for anybody else."""
    statement = (
        select(_rights())
        .select_from(Employee)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .where(Employee.tenant_id == tenant_id, Employee.id == employee_id, Employee.state == "active")
    )
    return frozenset(session.scalar(statement) or ())


def _identities() -> Select:  # type: ignore[type-arg]
    beneath = (
        select(literal(1))
        .where(EmployeePath.tenant_id == Employee.tenant_id, EmployeePath.ancestor_id == Employee.id)
        .correlate(Employee)
        .limit(WIDE)
        .subquery()
    )
    return (
        select(
            Account,
            Employee,
            Organisation,
            Title.name.label("title"),
            Department.name.label("department"),
            _rights().label("rights"),
            select(func.count()).select_from(beneath.lateral()).scalar_subquery().label("beneath"),
        )
        .join(Employee, (Employee.tenant_id == Account.tenant_id) & (Employee.id == Account.employee_id))
        .join(Organisation, Organisation.id == Account.tenant_id)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .join(Department, (Department.tenant_id == Title.tenant_id) & (Department.id == Title.department_id))
        .where(Employee.state == "active")
    )


def _rights() -> ScalarSelect[list[str]]:
    """Select the verbs that hold for the title at hand: its own word first, else its department's (RB-16)."""
    said = (
        select(RightGrant.verb, RightGrant.allowed)
        .where(
            RightGrant.tenant_id == Title.tenant_id,
            RightGrant.subject_id.in_([Title.id, Title.department_id]),
        )
        .correlate(Title)
        .ext(distinct_on(RightGrant.verb))
        .order_by(RightGrant.verb, RightGrant.title_id.is_(None))
        .lateral()
    )
    verbs = func.array_agg(said.c.verb, type_=ARRAY(Text))
    return select(func.coalesce(verbs, cast([], ARRAY(Text)))).where(said.c.allowed).scalar_subquery()


def _identity(row) -> Identity:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a row of `_identities`
    return Identity(
        row.Account,
        row.Employee,
        row.Organisation,
        row.title,
        row.department,
        frozenset(row.rights) | {SIGNED_IN},
        row.beneath >= WIDE,
    )
