"""The organisations that are simulated: a tree of people, and who of them holds which phone."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.accounts.service import Hire, add_branch, found_organisation, hire, open_account, shipped_title
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.forms.library import shipped
from server.forms.service import publish, publish_shipped
from server.geography.service import load_units
from tests.kit.people import code_for
from tests.kit.world import HASH, Member

R = TypeVar("R")
PATIENCE_TRIES = 300
SHOP = "customer.shop"


@dataclass
class Company:
    """People by their part; `boss` tells who stands above whom at the beginning."""

    database: Database
    tenant_id: int
    admin: Member
    supervisors: list[Member] = field(default_factory=list)
    reps: list[Member] = field(default_factory=list)
    version: int = field(default_factory=lambda: int(newest_form()["version"]))

    def code(self, member: Member) -> str:
        """Make a code that enrols a phone for a member, however often the database dies meanwhile."""
        return patiently(lambda: self._code(member))

    def _code(self, member: Member) -> str:
        with unit_of_work(self.database) as session:
            return code_for(session, member)

    def publish_next_form(self) -> None:
        """Publish the next version of the shop form, with one more field."""
        wanted = self.version + 1
        form = newest_form()
        extra = {"name": f"extra_{wanted}", "type": "text", "label": {"vi": "Thêm", "en": "More"}, "required": False}
        definition = {**form, "version": wanted, "fields": [*form["fields"], extra]}
        patiently(lambda: self._publish(definition))
        self.version = wanted

    def _publish(self, definition: dict[str, Any]) -> None:
        with unit_of_work(self.database, self.tenant_id) as session:
            publish(session, definition)


def newest_form() -> dict[str, Any]:
    """Return the form of shops in the version that Tuyen ships."""
    return max((one for one in shipped() if one["key"] == SHOP), key=lambda one: int(one["version"]))


def patiently(action: Callable[[], R]) -> R:
    """Do it again while the database is away."""
    for _ in range(PATIENCE_TRIES):
        try:
            return action()
        except DBAPIError:
            threading.Event().wait(0.2)
    return action()


def found(database: Database, mark: str, supervisors: int, reps: int) -> Company:
    """Found an organisation: administrator, director, supervisors below him, reps below these in turn."""
    with unit_of_work(database) as session:
        organisation = found_organisation(session, f"Công ty {mark}")
        publish_shipped(session)
        branch = add_branch(session, "Đà Nẵng").id
        admin = _member(session, f"admin.{mark}", "admin", None, branch)
        director = _member(session, f"director.{mark}", "supervisor", None, branch)
        company = Company(database, organisation.id, admin)
        company.supervisors = [
            _member(session, f"sup{number}.{mark}", "supervisor", director, branch) for number in range(supervisors)
        ]
        company.reps = [
            _member(session, f"rep{number}.{mark}", "rep", company.supervisors[number % supervisors], branch)
            for number in range(reps)
        ]
    return company


def load_reference_data(database: Database) -> None:
    """Load what every real instance has: provinces and wards."""
    with unit_of_work(database) as session:
        load_units(session)


def _member(session: Session, name: str, part: str, manager: Member | None, branch: UUID) -> Member:
    employee = hire(session, Hire(name, shipped_title(session, part), manager.id if manager else None, branch))
    login = f"{name}@example.test"
    open_account(session, employee.id, login, password_hash=HASH)
    return Member(employee.id, name, login)
