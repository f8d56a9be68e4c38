"""E-mails to customers: written, merged, sent once through a mail server, kept (TM-17)."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from server.accounts.models import Employee
from server.core.outbox import OutboxRow
from server.core.unit_of_work import unit_of_work
from server.customers import mail_merge
from server.customers.jobs import tasks
from server.customers.service.mailing import SEND
from server.notifications.mail import SmtpPost
from tests.kit.mailbox import mail_server
from tests.kit.phone import shop_answers

TO = "coba@example.test"


@pytest.fixture
def box():
    with mail_server() as made:
        yield made


@pytest.fixture
def app(app, monkeypatch):
    """The application of an operator who named a mail server."""
    services = app.extensions["tuyen"]
    monkeypatch.setitem(vars(services.settings), "smtp_url", "smtp://mail.example.test")
    return app


@pytest.fixture
def shop(phone, world):
    return phone(world.rep1).customer_made(email=TO)


@pytest.fixture
def mine(console, world):
    return console(world.rep1)


@pytest.fixture
def deliver(database, world, box):
    """Do what waits to be mailed, as the worker does, until nothing new comes of it."""

    def work(post=SmtpPost(box.url, "Tuyến <tuyen@example.test>", "https://sales.example.test")) -> None:  # noqa: B008
        done = set()
        while True:
            with unit_of_work(database, world.tenant_id) as session:
                waiting = select(OutboxRow).where(OutboxRow.task == SEND, OutboxRow.id.not_in(done))
                row = session.scalars(waiting.order_by(OutboxRow.run_after).limit(1)).one_or_none()
                if row is None:
                    return
                done.add(row.id)
                tasks(post)[SEND](session, row.args)

    return work


def letter(**more):
    return {"id": str(uuid4()), "to": TO, "subject": "Chào {{customer.name}}", "text": "Kính gửi anh chị", **more}


def sent(console, shop, expect=201, **more):
    return console.post(f"/customers/{shop}/emails", letter(**more), expect=expect)


def listed(console, shop):
    return console.get(f"/customers/{shop}/emails")["items"]


@pytest.mark.covers("TM-17")
def test_an_email_from_a_template_reaches_the_customer_and_stays_on_the_record(
    mine, console, world, shop, box, deliver
):
    words = {"name": "Báo giá", "subject": "Báo giá cho {{customer.name}}", "text": "Em là {{employee.name}}."}
    console(world.admin).post("/email-templates", words, expect=201)
    (template,) = mine.get("/email-templates")["items"]
    sent(mine, shop, template_id=template["id"], subject=template["subject"], text=template["text"])
    deliver()
    (mail,) = box.messages
    assert (mail["To"], mail["Subject"]) == (TO, f"Báo giá cho {shop_answers()['full_name']}")
    assert mail["Reply-To"] == world.rep1.login
    assert mail["From"].addresses[0].display_name == f"{world.rep1.name} (Công ty a)"
    assert mail.get_content().strip() == f"Em là {world.rep1.name}."
    (kept,) = listed(console(world.supervisor), shop)
    assert (kept["state"], kept["subject"], kept["employee"]["name"]) == ("sent", mail["Subject"], world.rep1.name)


def test_a_free_email_is_told_by_the_timeline_and_the_history(mine, console, world, shop, deliver):
    sent(mine, shop, subject="Hẹn gặp")
    deliver()
    (told,) = mine.get(f"/customers/{shop}/timeline", kinds="email")["items"]
    assert (told["kind"], told["note"], told["employee"]["name"]) == ("email", "Hẹn gặp", world.rep1.name)
    actions = [one["action"] for one in console(world.admin).get(f"/customers/{shop}/history")["items"]]
    assert {"email.send", "email.sent"} <= set(actions)


def test_one_click_sends_one_email(mine, shop, box, deliver):
    once = letter()
    for _ in range(2):
        mine.post(f"/customers/{shop}/emails", once, expect=201)
        deliver()
    assert len(box.messages) == len(listed(mine, shop)) == 1


def test_other_words_under_the_id_of_an_email_are_not_taken_for_it(mine, shop):
    once = letter()
    mine.post(f"/customers/{shop}/emails", once, expect=201)
    refused = mine.post(f"/customers/{shop}/emails", {**once, "text": "Khác"}, expect=409)
    assert refused["code"] == "email_id_taken"


@pytest.mark.covers("F-16")
@pytest.mark.parametrize(
    ("part", "words", "line", "column"),
    [("subject", "Chào {{customer.nam}}", 1, 6), ("text", "Một\nHai {{x}}", 2, 5), ("text", "{{employee.name", 1, 1)],
)
def test_an_unknown_merge_field_is_refused_with_its_place(mine, shop, part, words, line, column):
    refused = sent(mine, shop, expect=422, **{part: words})
    assert (refused["code"], refused["line"], refused["column"]) == ("unknown_merge_field", line, column)
    assert listed(mine, shop) == []


def test_a_preview_shows_what_would_be_sent_and_an_empty_field_as_nothing(mine, shop, world):
    words = {"to": TO, "subject": "Mã {{customer.code}}", "text": "Gọi {{ employee.phone }}. {{organisation.name}}"}
    shown = mine.post(f"/customers/{shop}/emails/preview", words)
    assert shown["subject"] == f"Mã {mine.get(f'/customers/{shop}')['code']}"
    assert (shown["text"], shown["reply_to"]) == ("Gọi . Công ty a", world.rep1.login)
    assert listed(mine, shop) == []


def test_the_editor_is_offered_the_customers_address_and_merge_fields(mine, shop, world):
    offered = mine.get(f"/customers/{shop}/emails/start")
    assert offered["addresses"] == [{"address": TO, "name": shop_answers()["full_name"]}]
    assert {"name": "employee.name", "value": world.rep1.name} in offered["merge_fields"]


def test_contacts_have_addresses_too_and_what_is_none_is_left_out():
    contacts = [
        {"name": "Hai", "email": "hai@x.vn"},
        {"name": "Ba", "email": "ba@x.vn\r\nBcc: c@x.vn"},
        {"email": None},
    ]
    fields = {"email": " a@x.vn ", "contacts": contacts}
    assert mail_merge.addresses_of("Công ty", fields) == {"a@x.vn": "Công ty", "hai@x.vn": "Hai"}


def test_mail_goes_to_nobody_but_the_customer(mine, shop):
    assert sent(mine, shop, expect=422, to="ai@example.test")["code"] == "not_an_address_of_the_customer"


@pytest.mark.parametrize("subject", ["Chào\r\nBcc: ai@example.test", "Chào\n", "Chào\u2028bạn", "   "])
def test_a_line_break_in_a_subject_is_refused(mine, shop, subject):
    assert sent(mine, shop, expect=422, subject=subject)["code"] == "invalid_input"


def test_a_line_break_in_a_customers_name_puts_no_header_into_the_mail(mine, shop, session, box, deliver):
    renamed = "UPDATE customer SET fields = fields || jsonb_build_object('full_name', E'A\r\nBcc: ai@example.test')"
    session.execute(text(renamed))
    session.commit()
    sent(mine, shop)
    deliver()
    assert (box.messages[0]["Bcc"], box.messages[0]["Subject"]) == (None, "Chào A Bcc: ai@example.test")


def test_an_address_that_is_refused_fails_at_once_and_can_be_sent_again(mine, shop, box, deliver):
    box.unknown.add(TO)
    email = sent(mine, shop)
    deliver()
    (failed,) = listed(mine, shop)
    assert (failed["state"], failed["reason"], failed["answer"]) == (
        "failed", "address_refused", "550 no such mailbox",
    )  # fmt: skip
    box.unknown.clear()
    assert mine.post(f"/emails/{email['id']}/again")["state"] == "queued"
    deliver()
    assert (len(box.messages), listed(mine, shop)[0]["state"], listed(mine, shop)[0]["reason"]) == (1, "sent", None)


def test_a_busy_server_is_tried_again_until_it_has_failed(mine, shop, box, deliver):
    box.busy = True
    sent(mine, shop)
    deliver()
    (failed,) = listed(mine, shop)
    assert (failed["state"], failed["reason"], failed["tries"]) == ("failed", "busy", 5)


def test_an_email_that_was_sent_is_not_sent_again(mine, shop, box, deliver):
    email = sent(mine, shop)
    deliver()
    assert mine.post(f"/emails/{email['id']}/again", expect=409)["code"] == "email_not_failed"
    assert len(box.messages) == 1


def test_a_worker_without_a_mail_server_says_so(mine, shop, deliver):
    sent(mine, shop)
    deliver(post=None)
    assert [(one["state"], one["reason"]) for one in listed(mine, shop)] == [("failed", "no_server")]


def test_without_a_mail_server_nothing_is_taken(mine, shop, app, monkeypatch):
    monkeypatch.setitem(vars(app.extensions["tuyen"].settings), "smtp_url", None)
    assert mine.get(f"/customers/{shop}/emails")["mail_server"] is False
    assert sent(mine, shop, expect=409)["code"] == "mail_not_set_up"


@pytest.mark.covers("RB-29")
def test_who_sees_the_customer_by_a_share_to_view_reads_and_does_not_write(mine, console, world, shop):
    friend = console(world.rep3)
    friend.get(f"/customers/{shop}/emails", expect=404)
    sent(mine, shop, subject="Một")
    body = {"customer_id": shop, "employee_id": str(world.rep3.id), "level": "view"}
    console(world.director).post("/shares", body, expect=201)
    assert [one["subject"] for one in listed(friend, shop)] == ["Một"]
    assert sent(friend, shop, expect=403)["code"] == "not_yours_to_change"


def test_who_lacks_the_right_does_not_write(mine, console, world, shop, session):
    title = session.scalar(select(Employee.title_id).where(Employee.id == world.rep1.id))
    console(world.admin).put("/rights", {"title_id": str(title), "grants": {"customer.mail": False}})
    assert sent(mine, shop, expect=403)["code"] == "forbidden"
    assert listed(mine, shop) == []


def test_emails_are_paged_newest_first(mine, shop):
    for subject in ("Một", "Hai", "Ba"):
        sent(mine, shop, subject=subject)
    first = mine.get(f"/customers/{shop}/emails", limit=2)
    second = mine.get(f"/customers/{shop}/emails", limit=2, cursor=first["next"])
    assert [one["subject"] for one in first["items"] + second["items"]] == ["Ba", "Hai", "Một"]
    assert second["next"] is None


def test_templates_are_set_up_by_who_sets_up_the_organisation(mine, console, world):
    admin, words = console(world.admin), {"name": "Cảm ơn", "subject": "Cảm ơn", "text": "Cảm ơn anh chị"}
    made = admin.post("/email-templates", words, expect=201)
    assert admin.post("/email-templates", {**words, "name": "cam on"}, expect=409)["code"] == "template_name_taken"
    admin.put(f"/email-templates/{made['id']}", {**words, "name": "Cảm ơn quý khách"})
    admin.put(f"/email-templates/{made['id']}", {**words, "text": "{{gia}}"}, expect=422)
    assert [one["name"] for one in mine.get("/email-templates")["items"]] == ["Cảm ơn quý khách"]
    mine.delete(f"/email-templates/{made['id']}", expect=403)
    admin.delete(f"/email-templates/{made['id']}")
    assert mine.get("/email-templates")["items"] == []


def test_an_email_keeps_the_address_that_answers_go_to(mine, shop, session, world, box, deliver):
    session.execute(update(Employee).where(Employee.id == world.rep1.id).values(email="mot@example.test"))
    session.commit()
    sent(mine, shop)
    deliver()
    assert box.messages[0]["Reply-To"] == "mot@example.test"
