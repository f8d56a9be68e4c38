"""Signing in with a second factor, and what one does about one's own account."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Route, expect

from server.core import clock
from server.web.access import FRESH
from tests.e2e import browsers
from tests.e2e.console_app import ConsoleApp
from tests.kit.world import PASSWORD

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def context(browser, resources) -> BrowserContext:
    opened = resources.enter_context(browser.new_context(**browsers.DESK))
    opened.set_default_timeout(30_000)
    return opened


@pytest.fixture
def desk(context, stack, pages) -> Iterator[ConsoleApp]:
    """A browser with a fingerprint reader, at the name that passkeys are bound to."""
    console = ConsoleApp(context, f"http://localhost:{stack.port}")
    pages.append(console.page)
    reader = context.new_cdp_session(console.page)
    reader.send("WebAuthn.enable")
    reader.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return console


def knock(desk: ConsoleApp, member, password: str = PASSWORD) -> None:
    """Show login and password, with more to come."""
    desk.open()
    desk.see("signin-login").fill(member.login)
    desk.see("signin-password").fill(password)
    desk.see("signin-submit").click()


def open_account(desk: ConsoleApp) -> None:
    desk.see("person").click()
    desk.see("account").click()
    expect(desk.see("card-factors")).to_be_visible()


def sign_out(desk: ConsoleApp) -> None:
    desk.see("person").click()
    desk.see("signout").click()
    expect(desk.see("signin-login")).to_be_visible()


def test_a_passkey_is_added_and_signs_in(desk, world):
    desk.sign_in(world.admin)
    open_account(desk)
    desk.see("passkey-add").click()
    desk.see("passkey-name").fill("Máy ở văn phòng")
    desk.see("passkey-confirm").click()
    expect(desk.see("recovery-codes").locator("li")).to_have_count(10)
    desk.see("recovery-kept").click()
    expect(desk.see("passkey-line")).to_contain_text("Máy ở văn phòng")
    sign_out(desk)
    knock(desk, world.admin)
    desk.see("second-passkey").click()
    expect(desk.see("person")).to_be_visible()
    assert [text for text in desk.complaints.texts if "401" not in text] == []  # signed out, one is refused


def held(desk: ConsoleApp, address: str) -> list[Route]:
    """Let nothing through to an address; the requests wait in the list."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    desk.page.route(address, hold)
    return waiting


def test_a_page_that_is_chosen_while_the_first_one_is_read_is_the_one_that_opens(desk, world):
    """The first page leads who sets up on to his first steps; it led him there from where he had gone."""
    desk.sign_in(world.admin)
    organisation, page = held(desk, "**/api/v1/organisation"), held(desk, "**/AccountPage-*.js")
    desk.open()
    desk.see("person").click()
    with desk.page.expect_request("**/AccountPage-*.js"):
        desk.see("account").click()
    with desk.page.expect_response("**/api/v1/organisation"):
        organisation[0].continue_()
    page[0].continue_()
    expect(desk.see("card-factors")).to_be_visible()


def test_a_code_app_is_set_up_and_asked_for(desk, world):
    desk.sign_in(world.admin)
    open_account(desk)
    desk.see("totp-add").click()
    app = pyotp.TOTP(desk.see("totp-secret").inner_text())
    picture = desk.page.get_by_alt_text("Mã QR cho ứng dụng tạo mã")
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    desk.see("totp-code").fill(app.at(int(clock.now().timestamp())))
    desk.see("totp-confirm").click()
    codes = desk.see("recovery-codes").locator("li")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    desk.see("recovery-kept").click()
    expect(desk.see("factor-totp")).to_contain_text("đang bật")
    sign_out(desk)
    knock(desk, world.admin)
    desk.see("second-code").fill("000000")
    desk.see("second-submit").click()
    expect(desk.see("problem")).to_contain_text("Mã xác nhận chưa đúng")
    desk.see("second-other").click()
    desk.see("second-code").fill(recovery)
    desk.see("second-submit").click()
    expect(desk.see("person")).to_be_visible()


def test_what_asks_for_a_fresh_proof_goes_on_once_it_is_given(desk, world, stack):
    desk.sign_in(world.admin)
    open_account(desk)
    with stack.behind.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE console_session SET proved_at = proved_at - %(old)s WHERE tenant_id = %(tenant)s",
            {"old": 2 * FRESH, "tenant": world.tenant_id},
        )
    desk.see("totp-add").click()
    desk.see("stepup-password").fill(PASSWORD)
    desk.see("stepup-submit").click()
    expect(desk.see("totp-secret")).to_be_visible()


def test_a_password_is_changed_and_other_browsers_are_out(desk, console_of, world):
    left = console_of(world.rep1)
    desk.sign_in(world.rep1)
    open_account(desk)
    expect(desk.see("session-line")).to_have_count(2)
    desk.see("password-old").fill(PASSWORD)
    desk.see("password-new").fill("cà-phê-sữa-đá-sáng-nay")
    desk.see("password-submit").click()
    expect(desk.see("session-line")).to_have_count(1)
    expect(left.see("signin-login")).to_be_visible(timeout=20_000)
    sign_out(desk)
    desk.sign_in(world.rep1, "cà-phê-sữa-đá-sáng-nay")
