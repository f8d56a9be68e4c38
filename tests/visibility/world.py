"""An organisation on the database made from a plan, beside its model; changes happen to both."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Department, Title
from server.accounts.queries import identity_of_account
from server.accounts.service import Hire, found_organisation, hire, open_account, shipped_title
from server.accounts.service.leaving import Leave, deactivate
from server.accounts.service.rights import put_grants
from server.accounts.service.teams import NewTeam, change_team, create_team
from server.accounts.service.tree import move
from server.core import clock, feed
from server.core.actor import Actor
from server.core.database import Database
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.customers.models import Customer
from server.customers.service import assigning, holdings
from server.forms.service import publish_shipped
from server.media.models import MediaObject
from server.routes.models import Route, RouteAssignment, RouteStop
from server.routes.queries import today
from server.routes.service import refresh
from server.sync.models import Conflict
from tests.kit.people import equip
from tests.kit.phone import FIX, Phone
from tests.kit.world import HASH, Member
from tests.visibility.model import Model, ModelPool, ModelRoute, ModelShare, ModelTeam
from tests.visibility.plans import Plan

OFFICE, ALL = "office", "data.see_all"
Uuids = dict[int, UUID]


@dataclass
class World:
    """The organisation: uuids by the model's numbers, a phone for each person, submissions and visits by author.

    Person 0 is the administrator, a root; the others stand below him or one another.
    """

    app: Flask
    database: Database
    tenant_id: int = 0
    model: Model = field(default_factory=Model)
    people: Uuids = field(default_factory=dict)
    offices: set[int] = field(default_factory=set)
    customers: Uuids = field(default_factory=dict)
    teams: list[UUID] = field(default_factory=list)
    pools: list[UUID] = field(default_factory=list)
    shares: list[UUID] = field(default_factory=list)
    routes: list[UUID] = field(default_factory=list)
    phones: dict[int, Phone] = field(default_factory=dict)
    visits: Uuids = field(default_factory=dict)
    media: Uuids = field(default_factory=dict)
    conflicts: Uuids = field(default_factory=dict)

    def work(self) -> Any:
        return unit_of_work(self.database, self.tenant_id)

    def actor(self, session: Session, person: int) -> Actor:
        """Return the person as he acts now, with the rights that hold."""
        phone = self.phones[person]
        identity = identity_of_account(session, self.tenant_id, self.accounts[person])
        assert identity is not None
        return identity.actor(UUID(phone.device_id))

    accounts: Uuids = field(default_factory=dict)


def build(app: Flask, database: Database, plan: Plan) -> World:
    """Make the organisation of a plan, on the database and in the model."""
    world = World(app, database)
    with unit_of_work(database) as session:
        world.tenant_id = found_organisation(session, "Mô hình").id
        publish_shipped(session)
        _hire(world, session, plan)
        _give_customers(world, session, plan)
    with world.work() as session:
        admin = world.actor(session, 0)
        _set_up_teams(world, session, admin, plan)
        _set_up_pools(world, session, admin, plan)
        _lay_routes(world, session, plan)
        for receiver in plan.shares:
            _share(world, session, *receiver)
    _go_visiting(world)
    return world


def _hire(world: World, session: Session, plan: Plan) -> None:
    titles = {part: shipped_title(session, part) for part in ("rep", "supervisor", OFFICE, "admin")}
    for person, (boss, part) in enumerate([(0, "admin"), *plan.people]):
        manager = None if person == 0 else boss % person
        above = None if manager is None else world.people[manager]
        employee = hire(session, Hire(f"Người {person}", titles[part], above))
        login = f"{employee.id}@model.test"
        world.accounts[person] = open_account(session, employee.id, login, password_hash=HASH).id
        phone = equip(session, Member(employee.id, employee.name, login))
        client = world.app.test_client(use_cookies=False)
        world.phones[person] = Phone(client, phone.token, str(phone.actor.device_id), str(employee.id))
        world.people[person], world.model.manager[person] = employee.id, manager
        if part in {OFFICE, "admin"}:
            world.model.all_seeing.add(person)
        if part == OFFICE:
            world.offices.add(person)


def _give_customers(world: World, session: Session, plan: Plan) -> None:
    moment = clock.now()
    for number, owner in enumerate(plan.customers):
        person, customer_id = owner % len(world.people), new_id()
        session.add(
            Customer(
                tenant_id=world.tenant_id, id=customer_id, type="shop", code=f"KH{number:06d}", status="lead",
                owner_id=world.people[person], fields={"full_name": f"Khách {number}", "gps": FIX},
                created_at=moment,
            )
        )  # fmt: skip
        feed.touch(session, "customer", customer_id)
        world.customers[number], world.model.owner[number] = customer_id, person
        world.conflicts[number] = _conflict(world, session, customer_id)
    session.flush()


def _conflict(world: World, session: Session, customer_id: UUID) -> UUID:
    side = {"value": "x", "employee_id": None, "at": None, "received_at": None, "gps": None}
    conflict = Conflict(
        tenant_id=world.tenant_id, id=new_id(), record_kind="customer", record_id=customer_id, field="full_name",
        policy="manual", kept=side, lost=side, created_at=clock.now(),
    )  # fmt: skip
    session.add(conflict)
    return conflict.id


def _some(numbers: list[int], among: int) -> frozenset[int]:
    return frozenset(number % among for number in numbers)


def _set_up_teams(world: World, session: Session, admin: Actor, plan: Plan) -> None:
    for number, (leader, members) in enumerate(plan.teams):
        lead, chosen = leader % len(world.people), _some(members, len(world.people))
        wanted = NewTeam(f"Đội {number}", world.people[lead], frozenset(world.people[one] for one in chosen))
        world.teams.append(create_team(session, admin, wanted).id)
        world.model.teams.append(ModelTeam(lead, chosen))


def _set_up_pools(world: World, session: Session, admin: Actor, plan: Plan) -> None:
    pooled: dict[int, int] = {}
    for number, (managers, customers) in enumerate(plan.pools):
        chosen = _some(managers, len(world.people))
        pool = holdings.add_pool(session, admin, f"Kho {number}", [world.people[one] for one in chosen])
        world.pools.append(pool.id)
        world.model.pools.append(ModelPool(chosen, set()))
        pooled |= dict.fromkeys(_some(customers, len(world.customers)), number)
    for customer, number in pooled.items():
        ids = (world.customers[customer],)
        assigning.assign(session, admin, assigning.Assignment(ids, pool_id=world.pools[number]))
        world.model.pools[number].customers.add(customer)


def _lay_routes(world: World, session: Session, plan: Plan) -> None:
    day, moment, tenant_id = today(session), clock.now(), world.tenant_id
    for number, (customers, assignee, first, last) in enumerate(plan.routes):
        chosen, driver = _some(customers, len(world.customers)), assignee % len(world.people)
        route_id = new_id()
        session.add(
            Route(
                tenant_id=tenant_id, id=route_id, name=f"Tuyến {number}", status="active", created_by=world.people[0],
                created_at=moment, updated_at=moment,
            )
        )  # fmt: skip
        session.flush()
        session.add_all(
            RouteStop(
                tenant_id=tenant_id, id=new_id(), route_id=route_id, customer_id=world.customers[one], seq=one,
                membership="in", valid_from=day - timedelta(days=9),
            )
            for one in chosen
        )  # fmt: skip
        begins, ends = day + timedelta(days=first), day + timedelta(days=first + last)
        session.add(
            RouteAssignment(
                tenant_id=tenant_id, id=new_id(), route_id=route_id, employee_id=world.people[driver],
                valid_from=begins, valid_to=ends, assigned_by=world.people[0], assigned_at=moment,
            )
        )  # fmt: skip
        feed.touch(session, "route", route_id)
        for one in chosen:
            feed.touch(session, "customer", world.customers[one])
        world.routes.append(route_id)
        world.model.routes.append(ModelRoute(chosen, driver, begins <= day <= ends))
    session.flush()
    refresh(session)


def _share(world: World, session: Session, customers: list[int], receiver: int, to_team: bool, over: bool) -> None:
    """Person 0, who is above everybody, shares customers: one as itself, several as a set."""
    admin = world.actor(session, 0)
    chosen = _some(customers, len(world.customers))
    ids = [world.customers[one] for one in sorted(chosen)]
    what: dict[str, Any] = {"customer_id": ids[0]}
    if len(ids) > 1:
        what = {"set_id": holdings.save_set(session, admin, "Tập", ids).id}
    teams = [number for number, team in enumerate(world.model.teams) if not team.archived]
    staff = world.model.in_service()
    shared = ModelShare(0, chosen)
    if to_team and teams:
        shared.team = teams[receiver % len(teams)]
        whom = {"team_id": world.teams[shared.team]}
    else:
        shared.person = staff[receiver % len(staff)]
        whom = {"employee_id": world.people[shared.person]}
    given = holdings.share(session, admin, holdings.NewShare(**what, **whom))
    if over:
        holdings.end_share(session, admin, given.id)
        shared.over = True
    world.shares.append(given.id)
    world.model.shares.append(shared)


def _go_visiting(world: World) -> None:
    """Everybody visits a customer of his, if he has one, and has a photograph."""
    for person, phone in world.phones.items():
        own = [number for number, owner in world.model.owner.items() if owner == person]
        with world.work() as session:
            photo = MediaObject(
                tenant_id=world.tenant_id, id=new_id(), sha256="0" * 64, type="image/jpeg", size=1, state="awaiting",
                employee_id=world.people[person], created_at=clock.now(),
            )  # fmt: skip
            session.add(photo)
            world.media[person] = photo.id
        if own:
            visit = phone.submit("interaction.f2f", {"customer": str(world.customers[own[0]])})
            assert [answer["s"] for answer in phone.push(visit)] == ["applied"]
            world.visits[person] = UUID(visit["id"])


def change(world: World, what: str, one: int, other: int) -> None:
    """Let one thing happen, on the database and in the model; what cannot happen does not."""
    with world.work() as session:
        HAPPENINGS[what](world, session, one, other)


def _staff(world: World, number: int) -> int:
    staff = world.model.in_service()
    return staff[number % len(staff)]


def _move(world: World, session: Session, one: int, other: int) -> None:
    person, boss = _staff(world, one), _staff(world, other)
    if person and not world.model.would_cycle(person, boss):
        move(session, world.actor(session, 0), world.people[person], world.people[boss])
        world.model.manager[person] = boss


def _leave(world: World, session: Session, one: int, other: int) -> None:
    del other
    person = _staff(world, one)
    if person:
        deactivate(session, world.actor(session, 0), Leave(world.people[person]))
        world.model.leave(person)


def _assign(world: World, session: Session, one: int, other: int) -> None:
    customer, heir = one % len(world.customers), _staff(world, other)
    command = assigning.Assignment((world.customers[customer],), owner_id=world.people[heir])
    assigning.assign(session, world.actor(session, 0), command)
    world.model.owner[customer] = heir


def _end_share(world: World, session: Session, one: int, other: int) -> None:
    del other
    open_shares = [number for number, share in enumerate(world.model.shares) if not share.over]
    if open_shares:
        number = open_shares[one % len(open_shares)]
        holdings.end_share(session, world.actor(session, 0), world.shares[number])
        world.model.shares[number].over = True


def _give_share(world: World, session: Session, one: int, other: int) -> None:
    _share(world, session, [one, one // 3], other, to_team=bool(other % 2), over=False)


def _retire_team(world: World, session: Session, one: int, other: int) -> None:
    del other
    if world.teams:
        number = one % len(world.teams)
        change_team(session, world.actor(session, 0), world.teams[number], {"archived": True})
        world.model.teams[number].archived = True


def _change_team(world: World, session: Session, one: int, other: int) -> None:
    if world.teams:
        number, members = one % len(world.teams), frozenset({_staff(world, other), _staff(world, one)})
        changes = {"member_ids": {world.people[member] for member in members}}
        change_team(session, world.actor(session, 0), world.teams[number], changes)
        world.model.teams[number].members = members


def _change_pool(world: World, session: Session, one: int, other: int) -> None:
    if world.pools:
        number, managers = one % len(world.pools), frozenset({_staff(world, other)})
        change_of = holdings.PoolChange(manager_ids=[world.people[manager] for manager in managers])
        holdings.change_pool(session, world.actor(session, 0), world.pools[number], change_of)
        world.model.pools[number].managers = managers


def _see_all(world: World, session: Session, one: int, other: int) -> None:
    """The office sees everything, or does not."""
    del other
    office = session.scalars(
        select(Department.id)
        .join(Title, Title.department_id == Department.id)
        .where(Title.id == shipped_title(session, OFFICE))
    ).one()
    allowed = bool(one % 2)
    put_grants(session, world.actor(session, 0), {"department_id": office}, {ALL: allowed})
    (world.model.all_seeing.update if allowed else world.model.all_seeing.difference_update)(world.offices)


HAPPENINGS = {
    "move": _move,
    "leave": _leave,
    "assign": _assign,
    "end_share": _end_share,
    "share": _give_share,
    "retire_team": _retire_team,
    "change_team": _change_team,
    "change_pool": _change_pool,
    "see_all": _see_all,
}
