"""What a phone is told of a record that was merged into another."""

from uuid import UUID

from sqlalchemy import text

from server.core import aliases, feed
from server.core.unit_of_work import unit_of_work


def merge(database, world, loser: str, into: str) -> None:
    """What merging two customers does to the feed; the console's own merge comes with the customers' area."""
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text("UPDATE customer SET archived_at = now() WHERE id = :id"), {"id": loser})
        aliases.add(session, "customer", UUID(loser), UUID(into))
        feed.touch(session, "customer", UUID(loser))


def test_who_held_the_loser_is_told_where_it_went(phone, database, world):
    rep, supervisor = phone(world.rep1), phone(world.supervisor)
    loser, into = rep.customer_made(), rep.customer_made(full_name="Tạp hoá Cô Tư")
    supervisor.pull()
    merge(database, world, loser, into)
    for holder in (rep, supervisor):
        (page,) = holder.pull()
        assert page["changes"] == [{"k": "customer", "id": loser, "x": 1, "into": into}]
        assert page["remove"] == []
        assert set(holder.held("customer")) == {into}


def test_who_never_held_it_is_told_nothing(phone, database, world):
    rep, stranger = phone(world.rep1), phone(world.rep3)
    stranger.pull()
    merge(database, world, rep.customer_made(), rep.customer_made(full_name="Tạp hoá Cô Tư"))
    (page,) = stranger.pull()
    assert (page["changes"], page["remove"]) == ([], [])
