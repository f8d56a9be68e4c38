from uuid import uuid4

import pytest

from server.core import clock
from server.core.actor import Actor
from server.core.unit_of_work import unit_of_work
from server.notifications.service import mark_read, notify
from tests.kit.console import UNSAFE

TITLE = {"vi": "Có việc mới", "en": "Something new"}


@pytest.fixture
def tell(database, world):
    """Notify members in a unit of work of its own; return the new notices' ids."""

    def told(*members, key="việc-1", **more):
        with unit_of_work(database, world.tenant_id) as session:
            ids = [member.id for member in members]
            return notify(session, employee_ids=ids, kind="test", title=TITLE, key=key, **more)

    return told


def read(console, notice_id) -> int:
    """Mark a notice read; return the status of the answer, which has no body when it is taken."""
    return console.client.post(f"/api/v1/notifications/{notice_id}/read", headers=UNSAFE).status_code


def test_a_notice_stands_in_the_inbox_until_it_is_read(tell, console, world):
    (notice_id,) = tell(world.rep1, body="Xem ngay", link="/routes")
    rep = console(world.rep1)
    page = rep.get("/notifications")
    assert page["items"][0] | {"at": None} == {
        "id": str(notice_id),
        "kind": "test",
        "title": TITLE,
        "body": "Xem ngay",
        "link": "/routes",
        "at": None,
        "read_at": None,
    }
    assert read(rep, notice_id) == 204
    after = rep.get("/notifications")
    assert after["items"][0]["read_at"] is not None
    assert (page["unread"], after["unread"]) == (1, 0)


@pytest.mark.covers("TB-06")
def test_a_person_named_twice_gets_one_notice(tell, console, world):
    tell(world.rep1, world.rep1, world.rep2)
    assert len(console(world.rep1).get("/notifications")["items"]) == 1


def test_the_same_occasion_again_notifies_nobody_twice(tell, console, world):
    tell(world.rep1)
    assert tell(world.rep1) == []
    assert len(console(world.rep1).get("/notifications")["items"]) == 1


def test_another_occasion_is_another_notice(tell, console, world):
    tell(world.rep1)
    tell(world.rep1, key="việc-2")
    assert len(console(world.rep1).get("/notifications")["items"]) == 2


def test_nobody_of_the_organisation_is_passed_over(session):
    assert notify(session, employee_ids=[uuid4()], kind="test", title=TITLE, key="x") == []


@pytest.mark.parametrize("who", ["supervisor", "director", "admin", "rep2"])
def test_nobody_else_reads_the_inbox(tell, console, world, who):
    (notice_id,) = tell(world.rep1)
    stranger = console(getattr(world, who))
    assert stranger.get("/notifications")["items"] == []
    assert read(stranger, notice_id) == 404


def test_reading_again_keeps_the_first_time(tell, console, world, time_machine):
    time_machine.move_to(clock.now())
    (notice_id,) = tell(world.rep1)
    rep = console(world.rep1)
    assert read(rep, notice_id) == 204
    first = rep.get("/notifications")["items"][0]["read_at"]
    time_machine.shift(60)
    assert read(rep, notice_id) == 204
    assert rep.get("/notifications")["items"][0]["read_at"] == first


def test_the_inbox_is_paged_newest_first(tell, console, world):
    for number in range(3):
        tell(world.rep1, key=str(number), body=str(number))
    rep = console(world.rep1)
    first = rep.get("/notifications", limit=2)
    rest = rep.get("/notifications", limit=2, cursor=first["next"])
    assert [item["body"] for item in first["items"] + rest["items"]] == ["2", "1", "0"]
    assert rest["next"] is None


def test_a_forged_cursor_is_refused(console, world):
    assert console(world.rep1).get("/notifications", expect=422, cursor="bm8")["code"] == "invalid_input"


def test_a_notice_reaches_its_persons_phone_alone(tell, phone, world):
    rep, manager = phone(world.rep1), phone(world.supervisor)
    (notice_id,) = tell(world.rep1)
    rep.pull()
    manager.pull()
    assert rep.held("notification")[str(notice_id)]["title"] == TITLE
    assert manager.held("notification") == {}


def test_a_notice_read_at_the_console_is_read_on_the_phone(tell, console, phone, world):
    rep = phone(world.rep1)
    (notice_id,) = tell(world.rep1)
    assert read(console(world.rep1), notice_id) == 204
    rep.pull()
    assert rep.held("notification")[str(notice_id)]["read_at"] is not None


def test_a_notice_read_on_the_phone_is_read_at_the_console(tell, console, phone, world):
    rep = phone(world.rep1)
    (notice_id,) = tell(world.rep1)
    (answer,) = rep.push({"n": 1, "t": "read", "id": str(notice_id)})
    assert answer["s"] == "applied"
    assert console(world.rep1).get("/notifications")["unread"] == 0


def test_a_notice_of_nobody_is_nobodys(session, world):
    actor = Actor(world.tenant_id, world.organisation_uuid, uuid4(), world.rep1.id)
    assert mark_read(session, actor, [uuid4()]) == set()
