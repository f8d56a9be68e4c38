"""Two people, or two phones of one, edit a customer without a network: columns merge, nothing is lost in silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core.unit_of_work import unit_of_work
from server.forms.models import SubmissionRow
from server.sync.models import Conflict
from tests.compat.apps import of_phone
from tests.kit.console import Console

OTHER = {"watermelon": "rxdb", "rxdb": "watermelon"}


@pytest.fixture
def conflicts(live_database, firm, shop):
    """The conflicts about the shop: (field, what was kept, what lost)."""

    def find():
        with unit_of_work(live_database, firm.tenant_id) as session:
            found = session.scalars(select(Conflict).where(Conflict.record_id == shop))
            return [(row.field, row.kept["value"], row.lost["value"]) for row in found]

    return find


@pytest.fixture
def shop(own_phone, firm):
    """A customer of rep1's, whom his supervisor sees too."""
    return own_phone(firm.rep1).customer_made()


@pytest.fixture
def pair(app_of, firm, maker, shop):
    """Apps of a rep and of his supervisor, one of each maker, that hold the shop and have no network now."""
    apps = app_of(maker, firm.rep1), app_of(OTHER[maker], firm.supervisor)
    for app in apps:
        app.sync()
        assert shop in app.rows()
    return apps


def all_sync(*apps) -> None:
    for app in (*apps, *apps):
        app.sync()


def test_edits_of_different_columns_both_stand(pair, shop, conflicts):
    rep, supervisor = pair
    rep.update(shop, note="Đóng cửa chủ nhật")
    supervisor.update(shop, rank="A")
    all_sync(rep, supervisor)
    assert rep.content()[shop]["note"] == "Đóng cửa chủ nhật"
    assert rep.content()[shop]["rank"] == "A"
    assert rep.content() == supervisor.content()
    assert conflicts() == []


def test_of_two_edits_of_one_column_the_loser_is_kept_in_a_conflict(pair, shop, conflicts):
    rep, supervisor = pair
    rep.update(shop, note="của nhân viên")
    supervisor.update(shop, note="của giám sát")
    all_sync(rep, supervisor)
    ((field, kept, lost),) = conflicts()
    assert (field, {kept, lost}) == ("note", {"của nhân viên", "của giám sát"})
    assert rep.content()[shop]["note"] == supervisor.content()[shop]["note"] == kept


def test_the_earlier_edit_loses_although_it_arrives_last(pair, shop, conflicts):
    """An edit counts from when it was made, as far as the app says."""
    early, late = pair
    early.update(shop, note="sáng", minutes_ago=90)
    late.update(shop, note="chiều", minutes_ago=10)
    all_sync(late, early)
    assert conflicts() == [("note", "chiều", "sáng")]
    assert early.content()[shop]["note"] == late.content()[shop]["note"] == "chiều"


def test_what_was_pulled_under_an_edit_counts_as_not_seen(app_of, firm, shop, conflicts):
    """WatermelonDB's own order: the newer value comes in and stays hidden under the edit that waits."""
    rep, supervisor = app_of("watermelon", firm.rep1), app_of("rxdb", firm.supervisor)
    all_sync(rep, supervisor)
    rep.update(shop, note="của nhân viên")
    supervisor.update(shop, note="của giám sát")
    supervisor.sync()
    rep.plain_sync()
    assert [field for field, _, _ in conflicts()] == ["note"]
    all_sync(rep, supervisor)
    assert rep.content() == supervisor.content()


def test_an_app_that_does_not_say_what_was_seen_overwrites_nothing_in_silence(app_of, firm, shop, conflicts):
    rep, supervisor = app_of("watermelon", firm.rep1, blind=True), app_of("rxdb", firm.supervisor)
    all_sync(rep, supervisor)
    rep.update(shop, note="của nhân viên")
    supervisor.update(shop, note="của giám sát")
    supervisor.sync()
    rep.plain_sync()
    assert [field for field, _, _ in conflicts()] == ["note"]


def test_an_app_and_our_phone_merge_the_same_way(app_of, own_phone, firm, maker, shop, conflicts):
    phone = own_phone(firm.supervisor)
    app = app_of(maker, firm.rep1)
    app.sync()
    phone.pull()
    app.update(shop, note="từ ứng dụng", rank="B", minutes_ago=5)
    phone.push(phone.edit("customer.shop", shop, {"rank": "A", "house_number": "7 Lê Lợi"}))
    all_sync(app)
    phone.pull()
    assert app.content() == of_phone(phone)
    assert of_phone(phone)[shop]["note"] == "từ ứng dụng"
    assert conflicts() == [("rank", "A", "B")]


def test_nobody_conflicts_with_himself(app_of, firm, maker, shop, conflicts):
    app = app_of(maker, firm.rep1)
    app.sync()
    for note in ("một", "hai", "ba"):
        app.update(shop, note=note)
        app.sync()
    assert conflicts() == []
    assert app.content()[shop]["note"] == "ba"


def test_both_writing_the_same_is_no_conflict_and_hides_no_other_change(pair, shop, conflicts):
    """RxDB skips what it pulls for a document that waits; what it skipped comes with the answer to its push."""
    rep, supervisor = pair
    rep.update(shop, note="như nhau")
    supervisor.update(shop, note="như nhau", rank="C")
    all_sync(supervisor, rep)
    assert conflicts() == []
    assert rep.content() == supervisor.content()
    assert rep.content()[shop]["rank"] == "C"


def test_a_customer_given_away_leaves_the_app(app_of, live_app, firm, maker, shop):
    app = app_of(maker, firm.rep1)
    app.sync()
    Console.sign_in(live_app, firm.supervisor).post("/customers/assign", {"ids": [shop], "owner_id": str(firm.rep2.id)})
    app.sync()
    assert app.rows() == {}


def test_an_edit_of_a_customer_given_away_is_kept_for_the_supervisor(app_of, live_app, firm, maker, shop, conflicts):
    app, other = app_of(maker, firm.rep1), app_of(maker, firm.rep2)
    app.sync()
    app.update(shop, note="chưa kịp gửi")
    Console.sign_in(live_app, firm.supervisor).post("/customers/assign", {"ids": [shop], "owner_id": str(firm.rep2.id)})
    all_sync(app, other)
    assert app.rows() == {}
    assert conflicts() == [("note", None, "chưa kịp gửi")]
    assert "note" not in other.content()[shop]


def test_an_edit_has_the_time_at_which_it_was_made(app_of, firm, maker, shop, live_database):
    app = app_of(maker, firm.rep1)
    app.sync()
    app.update(shop, note="một giờ trước", minutes_ago=60)
    app.sync()
    with unit_of_work(live_database, firm.tenant_id) as session:
        row = session.scalars(
            select(SubmissionRow).where(SubmissionRow.record_id == shop, SubmissionRow.base.is_not(None))
        ).one()
        assert timedelta(minutes=59) < row.received_at - row.occurred_at < timedelta(minutes=61)
