"""A small organisation to test in: a director, two supervisors, three reps, office and admin."""

from dataclasses import dataclass
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from server.accounts.service import Hire, add_branch, found_organisation, hire_all, open_account, shipped_title
from server.core.database import Database
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.forms.service import publish_shipped

PASSWORD = "đường-dài-hay-sức-ngựa"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Cheaper than the product's own: thousands of tests sign in."""


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
        return World(organisation.id, organisation.uuid, **_members(session, branch.id, mark))


PEOPLE = {
    "director": ("Trần Giám Đốc", "supervisor", None),
    "supervisor": ("Lê Giám Sát", "supervisor", "director"),
    "other": ("Phạm Giám Sát", "supervisor", "director"),
    "rep1": ("Nguyễn Thị Một", "rep", "supervisor"),
    "rep2": ("Nguyễn Văn Hai", "rep", "supervisor"),
    "rep3": ("Võ Thị Ba", "rep", "other"),
    "office": ("Đỗ Văn Phòng", "office", "director"),
    "admin": ("Hồ Quản Trị", "admin", "director"),
}
"""Name, role and manager by part."""


def _members(session: Session, branch_id: UUID, mark: str) -> dict[str, Member]:
    ids = {part: new_id() for part in PEOPLE}
    titles = {role: shipped_title(session, role) for role in {role for _, role, _ in PEOPLE.values()}}
    hire_all(
        session,
        [
            Hire(name, titles[role], ids[manager] if manager else None, branch_id, id=ids[part])
            for part, (name, role, manager) in PEOPLE.items()
        ],
    )
    return {part: _member(session, part, ids[part], mark) for part in PEOPLE}


def _member(session: Session, part: str, employee_id: UUID, mark: str) -> Member:
    login = f"{part}.{mark}@example.test"
    open_account(session, employee_id, login, password_hash=HASH)
    return Member(employee_id, PEOPLE[part][0], login)
