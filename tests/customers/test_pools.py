"""Pools, who is in charge, and why somebody sees a customer."""

import pytest


@pytest.fixture
def shop(phone, world) -> str:
    """A customer of rep1's."""
    return phone(world.rep1).customer_made()


@pytest.fixture
def pool(console, world) -> dict:
    """A pool that rep3, who stands in another branch of the tree, manages."""
    body = {"name": "Kho miền Trung", "manager_ids": [str(world.rep3.id)]}
    return console(world.admin).post("/pools", body, expect=201)


def put_in(giver, shop: str, pool: dict) -> None:
    assert giver.post("/customers/assign", {"ids": [shop], "pool_id": pool["id"]})["changed"] == 1


@pytest.mark.covers("SW-32", "F-05")
def test_the_manager_of_a_pool_sees_its_customers_whoever_owns_them(console, phone, world, shop, pool):
    keeper = phone(world.rep3)
    put_in(console(world.admin), shop, pool)
    assert [item["pool"]["name"] for item in console(world.rep3).get("/customers")["items"]] == ["Kho miền Trung"]
    keeper.pull()
    assert set(keeper.held("customer")) == {shop}
    console(world.other).get(f"/customers/{shop}", expect=404)


@pytest.mark.covers("SW-32")
def test_who_manages_a_pool_no_more_sees_its_customers_no_more(console, phone, world, shop, pool):
    put_in(console(world.admin), shop, pool)
    keeper = phone(world.rep3)
    console(world.admin).patch(f"/pools/{pool['id']}", {"manager_ids": [str(world.rep2.id)]})
    keeper.pull()
    assert keeper.held("customer") == {}
    console(world.rep3).get(f"/customers/{shop}", expect=404)
    console(world.rep2).get(f"/customers/{shop}")


def test_a_pool_out_of_use_shows_nothing_and_its_name_is_free(console, world, shop, pool):
    admin = console(world.admin)
    put_in(admin, shop, pool)
    assert admin.patch(f"/pools/{pool['id']}", {"archived": True})["items"] == []
    console(world.rep3).get(f"/customers/{shop}", expect=404)
    admin.post("/pools", {"name": "kho mien trung"}, expect=201)


def test_two_pools_in_use_have_no_name_in_common(console, world, pool):
    del pool
    answer = console(world.admin).post("/pools", {"name": "KHO MIỀN TRUNG"}, expect=409)
    assert answer["code"] == "pool_name_taken"


@pytest.mark.covers("SW-31")
def test_a_supervisor_gives_a_customer_to_another_of_his_people(console, phone, world, shop):
    heir = phone(world.rep2)
    answer = console(world.supervisor).post("/customers/assign", {"ids": [shop], "owner_id": str(world.rep2.id)})
    assert answer == {"changed": 1}
    heir.pull()
    assert heir.held("customer")[shop]["owner_id"] == str(world.rep2.id)
    console(world.rep1).get(f"/customers/{shop}", expect=404)


def test_nobody_gives_a_customer_to_people_whom_he_does_not_manage(console, world, shop):
    answer = console(world.supervisor).post(
        "/customers/assign", {"ids": [shop], "owner_id": str(world.rep3.id)}, expect=403
    )
    assert answer["code"] == "not_yours_to_assign"
    assert console(world.supervisor).get(f"/customers/{shop}")["owner"]["name"] == world.rep1.name


def test_one_customer_that_is_not_seen_stops_the_whole_assignment(console, phone, world, shop):
    foreign = phone(world.rep3).customer_made()
    body = {"ids": [shop, foreign], "owner_id": str(world.rep2.id)}
    assert console(world.supervisor).post("/customers/assign", body, expect=404)["ids"] == [foreign]
    assert console(world.supervisor).get(f"/customers/{shop}")["owner"]["name"] == world.rep1.name


def reasons(viewer, shop: str) -> dict[str, list[str]]:
    found = viewer.get(f"/customers/{shop}/why")["reasons"]
    return {reason["kind"]: [one["name"] for one in reason["via"]] for reason in found}


def test_why_names_every_rule_that_shows_the_customer(console, world, shop, pool):
    put_in(console(world.admin), shop, pool)
    console(world.rep1).post("/shares", {"customer_id": shop, "employee_id": str(world.rep3.id)}, expect=201)
    assert reasons(console(world.rep1), shop) == {"own": []}
    assert reasons(console(world.director), shop) == {
        "below": [world.director.name, world.supervisor.name, world.rep1.name]
    }
    assert reasons(console(world.rep3), shop) == {"share": [world.rep1.name], "pool": ["Kho miền Trung"]}
    assert reasons(console(world.office), shop) == {"all": []}


def test_who_does_not_see_a_customer_is_told_no_reason(console, world, shop):
    console(world.other).get(f"/customers/{shop}/why", expect=404)
