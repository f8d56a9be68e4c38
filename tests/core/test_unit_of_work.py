"""One unit of work: everything of it or nothing of it."""

import pytest
from sqlalchemy import text

from server.accounts.models import Branch, Employee
from server.core import feed, outbox
from server.core.database import pending, savepoint, tenant_of
from server.core.ids import new_id
from server.core.outbox import OutboxRow


def add_branch(session, name: str) -> None:
    session.add(Branch(tenant_id=tenant_of(session), id=new_id(), name=name))
    session.flush()


def branches(session) -> set[str]:
    return set(session.scalars(text("SELECT name FROM branch WHERE tenant_id = :t"), {"t": tenant_of(session)}))


def write_everything(session, world) -> None:
    """A row, two touched ones, a membership and a piece of work."""
    add_branch(session, "Hội An")
    feed.touch(session, "employee", world.rep2.id)
    feed.touch(session, "employee", world.rep1.id, {"name": {"n": 1}})
    feed.join_scope(session, world.rep1.id, world.rep2.id)
    outbox.send(session, "media.process", {}, key="x")


def fall(session, write) -> None:
    """Write inside a savepoint that falls."""
    with savepoint(session):
        write()
        raise ZeroDivisionError


def test_what_was_written_is_there_for_the_next(begin):
    with begin() as session:
        add_branch(session, "Hội An")
    with begin() as session:
        assert "Hội An" in branches(session)


def test_an_error_takes_back_everything(begin, seq, world, doorbell):
    before = seq()

    def write_and_fail() -> None:
        with begin() as session:
            write_everything(session, world)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert (seq(), doorbell.rung) == (before, [])
    with begin() as session:
        assert "Hội An" not in branches(session)
        assert session.query(OutboxRow).count() == 0


def test_each_row_that_was_touched_gets_one_number_at_the_commit(begin, seq, world, entries):
    before = seq()
    with begin() as session:
        for member in (world.rep1, world.rep2, world.rep1):
            feed.touch(session, "employee", member.id)
        assert feed.current_seq(session) == before
    assert seq() == before + 2
    numbers = {entries(member.id)[0][1] for member in (world.rep1, world.rep2)}
    assert numbers == {before + 1, before + 2}


def test_a_unit_that_touches_nothing_takes_no_number(begin, seq):
    before = seq()
    with begin() as session:
        add_branch(session, "Hội An")
    assert seq() == before


def test_the_feed_holds_what_the_row_says_at_the_commit(begin, world):
    with begin() as session:
        feed.touch(session, "employee", world.rep1.id)
        session.get(Employee, (world.tenant_id, world.rep1.id)).name = "Tên Mới"
    with begin() as session:
        query = text("SELECT data ->> 'name' FROM feed_row WHERE kind = 'employee' AND id = :id")
        assert session.scalar(query, {"id": world.rep1.id}) == "Tên Mới"


def test_a_row_that_is_not_projected_any_more_is_gone_from_its_scopes(begin, world, entries):
    with begin() as session:
        session.get(Employee, (world.tenant_id, world.rep1.id)).state = "left"
        feed.touch(session, "employee", world.rep1.id)
    assert [gone for _, _, gone in entries(world.rep1.id)] == [True]


def test_who_wrote_a_field_is_kept_with_its_number(begin, seq, world):
    with begin() as session:
        feed.touch(session, "employee", world.rep1.id, {"name": {"device": "one", "n": 4}})
        feed.touch(session, "employee", world.rep1.id, {"title": {"device": "two", "n": 1}})
        stamps = feed.field_stamps(session, "employee", [world.rep1.id])
        assert stamps[world.rep1.id]["name"] == {"device": "one", "n": 4}
    with begin() as session:
        stamps = feed.field_stamps(session, "employee", [world.rep1.id])[world.rep1.id]
    assert stamps["name"] == {"device": "one", "n": 4, "seq": seq()}
    assert stamps["title"] == {"device": "two", "n": 1, "seq": seq()}


def test_a_savepoint_takes_back_its_rows_its_touches_its_members_and_its_work(begin, seq, world, doorbell):
    before = seq()
    with begin() as session:
        feed.touch(session, "employee", world.rep1.id)
        with pytest.raises(ZeroDivisionError):
            fall(session, lambda: write_everything(session, world))
        assert pending(session).touched == {("employee", world.rep1.id): {}}
        assert "Hội An" not in branches(session)
    assert (seq(), doorbell.rung) == (before + 1, [])


def test_a_savepoint_that_goes_well_adds_to_its_unit(begin, seq, world):
    before = seq()
    with begin() as session, savepoint(session):
        feed.touch(session, "employee", world.rep2.id)
        feed.join_scope(session, world.rep1.id, world.rep2.id)
    assert seq() == before + 2


def test_savepoints_stand_inside_each_other(begin, seq, world):
    before = seq()
    with begin() as session:
        with savepoint(session):
            feed.touch(session, "employee", world.rep1.id)
            with pytest.raises(ZeroDivisionError):
                fall(session, lambda: feed.touch(session, "employee", world.rep2.id))
        feed.touch(session, "employee", world.rep3.id)
    assert seq() == before + 2


def test_the_bell_rings_after_the_commit_with_the_work_that_waits(begin, world, doorbell):
    with begin() as session:
        row_id = outbox.send(session, "media.process", {})
        outbox.send(session, "media.sweep", {}, delay_s=60)
        assert doorbell.rung == []
    assert doorbell.rung == [(world.tenant_id, [row_id])]


def test_joining_a_scope_that_one_has_changes_no_grant(begin, world):
    query = text("SELECT granted_seq, revoked_seq FROM feed_member WHERE employee_id = :id AND scope = :id")
    found = []
    for _ in range(2):
        with begin() as session:
            feed.join_scope(session, world.rep1.id, world.rep1.id)
        with begin() as session:
            found.append(session.execute(query, {"id": world.rep1.id}).one())
    assert found[0] == found[1]
