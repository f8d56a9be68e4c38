from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.kit.phone import FIX


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made()


@pytest.fixture
def supervisor(console, world):
    return console(world.supervisor)


def send(rep, form, customer, minutes_ago=0, **answers):
    moment = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    more = {"gps": FIX} if form == "interaction.f2f" else {}
    body = {"customer": customer, **more, **answers}
    operation = rep.submit(form, body, occurred_at=moment.isoformat())
    (answer,) = rep.push(operation)
    assert answer["s"] == "applied", answer
    return operation


def entries(console, shop, **query):
    return console.get(f"/customers/{shop}/timeline", **query)["items"]


def test_the_timeline_tells_profile_visit_and_call_newest_first(rep, shop, supervisor):
    visit = send(rep, "interaction.f2f", shop, note="Gặp chị Ba")
    call = send(rep, "interaction.tele", shop, minutes_ago=-1, note="Gọi lại")
    told = entries(supervisor, shop)
    assert [(item["kind"], item["form"]) for item in told] == [
        ("call", "interaction.tele"),
        ("visit", "interaction.f2f"),
        ("submission", "customer.shop"),
    ]
    assert [item["submission_id"] for item in told[:2]] == [call["id"], visit["id"]]
    assert [item["note"] for item in told] == ["Gọi lại", "Gặp chị Ba", None]


def test_an_entry_names_the_person_the_form_and_the_review(rep, shop, supervisor, world):
    operation = send(rep, "interaction.f2f", shop)
    supervisor.post(f"/submissions/{operation['id']}/review", {"state": "approved", "comment": None})
    entry = entries(supervisor, shop)[0]
    assert entry["employee"] == {"id": str(world.rep1.id), "name": world.rep1.name}
    assert (entry["title"], entry["state"]) == (
        {"vi": "Tương tác F2F", "en": "Face-to-face interaction"},
        "approved",
    )


def test_an_edit_of_the_profile_tells_what_changed(rep, shop, supervisor):
    rep.push(rep.edit("customer.shop", shop, {"full_name": "Tạp hoá Cô Tư"}))
    (change,) = entries(supervisor, shop)[0]["changes"]
    assert change == {"field": "full_name", "before": "Tạp hoá Cô Ba", "after": "Tạp hoá Cô Tư"}


def test_an_entry_names_its_photos(rep, shop, supervisor):
    photo = {"media_id": str(uuid4()), "field": "photos", "sha256": "ab" * 32, "size": 1000, "type": "image/jpeg"}
    answers = {"customer": shop, "gps": FIX, "photos": [photo["media_id"]]}
    rep.push(rep.submit("interaction.f2f", answers, media=[photo]))
    assert entries(supervisor, shop)[0]["media"] == [photo["media_id"]]


def test_the_timeline_is_paged_without_gap(rep, shop, supervisor):
    for minutes in (3, 2, 1):
        send(rep, "interaction.tele", shop, minutes_ago=minutes, note=str(minutes))
    path = f"/customers/{shop}/timeline"
    first = supervisor.get(path, limit=2)
    rest = supervisor.get(path, limit=2, cursor=first["next"])
    ids = [item["id"] for item in first["items"] + rest["items"]]
    assert len(set(ids)) == 4
    assert ids == [item["id"] for item in entries(supervisor, shop)]


def test_another_customers_entries_are_not_told(rep, shop, supervisor):
    other = rep.customer_made(full_name="Quán Khác")
    send(rep, "interaction.tele", other)
    assert [item["kind"] for item in entries(supervisor, shop)] == ["submission"]


@pytest.mark.covers("RB-22", "RB-28")
def test_what_a_colleague_did_is_told_to_those_above_him_alone(phone, world, shop, supervisor, console):
    send(phone(world.rep3), "interaction.tele", shop)
    assert [item["kind"] for item in entries(console(world.rep1), shop)] == ["submission"]
    assert [item["kind"] for item in entries(supervisor, shop)] == ["submission"]
    assert len(entries(console(world.director), shop)) == 2


@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_the_timeline_of_a_customer_that_one_may_not_see_is_not_found(console, world, shop, who):
    console(getattr(world, who)).get(f"/customers/{shop}/timeline", expect=404)


def test_a_call_to_nobody_waits_for_him(rep):
    (answer,) = rep.push(rep.submit("interaction.tele", {"customer": str(uuid4())}))
    assert answer["s"] == "blocked"


def test_a_call_about_a_customer_that_one_may_not_see_is_kept_and_flagged(phone, world, shop, console):
    operation = send(phone(world.rep3), "interaction.tele", shop)
    assert "customer_not_visible" in console(world.other).get(f"/submissions/{operation['id']}")["flags"]
