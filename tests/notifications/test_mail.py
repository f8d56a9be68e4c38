"""Notices by e-mail: through a mail server, after the commit, once to each (TM-20, golden scenario 24)."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from server.accounts.models import Account, Employee
from server.core.outbox import OutboxRow
from server.core.unit_of_work import unit_of_work
from server.notifications.jobs import tasks
from server.notifications.mail import SmtpPost
from server.settings import SettingsError, load
from tests.kit.contacts import sent
from tests.kit.mailbox import mail_server

SENDER = "Tuyến <tuyen@example.test>"


@pytest.fixture
def box():
    with mail_server() as made:
        yield made


@pytest.fixture
def deliver(database, world, box):
    """Do what waits to be mailed, as the worker does, until nothing new comes of it."""
    jobs = tasks(SmtpPost(box.url, SENDER, "https://sales.example.test/"))

    def work() -> None:
        done = set()
        while True:
            with unit_of_work(database, world.tenant_id) as session:
                waiting = select(OutboxRow).where(OutboxRow.task.in_(list(jobs)), OutboxRow.id.not_in(done))
                row = session.scalars(waiting.limit(1)).one_or_none()
                if row is None:
                    return
                done.add(row.id)
                jobs[row.task](session, row.args)

    return work


def given(console, world, to, title="Gọi lại cho khách"):
    due = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    console(world.supervisor).post("/tasks", {"title": title, "due_at": due, "responsible_id": str(to.id)}, expect=201)


@pytest.mark.covers("TM-20", "F-11")
def test_who_is_given_a_task_gets_a_mail_with_a_way_to_it(console, world, box, deliver):
    given(console, world, world.rep1)
    deliver()
    (mail,) = box.messages
    assert (mail["To"], mail["From"]) == (world.rep1.login, SENDER)
    assert mail["Subject"] == "Bạn được giao việc: Gọi lại cho khách"
    assert "https://sales.example.test/console/tasks/" in mail.get_content()
    assert "Hạn: " in mail.get_content()


@pytest.mark.covers("TB-60", "G-24")
def test_a_promotion_contact_mails_who_is_responsible(phone, world, box, deliver):
    rep = phone(world.rep1)
    shop = rep.customer_made()
    wish = {"topic": "Mua 10 tặng 1", "next_action": "call", "time_needed": 1, "responsible": str(world.rep2.id)}
    sent(rep, "promotion.tele", shop, **wish)
    deliver()
    assert [mail["To"] for mail in box.messages] == [world.rep2.login]


def test_a_letter_sent_twice_is_recognised_as_one(console, world, box, deliver):
    given(console, world, world.rep1)
    deliver()
    deliver()
    assert len({mail["Message-ID"] for mail in box.messages}) == 1


def test_the_employees_own_address_and_language_come_first(console, world, box, deliver, session):
    session.execute(update(Employee).where(Employee.id == world.rep1.id).values(email="mot@example.test"))
    session.execute(update(Account).where(Account.employee_id == world.rep1.id).values(language="en"))
    session.commit()
    given(console, world, world.rep1)
    deliver()
    assert (box.messages[0]["To"], box.messages[0]["Subject"]) == (
        "mot@example.test",
        "A task for you: Gọi lại cho khách",
    )


def test_a_line_break_in_a_title_puts_no_header_into_the_mail(console, world, box, deliver):
    given(console, world, world.rep1, "Gọi\r\nBcc: ai@example.test")
    deliver()
    assert box.messages[0]["Bcc"] is None


def test_a_mailbox_that_is_no_more_is_given_up(console, world, box, deliver):
    box.unknown.add(world.rep1.login)
    given(console, world, world.rep1)
    deliver()
    assert box.messages == []


def test_a_server_that_is_busy_is_tried_again(console, world, box, deliver):
    box.busy = True
    given(console, world, world.rep1)
    with pytest.raises(smtplib.SMTPException):
        deliver()
    box.busy = False
    deliver()
    assert len(box.messages) == 1


def test_who_has_left_gets_no_mail(console, world, box, deliver, session):
    given(console, world, world.rep1)
    session.execute(update(Employee).where(Employee.id == world.rep1.id).values(state="left"))
    session.commit()
    deliver()
    assert box.messages == []


BASE = {
    "DATABASE_URL": "postgresql://x",
    "REDIS_URL": "redis://x",
    "TUYEN_SECRET": "x" * 32,
    "TUYEN_MEDIA_DIR": "/m",
}


@pytest.mark.parametrize("url", ["mail.example.vn", "http://x", "smtp://", "smtp://host:port"])
def test_an_address_that_is_no_mail_servers_is_named(url):
    with pytest.raises(SettingsError, match="TUYEN_SMTP_URL"):
        load({**BASE, "TUYEN_SMTP_URL": url})


@pytest.mark.parametrize("url", ["smtp://localhost", "smtps://a:b@mail.example.vn", "smtp+starttls://m.vn:587"])
def test_addresses_of_mail_servers_are_taken(url):
    assert load({**BASE, "TUYEN_SMTP_URL": url}).smtp_url == url
