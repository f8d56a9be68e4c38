"""A phone is enrolled by a QR code, locked, and what it kept arrives for the supervisor."""

import pytest
from playwright.sync_api import expect

from server.core.unit_of_work import unit_of_work
from tests.e2e.waiting import until
from tests.kit.people import code_for

pytestmark = pytest.mark.browser


def test_a_phone_enrolled_by_a_link_hands_in_what_it_kept_after_it_is_locked(phone_of, console_of, world, stack):
    boss = console_of(world.supervisor).go("devices")
    boss.see("enrol").click()
    boss.see("enrol-employee").fill("Nguyen Thi Mot")
    boss.page.get_by_role("option", name="Nguyễn Thị Một").click()
    boss.see("enrol-confirms").check()
    boss.see("make-code").click()
    address = boss.see("made-code").get_attribute("data-url")
    phone = phone_of(None)
    phone.page.goto(f"{phone.line.address}/phone/#enrol={address.split('#enrol=')[1]}")
    phone.see("signin").click()
    digits = phone.see("match-code").inner_text()
    boss.page.keyboard.press("Escape")
    waiting = boss.see("device-row", has_text="chờ xác nhận")
    waiting.get_by_test_id("phone-actions").click()
    boss.see("do-active").click()
    expect(boss.see("match-code")).to_have_text(digits)
    boss.see("confirm-phone-confirm").click()
    phone.wait_until_filled()

    phone.go_offline()
    phone.form("customer.shop").shop("Tạp hoá Chưa Gửi").finish()
    boss.see("device-row").get_by_test_id("phone-actions").click()
    boss.see("do-drain").click()
    boss.see("ask-drain-confirm").click()
    expect(boss.see("device-row", has_text="chỉ nộp bài")).to_be_visible()
    phone.go_online()
    phone.open("queue").see("sync-now").click()
    expect(phone.see("drained")).to_be_visible()
    until(lambda: len(kept(stack, world)) == 1, "the work lies in quarantine")
    assert "Tạp hoá Chưa Gửi" in bytes(kept(stack, world)[0].payload).decode()
    expect(boss.go("quarantine").see("quarantined")).to_have_attribute("data-code", "drained")


def kept(stack, world):
    return stack.rows("SELECT payload FROM quarantine WHERE employee_id = :id AND code = 'drained'", id=world.rep1.id)


@pytest.mark.covers("SW-66")
def test_a_phone_that_is_told_to_wipe_holds_nothing_afterwards_and_says_so(phone_of, console_of, world, stack):
    with unit_of_work(stack.database) as session:
        code = code_for(session, world.rep2)
    phone = phone_of(None)
    phone.see("enrol-way").click()
    phone.see("enrol-code").fill(code.lower())
    phone.see("signin").click()
    phone.wait_until_filled()
    boss = console_of(world.supervisor).go("devices")
    boss.see("device-row").get_by_test_id("phone-actions").click()
    boss.see("do-wiped").click()
    boss.see("ask-wiped-confirm").click()
    phone.open("queue").see("sync-now").click()
    expect(phone.see("wiped")).to_be_visible()
    assert phone.stored("meta", "device") is None
    until(lambda: confirmed(stack, world), "the phone has confirmed")


def confirmed(stack, world):
    rows = stack.rows("SELECT wipe_confirmed_at FROM device WHERE employee_id = :id", id=world.rep2.id)
    return rows[0].wipe_confirmed_at is not None
