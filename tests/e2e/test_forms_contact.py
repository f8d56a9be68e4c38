"""What is noted of a contact with a customer, by telephone and face to face, without a network; seen at the desk."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.form_day import BEER, SECOND_SHOP, SET, SHOP, SOAP, TAG, FormDay
from tests.e2e.phone_app import FormScreen

pytestmark = pytest.mark.browser


def about(day: FormDay, form: str, words: str = "co ba") -> FormScreen:
    """Open the form and choose the customer; note the call or the place, whichever the form asks for."""
    opened = day.form(form).pick("customer", words)
    if form == "opportunity.tele":
        return opened
    if form.endswith(".tele"):
        expect(opened.see("button-call_sim")).to_have_attribute("href", "tel:+84903123456")
        expect(opened.see("field-call_pbx")).to_have_count(0)
        return opened.choose(call_status="answered")
    return opened.read_position().save_position()


@pytest.mark.covers("TB-55", "G-23")
@pytest.mark.parametrize(("form", "rank"), [("interaction.tele", "A"), ("interaction.f2f", "C")])
def test_an_interaction_that_updates_what_the_chosen_set_asks_for(day, form, rank):
    with day.offline():
        opened = about(day, form).pick_all("tags", TAG).pick("update_set", SET)
        opened.choose(**{"updates-rank": rank}).finish()
    row = day.handed_in(form)
    assert (row.answers["update_set"], row.answers["updates"]) == (day.ids[SET], {"rank": rank})
    assert day.record("customer", row.customer_id).fields["rank"] == rank
    day.sees(f"customers/{row.customer_id}", SHOP)


@pytest.mark.covers("TB-60", "G-24")
@pytest.mark.parametrize("form", ["promotion.tele", "promotion.f2f"])
def test_a_promotion_contact_makes_a_task_with_a_deadline(day, form):
    with day.offline():
        opened = about(day, form, "ba nam").write(topic="Giới thiệu bia mới").pick_all("product", "bia")
        expect(opened.see("field-responsible")).to_have_count(0)
        opened.choose(next_action="send_quote").press("more-time_needed").pick("responsible", "nguyen van hai").finish()
    row = day.handed_in(form)
    (task,) = day.stack.rows("SELECT * FROM task WHERE submission_id = :id", id=row.id)
    assert (task.responsible_id, task.due_at - row.occurred_at) == (day.world.rep2.id, timedelta(days=2))
    day.sees("tasks", SECOND_SHOP)
    day.phone.customer(SECOND_SHOP).see("tab-task").click()
    expect(day.phone.see("task").first).to_be_visible()


@pytest.mark.covers("TB-65", "G-25")
@pytest.mark.parametrize("form", ["support.tele", "support.f2f"])
def test_a_support_form_opens_a_ticket_with_a_deadline(day, form):
    with day.offline():
        opened = about(day, form).choose(problem="late_delivery").write(detail="Giao trễ hai ngày")
        opened.press("more-time_needed", 4).choose(time_unit="hour").finish()
    row = day.handed_in(form)
    ticket = day.record("ticket", row.id)
    assert (ticket.state, ticket.due_at - row.occurred_at) == ("open", timedelta(hours=4))
    day.sees(f"tickets/{row.id}", ticket.code, "Giao trễ hai ngày")
    expect(day.phone.open(f"records/ticket/{row.id}").see("record")).to_contain_text("Giao trễ hai ngày")


@pytest.mark.covers("TB-70", "G-26")
@pytest.mark.parametrize("form", ["opportunity.tele", "opportunity.f2f"])
def test_an_opportunity_of_two_products_has_an_expected_value(day, form):
    with day.offline():
        opened = about(day, form).add("items", "bia", "xa phong").press("more-items-0-qty", 9)
        opened.choose(**{"items-0-delivery_frequency": "weekly"}).choose(potential="75")
        opened.see("from-contact_window").fill("08:00")
        opened.see("to-contact_window").fill("10:30")
        opened.finish()
    row = day.handed_in(form)
    assert [(one["product"], one["qty"]) for one in row.answers["items"]] == [(day.ids[BEER], 10), (day.ids[SOAP], 1)]
    assert row.answers["contact_window"] == {"from": "08:00", "to": "10:30"}
    assert day.record("opportunity", row.id).expected_value > 0
    day.sees(f"opportunities/{row.id}", SHOP, BEER)
