"""A tree of managers four steps deep, everybody with a phone and a customer of his own."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from server.accounts.service import Hire, found_organisation, hire, open_account, shipped_title
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.forms.service import publish_shipped
from tests.kit.people import equip
from tests.kit.phone import Phone, shop_answers
from tests.kit.world import HASH, Member, World

MANAGER = {"A": None, "B1": "A", "B2": "A", "C1": "B1", "C2": "B1", "C3": "B2", "D1": "C1"}
SEES = {
    "A": {"A", "B1", "B2", "C1", "C2", "C3", "D1"},
    "B1": {"B1", "C1", "C2", "D1"},
    "B2": {"B2", "C3"},
    "C1": {"C1", "D1"},
    "C2": {"C2"},
    "C3": {"C3"},
    "D1": {"D1"},
}


@dataclass(frozen=True)
class Tree:
    """Phones by name, and the customer that each person made."""

    phones: dict[str, Phone]
    customers: dict[str, str]

    def owners(self, ids: set[str]) -> set[str]:
        """Whose customers (and submissions: they have the same ids) these are."""
        return {name for name, customer_id in self.customers.items() if customer_id in ids}

    def get(self, name: str, path: str, expect: int = 200, **query: Any) -> Any:
        phone = self.phones[name]
        answer = phone.client.get(f"/api/v1{path}", headers=phone.headers, query_string=query)
        assert answer.status_code == expect, answer.text
        return answer.json


@pytest.fixture
def tree(app, database: Database) -> Tree:
    with unit_of_work(database) as session:
        organisation = found_organisation(session, "Cây quản lý")
        publish_shipped(session)
        members: dict[str, Member] = {}
        for name, manager in MANAGER.items():
            role = "rep" if name == "D1" else "supervisor"
            above = members[manager].id if manager else None
            employee = hire(session, Hire(f"Người {name}", shipped_title(session, role), above))
            members[name] = Member(employee.id, name, f"{name}@tree.test")
            open_account(session, employee.id, members[name].login, password_hash=HASH)
    with unit_of_work(database, organisation.id) as session:
        equipped = {name: equip(session, member) for name, member in members.items()}
    phones = {
        name: Phone(_client(app), person.token, str(person.actor.device_id), str(person.actor.employee_id))
        for name, person in equipped.items()
    }
    return Tree(phones, {name: _customer(phone, name) for name, phone in phones.items()})


def _client(app) -> FlaskClient:
    return app.test_client(use_cookies=False)


def _customer(phone: Phone, name: str) -> str:
    """Make a customer with a visit."""
    shop = phone.submit("customer.shop", shop_answers(full_name=f"Khách của {name}"))
    visit = phone.submit("interaction.f2f", {"customer": shop["id"], "note": f"Ghé {name}"})
    assert [answer["s"] for answer in phone.push(shop, visit)] == ["applied", "applied"]
    return shop["id"]


@pytest.fixture
def look(database: Database, world: World):
    """Read the first column of the organisation's rows behind the endpoints."""

    def read(statement: str) -> list[Any]:
        with unit_of_work(database, world.tenant_id) as session:
            return list(session.scalars(text(statement)))

    return read


@pytest.fixture
def history(look):
    """Read what was done, in order."""
    return lambda: look("SELECT action FROM audit_entry ORDER BY n")
