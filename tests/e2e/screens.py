"""Pictures of every page, `./tuyen screens`: of an instance with the small demonstration, into `screens/`.

`--readme` makes the two small pictures of the README, `docs/console.png` and `docs/phone.png`, instead.
"""

import argparse
import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server import settings
from server.instance.environment import ROOT
from server.instance.progress import say
from tests.e2e import browsers, pages
from tests.e2e.console_app import ConsoleApp
from tests.e2e.line import Line
from tests.e2e.phone_app import PhoneApp
from tests.e2e.waiting import until
from tests.kit.world import Member

PASSWORD = "tuyen-demo"
ADMIN = "admin@demo.tuyen.vn"
SUPERVISOR = "giamsat.danang@demo.tuyen.vn"
REP = "nhanvien.danang@demo.tuyen.vn"
PATIENCE_MS = 30_000
UNFINISHED = ".mantine-Skeleton-root, .mantine-Loader-root, [data-testid=map][data-ready=false]"
README_BYTES = 200_000
README_WIDTHS = {"console": 1200, "phone": 390}
"""Pixels."""


class Studio:
    """A browser on one instance, and the folder for the pictures."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self._browser = browser
        self._address = address
        self._folder = folder

    @contextmanager
    def desk(self, login: str = SUPERVISOR, *, signed_in: bool = True, **options: Any) -> Iterator[ConsoleApp]:
        with self._browser.new_context(**{**browsers.DESK, **options}) as context:
            context.set_default_timeout(PATIENCE_MS)
            console = ConsoleApp(context, self._address)
            yield console.sign_in(member(login), PASSWORD) if signed_in else console.open()

    @contextmanager
    def phone(self, *, login: str = REP, signed_in: bool = True, **options: Any) -> Iterator[PhoneApp]:
        with ExitStack() as opened:
            line = Line(int(self._address.rpartition(":")[2]))
            opened.callback(line.cut)
            context = opened.enter_context(self._browser.new_context(**{**browsers.PHONE, **options}))
            context.set_default_timeout(PATIENCE_MS)
            phone = PhoneApp(context, line)
            yield phone.sign_in(member(login), PASSWORD) if signed_in else phone.open()

    def shoot(self, page: Page, name: str) -> None:
        """Write the picture, once the page stands still."""
        picture = still(page)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{name}.png").write_bytes(picture)
        say(f"  {name}")


def member(login: str) -> Member:
    """Return a demo person as the page objects sign people in; they use the login alone."""
    return Member(None, "", login)  # type: ignore[arg-type]


def still(page: Page) -> bytes:
    """Return a picture of the page that equals the one before it: everything is loaded and drawn."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(UNFINISHED)).to_have_count(0)
    seen = [b""]

    def same() -> bytes:
        seen.append(page.screenshot(animations="disabled"))
        return seen[-1] if seen[-1] == seen[-2] else b""

    return until(same, f"{page.url} stands still", patience_s=30)


def console_pages(studio: Studio, console: ConsoleApp, mark: str) -> None:
    for path in pages.CONSOLE:
        console.open(path)
        expect(console.see("person")).to_be_visible()
        studio.shoot(console.page, f"console-{mark}-{path or 'visits'}")


def console_details(studio: Studio, console: ConsoleApp, mark: str) -> None:
    """What opens inside the pages: a visit, a submission, a customer, a route, a selection, an assignment."""
    shoot: Callable[[str], None] = lambda name: studio.shoot(console.page, f"console-{mark}-{name}")  # noqa: E731 - read as a verb below
    console.open("?range=week").see("visit-card").first.click()
    shoot("visit-opened")
    console.open("submissions").see("submission-row").first.click()
    shoot("submission-opened")
    console.open("customers")
    console.draw_rectangle()
    expect(console.see("basket-count")).not_to_contain_text(" 0 ")
    shoot("customers-selected")
    console.see("create-route").click()
    shoot("route-new")
    console.open("customers").see("customer-row").first.get_by_role("link").click()
    shoot("customer")
    console.open("routes").see("route-row").first.click()
    expect(console.see("stop-row").first).to_be_visible()
    shoot("route")
    console.see("route-assign").click()
    shoot("route-assign")


def organisation_pages(studio: Studio, console: ConsoleApp, mark: str) -> None:
    for path in pages.ORGANISATION:
        console.open(path)
        expect(console.see("person")).to_be_visible()
        studio.shoot(console.page, f"console-{mark}-{path}")


def organisation_details(studio: Studio, console: ConsoleApp, mark: str) -> None:
    """A person moved by drag, a profile, an invitation, changed rights, help, an entry of the history, a share."""
    shoot: Callable[[str], None] = lambda name: studio.shoot(console.page, f"console-{mark}-{name}")  # noqa: E731 - read as a verb below
    rows = console.open("chart").see("chart-row")
    taken, target = rows.nth(8).bounding_box(), rows.nth(3).bounding_box()
    assert taken
    assert target
    console.page.mouse.move(taken["x"] + 220, taken["y"] + 20)
    console.page.mouse.down()
    console.page.mouse.move(target["x"] + 240, target["y"] + 24, steps=8)
    shoot("chart-drag")
    console.page.mouse.up()
    shoot("chart-move")
    console.open("employees").see("person-row").nth(5).click()
    shoot("person")
    console.see("person-invite").click()
    shoot("person-invite")
    console.open("employees").see("person-add").click()
    shoot("person-add")
    console.open("rights").see("right-title").nth(9).get_by_role("radio").nth(2).click()
    console.see("rights-save").click()
    shoot("rights-save")
    console.open("teams").see("help").click()
    shoot("help")
    console.open("history").see("history-row").first.click()
    shoot("history-opened")
    console.open("customers").see("customer-row").first.get_by_role("link").click()
    console.see("why").click()
    shoot("customer-why")
    console.page.keyboard.press("Escape")
    console.see("customer-share").click()
    shoot("customer-share")


def phone_screens(studio: Studio, phone: PhoneApp, mark: str) -> None:
    for screen in pages.PHONE:
        phone.open(screen)
        studio.shoot(phone.page, f"phone-{mark}-{screen.replace('/', '-').replace('.', '-')}")


def phone_details(studio: Studio, phone: PhoneApp, mark: str) -> None:
    """A customer, a search, a position read and saved, the queue without a network, a receipt."""
    shoot: Callable[[str], None] = lambda name: studio.shoot(phone.page, f"phone-{mark}-{name}")  # noqa: E731 - read as a verb below
    phone.open("customers").see("customer-row").first.click()
    shoot("customer")
    form = phone.form("interaction.f2f")
    form.see("pick-customer").click()
    shoot("pick-customer")
    phone.page.keyboard.press("Escape")
    form.try_to_finish()
    shoot("form-issues")
    phone.open("customers").see("customer-row").first.click()
    phone.see("visit-customer").click()
    form.read_position()
    shoot("position-read")
    form.save_position()
    shoot("position-saved")
    phone.go_offline()
    form.finish()
    phone.open("queue")
    shoot("queue-offline")
    phone.open("today")
    shoot("today-offline")
    phone.see("strip").click()
    phone.waiting().first.click()
    shoot("receipt")


def desk_in_vietnamese(studio: Studio) -> None:
    with studio.desk(signed_in=False) as console:
        studio.shoot(console.page, "console-vi-signin")
    with studio.desk() as console:
        console_pages(studio, console, "vi")
        console_details(studio, console, "vi")


def organisation_in_vietnamese(studio: Studio) -> None:
    with studio.desk(ADMIN) as console:
        organisation_pages(studio, console, "vi")
        organisation_details(studio, console, "vi")


def organisation_in_the_dark(studio: Studio) -> None:
    with studio.desk(ADMIN, color_scheme="dark") as console:
        organisation_pages(studio, console, "dark")


def organisation_in_english(studio: Studio) -> None:
    with studio.desk(ADMIN) as console:
        console.see("language", visible=True).get_by_text("EN").click()
        organisation_pages(studio, console, "en")


def organisation_on_a_phone(studio: Studio) -> None:
    with studio.desk(ADMIN, viewport=browsers.PHONE["viewport"]) as console:
        organisation_pages(studio, console, "small")


def desk_in_the_dark(studio: Studio) -> None:
    with studio.desk() as console:
        console.see("theme", visible=True).click()
        console_pages(studio, console, "dark")


def desk_in_english(studio: Studio) -> None:
    with studio.desk() as console:
        console.see("language", visible=True).get_by_text("EN").click()
        console_pages(studio, console, "en")


def desk_on_a_phone(studio: Studio) -> None:
    with studio.desk(viewport=browsers.PHONE["viewport"]) as console:
        console_pages(studio, console, "small")


def phone_in_vietnamese(studio: Studio) -> None:
    with studio.phone(signed_in=False) as phone:
        studio.shoot(phone.page, "phone-vi-signin")
    with studio.phone() as phone:
        phone_screens(studio, phone, "vi")
        phone_details(studio, phone, "vi")


def phone_of_a_supervisor(studio: Studio) -> None:
    """Every kind of control on the smallest screen, filled in and not."""
    with studio.phone(login=SUPERVISOR, viewport={"width": 360, "height": 740}) as phone:
        shoot: Callable[[str], None] = lambda name: studio.shoot(phone.page, f"phone-small-{name}")  # noqa: E731 - read as a verb below
        for screen in pages.SMALL_PHONE:
            phone.open(screen)
            shoot(screen.replace("/", "-").replace(".", "-"))
        filled_forms(phone, shoot)


def filled_forms(phone: PhoneApp, shoot: Callable[[str], None]) -> None:
    """An order with its total, a price list's line with its taxes, what a promotion asks for, a customer's tabs."""
    order = phone.form("order.f2f")
    order.see("add-lines").click()
    shoot("pick-products")
    for place in range(3):
        order.see("choice").nth(place).click()
    order.press("pick-done").press("more-lines-0-qty", 2).press("button-compute_total")
    order.see("total").scroll_into_view_if_needed()
    shoot("order-total")
    order.try_to_finish()
    shoot("order-issues")
    prices = phone.form("price.list")
    prices.see("add-lines").click()
    prices.see("choice").first.click()
    prices.press("pick-done").write(**{"lines-0-price_ex_tax": "1234567"}).press("add-lines-0-taxes_fees")
    prices.see("field-lines").scroll_into_view_if_needed()
    shoot("price-line")
    support = phone.form("support.tele")
    support.see("pick-customer").click()
    support.see("choice").first.click()
    shoot("support-call")
    phone.open("records/product").see("record-row").first.click()
    shoot("product")
    phone.open("customers").see("customer-row").first.click()
    shoot("customer-info")
    phone.see("tab-timeline").click()
    shoot("customer-timeline")
    phone.see("more-forms").click()
    shoot("customer-forms")


def phone_in_the_dark(studio: Studio) -> None:
    with studio.phone(color_scheme="dark") as phone:
        phone_screens(studio, phone, "dark")


def phone_in_english(studio: Studio) -> None:
    with studio.phone() as phone:
        phone.open("account").see("language-en").click()
        phone_screens(studio, phone, "en")


def phone_on_a_desk(studio: Studio) -> None:
    with studio.phone(viewport=browsers.DESK["viewport"], is_mobile=False) as phone:
        phone_screens(studio, phone, "wide")


SETS: dict[str, Callable[[Studio], None]] = {
    "console-vi": desk_in_vietnamese,
    "console-dark": desk_in_the_dark,
    "console-en": desk_in_english,
    "console-small": desk_on_a_phone,
    "organisation-vi": organisation_in_vietnamese,
    "organisation-dark": organisation_in_the_dark,
    "organisation-en": organisation_in_english,
    "organisation-small": organisation_on_a_phone,
    "phone-vi": phone_in_vietnamese,
    "phone-small": phone_of_a_supervisor,
    "phone-dark": phone_in_the_dark,
    "phone-en": phone_in_english,
    "phone-wide": phone_on_a_desk,
}


def readme_pictures(studio: Studio, folder: Path) -> None:
    """The map of the week's visits with one opened; the rep's day."""
    folder.mkdir(exist_ok=True)
    with studio.desk() as console:
        console.open("?range=week").see("visit-card", has=console.see("thumb")).nth(1).click()
        expect(console.see("submission")).to_be_visible()
        shrink(still(console.page), folder / "console.png")
    with studio.phone() as phone:
        shrink(still(phone.page), folder / "phone.png")


def shrink(picture: bytes, file: Path) -> None:
    """Write the picture in 256 colours at its README width; it has to stay below README_BYTES."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    width = README_WIDTHS[file.stem]
    small = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    small.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    assert size < README_BYTES, f"{file.name} has {size} bytes"
    say(f"  {file.relative_to(ROOT)}  {size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help=f"only these of {', '.join(SETS)}")
    parser.add_argument("--readme", action="store_true", help="only the README's two pictures, into docs/")
    asked = parser.parse_args()
    with sync_playwright() as driver, browsers.launch(driver) as browser:
        expect.set_options(timeout=PATIENCE_MS)
        studio = Studio(browser, settings.load().public_url, ROOT / "screens")
        if asked.readme:
            readme_pictures(studio, ROOT / "docs")
            return
        for name in asked.sets or SETS:
            SETS[name](studio)


if __name__ == "__main__":
    main()
