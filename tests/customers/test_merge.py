"""Two customers become one and two again: nothing of either is lost, and phones follow."""

import pytest
from sqlalchemy import text

from server.customers.service import references

TAG, OTHER_TAG = "0192aaaa-0000-7000-8000-000000000001", "0192aaaa-0000-7000-8000-000000000002"


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def two(rep):
    """Two shops of one owner, `winner` and `loser`."""
    winner = rep.customer_made(full_name="Cô Ba", owner_name="Ba", house_number="1 Lê Lợi")
    return winner, rep.customer_made(full_name="Cô Ba 2", rank="A", house_number="2 Lê Lợi")


def merge(boss, winner, loser, expect=200, **choices):
    return boss.post("/customers/merge", {"winner": winner, "loser": loser, "choices": choices}, expect=expect)


@pytest.mark.covers("F-07")
def test_a_merge_keeps_what_was_chosen_and_carries_over_what_is_lacking(boss, two):
    winner, loser = two
    made = merge(boss, winner, loser, house_number="loser")
    fields = boss.get(f"/customers/{winner}")["fields"]
    assert (fields["full_name"], fields["owner_name"]) == ("Cô Ba", "Ba")
    assert (fields["rank"], fields["house_number"]) == ("A", "2 Lê Lợi")
    assert made["changes"]["house_number"] == ["1 Lê Lợi", "2 Lê Lợi"]
    assert [one["id"] for one in boss.get("/customers")["items"]] == [winner]
    assert boss.get(f"/customers/{loser}")["merged_into"] == winner


def test_both_histories_routes_shares_and_groups_go_over(rep, boss, two, world, console):
    winner, loser = two
    for shop in two:
        rep.push(rep.submit("interaction.f2f", {"customer": shop, "note": f"Ghé {shop}"}))
    route = boss.post("/routes", {"name": "Tuyến", "customer_ids": [winner, loser]}, expect=201)
    boss.post("/customer-groups", {"name": "Nhóm", "description": "x", "ids": [winner, loser]}, expect=201)
    console(world.rep1).post("/shares", {"customer_id": loser, "employee_id": str(world.rep3.id)}, expect=201)
    merge(boss, winner, loser)
    notes = [one.get("note") for one in boss.get(f"/customers/{winner}/timeline")["items"]]
    assert {f"Ghé {winner}", f"Ghé {loser}"} <= set(notes)
    assert [one["customer"]["id"] for one in boss.get(f"/routes/{route['id']}")["stops"]] == [winner]
    assert boss.get("/customer-groups")["items"][0]["count"] == 1
    assert [one["id"] for one in console(world.rep3).get("/customers")["items"]] == [winner]


def test_a_phone_that_holds_the_loser_is_led_to_the_winner(rep, boss, two):
    winner, loser = two
    edit = rep.edit("customer.shop", loser, {"rank": "C"})
    merge(boss, winner, loser)
    pages = rep.pull()
    assert {"k": "customer", "id": loser, "x": 1, "into": winner} in [one for page in pages for one in page["changes"]]
    assert loser not in rep.held("customer")
    assert rep.push(edit)[0]["s"] in {"applied", "merged", "conflict"}
    visit = rep.submit("interaction.f2f", {"customer": loser, "note": "Sau khi gộp"})
    assert rep.push(visit)[0]["s"] == "applied"
    assert boss.get(f"/submissions/{visit['id']}")["customer"]["id"] == winner


def test_a_merge_taken_back_restores_both_and_keeps_what_was_written_since(rep, boss, two):
    winner, loser = two
    rep.push(rep.submit("interaction.f2f", {"customer": loser, "note": "Của B"}))
    boss.post("/customer-groups", {"name": "Nhóm", "description": "x", "ids": [winner, loser]}, expect=201)
    before = [boss.get(f"/customers/{one}")["fields"] for one in two]
    made = merge(boss, winner, loser, house_number="loser")
    rep.pull()
    rep.push(rep.edit("customer.shop", winner, {"owner_name": "Bà Ba"}))
    undone = boss.post(f"/merges/{made['id']}/undo")
    assert undone["undone_at"] is not None
    shown = [boss.get(f"/customers/{one}") for one in two]
    assert shown[0]["fields"] == {**before[0], "owner_name": "Bà Ba"}
    assert (shown[1]["fields"], shown[1]["merged_into"]) == (before[1], None)
    assert boss.get("/customer-groups")["items"][0]["count"] == 2
    assert "Của B" in [one.get("note") for one in boss.get(f"/customers/{loser}/timeline")["items"]]
    rep.pull()
    assert set(two) <= set(rep.held("customer"))
    assert boss.post(f"/merges/{made['id']}/undo", expect=409)["code"] == "already_undone"


@pytest.mark.usefixtures("rep")
def test_tags_put_on_since_stay_and_those_of_the_loser_go_back(boss, two):
    winner, loser = two
    boss.post("/customers/bulk", {"ids": [loser], "action": "tag", "tag_id": TAG})
    made = merge(boss, winner, loser)
    assert boss.get(f"/customers/{winner}")["tags"] == [TAG]
    boss.post("/customers/bulk", {"ids": [winner], "action": "tag", "tag_id": OTHER_TAG})
    boss.post(f"/merges/{made['id']}/undo")
    assert [boss.get(f"/customers/{one}")["tags"] for one in two] == [[OTHER_TAG], [TAG]]
    assert [one["id"] for one in boss.get("/customers", tag=TAG)["items"]] == [loser]


def test_chains_of_merges_are_taken_back_from_the_last(rep, boss, two):
    winner, loser = two
    third = rep.customer_made(full_name="Thứ ba")
    first = merge(boss, winner, loser)
    assert merge(boss, third, loser, expect=409)["code"] == "merged_away"
    second = merge(boss, third, winner)
    assert boss.post(f"/merges/{first['id']}/undo", expect=409)["code"] == "merged_further"
    boss.post(f"/merges/{second['id']}/undo")
    boss.post(f"/merges/{first['id']}/undo")
    assert len(boss.get("/customers")["items"]) == 3
    visit = rep.submit("interaction.f2f", {"customer": loser, "note": "Về lại"})
    rep.push(visit)
    assert boss.get(f"/submissions/{visit['id']}")["customer"]["id"] == loser


def test_nobody_merges_what_he_does_not_see_or_into_itself(phone, boss, console, world, two):
    winner, loser = two
    other = phone(world.rep3).customer_made()
    assert merge(boss, winner, other, expect=404)["code"] == "not_found"
    assert merge(boss, winner, winner, expect=422)["code"] == "same_customer"
    assert merge(console(world.rep1), winner, loser, expect=403)["code"] == "forbidden"
    assert merge(console(world.other), winner, loser, expect=404)["code"] == "not_found"


def test_a_merge_stands_in_both_histories(boss, console, world, two):
    winner, loser = two
    merge(boss, winner, loser)
    for one in two:
        actions = [entry["action"] for entry in console(world.admin).get(f"/customers/{one}/history")["items"]]
        assert "customer.merge" in actions


def test_every_table_that_names_a_customer_is_led_over_or_known(session):
    """A new foreign key to a customer goes into the wiring (MOVED_WITH_CUSTOMERS) or among the exempt."""
    found = session.execute(
        text("""
        SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) AND a.attname <> 'tenant_id'
        WHERE c.contype = 'f' AND c.confrelid = 'customer'::regclass""")
    )
    named = {(one.table, one.column) for one in (*references.OWN, *references.REFERENCES)} | references.EXEMPT
    assert {tuple(row) for row in found} - named == set()
