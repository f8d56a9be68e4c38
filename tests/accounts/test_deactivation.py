"""Letting people leave and come back: nothing opens for them any more, nobody below them is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.accounts.models import Device, Employee
from server.core import clock
from server.core.unit_of_work import unit_of_work
from tests.accounts.test_tree import is_exact


@pytest.fixture
def admin(console, world):
    return console(world.admin)


def path(member, act: str = "") -> str:
    return f"/employees/{member.id}{act}"


def manager_of(admin, member) -> str:
    return admin.get(path(member))["manager_id"]


@pytest.mark.covers("SW-17", "SW-66")
def test_the_sessions_of_who_leaves_end_with_the_commit(admin, console, world):
    rep = console(world.rep1)
    left = admin.post(path(world.rep1, "/deactivate"))
    assert (left["state"], left["rights"]) == ("left", [])
    rep.get("/session", expect=401)


@pytest.mark.covers("SW-17", "SW-66")
def test_the_phone_of_who_leaves_pulls_nothing_any_more_at_once(admin, phone, database, world):
    rep = phone(world.rep1)
    rep.pull()
    admin.post(path(world.rep1, "/deactivate"))
    assert rep.client.post("/api/v1/sync/pull", json={}, headers=rep.headers).status_code in {401, 403}
    with unit_of_work(database, world.tenant_id) as session:
        (device,) = session.scalars(select(Device).where(Device.employee_id == world.rep1.id))
    assert device.state == "drain"
    assert 6 < (device.drain_until - clock.now()).days + 1 <= 7


def test_who_has_left_is_gone_from_lists_and_from_phones(admin, phone, world):
    colleague = phone(world.rep2)
    admin.post(path(world.rep1, "/deactivate"))
    colleague.pull()
    assert str(world.rep1.id) not in colleague.held("employee")
    assert world.rep1.name not in {item["name"] for item in admin.get("/employees")["items"]}
    assert [item["name"] for item in admin.get("/employees", state="left")["items"]] == [world.rep1.name]


@pytest.mark.covers("RB-27")
def test_what_a_leaver_owned_stays_with_those_above_him(admin, console, phone, world):
    customer = phone(world.rep1).customer_made(full_name="Tạp hoá Cô Ba")
    admin.post(path(world.rep1, "/deactivate"))
    console(world.supervisor).get(f"/customers/{customer}")


@pytest.mark.covers("RB-27")
def test_reports_of_a_leaver_come_under_his_manager(admin, console, database, world):
    admin.post(path(world.supervisor, "/deactivate"))
    assert manager_of(admin, world.rep1) == manager_of(admin, world.rep2) == str(world.director.id)
    assert world.rep1.name in {item["name"] for item in console(world.director).get("/employees")["items"]}
    with unit_of_work(database, world.tenant_id) as session:
        assert is_exact(session)


@pytest.mark.covers("RB-27")
def test_reports_of_a_leaver_come_under_whom_one_names(admin, world):
    admin.post(path(world.supervisor, "/deactivate"), {"reports_to": str(world.other.id)})
    assert manager_of(admin, world.rep1) == str(world.other.id)


def test_a_report_may_take_over_from_his_manager(admin, database, world):
    """He rises to the leaver's place, and the others come under him."""
    admin.post(path(world.supervisor, "/deactivate"), {"reports_to": str(world.rep1.id)})
    assert manager_of(admin, world.rep1) == str(world.director.id)
    assert manager_of(admin, world.rep2) == str(world.rep1.id)
    with unit_of_work(database, world.tenant_id) as session:
        assert is_exact(session)


@pytest.mark.covers("RB-27")
def test_a_root_with_reports_leaves_them_to_somebody(admin, world):
    refused = admin.post(path(world.director, "/deactivate"), expect=409)
    assert (refused["code"], refused["reports"]) == ("has_reports", 4)
    assert admin.get(path(world.director))["state"] == "active"
    admin.post(path(world.director, "/deactivate"), {"reports_to": str(world.supervisor.id)})
    assert manager_of(admin, world.supervisor) is None
    assert manager_of(admin, world.other) == str(world.supervisor.id)


def test_nobody_lets_himself_go(admin, world):
    assert admin.post(path(world.admin, "/deactivate"), expect=422)["reason"] == "oneself"


def test_the_last_who_may_grant_does_not_leave(admin, console, database, world):
    """Nor may the rest be left without anybody who may grant; and who holds less lets nobody go who holds more."""
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản trị")
    title = admin.post(f"/departments/{department['id']}/titles", {"name": "Phó quản trị"}, expect=201)["id"]
    admin.patch(path(world.office), {"title_id": title})
    admin.put("/rights", {"title_id": department["titles"][0]["id"], "grants": {"sso.write": True}})
    deputy = console(world.office)
    with unit_of_work(database, world.tenant_id) as session:
        session.get(Employee, (world.tenant_id, world.admin.id)).state = "left"
    assert deputy.put("/rights", {"title_id": title, "grants": {"right.grant": False}}, expect=409)
    with unit_of_work(database, world.tenant_id) as session:
        session.get(Employee, (world.tenant_id, world.admin.id)).state = "active"
    deputy.put("/rights", {"title_id": title, "grants": {"right.grant": False}})
    assert deputy.post(path(world.admin, "/deactivate"), expect=403)["code"] == "outranked"


@pytest.mark.covers("SW-17")
def test_who_comes_back_signs_in_as_before(admin, console, phone, world):
    admin.post(path(world.rep1, "/deactivate"))
    admin.post(path(world.supervisor, "/deactivate"), {"reports_to": str(world.other.id)})
    back = admin.post(path(world.rep1, "/reactivate"), {"manager_id": str(world.other.id)})
    assert (back["state"], back["manager_id"]) == ("active", str(world.other.id))
    assert console(world.rep1).get("/session")["employee"]["name"] == world.rep1.name
    rep = phone(world.rep1)
    rep.pull()
    assert rep.held("organisation")


def test_nobody_comes_back_under_a_manager_who_has_left(admin, world):
    admin.post(path(world.supervisor, "/deactivate"))
    refused = admin.post(path(world.rep1, "/move"), {"manager_id": str(world.supervisor.id)}, expect=409)
    assert refused["code"] == "archived"


def test_letting_somebody_go_asks_for_a_fresh_proof(admin, world):
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert admin.post(path(world.rep1, "/deactivate"), expect=403)["code"] == "step_up_required"
