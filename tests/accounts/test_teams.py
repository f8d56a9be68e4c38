"""Teams: the leader sees what the members own, whoever manages them."""

import pytest

pytestmark = pytest.mark.covers("SW-19", "SW-31")


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def customer(phone, world) -> str:
    """Of rep1."""
    return phone(world.rep1).customer_made(full_name="Tạp hoá Cô Ba")


def team_of(leader, *members, name: str = "Đội miền Trung") -> dict:
    return {"name": name, "leader_id": str(leader.id), "member_ids": [str(member.id) for member in members]}


def test_the_leader_sees_and_his_manager_does_not(admin, console, world, customer):
    made = admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    assert (made["leader"]["name"], [member["name"] for member in made["members"]]) == ("Võ Thị Ba", ["Nguyễn Thị Một"])
    console(world.rep3).get(f"/customers/{customer}")
    console(world.other).get(f"/customers/{customer}", expect=404)


def test_the_phone_of_the_leader_holds_what_the_members_own(admin, phone, world, customer):
    team = admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    leader = phone(world.rep3)
    leader.pull()
    assert customer in leader.held("customer")
    admin.patch(f"/teams/{team['id']}", {"member_ids": []})
    leader.pull()
    assert customer not in leader.held("customer")


def test_a_team_that_is_archived_opens_nothing(admin, console, world, customer):
    team = admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    assert admin.patch(f"/teams/{team['id']}", {"archived": True})["archived"] is True
    console(world.rep3).get(f"/customers/{customer}", expect=404)
    admin.patch(f"/teams/{team['id']}", {"archived": False})
    console(world.rep3).get(f"/customers/{customer}")


def test_a_new_leader_sees_in_the_place_of_the_old_one(admin, console, world, customer):
    team = admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    admin.patch(f"/teams/{team['id']}", {"leader_id": str(world.rep2.id)})
    console(world.rep3).get(f"/customers/{customer}", expect=404)
    console(world.rep2).get(f"/customers/{customer}")


@pytest.fixture
def granted(admin):
    """Supervisors may set teams up."""
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"team.write": True}})


def test_nobody_sees_more_by_setting_up_a_team(granted, console, world):
    """Neither by naming members whom he does not see, nor by leading a team of theirs."""
    del granted
    supervisor = console(world.supervisor)
    supervisor.post("/teams", team_of(world.supervisor, world.rep3), expect=404)
    supervisor.post("/teams", team_of(world.rep3, world.rep1), expect=404)
    assert supervisor.post("/teams", team_of(world.rep2, world.rep1), expect=201)["name"] == "Đội miền Trung"


def test_nobody_makes_himself_leader_of_people_whom_he_does_not_see(granted, admin, console, world):
    del granted
    team = admin.post("/teams", team_of(world.rep1, world.rep3), expect=201)
    supervisor = console(world.supervisor)
    supervisor.patch(f"/teams/{team['id']}", {"leader_id": str(world.supervisor.id)}, expect=404)
    assert supervisor.patch(f"/teams/{team['id']}", {"name": "Đội hai"})["name"] == "Đội hai"


def test_two_teams_of_one_name_are_refused(admin, world):
    admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    assert admin.post("/teams", team_of(world.rep2, name="doi mien trung"), expect=409)["code"] == "name_taken"


def test_a_team_is_listed_to_whoever_sees_somebody_of_it(admin, console, world):
    admin.post("/teams", team_of(world.rep3, world.rep1), expect=201)
    assert len(console(world.supervisor).get("/teams")["items"]) == 1
    assert console(world.rep2).get("/teams")["items"] == []
    shown = admin.get(f"/employees/{world.rep1.id}")
    assert [team["name"] for team in shown["teams"]] == ["Đội miền Trung"]


@pytest.mark.covers("RB-17")
def test_only_who_may_sets_teams_up(console, world):
    console(world.supervisor).post("/teams", team_of(world.rep1), expect=403)
