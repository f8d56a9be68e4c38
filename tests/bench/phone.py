"""What a rep waits for on a cheap phone: a search among 10,000 customers and the opening of each form.

Chromium with its processor slowed four times (DevTools protocol, `Emulation.setCPUThrottlingRate`). Figures are
milliseconds from the key or the tap until the picture that follows is on the screen; `search_..._alone` is the search
without the drawing of the list.
"""

import statistics
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from server import wiring
from server.core.database import connect
from tests.e2e import browsers
from tests.e2e.line import Line
from tests.e2e.phone_app import PhoneApp
from tests.kit.world import make_world

CUSTOMERS = 10_000
SLOWED = 4
WORDS = ("nguyen", "nguyễn văn", "tap hoa 77", "0905", "84905123", "ha", "tran phu 12", "xyz")
TIMES = 3

PAGE = Path(__file__).with_name("phone_page.js").read_text(encoding="utf-8")
DRAWN = """async (stands) => {
  for (let ready = false; !ready; ) await new Promise((done) => requestAnimationFrame(() => {
    ready = stands();
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
}"""
"""Resolves when a picture is on the screen that was drawn of a page on which `stands` held."""


def measure(base: str, database_url: str, _owner_url: str, customers: int = CUSTOMERS) -> dict[str, float]:
    """Return the slowest and the median search, and the slowest form and the median one, in milliseconds."""
    sessions = connect(database_url)
    world = make_world(wiring.database(sessions, Path()), "bench-phone")
    with sync_playwright() as driver, browsers.launch(driver) as browser:
        context = browser.new_context(**{**browsers.PHONE, "viewport": {"width": 360, "height": 740}})
        line = Line(urlsplit(base).port or 80)
        phone = PhoneApp(context, line).sign_in(world.supervisor)
        _ask(phone, "lay", customers)
        phone.go_offline()
        phone.reload()
        figures = {**_searches(phone), **_forms(phone)}
        context.close()
    sessions.kw["bind"].dispose()
    return figures


def _ask(phone: PhoneApp, what: str, given: Any) -> Any:
    return phone.page.evaluate(f"(given) => {{ const drawn = {DRAWN}; return ({PAGE.strip()}).{what}(given); }}", given)


def _slowed(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


def _searches(phone: PhoneApp) -> dict[str, float]:
    phone.open("customers").see("customer-row").first.wait_for()
    phone.page.wait_for_timeout(4_000)  # what is prepared while nobody waits, as on a phone that was just opened
    _slowed(phone.page)
    took: list[list[float]] = _ask(phone, "search", list(WORDS))
    drawn, alone = zip(*took, strict=True)
    return _told("search", alone, "alone") | _told("search", drawn, "drawn")


def _forms(phone: PhoneApp) -> dict[str, float]:
    phone.open("forms")
    phone.see("form-customer.shop").wait_for()
    keys: list[str] = phone.page.evaluate(
        "[...document.querySelectorAll('[data-testid^=\"form-\"]')].map((each) => each.dataset.testid.slice(5))"
    )
    found: dict[str, float] = {}
    for key in keys:
        found[key] = statistics.median(_ask(phone, "open", key) for _ in range(TIMES))
    slowest: dict[str, Any] = {f"form_{key}_ms": round(ms, 1) for key, ms in sorted(found.items())}
    return slowest | _told("form", list(found.values()), "of_" + str(len(found)))


def _told(what: str, took: Any, how: str) -> dict[str, float]:
    return {
        f"{what}_{how}_median_ms": round(statistics.median(took), 1),
        f"{what}_{how}_slowest_ms": round(max(took), 1),
    }
