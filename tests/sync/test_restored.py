"""After a backup was put back, phones hand in again what the server forgot, and hold what it holds."""

import pytest

from server.core.unit_of_work import unit_of_work
from server.instance.restored import LEAP, begin_epoch
from server.sync.leases import lend
from tests.kit.phone import shop_answers


@pytest.fixture
def backup(database):
    """Take a backup now; calling what is returned puts it back, as an operator does."""
    connection = database.sessions.kw["bind"]
    savepoint = connection.begin_nested()
    return savepoint.rollback


def restore(database, world, backup) -> None:
    backup()
    with unit_of_work(database, world.tenant_id) as session:
        begin_epoch(session)


def pull(rep):
    return rep.ask("/sync/pull", {"cursor": rep.cursor})


@pytest.mark.covers("P15")
def test_phones_heal_the_server_and_lose_nothing(phone, database, world, request):
    rep = phone(world.rep1)
    kept = [rep.submit("customer.shop", shop_answers(full_name=f"Quán {number}")) for number in range(5)]
    rep.push(*kept[:2])
    rep.pull()
    backup = request.getfixturevalue("backup")
    rep.push(*kept[2:])
    rep.pull()
    held = rep.held("customer")
    restore(database, world, backup)
    answer = pull(rep)
    assert (answer.status_code, answer.json["reason"]) == (409, "epoch")
    rep.restart()
    assert len(rep.held("customer")) == 0
    rep.pull()
    assert len(rep.held("customer")) == 2
    again = rep.push(*kept)
    assert [answer["s"] for answer in again] == ["duplicate", "duplicate", "applied", "applied", "applied"]
    rep.pull()
    assert set(rep.held("customer")) == set(held)


def test_a_phone_that_counts_on_is_told_where_the_server_stands(phone, database, world, request):
    """What was acknowledged more than 72 hours ago is not kept: its numbers are filled, what follows is taken."""
    rep = phone(world.rep1)
    backup = request.getfixturevalue("backup")
    rep.push(*(rep.submit("customer.shop", shop_answers()) for _ in range(3)))
    restore(database, world, backup)
    fresh = rep.submit("customer.shop", shop_answers())
    answer = rep.post([fresh])
    assert (answer.status_code, answer.json["code"], answer.json["expected"]) == (409, "op_gap", 1)
    filled = rep.push(*({"n": n, "t": "lost"} for n in (1, 2, 3)), fresh)
    assert [item["s"] for item in filled] == ["quarantined"] * 3 + ["applied"]


def test_numbers_that_were_lent_after_the_backup_are_not_lent_again(phone, database, world):
    rep = phone(world.rep1)
    with unit_of_work(database, world.tenant_id) as session:
        (before,) = lend(session, rep.device_id, {"order": 0})
        begin_epoch(session)
        (after,) = lend(session, rep.device_id, {"order": 0})
    assert after["from"] == before["to"] + 1 + LEAP


def test_each_organisation_begins_an_epoch_of_its_own(phone, database, world):
    one, other = phone(world.rep1), phone(world.rep2)
    before = [one.pull()[-1]["epoch"], other.pull()[-1]["epoch"]]
    assert before[0] == before[1]
    with unit_of_work(database, world.tenant_id) as session:
        begin_epoch(session)
    one.restart()
    assert one.pull()[-1]["epoch"] != before[0]
