"""Importing employees from a list: look at every row first, then take all of them or none."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.accounts.errors import ImportRefusedError
from server.accounts.import_rules import PROBLEMS, Row, in_cycle
from server.accounts.models import Employee
from server.accounts.queries.directory import Directory, directory
from server.accounts.rules import lacking
from server.accounts.service import memberships, tree
from server.accounts.service.people import inbox_of
from server.accounts.service.standing import hold_people, keeping_an_administrator
from server.audit import service as audit
from server.core import feed
from server.core.actor import Actor
from server.core.ids import new_id
from server.core.text import fold

_PATHS = text("""
INSERT INTO employee_path (tenant_id, ancestor_id, descendant_id, depth)
SELECT e.tenant_id, above.ancestor_id, e.id, above.depth + 1
FROM employee e JOIN employee_path above ON above.tenant_id = e.tenant_id AND above.descendant_id = e.manager_id
WHERE e.tenant_id = :tenant_id AND e.id = ANY(:ids)
UNION ALL SELECT :tenant_id, id, id, 0 FROM unnest(CAST(:ids AS uuid[])) AS own(id)
""")
MOST_TOLD = 200


@dataclass
class Plan:
    """What is to become of a row: `create`, `update` or `skip`; `values` are what it writes."""

    row: Row
    id: UUID
    stands: Employee | None
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """What is done with the row."""
        if self.problems or not self.values:
            return "skip"
        return "update" if self.stands else "create"

    @property
    def moves(self) -> bool:
        """Tell whether somebody who is with us gets another manager."""
        return self.stands is not None and "manager_id" in self.values

    def told(self) -> dict[str, Any]:
        """Return the row as the answer tells it."""
        problems = [{"code": code, "vi": PROBLEMS[code][0], "en": PROBLEMS[code][1]} for code in self.problems]
        return {"row": self.row.number, "action": self.action, "name": self.row.name, "problems": problems}


def import_employees(session: Session, actor: Actor, rows: list[Row], *, dry_run: bool) -> list[Plan]:
    """Take the rows' people on, or change who has a row's code; return what became of each row.

    A `dry_run` only tells what would happen. Raise ImportRefusedError when any row cannot be taken: then none was.
    """
    hold_people(session)
    plans = _plan(session, actor, rows)
    refused = [plan.told() for plan in plans if plan.problems]
    if dry_run:
        return plans
    if refused:
        raise ImportRefusedError(rows=refused[:MOST_TOLD])
    with keeping_an_administrator(session):
        _carry_out(session, actor, plans)
    return plans


def _plan(session: Session, actor: Actor, rows: list[Row]) -> list[Plan]:
    known = directory(session, actor)
    plans = [_begin(known, row) for row in rows]
    codes = Counter(fold(plan.row.code) for plan in plans if plan.row.code)
    for plan in plans:
        if plan.row.code and codes[fold(plan.row.code)] > 1:
            plan.problems.append("duplicate_code")
        _place(actor, known, plan)
    _find_managers(actor, known, plans)
    return plans


def _begin(known: Directory, row: Row) -> Plan:
    stands = known.by_code.get(fold(row.code)) if row.code else None
    plan = Plan(row, stands.id if stands else new_id(), stands, problems=row.problems())
    if stands and stands.id not in known.visible:
        plan.problems.append("out_of_reach")
    if stands and stands.state != "active":
        plan.problems.append("has_left")
    wanted = {"name": row.name, "code": row.code, "email": row.email, "phone": row.number_of_phone()}
    plan.values = {
        name: value for name, value in wanted.items() if value is not None and value != getattr(stands, name, None)
    }
    return plan


def _place(actor: Actor, known: Directory, plan: Plan) -> None:
    """Look the row's title and branch up; a row about somebody who is with us may leave them out."""
    row = plan.row
    if row.branch:
        _set(plan, "branch_id", known.branches.get(fold(row.branch)), "unknown_branch")
    if row.title is None or row.department is None:
        if plan.stands is None or row.title or row.department:
            plan.problems.append("title_missing")
        return
    titles = known.titles.get(fold(row.department))
    if titles is None:
        plan.problems.append("unknown_department")
        return
    _set(plan, "title_id", titles.get(fold(row.title)), "unknown_title")
    _check_rights(actor, known, plan)


def _set(plan: Plan, name: str, value: UUID | None, problem: str) -> None:
    if value is None:
        plan.problems.append(problem)
    elif plan.stands is None or getattr(plan.stands, name) != value:
        plan.values[name] = value


def _check_rights(actor: Actor, known: Directory, plan: Plan) -> None:
    if "title_id" not in plan.values:
        return
    if lacking(actor.rights, known.rights[plan.values["title_id"]]):
        plan.problems.append("cannot_grant")
    if plan.stands and lacking(actor.rights, known.rights[plan.stands.title_id]):
        plan.problems.append("outranked")


def _find_managers(actor: Actor, known: Directory, plans: list[Plan]) -> None:
    """Look managers up, among the rows first; then see that nobody stands above himself."""
    by_code = {fold(plan.row.code): plan.id for plan in plans if plan.row.code}
    for plan in plans:
        _find_manager(actor, known, plan, by_code)
    placed = [plan for plan in plans if "manager_id" in plan.values]
    broken = in_cycle({**known.managers, **{plan.id: plan.values["manager_id"] for plan in placed}})
    for plan in placed:
        if plan.id in broken:
            plan.problems.append("manager_cycle")


def _find_manager(actor: Actor, known: Directory, plan: Plan, by_code: dict[str, UUID]) -> None:
    row = plan.row
    if row.manager is None:
        if plan.stands is None:
            plan.problems.append("manager_missing")
        return
    manager_id = None if row.is_root else by_code.get(fold(row.manager)) or known.manager_called(row.manager)
    if row.is_root and not actor.can("organisation.write"):
        plan.problems.append("root_not_allowed")
    elif manager_id is None and not row.is_root:
        plan.problems.append("unknown_manager")
    elif plan.stands is None or plan.stands.manager_id != manager_id:
        plan.values["manager_id"] = manager_id
        if plan.stands and not actor.can("employee.move"):
            plan.problems.append("move_not_allowed")


def _carry_out(session: Session, actor: Actor, plans: list[Plan]) -> None:
    created = [plan for plan in plans if plan.action == "create"]
    updated = [plan for plan in plans if plan.action == "update"]
    _create(session, actor, created)
    for plan in updated:
        _update(session, plan)
    moved = _move(session, [plan for plan in updated if plan.moves])
    session.flush()
    tree.plan_for_many(session)
    memberships.after_tree_change(session, {*(plan.id for plan in (*created, *updated)), *moved})
    for plan in (*created, *updated):
        feed.touch(session, "employee", plan.id)
        audit.record(session, actor, f"employee.{plan.action}", "employee", plan.id, detail=_detail(plan))


def _detail(plan: Plan) -> dict[str, Any]:
    return {"after": plan.values, "import_row": plan.row.number}


def _create(session: Session, actor: Actor, plans: list[Plan]) -> None:
    """Take people on, managers before their reports, each step of the tree in one statement."""
    waiting = {plan.id: plan for plan in plans}
    while waiting:
        level = [plan for plan in waiting.values() if plan.values.get("manager_id") not in waiting]
        session.add_all(
            Employee(tenant_id=actor.tenant_id, id=plan.id, inbox=inbox_of(plan.id), **plan.values) for plan in level
        )
        session.flush()
        session.execute(_PATHS, {"tenant_id": actor.tenant_id, "ids": [plan.id for plan in level]})
        for plan in level:
            del waiting[plan.id]
            for scope in (inbox_of(plan.id), actor.organisation_uuid):
                feed.join_scope(session, plan.id, scope)


def _update(session: Session, plan: Plan) -> None:
    for name, value in plan.values.items():
        if name != "manager_id":
            setattr(plan.stands, name, value)
    session.flush()


def _move(session: Session, plans: list[Plan]) -> set[UUID]:
    """Cut all who move off before any is attached: on the way the tree may not be what it was nor what it will be."""
    if not plans:
        return set()
    tree.detach(session, [plan.id for plan in plans])
    for plan in plans:
        tree.attach(session, plan.id, plan.values["manager_id"])
    return {employee_id for plan in plans for employee_id in tree.below(session, plan.id)}
