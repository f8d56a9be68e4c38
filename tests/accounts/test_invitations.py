"""Links by which people choose their own password once; founding an organisation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from server.accounts.service import founding
from server.accounts.service.founding import Founder
from server.core import clock
from server.core.unit_of_work import unit_of_work
from server.web.context import Services
from tests.kit.console import UNSAFE

PASSWORD = "cầu-vồng-sau-mưa-7"


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def newcomer(admin, world) -> str:
    """An employee who cannot sign in yet."""
    title = admin.get(f"/employees/{world.rep1.id}")["title_id"]
    body = {"name": "Người Mới", "title_id": title, "manager_id": str(world.supervisor.id)}
    return admin.post("/employees", body, expect=201)["id"]


def link(admin, employee_id) -> str:
    """The token of a fresh link."""
    made = admin.post(f"/employees/{employee_id}/invitations", expect=201)
    assert made["qr_svg"].startswith("<svg")
    return made["url"].partition("#")[2]


def accept(app, token: str, **body: str):
    body = {"password": PASSWORD, **body}
    return app.test_client().post("/api/v1/invitations/accept", json={"token": token, **body}, headers=UNSAFE)


def sign_in(app, login: str, password: str = PASSWORD) -> int:
    body = {"login": login, "password": password}
    return app.test_client().post("/api/v1/session", json=body, headers=UNSAFE).status_code


@pytest.mark.covers("SW-17")
def test_who_is_invited_chooses_login_and_password_and_is_in(app, admin, newcomer):
    answer = accept(app, link(admin, newcomer), login="Nguoi.Moi")
    assert answer.status_code == 200, answer.text
    assert answer.json["employee"]["name"] == "Người Mới"
    assert "Set-Cookie" in answer.headers
    assert sign_in(app, "nguoi.moi") == 200
    assert admin.get(f"/employees/{newcomer}")["invited_until"] is None


def test_a_link_serves_once(app, admin, newcomer):
    token = link(admin, newcomer)
    accept(app, token, login="nguoi.moi")
    again = accept(app, token, login="ke.khac")
    assert (again.status_code, again.json["code"]) == (404, "invitation_spent")


def test_a_new_link_ends_the_old_one(app, admin, newcomer):
    old = link(admin, newcomer)
    new = link(admin, newcomer)
    assert accept(app, old, login="nguoi.moi").status_code == 404
    assert accept(app, new, login="nguoi.moi").status_code == 200


def test_a_link_is_good_for_seven_days(app, admin, newcomer):
    token = link(admin, newcomer)
    assert admin.get(f"/employees/{newcomer}")["invited_until"] is not None
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert accept(app, token, login="nguoi.moi").status_code == 404


def test_the_link_of_who_has_left_is_worth_nothing(app, admin, newcomer):
    token = link(admin, newcomer)
    admin.post(f"/employees/{newcomer}/deactivate")
    assert accept(app, token, login="nguoi.moi").status_code == 404


@pytest.mark.parametrize("token", ["", "x", "1.x", "999999.x", "abc.def", "1." + "9" * 300])
def test_what_is_no_link_opens_nothing(app, world, token):
    del world
    assert accept(app, token, login="nguoi.moi").status_code in {404, 422}


def test_a_refused_password_does_not_use_the_link_up(app, admin, newcomer):
    token = link(admin, newcomer)
    assert accept(app, token, login="nguoi.moi", password="123").json["code"] == "weak_password"
    assert accept(app, token, login="nguoi.moi").status_code == 200


def test_a_login_is_chosen_by_who_has_none(app, admin, newcomer, world):
    token = link(admin, newcomer)
    assert accept(app, token).status_code == 422
    assert accept(app, token, login=world.rep2.login).json["code"] == "login_taken"
    assert accept(app, token, login="nguoi.moi").status_code == 200


def test_who_forgot_his_password_chooses_another_and_his_sessions_end(app, admin, console, world):
    old = console(world.rep1)
    assert accept(app, link(admin, world.rep1.id)).status_code == 200
    old.get("/session", expect=401)
    assert sign_in(app, world.rep1.login) == 200


def test_nobody_takes_over_who_may_do_more_by_a_link(admin, console, world):
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Văn phòng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.write": True}})
    refused = console(world.office).post(f"/employees/{world.admin.id}/invitations", expect=403)
    assert refused["code"] == "outranked"


def test_one_invites_only_whom_one_sees(admin, console, world):
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.write": True}})
    console(world.supervisor).post(f"/employees/{world.rep3.id}/invitations", expect=404)
    console(world.supervisor).post(f"/employees/{world.rep1.id}/invitations", expect=201)


def test_an_acceptance_from_another_site_is_refused(app, admin, newcomer):
    body = {"token": link(admin, newcomer), "login": "nguoi.moi", "password": PASSWORD}
    headers = {**UNSAFE, "Origin": "https://evil.example"}
    assert app.test_client().post("/api/v1/invitations/accept", json=body, headers=headers).status_code == 403


FOUNDER = {"organisation": "Công ty Mới", "name": "Bà Chủ", "login": "ba.chu", "password": PASSWORD}


def test_nobody_founds_an_organisation_unless_the_operator_lets_him(app, world):
    del world
    assert app.test_client().post("/api/v1/organisations", json=FOUNDER, headers=UNSAFE).status_code == 404


@pytest.fixture
def open_house(app, monkeypatch):
    services: Services = app.extensions["tuyen"]
    opened = replace(services, settings=replace(services.settings, sign_up=True))
    monkeypatch.setitem(app.extensions, "tuyen", opened)
    return app.test_client()


def test_who_founds_an_organisation_is_its_administrator(open_house, world):
    answer = open_house.post("/api/v1/organisations", json=FOUNDER, headers=UNSAFE)
    assert answer.status_code == 200, answer.text
    assert "right.grant" in answer.json["rights"]
    steps = {step["key"]: step["done"] for step in open_house.get("/api/v1/organisation").json["steps"]}
    assert {key for key, done in steps.items() if done} == {"department"}
    assert [item["name"] for item in open_house.get("/api/v1/employees").json["items"]] == ["Bà Chủ"]
    assert open_house.get("/api/v1/forms").json
    del world


def test_the_operator_founds_an_organisation_with_a_link(app, database):
    with unit_of_work(database) as session:
        made = founding.found(session, Founder("Công ty Hai", "Ông Chủ", "ong.chu"))
    assert accept(app, made.token).json["employee"]["name"] == "Ông Chủ"
    assert sign_in(app, "ong.chu") == 200
