"""A walk through all pages: no errors, nothing refused by the content policy, the basics of accessibility."""

import pytest
from playwright.sync_api import expect

from tests.e2e import pages
from tests.e2e.photograph import take
from tests.e2e.waiting import until

pytestmark = pytest.mark.browser

SIGNED_OUT = "status of 401"
"""Who is not signed in is told so by the answer to the question who it is; the browser reports that as an error."""


@pytest.fixture
def lived_in(handset_of, desk_of, world):
    """An organisation with customers, a route, a conflict, an operation in quarantine."""
    rep = handset_of(world.rep1)
    shops = rep.makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221), "Quán Bà Năm": (16.051, 108.215)})
    desk_of(world.supervisor).makes_route("Tuyến Hải Châu", list(shops.values()), world.rep1)
    handset_of(world.supervisor).disagrees(rep, shops["Quán Bà Năm"])
    (answer,) = rep.push(rep.submit("no.such.form", {"full_name": "Sai"}))
    assert answer["s"] == "quarantined"
    return shops


def faults(app) -> list[str]:
    return [text for text in app.complaints.texts if SIGNED_OUT not in text]


def test_the_console_walks_through_all_pages_without_a_complaint(lived_in, console_of, world):
    console = console_of(world.supervisor)
    found = []
    for path in (*pages.CONSOLE, f"customers/{lived_in['Tạp hoá Cô Ba']}"):
        console.open(path)
        expect(console.see("person")).to_be_visible()
        console.page.wait_for_load_state("networkidle")
        found += [f"{path}: {fault}" for fault in console.page.evaluate(pages.BASICS)]
        found += [f"{path}: broken" for sign in ("problem", "page-fault") if console.see(sign).count()]
    console.go("routes").see("route-row").click()
    expect(console.see("stop-row")).to_have_count(2)
    assert found + faults(console) == []


@pytest.mark.parametrize("width", [360, 1440], ids=["on a phone", "at a desk"])
def test_the_organisations_pages_are_walked_through_without_a_complaint(lived_in, console_of, world, width):
    console = console_of(world.admin)
    console.page.set_viewport_size({"width": width, "height": 800})
    found = []
    for path in (*pages.ORGANISATION, f"customers/{lived_in['Tạp hoá Cô Ba']}", f"employees?person={world.rep1.id}"):
        console.open(path)
        expect(console.see("person")).to_be_visible()
        console.page.wait_for_load_state("networkidle")
        found += [f"{path}: {fault}" for fault in console.page.evaluate(pages.BASICS)]
        found += [f"{path}: broken" for sign in ("problem", "page-fault") if console.see(sign).count()]
    assert found + faults(console) == []


def test_the_phone_walks_through_all_screens_without_a_complaint(lived_in, phone_of, world, stack, album):
    phone = phone_of(world.rep1)
    phone.form("customer.shop").shop("Có ảnh").photograph(take(album)).finish()
    until(lambda: stack.submissions(world.rep1, "customer.shop")[3:], "it has arrived")
    found = []
    for screen in (*pages.PHONE, f"customers/{lived_in['Tạp hoá Cô Ba']}"):
        phone.open(screen)
        phone.page.wait_for_load_state("networkidle")
        expect(phone.see("strip").or_(phone.see("back")).first).to_be_visible()
        found += [f"{screen}: {fault}" for fault in phone.page.evaluate(pages.BASICS)]
    phone.receipt("Có ảnh")
    assert found + faults(phone) == []
