"""One of everything, for asking every operation about something that exists."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.accounts.extension_rules import APP_AND_WEB
from server.accounts.models import Team, TeamMember
from server.accounts.queries import account_by_login, identity_of_account
from server.accounts.service import extensions, shipped_title
from server.accounts.service.extensions import NewExtension
from server.activities.service import notes, tags, tasks, tickets
from server.core import clock
from server.core.actor import Actor
from server.core.database import Database, tenant_of
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.customers.models import Share
from server.customers.service import holdings, templates
from server.routes.queries import today
from server.routes.service import NewAssignment, NewRoute, assign, create
from server.sync.models import Conflict
from tests.kit.people import equip
from tests.kit.phone import Phone, shop_answers
from tests.kit.selling import made, order_answers, price_list_answers, product_answers, tele
from tests.kit.world import Member, World

NOTHING = "01920000-0000-7000-8000-000000000001"
"""An id of which there is nothing."""
ARGUMENTS = {
    "z": 5,
    "x": 25,
    "y": 14,
    "kind": "customer",
    "name": "thumb",
    "token": "1.none",
    "reference": "1.none",
    "key": "areas",
    "version": 1,
}


@dataclass
class Ground:
    """A world with one of each thing; `ids` by the name of the argument in an address."""

    app: Flask
    database: Database
    world: World
    ids: dict[str, str] = field(default_factory=dict)

    def address(self, rule: Any) -> str:
        """Return the address of a rule with this ground's things in it."""
        values = {name: self.ids.get(name) or ARGUMENTS.get(name, NOTHING) for name in rule.arguments}
        return rule.build(values)[1]


def lay(app: Flask, database: Database, world: World) -> Ground:
    """Make one of everything, all of it rep1's or about him."""
    ground = Ground(app, database, world)
    with unit_of_work(database, world.tenant_id) as session:
        person = equip(session, world.rep1)
    phone = Phone(app.test_client(use_cookies=False), person.token, str(person.actor.device_id), str(world.rep1.id))
    shop = phone.submit("customer.shop", shop_answers())
    visit = phone.submit("interaction.f2f", {"customer": shop["id"], "note": "Ghé"}, gps=None)
    odd = {"n": phone.n, "t": "dance"}
    assert [answer["s"] for answer in phone.push(shop, visit, odd)] == ["applied", "applied", "quarantined"]
    sold = _sold(ground, phone, shop["id"])
    with unit_of_work(database, world.tenant_id) as session:
        director = _actor(session, world.director)
        ground.ids = {
            **sold,
            "customer_id": shop["id"],
            "submission_id": visit["id"],
            "visit_id": str(session.scalar(text("SELECT id FROM visit"))),
            "quarantined_id": str(session.scalar(text("SELECT id FROM quarantine"))),
            "device_id": phone.device_id,
            "employee_id": str(world.rep2.id),
            **_things(session, director, UUID(shop["id"]), world),
        }
    return ground


def _sold(ground: Ground, rep: Phone, shop: str) -> dict[str, str]:
    """Let the supervisor set up what is sold, and rep1 sell it."""
    rep.n, member = rep.n + 1, ground.world.supervisor  # past the odd operation
    with unit_of_work(ground.database, ground.world.tenant_id) as session:
        person = equip(session, member)
    client = ground.app.test_client(use_cookies=False)
    boss = Phone(client, person.token, str(person.actor.device_id), str(member.id))
    product = made(boss, "product.profile", product_answers())
    items = [{"id": "1", "product": product, "qty": 1}]
    ids = {
        "product_id": product,
        "price_list_id": made(boss, "price.list", price_list_answers({product: 1000})),
        "promotion_id": made(boss, "promotion.programme", {"name": "Khuyến mãi thử", "code": "KM-1"}),
        "order_id": made(rep, "order.tele", tele(order_answers(shop, {product: 1}))),
        "opportunity_id": made(rep, "opportunity.tele", {"customer": shop, "items": items}),
    }
    step = rep.rows[("opportunity", ids["opportunity_id"])]["step"]["id"]
    return {**ids, "step_id": step}


def _actor(session: Session, member: Member) -> Actor:
    account = account_by_login(session, member.login)
    assert account is not None
    identity = identity_of_account(session, account.tenant_id, account.id)
    assert identity is not None
    return identity.actor()


def _things(session: Session, actor: Actor, shop: UUID, world: World) -> dict[str, str]:
    tenant_id, moment = tenant_of(session), clock.now()
    route = create(session, actor, NewRoute("Tuyến thử", [shop]))
    assignment = assign(session, actor, route.id, NewAssignment(world.rep1.id, today(session), today(session)))
    pool = holdings.add_pool(session, actor, "Kho thử", [world.supervisor.id])
    line = extensions.issue(session, actor, NewExtension(world.rep2.id, "100", APP_AND_WEB, []))
    saved = holdings.save_set(session, actor, "Tập thử", [shop])
    team = Team(tenant_id=tenant_id, id=new_id(), name="Đội thử", leader_id=world.supervisor.id)
    share = Share(
        tenant_id=tenant_id, id=new_id(), customer_id=shop, employee_id=world.rep2.id, level="view",
        granted_by=world.rep1.id, granted_at=moment,
    )  # fmt: skip
    conflict = Conflict(
        tenant_id=tenant_id, id=new_id(), record_kind="customer", record_id=shop, field="full_name", policy="manual",
        kept=_side(world, shop_answers()["full_name"]), lost=_side(world, "B"), state="open", created_at=moment,
    )  # fmt: skip
    session.add_all([team, share, conflict])
    session.flush()
    session.add(TeamMember(tenant_id=tenant_id, team_id=team.id, employee_id=world.rep1.id))
    found = {
        **_activities(session, actor, shop, world),
        "route_id": route.id,
        "assignment_id": assignment.id,
        "pool_id": pool.id,
        "set_id": saved.id,
        "extension_id": line.id,
        "team_id": team.id,
        "share_id": share.id,
        "conflict_id": conflict.id,
    }
    return {name: str(value) for name, value in found.items()} | _by_table(session)


def _activities(session: Session, actor: Actor, shop: UUID, world: World) -> dict[str, UUID]:
    moment, support = clock.now(), session.scalar(text("SELECT submission_id FROM visit"))
    wanted = tickets.Wanted(support, shop, None, "Thử", None, None, (), (), moment, moment)
    tickets.open_all(session, actor, [wanted])
    return {
        "task_id": tasks.create(session, actor, tasks.NewTask("Việc thử", moment, responsible_id=world.rep1.id)).id,
        "ticket_id": support,
        "note_id": notes.write(session, actor, shop, notes.NewNote("Ghi chú thử")).id,
        "tag_id": tags.add_tag(session, actor, tags.TagInput("Thẻ thử", "#000000")).id,
        "template_id": templates.add(session, actor, templates.TemplateInput("Mẫu thử", "Chào", "Chào")).id,
        "update_set_id": tags.add_set(session, actor, tags.SetInput("Bộ thử", ["email"])).id,
    }


def _side(world: World, value: str) -> dict[str, Any]:
    who = str(world.rep1.id)
    return {"value": value, "employee_id": who, "at": None, "received_at": None, "gps": None}


def _by_table(session: Session) -> dict[str, str]:
    """One id of tables that something else has filled already."""
    wanted = {"department_id": "department", "title_id": "title", "branch_id": "branch"}
    first = "SELECT id FROM {} ORDER BY id LIMIT 1"
    found = {name: session.scalar(text(first.format(table))) for name, table in wanted.items()}
    found["rep_title_id"] = shipped_title(session, "rep")
    return {name: str(value) for name, value in found.items()}
