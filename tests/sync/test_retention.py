"""What the feed forgets after 90 days, and what phones are told that slept for so long."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from server.core import clock, feed
from server.core.unit_of_work import unit_of_work
from server.sync import retention

DAY = timedelta(days=1)


@pytest.fixture
def keeper(database, world) -> retention.Keeper:
    return retention.Keeper(database, lambda _: [world.tenant_id])


@pytest.fixture
def days_later(keeper):
    """Let the keeper work every day from now until so many days later; phones' tokens know nothing of it."""
    began = datetime.now(UTC)

    def pass_by(first: int, last: int) -> None:
        for day in range(first, last + 1):
            with clock.at(began + day * DAY):
                keeper.tick(threading.Event())

    return pass_by


def archive(database, world, customer_id: str, stamps=None) -> None:
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text("UPDATE customer SET archived_at = now() WHERE id = :id"), {"id": customer_id})
        feed.touch(session, "customer", UUID(customer_id), stamps)


def counted(database, world, table: str, what: str) -> int:
    with unit_of_work(database, world.tenant_id) as session:
        return session.scalar(text(f"SELECT count(*) FROM {table} WHERE {what}"))  # noqa: S608


def refused(someone) -> tuple[int, str, str]:
    answer = someone.ask("/sync/pull", {"cursor": someone.cursor})
    return answer.status_code, answer.json.get("code"), answer.json.get("reason")


def test_tombstones_go_after_90_days_and_not_before(phone, database, world, days_later):
    rep = phone(world.rep1)
    archive(database, world, rep.customer_made())
    assert counted(database, world, "feed_entry", "gone") > 0
    days_later(0, 89)
    assert counted(database, world, "feed_entry", "gone") > 0
    days_later(90, 91)
    assert counted(database, world, "feed_entry", "gone") == 0


def test_ended_memberships_go_with_them(database, world, days_later):
    scope = UUID(int=7)
    for change in (feed.join_scope, feed.leave_scope):
        with unit_of_work(database, world.tenant_id) as session:
            change(session, world.rep1.id, scope)
    days_later(0, 92)
    assert counted(database, world, "feed_member", "revoked_seq IS NOT NULL") == 0
    assert counted(database, world, "feed_member", "true") > 5


def test_a_row_that_edits_may_still_name_keeps_who_wrote_it(phone, database, world, days_later):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    archive(database, world, customer_id, {"full_name": {"n": 1}})
    days_later(0, 92)
    assert counted(database, world, "feed_row", f"kind = 'customer' AND id = '{customer_id}'") == 1


@pytest.mark.covers("P11")
def test_a_phone_that_slept_longer_starts_again_and_keeps_no_ghost(phone, database, world, days_later):
    rep = phone(world.rep1)
    ghost, stays = rep.customer_made(), rep.customer_made(full_name="Còn mãi")
    archive(database, world, ghost)
    days_later(0, 92)
    assert refused(rep) == (409, "cursor_reset", "retention")
    rep.restart()
    rep.pull()
    assert set(rep.held("customer")) == {stays}


def test_a_phone_that_pulls_now_and_then_goes_on(phone, database, world, days_later):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    archive(database, world, customer_id)
    days_later(0, 50)
    rep.pull()
    days_later(51, 130)
    rep.pull()
    assert customer_id not in rep.held("customer")


def test_a_first_sync_that_is_under_way_goes_on(phone, database, world, days_later):
    rep, slow = phone(world.rep1), phone(world.rep1)
    archive(database, world, rep.customer_made())
    days_later(0, 92)
    slow.pull_page(limit=2)
    days_later(93, 100)
    slow.pull(limit=2)
    fast = phone(world.rep1)
    fast.pull()
    assert slow.rows == fast.rows


def test_a_first_sync_that_took_90_days_starts_again(phone, database, world, days_later):
    rep, slow = phone(world.rep1), phone(world.rep1)
    customer_id = rep.customer_made()
    slow.pull_page(limit=2)
    archive(database, world, customer_id)
    days_later(0, 92)
    assert refused(slow) == (409, "cursor_reset", "retention")


def test_an_organisation_at_rest_tells_nobody_to_start_again(phone, world, days_later):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.pull()
    days_later(0, 200)
    assert rep.pull()[0]["complete"]


def test_much_that_is_old_goes_in_small_transactions(database, world, days_later, monkeypatch):
    monkeypatch.setattr(retention, "CHUNK", 3)
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(
            text("INSERT INTO feed_entry SELECT :t, gen_random_uuid(), 'thing', gen_random_uuid(), 1, true"
                 " FROM generate_series(1, 20)"), {"t": world.tenant_id},
        )  # fmt: skip
    days_later(0, 91)
    assert counted(database, world, "feed_entry", "gone") == 0


def test_marks_that_no_longer_matter_are_dropped(database, world, days_later):
    days_later(0, 120)
    assert counted(database, world, "feed_mark", "true") <= 92
