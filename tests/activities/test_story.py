"""One timeline on the customer: all kinds, by kind, paged, to whom it may concern (TM-12, RB-28)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.kit.contacts import sent


@pytest.fixture
def story(rep, shop, supervisor, console, world):
    """Let one of each kind happen to the shop, in an order that is not that of the kinds."""
    ago = lambda minutes: datetime.now(UTC) - timedelta(minutes=minutes)  # noqa: E731 - three words
    sent(rep, "interaction.f2f", shop, ago(30), note="Ghé quán")
    sent(rep, "support.tele", shop, ago(20), problem="price", detail="Sai giá")
    console(world.rep1).post(f"/customers/{shop}/notes", {"text": "Hẹn thứ hai"}, expect=201)
    body = {"title": "Gọi lại", "due_at": ago(-600).isoformat(), "customer_id": shop}
    supervisor.post("/tasks", body, expect=201)
    supervisor.post("/customers/assign", {"ids": [shop], "owner_id": str(world.rep1.id)})
    return shop


def told(console, shop, **query):
    return console.get(f"/customers/{shop}/timeline", **query)


@pytest.mark.covers("TM-12", "TM-13")
def test_everything_stands_on_one_timeline_in_time_order(story, supervisor):
    items = told(supervisor, story)["items"]
    kinds = [item["kind"] for item in items]
    assert set(kinds) >= {"visit", "call", "ticket", "note", "task", "submission"}
    moments = [item["at"] for item in items]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize(
    ("kind", "note", "subject"),
    [
        ("visit", "Ghé quán", None),
        ("call", "Sai giá", None),
        ("ticket", "HT000001 · Sai giá", "ticket"),
        ("note", "Hẹn thứ hai", "note"),
        ("task", "Gọi lại", "task"),
    ],
)
def test_the_timeline_is_narrowed_to_a_kind(story, supervisor, kind, note, subject):
    (entry,) = told(supervisor, story, kinds=kind)["items"]
    assert (entry["kind"], entry["note"]) == (kind, note)
    assert (entry["subject"] or {}).get("kind") == subject


def test_several_kinds_are_named_with_commas(story, supervisor):
    assert {item["kind"] for item in told(supervisor, story, kinds="note,task")["items"]} == {"note", "task"}
    assert told_refused(supervisor, story)["code"] == "invalid_input"


def told_refused(console, shop):
    return console.get(f"/customers/{shop}/timeline", expect=422, kinds="note,weather")


def test_pages_of_all_kinds_meet_without_gap_or_repetition(story, supervisor):
    whole = [item["id"] for item in told(supervisor, story)["items"]]
    found, cursor = [], None
    while True:
        page = told(supervisor, story, limit=2, **({"cursor": cursor} if cursor else {}))
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert found == whole


@pytest.mark.covers("TM-15", "TM-16")
def test_what_became_of_the_customer_is_told_with_before_and_after(shop, supervisor, world):
    supervisor.post("/customers/assign", {"ids": [shop], "owner_id": str(world.rep2.id)})
    (entry,) = told(supervisor, shop, kinds="status")["items"]
    assert (entry["action"], entry["employee"]["id"]) == ("customer.assign", str(world.supervisor.id))
    (change,) = [one for one in entry["changes"] if one["field"] == "owner_id"]
    assert (change["before"], change["after"]) == (str(world.rep1.id), str(world.rep2.id))


@pytest.mark.covers("RB-26", "RB-28")
def test_a_friend_sees_what_belongs_to_the_customer_and_not_what_others_did(story, console, world):
    console(world.rep1).post("/shares", {"customer_id": story, "employee_id": str(world.rep2.id)}, expect=201)
    kinds = {item["kind"] for item in told(console(world.rep2), story)["items"]}
    assert kinds & {"note", "task", "ticket"} == {"note", "task", "ticket"}
    assert kinds & {"visit", "call", "submission"} == set()


def test_notes_and_tickets_count_as_the_customers_latest_change(story, supervisor):
    assert story in [one["id"] for one in supervisor.get("/customers/recent")["items"]]
