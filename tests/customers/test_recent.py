"""The recently updated: what changed in the last 24 hours by the server's clock."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from server.core import clock
from tests.kit.phone import minutes_ago

pytestmark = pytest.mark.covers("RB-30")
DAY = timedelta(hours=24)


def recent(viewer) -> list[str]:
    return [item["id"] for item in viewer.get("/customers/recent")["items"]]


@pytest.fixture
def shop(phone, world) -> str:
    """A customer of rep1's that was made two days ago."""
    with clock.at(clock.now() - 2 * DAY):
        return phone(world.rep1).customer_made()


@pytest.mark.covers("RB-32", "G-05")
def test_a_customer_stays_for_24_hours_after_the_last_change_and_not_a_second_longer(console, phone, world, shop):
    received = clock.now()
    with clock.at(received):
        rep = phone(world.rep1)
        rep.push(rep.submit("interaction.f2f", {"customer": shop}))
    with clock.at(received + DAY - timedelta(seconds=1)):
        assert recent(console(world.rep1)) == [shop]
    with clock.at(received + DAY + timedelta(seconds=1)):
        assert recent(console(world.rep1)) == []


@pytest.mark.covers("RB-32")
def test_the_hours_count_from_the_receipt_of_what_was_done_offline(console, phone, world, shop):
    rep = phone(world.rep1)
    rep.push(rep.submit("interaction.tele", {"customer": shop}, occurred_at=minutes_ago(60 * 30)))
    assert recent(console(world.supervisor)) == [shop]


@pytest.mark.covers("RB-31")
def test_being_looked_at_or_exported_is_no_change(console, world, shop):
    console(world.rep1).get(f"/customers/{shop}")
    assert console(world.admin).client.get("/api/v1/customers/export.xlsx").status_code == 200
    assert recent(console(world.rep1)) == []


@pytest.mark.covers("RB-31")
def test_an_edit_of_the_profile_is_a_change(console, phone, world, shop):
    rep = phone(world.rep1)
    rep.pull()
    rep.push(rep.edit("customer.shop", shop, {"full_name": "Tên mới"}))
    assert recent(console(world.rep1)) == [shop]


def test_a_visit_counts_without_writing_the_customer_s_row_and_indexes_anew(console, phone, world, shop, session):
    place = text("SELECT ctid FROM customer WHERE id = :id")
    before = session.scalar(place, {"id": shop})
    rep = phone(world.rep1)
    rep.push(rep.submit("interaction.f2f", {"customer": shop}))
    assert recent(console(world.rep1)) == [shop]
    assert session.scalar(place, {"id": shop}) == before


@pytest.mark.covers("RB-33")
def test_the_list_shows_nobody_what_he_may_not_see_and_pages(console, phone, world):
    mine = [phone(world.rep1).customer_made(full_name=name) for name in ("Một", "Hai", "Ba")]
    phone(world.rep3).customer_made()
    page = console(world.supervisor).get("/customers/recent", limit=2)
    rest = console(world.supervisor).get("/customers/recent", limit=2, cursor=page["next"])
    assert [item["id"] for item in page["items"] + rest["items"]] == mine[::-1]
