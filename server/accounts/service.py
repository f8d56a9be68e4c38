"""Making organisations and people, signing in, enrolling phones."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.accounts import queries
from server.accounts.errors import BadCredentialsError, LoginTakenError
from server.accounts.models import (
    Account,
    Branch,
    ConsoleSession,
    Device,
    Employee,
    EmployeePath,
    NumberSeries,
    Organisation,
)
from server.accounts.passwords import hash_password, matches, new_token, token_hash
from server.accounts.rules import rights_of
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import savepoint, tenant_of
from server.core.feed import TenantClock
from server.core.ids import derived_id, new_id

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Hire:
    """A person to be taken on; `manager_id` is None for a root only."""

    name: str
    title: str
    role: str
    manager_id: UUID | None = None
    branch_id: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class SignedIn:
    """A fresh credential: the token is told once and stored as a hash."""

    token: str
    actor: Actor
    employee: Employee
    organisation: Organisation


@dataclass(frozen=True)
class DeviceInfo:
    """What a phone says of itself."""

    name: str
    platform: str
    app_version: str


def found_organisation(session: Session, name: str, hotline: str | None = None) -> Organisation:
    """Make an organisation with its clock, and let the session work for it."""
    organisation = Organisation(uuid=new_id(), name=name, hotline=hotline, created_at=clock.now())
    session.add(organisation)
    session.flush()
    session.info["tenant_id"] = organisation.id
    session.add(TenantClock(tenant_id=organisation.id, seq=0, epoch=new_id()))
    session.flush()
    feed.touch(session, "organisation", organisation.uuid)
    return organisation


def add_branch(session: Session, name: str) -> Branch:
    """Add a branch to the session's organisation."""
    branch = Branch(tenant_id=tenant_of(session), id=new_id(), name=name)
    session.add(branch)
    session.flush()
    return branch


def inbox_of(employee_id: UUID) -> UUID:
    """Return the scope that one person alone reads: notices and what became of his submissions."""
    return derived_id("inbox", employee_id)


def hire(session: Session, person: Hire) -> Employee:
    """Add an employee below his manager; he and everybody above read his scope from now on."""
    tenant_id = tenant_of(session)
    employee_id = person.id or new_id()
    employee = Employee(
        tenant_id=tenant_id,
        id=employee_id,
        inbox=inbox_of(employee_id),
        name=person.name,
        title=person.title,
        role=person.role,
        branch_id=person.branch_id,
        manager_id=person.manager_id,
    )
    session.add(employee)
    session.flush()
    above = select(literal(tenant_id), EmployeePath.ancestor_id, literal(employee.id), EmployeePath.depth + 1).where(
        EmployeePath.tenant_id == tenant_id, EmployeePath.descendant_id == person.manager_id
    )
    columns = ["tenant_id", "ancestor_id", "descendant_id", "depth"]
    session.execute(insert(EmployeePath).from_select(columns, above))
    session.add(EmployeePath(tenant_id=tenant_id, ancestor_id=employee.id, descendant_id=employee.id, depth=0))
    session.flush()
    _open_scopes(session, employee)
    return employee


def _open_scopes(session: Session, employee: Employee) -> None:
    organisation_uuid = session.scalar(select(Organisation.uuid).where(Organisation.id == employee.tenant_id))
    assert organisation_uuid is not None  # noqa: S101 - the foreign key holds it
    for scope in (employee.id, employee.inbox, organisation_uuid):
        feed.join_scope(session, employee.id, scope)
    for manager_id in queries.managers_of(session, employee.tenant_id, employee.id):
        feed.join_scope(session, manager_id, employee.id)
    feed.touch(session, "employee", employee.id)


def open_account(
    session: Session,
    employee_id: UUID,
    login: str,
    password: str | None = None,
    *,
    password_hash: str | None = None,
) -> Account:
    """Let an employee sign in; raise LoginTakenError when somebody already uses the login."""
    account = Account(
        tenant_id=tenant_of(session),
        id=new_id(),
        employee_id=employee_id,
        login=login.strip(),
        password_hash=password_hash or hash_password(password or new_token()),
    )
    try:
        with savepoint(session):
            session.add(account)
            session.flush()
    except IntegrityError as error:
        raise LoginTakenError(login=login) from error
    return account


def sign_in(session: Session, login: str, password: str) -> SignedIn:
    """Open a console session for a right login and password, else raise BadCredentialsError."""
    account = _prove(session, login, password)
    token = new_token()
    moment = clock.now()
    session.add(
        ConsoleSession(
            tenant_id=account.tenant_id,
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=moment,
            last_seen_at=moment,
        )
    )
    return _signed_in(session, token, account, None)


def sign_out(session: Session, token: str) -> None:
    """End the console session of a token; an unknown one is ended already."""
    session.execute(delete(ConsoleSession).where(ConsoleSession.token_hash == token_hash(token)))


def enrol_device(session: Session, login: str, password: str, info: DeviceInfo) -> tuple[SignedIn, Device]:
    """Make a phone known by login and password; its token is what it proves itself with from now on."""
    account = _prove(session, login, password)
    token = new_token()
    device = Device(
        tenant_id=account.tenant_id,
        id=new_id(),
        account_id=account.id,
        employee_id=account.employee_id,
        name=info.name,
        platform=info.platform,
        app_version=info.app_version,
        token_hash=token_hash(token),
        enrolled_at=clock.now(),
        last_seen_at=clock.now(),
    )
    session.add(device)
    session.flush()
    return _signed_in(session, token, account, device.id), device


def _prove(session: Session, login: str, password: str) -> Account:
    account = queries.account_by_login(session, login)
    if not matches(account.password_hash if account else None, password) or account is None:
        raise BadCredentialsError
    session.info["tenant_id"] = account.tenant_id
    return account


def _signed_in(session: Session, token: str, account: Account, device_id: UUID | None) -> SignedIn:
    identity = queries.identity_of_account(session, account.tenant_id, account.id)
    if identity is None:
        raise BadCredentialsError
    _, employee, organisation = identity
    return SignedIn(token, actor_of(account, employee, organisation, device_id), employee, organisation)


def actor_of(account: Account, employee: Employee, organisation: Organisation, device_id: UUID | None) -> Actor:
    """Return the actor of an identity, with the rights of his role."""
    return Actor(
        tenant_id=account.tenant_id,
        organisation_uuid=organisation.uuid,
        account_id=account.id,
        employee_id=employee.id,
        role=employee.role,
        language=account.language,
        device_id=device_id,
        rights=rights_of(employee.role),
    )


def actor_by_token(session: Session, token: str) -> Actor | None:
    """Return whose console session a token is; idle for 30 minutes or older than 12 hours, it is nobody's."""
    found = queries.identity_of_session(session, token_hash(token))
    moment = clock.now()
    if found is None:
        return None
    account, employee, organisation, console_session = found
    if moment - console_session.last_seen_at > IDLE or moment - console_session.created_at > ABSOLUTE:
        return None
    if moment - console_session.last_seen_at > SEEN_EVERY:
        console_session.last_seen_at = moment
    return actor_of(account, employee, organisation, None)


def actor_by_device_token(session: Session, token: str) -> Actor | None:
    """Return whose phone a bearer token is, None when it is revoked or unknown."""
    found = queries.identity_of_device(session, token_hash(token))
    if found is None:
        return None
    account, employee, organisation, device = found
    if device.last_seen_at is None or clock.now() - device.last_seen_at > SEEN_EVERY:
        device.last_seen_at = clock.now()
    return actor_of(account, employee, organisation, device.id)


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series of the organisation, 1 at first; no number is given twice."""
    statement = (
        upsert(NumberSeries)
        .values(tenant_id=tenant_of(session), series=series, next=2)
        .on_conflict_do_update(
            index_elements=[NumberSeries.tenant_id, NumberSeries.series], set_={"next": NumberSeries.next + 1}
        )
        .returning(NumberSeries.next)
    )
    return session.execute(statement).scalar_one() - 1
