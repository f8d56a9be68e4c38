"""A small organisation to test in: a director, two supervisors, three reps, office and admin."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from server.accounts.models import Organisation
from server.accounts.passwords import hash_password
from server.accounts.service import Hire, add_branch, found_organisation, hire, open_account, shipped_title
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.forms.service import publish_shipped

PASSWORD = "đường-dài-hay-sức-ngựa"
HASH = hash_password(PASSWORD)


@dataclass(frozen=True)
class Member:
    id: UUID
    name: str
    login: str


@dataclass(frozen=True)
class World:
    """The organisation's people by their part: rep1 and rep2 stand below `supervisor`, rep3 below `other`."""

    tenant_id: int
    organisation_uuid: UUID
    director: Member
    supervisor: Member
    other: Member
    rep1: Member
    rep2: Member
    rep3: Member
    office: Member
    admin: Member


def make_world(database: Database, mark: str = "a") -> World:
    """Make the organisation; `mark` keeps logins of several apart."""
    with unit_of_work(database) as session:
        organisation = found_organisation(session, f"Công ty {mark}")
        publish_shipped(session)
        branch = add_branch(session, "Đà Nẵng")
        director = _member(session, "director", "Trần Giám Đốc", "supervisor", None, branch.id, mark)
        supervisor = _member(session, "supervisor", "Lê Giám Sát", "supervisor", director, branch.id, mark)
        other = _member(session, "other", "Phạm Giám Sát", "supervisor", director, branch.id, mark)
        people = {
            "rep1": _member(session, "rep1", "Nguyễn Thị Một", "rep", supervisor, branch.id, mark),
            "rep2": _member(session, "rep2", "Nguyễn Văn Hai", "rep", supervisor, branch.id, mark),
            "rep3": _member(session, "rep3", "Võ Thị Ba", "rep", other, branch.id, mark),
            "office": _member(session, "office", "Đỗ Văn Phòng", "office", director, branch.id, mark),
            "admin": _member(session, "admin", "Hồ Quản Trị", "admin", director, branch.id, mark),
        }
        return _world(organisation, director, supervisor, other, people)


def _world(organisation: Organisation, director, supervisor, other, people) -> World:
    return World(organisation.id, organisation.uuid, director, supervisor, other, **people)


def _member(
    session: Session, part: str, name: str, role: str, manager: Member | None, branch_id: UUID, mark: str
) -> Member:
    person = Hire(name, shipped_title(session, role), manager.id if manager else None, branch_id)
    employee = hire(session, person)
    login = f"{part}.{mark}@example.test"
    open_account(session, employee.id, login, password_hash=HASH)
    return Member(employee.id, name, login)
