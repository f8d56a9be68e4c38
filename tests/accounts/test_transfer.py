"""Handing over what a leaver has, in the background, with the rights that hold when it is done."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from server.accounts.service import transfer
from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.jobs.runner import Runner


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def work(database):
    """Do all the work that waits."""
    runner = Runner(database)

    def work() -> None:
        while due := runner.due(100):
            for tenant_id, row_id in due:
                runner.run(tenant_id, row_id)

    return work


def order(admin, world, expect: int = 202):
    return admin.post(f"/employees/{world.rep1.id}/transfer", {"to": str(world.rep2.id)}, expect=expect)


def told(database, world, action: str) -> list[str]:
    with unit_of_work(database, world.tenant_id) as session:
        query = text("SELECT d.body FROM audit_entry e JOIN audit_detail d USING (tenant_id, n) WHERE action = :a")
        return list(session.scalars(query, {"a": action}))


def things(monkeypatch, count: int, batch: int = 2) -> list[tuple]:
    """Another area with so many things to hand over, `batch` at a time."""
    left, calls = list(range(count)), []

    def hook(session, actor, giver_id, taker_id) -> int:
        del session
        calls.append((actor.employee_id, giver_id, taker_id))
        handed = left[:batch]
        del left[:batch]
        return len(handed)

    monkeypatch.setattr(transfer, "TRANSFERS", [hook])
    return calls


def test_everything_is_handed_over_in_batches(admin, work, database, world, monkeypatch):
    calls = things(monkeypatch, 5)
    order(admin, world)
    assert calls == []
    work()
    assert calls == [(world.admin.id, world.rep1.id, world.rep2.id)] * 4
    (entry,) = told(database, world, "employee.transfer")
    assert '"handed_over":5' in entry


def test_customers_of_a_leaver_go_to_whom_one_names(admin, console, phone, work, world):
    customer = phone(world.rep1).customer_made(full_name="Tạp hoá Cô Ba")
    body = {"transfer_to": str(world.rep3.id)}
    admin.post(f"/employees/{world.rep1.id}/deactivate", body)
    work()
    console(world.rep3).get(f"/customers/{customer}")
    console(world.supervisor).get(f"/customers/{customer}", expect=404)


def test_teams_of_a_leaver_get_another_leader(admin, work, world):
    body = {"name": "Đội một", "leader_id": str(world.rep1.id), "member_ids": [str(world.rep3.id)]}
    admin.post("/teams", body, expect=201)
    order(admin, world)
    work()
    (team,) = admin.get("/teams")["items"]
    assert team["leader"]["id"] == str(world.rep2.id)


def test_who_has_lost_the_right_meanwhile_hands_over_nothing(admin, work, database, world, monkeypatch):
    calls = things(monkeypatch, 5)
    order(admin, world)
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản trị")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.transfer": False}})
    work()
    assert calls == []
    assert len(told(database, world, "employee.transfer_refused")) == 1


def test_nothing_is_handed_to_who_has_left_meanwhile(admin, work, world, monkeypatch):
    calls = things(monkeypatch, 5)
    order(admin, world)
    admin.post(f"/employees/{world.rep2.id}/deactivate")
    work()
    assert calls == []


def test_one_hands_over_only_between_people_whom_one_sees(admin, console, world):
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.transfer": True}})
    order(console(world.other), world, expect=404)
    order(console(world.supervisor), world)


def test_nothing_is_handed_to_oneself(admin, world):
    admin.post(f"/employees/{world.rep1.id}/transfer", {"to": str(world.rep1.id)}, expect=422)


@pytest.mark.covers("RB-17")
def test_only_who_may_hands_over(console, world):
    order(console(world.supervisor), world, expect=403)


def test_routes_of_a_leaver_are_driven_by_whom_one_names_from_today_on(admin, console, phone, work, world):
    shop = phone(world.rep1).customer_made(full_name="Tạp hoá Cô Ba")
    supervisor = console(world.supervisor)
    route = supervisor.post("/routes", {"name": "Tuyến Hải Châu", "customer_ids": [shop]}, expect=201)["id"]
    today = clock.now().astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    body = {"employee_id": str(world.rep1.id), "valid_from": today.isoformat(), "valid_to": None}
    supervisor.post(f"/routes/{route}/assignments", body, expect=201)
    admin.post(f"/employees/{world.rep1.id}/deactivate", {"transfer_to": str(world.rep2.id)})
    work()
    (drives,) = supervisor.get(f"/routes/{route}")["assignments"]
    assert (drives["employee"]["id"], drives["valid_to"]) == (str(world.rep2.id), None)
    taker = phone(world.rep2)
    taker.pull()
    assert route in taker.held("route")
