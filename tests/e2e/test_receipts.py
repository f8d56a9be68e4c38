"""The phone's own proof: what was handed in, what became of it, and films that wait for Wi-Fi."""

import hashlib
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.phone_app import PhoneApp
from tests.e2e.waiting import until

pytestmark = pytest.mark.browser

SPOIL = """([from, to]) => navigator.locks.request("tuyen-sync", () => new Promise((resolve) => {
  const opening = indexedDB.open("tuyen");
  opening.onsuccess = () => {
    const ops = opening.result.transaction("ops", "readwrite").objectStore("ops");
    const asked = ops.getAll();
    asked.onsuccess = () => {
      const spoiled = asked.result.filter((op) => op.body.includes(from));
      for (const op of spoiled) ops.put({ ...op, body: op.body.replace(from, to) });
      ops.transaction.oncomplete = () => { opening.result.close(); resolve(spoiled.length); };
    };
  };
}))"""
"""Change what waits on the phone, as a phone from elsewhere might have written it.

It holds the phone's own lock: a pass that has read the queue would send what stood there before.
"""


def row(phone: PhoneApp, title: str):
    return phone.see("receipt-row", has_text=title)


def test_a_receipt_bears_the_hash_that_the_server_confirms_and_stays_without_a_network(phone_of, world):
    phone = phone_of(world.rep1)
    phone.form("customer.shop").shop("Tạp hoá Cô Ba").finish()
    phone.sync()
    phone.open("receipts")
    expect(row(phone, "Tạp hoá Cô Ba").get_by_test_id("seal")).to_have_attribute("data-state", "same")
    phone.go_offline()
    phone.page.reload()
    row(phone, "Tạp hoá Cô Ba").locator("summary").click()
    sent = hashlib.sha256(phone.sent_body(1).encode()).hexdigest()
    expect(phone.see("sha-sent")).to_have_text(sent)
    expect(phone.see("sha-confirmed")).to_have_text(sent)


def test_what_was_quarantined_says_why(phone_of, world):
    phone = phone_of(world.rep1)
    phone.go_offline()
    phone.form("customer.shop").shop("Quán Bà Năm").finish()
    assert phone.page.evaluate(SPOIL, ['"form":"customer.shop"', '"form":"customer.unknown"']) == 1
    phone.go_online()
    phone.open("receipts")
    expect(row(phone, "Quán Bà Năm")).to_have_attribute("data-outcome", "quarantined")
    expect(row(phone, "Quán Bà Năm").get_by_test_id("outcome")).to_have_text("Máy chủ chưa nhận, văn phòng xem lại")
    expect(row(phone, "Quán Bà Năm").get_by_test_id("outcome-more")).not_to_be_empty()


def test_a_visit_whose_customer_is_not_there_yet_waits_and_is_taken_when_it_comes(handset_of, phone_of, world):
    other = handset_of(world.rep1)
    known = other.makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221)})["Tạp hoá Cô Ba"]
    phone = phone_of(world.rep1)
    phone.go_offline()
    phone.form("interaction.f2f").pick("customer", "co ba").read_position().save_position().finish()
    to_come = str(uuid4())
    assert phone.page.evaluate(SPOIL, [known, to_come]) == 1
    phone.go_online()
    phone.open("receipts")
    expect(phone.see("outcome")).to_have_text("Đã gửi, chờ khách hàng")
    phone.open("queue")
    expect(phone.see("stage").first).to_have_text("Đã gửi, chờ khách hàng")
    other.makes_shop_as(to_come, "Tạp hoá Cô Tư")
    phone.sync()
    phone.open("receipts")
    expect(phone.see("outcome")).to_have_text("Máy chủ đã nhận sau khi có khách hàng")


def test_a_film_waits_for_wifi_and_goes_when_the_person_says_so(phone_of, world, album):
    film = album / "sạp hàng.webm"
    film.write_bytes(bytes.fromhex("1a45dfa3") + b"webm" + bytes(200_000))
    phone = phone_of(world.rep1)
    phone.on_mobile_data()
    form = phone.form("customer.shop").shop("Tạp hoá Cô Ba").photograph(film)
    form.finish()
    phone.open("queue")
    expect(phone.see("films-wait")).to_have_text("1 video chờ Wi-Fi")
    phone.receipt("Tạp hoá Cô Ba")
    expect(phone.see("picture")).to_contain_text("Chờ Wi-Fi")
    phone.see("send-anyway").click()
    expect(phone.see("picture")).to_have_attribute("data-state", "sent")


def test_a_film_that_is_too_large_is_told_before_it_is_kept(phone_of, world, album):
    film = album / "dài.mp4"
    with film.open("wb") as file:
        file.truncate(201_000_000)
    phone = phone_of(world.rep1)
    phone.form("customer.shop")
    expect(phone.see("field-photos")).to_contain_text("Video tối đa 200 MB")
    phone.see("film-photos").set_input_files(film)
    expect(phone.see("field-photos")).to_contain_text("Video này 201 MB, tối đa 200 MB nên chưa được giữ")
    expect(phone.see("photo")).to_have_count(0)


FORGET_A_ROW = """(id) => new Promise((resolve) => {
  const opening = indexedDB.open("tuyen");
  opening.onsuccess = () => {
    const change = opening.result.transaction(["rows", "meta"], "readwrite");
    change.objectStore("rows").delete(["customer", id]);
    change.objectStore("meta").delete("digest_at");
    change.oncomplete = () => { opening.result.close(); resolve(); };
  };
})"""


def test_a_phone_that_lost_a_row_notices_and_gets_it_back(handset_of, phone_of, world):
    shops = handset_of(world.rep1).makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221), "Quán Bà Năm": (16.051, 108.215)})
    phone = phone_of(world.rep1)
    phone.page.evaluate(FORGET_A_ROW, shops["Quán Bà Năm"])
    assert phone.stored("rows", ["customer", shops["Quán Bà Năm"]]) is None
    phone.sync()
    until(lambda: phone.stored("rows", ["customer", shops["Quán Bà Năm"]]), "the row is back")


def test_a_change_reaches_an_open_phone_by_itself(handset_of, phone_of, world):
    other = handset_of(world.rep1)
    phone = phone_of(world.rep1).open("customers")
    until(lambda: any("wait=50" in request for request in phone.line.requests), "the phone waits for news")
    other.makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221)})
    expect(phone.see("customer-row", has_text="Tạp hoá Cô Ba")).to_be_visible(timeout=20_000)
