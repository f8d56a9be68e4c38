"""One running product for each test process; an organisation, phones and consoles for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from server.instance.environment import ROOT
from tests.e2e import browsers, form_day
from tests.e2e.console_app import ConsoleApp
from tests.e2e.form_day import FormDay
from tests.e2e.handset import Desk, Handset
from tests.e2e.installed import Installed
from tests.e2e.line import Line
from tests.e2e.phone_app import PhoneApp
from tests.e2e.stack import Stack, running
from tests.kit.world import Member, World, make_world

PATIENCE_MS = 30_000
"""What a page may take while two cores also run the server, the worker and another test's browser."""

PICTURES_OF_FAILURES = ROOT / ".tuyen" / "failed"

PhoneOf = Callable[..., PhoneApp]
ConsoleOf = Callable[[Member], ConsoleApp]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("stack")) as product:
        yield product


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=PATIENCE_MS)
        yield started


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    with browsers.launch(driver) as launched:
        yield launched


@pytest.fixture
def world(stack: Stack) -> World:
    return make_world(stack.database, uuid4().hex[:8])


@pytest.fixture
def pages(request: pytest.FixtureRequest) -> Iterator[list[Page]]:
    """The pages that the test opened; pictures of them are kept when it fails."""
    opened: list[Page] = []
    yield opened
    if request.node.stash.get(FAILED, default=False):
        PICTURES_OF_FAILURES.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(page for page in opened if not page.is_closed()):
            page.screenshot(path=PICTURES_OF_FAILURES / f"{request.node.name}-{number}.png")


@pytest.fixture
def resources() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def phone_of(browser: Browser, stack: Stack, resources: ExitStack, pages: list[Page]) -> PhoneOf:
    """Take a phone in hand and sign the member in: `phone_of(world.rep1)`; `None` leaves it signed out."""

    def take(member: Member | None) -> PhoneApp:
        line = Line(stack.port)
        resources.callback(line.cut)
        context = resources.enter_context(browser.new_context(**browsers.PHONE))
        context.set_default_timeout(PATIENCE_MS)
        phone = PhoneApp(context, line)
        pages.append(phone.page)
        return phone.sign_in(member) if member else phone.open()

    return take


@pytest.fixture
def installed(driver: Playwright, stack: Stack, resources: ExitStack, tmp_path: Path) -> Installed:
    """A phone whose browser can be closed and opened again."""
    line = Line(stack.port)
    resources.callback(line.cut)
    phone = Installed(driver, tmp_path / "phone", line, PATIENCE_MS)
    resources.callback(phone.close)
    return phone


@pytest.fixture
def console_of(browser: Browser, stack: Stack, resources: ExitStack, pages: list[Page]) -> ConsoleOf:
    """Sit down at a desk and sign the member in: `console_of(world.supervisor)`."""

    def sit(member: Member) -> ConsoleApp:
        context = resources.enter_context(browser.new_context(**browsers.DESK))
        context.set_default_timeout(PATIENCE_MS)
        console = ConsoleApp(context, stack.address)
        pages.append(console.page)
        return console.sign_in(member)

    return sit


@pytest.fixture
def handset_of(stack: Stack, resources: ExitStack) -> Callable[[Member], Handset]:
    """Enrol a phone without a screen, to make what a test starts from: `handset_of(world.rep1)`."""

    def enrol(member: Member) -> Handset:
        return Handset.enrolled(stack.address, member, resources)

    return enrol


@pytest.fixture
def desk_of(stack: Stack, resources: ExitStack) -> Callable[[Member], Desk]:
    """Sign in at a desk without a screen: `desk_of(world.supervisor)`."""
    return lambda member: Desk(stack.address, member, resources)


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where a test's photographs lie."""
    return tmp_path


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if call.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def whole_day(stack: Stack, browser: Browser) -> Iterator[FormDay]:
    """The phone and the desk on which every form is tried; signing in once serves them all."""
    with ExitStack() as opened:
        yield form_day.begin(stack, browser, make_world(stack.database, "forms"), opened)


@pytest.fixture
def day(whole_day: FormDay, pages: list[Page]) -> Iterator[FormDay]:
    pages += [whole_day.phone.page, whole_day.console.page]
    yield whole_day
    whole_day.find_network()
