"""What people do in apps with WatermelonDB and RxDB reaches the records as from our own phones."""

import json

import pytest
from sqlalchemy import select

from server.audit.models import AuditDetail, AuditEntry
from server.core.unit_of_work import unit_of_work
from server.forms.models import SubmissionRow
from tests.compat.apps import SHOP, comparable, of_phone


@pytest.fixture
def submissions(live_database, firm):
    """The submissions about a customer, in the order of their arrival."""

    def find(customer_id):
        with unit_of_work(live_database, firm.tenant_id) as session:
            about = select(SubmissionRow).where(SubmissionRow.record_id == customer_id)
            return list(session.scalars(about.order_by(SubmissionRow.received_at, SubmissionRow.device_n)))

    return find


def test_a_customer_made_in_an_app_is_one_for_everybody(app_of, own_phone, firm, maker, submissions):
    app, phone = app_of(maker, firm.rep1), own_phone(firm.rep1)
    made = app.create(**SHOP)
    app.sync()
    phone.pull()
    assert not [flag for flag in submissions(made)[0].flags if flag.startswith("field_")]
    assert of_phone(phone)[made]["full_name"] == SHOP["full_name"]
    assert app.content() == of_phone(phone)
    assert app.rows()[made]["code"].startswith("KH")


def test_a_customer_of_our_phone_is_one_in_an_app(app_of, own_phone, firm, maker):
    phone = own_phone(firm.rep1)
    phone.customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    assert app.content() == of_phone(phone)


def test_an_edit_is_a_submission_of_what_changed_with_what_was_there_before(
    app_of, own_phone, firm, maker, submissions
):
    phone = own_phone(firm.rep1)
    shop = phone.customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    app.update(shop, note="Nợ 2 thùng", rank="A")
    app.update(shop, rank="B", local_mark="☆")
    app.sync()
    made, edit = submissions(shop)
    assert (edit.form_key, edit.base) == ("customer.shop", phone.versions["customer", shop])
    assert edit.answers == {"note": "Nợ 2 thùng", "rank": "B"}
    assert edit.before == {"note": None, "rank": None}
    assert edit.flags == []
    assert made.answers["full_name"] == "Tạp hoá Cô Ba"


def test_the_history_knows_who_changed_what(app_of, own_phone, firm, maker, live_database, submissions):
    shop = own_phone(firm.rep1).customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    app.update(shop, house_number="7 Lê Lợi")
    app.sync()
    with unit_of_work(live_database, firm.tenant_id) as session:
        about = (AuditEntry.record_id == submissions(shop)[-1].id) & (AuditEntry.action == "submission.create")
        noted = session.scalars(select(AuditEntry).where(about)).one()
        body = session.get(AuditDetail, (firm.tenant_id, noted.n)).body
    assert noted.employee_id == firm.rep1.id
    assert json.loads(body)["before"] == {"house_number": "12 Trần Phú"}
    assert json.loads(body)["after"] == {"house_number": "7 Lê Lợi"}


def test_an_emptied_column_empties_the_field(app_of, own_phone, firm, maker):
    phone = own_phone(firm.rep1)
    shop = phone.customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    app.update(shop, house_number="")
    app.sync()
    phone.pull()
    assert "house_number" not in phone.rows["customer", shop]["fields"]
    assert app.content() == of_phone(phone)


def test_what_the_server_alone_decides_comes_back_as_it_is(app_of, own_phone, firm, maker, submissions):
    phone = own_phone(firm.rep1)
    shop = phone.customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    app.update(shop, code="TỰ ĐẶT")
    app.sync()
    assert app.rows()[shop]["code"] == phone.rows["customer", shop]["code"]
    assert submissions(shop)[-1].flags == ["field_unknown:code"]


def test_what_an_app_cannot_delete_comes_back(app_of, own_phone, firm, maker):
    phone = own_phone(firm.rep1)
    shop = phone.customer_made()
    app = app_of(maker, firm.rep1)
    app.sync()
    app.remove(shop)
    app.sync()
    assert [result["s"] for result in app.results()] == ["quarantined"]
    assert app.content() == of_phone(phone)


def test_one_bad_record_never_stops_the_others(app_of, own_phone, firm, maker):
    app, phone = app_of(maker, firm.rep1), own_phone(firm.rep1)
    good = app.create(**SHOP)
    app.create(**{**SHOP, "type": "tàu vũ trụ"})
    better = app.create(**{**SHOP, "full_name": "Cô Tư"})
    app.sync()
    phone.pull()
    assert set(of_phone(phone)) == {good, better}
    told = [result for result in app.results() if result["s"] == "quarantined"]
    assert {(result["code"], bool(result["message"])) for result in told} == {("unknown_form", True)}


def test_a_record_that_was_refused_waits_in_watermelondb_until_it_is_mended(app_of, own_phone, firm):
    app, phone = app_of("watermelon", firm.rep1), own_phone(firm.rep1)
    made = app.create(**{**SHOP, "type": "tàu vũ trụ"})
    app.sync()
    app.sync()
    assert app.rows()[made]["_status"] == "created"
    app.update(made, type="shop")
    app.sync()
    phone.pull()
    assert app.rows()[made]["_status"] == "synced"
    assert app.content() == of_phone(phone)


def test_a_notice_read_in_an_app_is_read_everywhere(app_of, own_phone, firm, maker):
    phone = own_phone(firm.rep1)
    phone.push(phone.submit("customer.shop", {**SHOP, "notify_to": [str(firm.rep1.id)]}))
    app = app_of(maker, firm.rep1)
    app.sync()
    (notice,) = app.rows("notification")
    app.update(notice, "notification", read_at="2026-11-22T08:00:00+07:00")
    app.sync()
    phone.pull()
    assert phone.held("notification")[notice]["read_at"] is not None
    assert app.rows("notification")[notice]["read_at"] == phone.held("notification")[notice]["read_at"]


def test_a_live_replication_hears_of_changes(app_of, own_phone, firm):
    app, phone = app_of("rxdb", firm.rep1, live=True), own_phone(firm.rep1)
    app.sync()
    shop = phone.customer_made()
    app.wait_for(shop)
    assert app.content() == {
        shop: comparable({**phone.held("customer")[shop], **phone.held("customer")[shop]["fields"]})
    }
