"""Tasks finished and places kept on the phone without a network; seen at the desk."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.form_day import SHOP, FormDay
from tests.e2e.phone_app import FormScreen

pytestmark = pytest.mark.browser


def given(day: FormDay, title: str) -> str:
    """Set a task of the day's person about a customer, and let it come to the phone."""
    due = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    task = day.desk.post("/tasks", {"title": title, "due_at": due, "customer_id": day.ids[SHOP]})
    day.phone.sync()
    return str(task["id"])


def row_of(day: FormDay, title: str):
    return day.phone.open("records/task").see("task", has_text=title)


@pytest.mark.covers("TM-04")
def test_one_tap_finishes_a_task_and_an_outcome_may_follow(day: FormDay):
    title = "Gọi lại Cô Ba"
    task = given(day, title)
    with day.offline():
        row_of(day, title).get_by_test_id("finish-task").click()
        expect(row_of(day, title)).to_have_attribute("data-state", "done")
        row_of(day, title).get_by_test_id("report-task").click()
        FormScreen(day.phone).write(result="Chị Ba đặt thêm hai thùng").finish()
        expect(day.phone.open("queue").waiting().first).to_contain_text(title)
    assert day.handed_in("task.done").answers == {"result": "Chị Ba đặt thêm hai thùng"}
    stored = day.record("task", task)
    assert (stored.state, stored.result) == ("done", "Chị Ba đặt thêm hai thùng")
    day.sees(f"customers/{day.ids[SHOP]}", "Báo kết quả công việc")


def test_a_report_on_a_task_that_was_deleted_meanwhile_says_so(day: FormDay):
    title = "Gửi bảng giá mới"
    task = given(day, title)
    with day.offline():
        row_of(day, title).get_by_test_id("finish-task").click()
        day.desk.delete(f"/tasks/{task}")
    report = day.handed_in("task.done")
    assert report.flags == ["task_deleted"]
    expect(day.phone.open(f"queue/{report.id}").see("met-meanwhile")).to_contain_text("đã bị xoá")
    day.console.open(f"submissions?submission={report.id}")
    expect(day.console.page.get_by_role("dialog")).to_contain_text("Việc đã bị xoá trước đó")


def test_a_place_that_an_order_kept_is_offered_at_the_next_one(day: FormDay):
    with day.offline():
        opened = day.form("order.tele").pick("customer", "co ba").add("lines", "bia song han")
        opened.choose(call_status="answered", delivery_place_kind="new", payment_method="cash")
        opened.pick("new_address_province", "da nang").pick("new_address_ward", "hai chau")
        opened.write(new_address_house_number="7 Lê Duẩn").tick("new_address_save", "true").finish()
    day.sees(f"customers/{day.ids[SHOP]}", "7 Lê Duẩn", "Giao hàng")
    with day.offline():
        opened = day.form("order.tele").pick("customer", "co ba").add("lines", "bia song han")
        opened.see("kept-place", has_text="7 Lê Duẩn").click()
        opened.choose(call_status="answered", payment_method="cash").finish()
    assert day.handed_in("order.tele").answers["new_address_house_number"] == "7 Lê Duẩn"
    desk = day.console.open(f"fill/order.tele?customer={day.ids[SHOP]}")
    desk.page.get_by_role("radio", name="7 Lê Duẩn").check()
    expect(desk.see("input-new_address_house_number")).to_have_value("7 Lê Duẩn")
    expect(desk.see("input-new_address_ward")).to_have_value(re.compile("Hải Châu"))
