"""A reply that was lost, a batch that comes twice: nothing changes, and everybody agrees afterwards."""

import pytest
from sqlalchemy import func, select

from server.core import feed
from server.core.unit_of_work import unit_of_work
from server.forms.models import SubmissionRow
from server.sync.models import Conflict, Quarantined
from tests.compat.apps import SHOP, of_phone

SHOP_AS_KEPT = {**SHOP, "phone": "+84903123456"}


@pytest.fixture
def state(live_database, firm):
    """How much rep1 handed in, how much of it waits for somebody, and the number of the newest change."""

    def count():
        with unit_of_work(live_database, firm.tenant_id) as session:
            made = [
                select(func.count()).where(table.employee_id == firm.rep1.id) for table in (SubmissionRow, Quarantined)
            ]
            found = [session.scalar(statement) for statement in (*made, select(func.count(Conflict.id)))]
            return *found, feed.current_seq(session)

    return count


def sync_and_lose_the_answer(app) -> None:
    """WatermelonDB gives up and says so; RxDB tries again by itself."""
    app.lose_the_next_answer()
    if app.maker == "watermelon":
        with pytest.raises(AssertionError, match="the answer was lost"):
            app.sync()
    else:
        app.sync()


def test_a_record_handed_in_twice_is_made_once(app_of, own_phone, firm, maker, state):
    app, phone = app_of(maker, firm.rep1), own_phone(firm.rep1)
    app.sync()
    app.create(**SHOP_AS_KEPT)
    sync_and_lose_the_answer(app)
    taken = state()
    app.sync()
    phone.pull()
    assert state() == taken
    assert taken[0] == 1
    assert app.content() == of_phone(phone)


def test_what_the_server_spells_otherwise_reaches_an_app_that_repeats_it(app_of, own_phone, firm, maker, state):
    """A telephone number is kept as `+84…`: whoever believes that his own spelling stands is told so again."""
    app, phone = app_of(maker, firm.rep1), own_phone(firm.rep1)
    app.sync()
    made = app.create(**SHOP)
    sync_and_lose_the_answer(app)
    app.sync()
    app.sync()
    phone.pull()
    assert state()[0] == 1
    assert app.content()[made]["phone"] == SHOP_AS_KEPT["phone"] == of_phone(phone)[made]["phone"]


def test_an_edit_handed_in_twice_is_taken_once_and_meets_what_came_between(app_of, own_phone, firm, maker, state):
    app, phone = app_of(maker, firm.rep1), own_phone(firm.supervisor)
    shop = own_phone(firm.rep1).customer_made()
    app.sync()
    app.update(shop, note="một lần")
    sync_and_lose_the_answer(app)
    phone.pull()
    phone.push(phone.edit("customer.shop", shop, {"note": "người khác"}))
    taken = state()
    app.sync()
    phone.pull()
    assert state()[:3] == taken[:3]
    assert of_phone(phone)[shop]["note"] == "người khác"
    assert app.content()[shop] == of_phone(phone)[shop]


def test_what_was_refused_is_kept_once_however_often_it_comes(app_of, firm, state):
    app = app_of("watermelon", firm.rep1)
    app.create(**{**SHOP, "type": "tàu vũ trụ"})
    for _ in range(3):
        app.sync()
    assert state()[:2] == (0, 1)


def test_what_stands_reaches_an_app_that_repeats_an_edit_over_it(app_of, own_phone, firm):
    """WatermelonDB's own order: it takes over what stands under its edit, repeats that, and believes that it stands."""
    app, phone = app_of("watermelon", firm.rep1), own_phone(firm.supervisor)
    shop = own_phone(firm.rep1).customer_made()
    app.sync()
    app.update(shop, note="một lần")
    app.lose_the_next_answer()
    with pytest.raises(AssertionError, match="the answer was lost"):
        app.plain_sync()
    phone.pull()
    phone.push(phone.edit("customer.shop", shop, {"note": "người khác"}))
    app.plain_sync()
    app.plain_sync()
    assert app.content()[shop]["note"] == "người khác"
