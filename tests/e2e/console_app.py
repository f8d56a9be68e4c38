"""The console's pages, as a supervisor uses them."""

from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

from tests.e2e.browsers import Complaints
from tests.e2e.waiting import until
from tests.kit.world import PASSWORD, Member


class ConsoleApp:
    """A desk: its browser and the page that it shows."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page = context.new_page()
        self.complaints = Complaints(self.page)

    def see(self, testid: str, **more: Any) -> Locator:
        return self.page.get_by_test_id(testid).filter(**more) if more else self.page.get_by_test_id(testid)

    def open(self, path: str = "") -> "ConsoleApp":
        self.page.goto(f"{self.address}/console/{path}")
        return self

    def sign_in(self, member: Member, password: str = PASSWORD) -> "ConsoleApp":
        self.open()
        self.see("signin-login").fill(member.login)
        self.see("signin-password").fill(password)
        self.see("signin-submit").click()
        expect(self.see("person")).to_be_visible()
        return self

    def go(self, page: str) -> "ConsoleApp":
        """Go to a page by the navigation."""
        self.see(f"nav-{page}").click()
        return self

    def map(self) -> Locator:
        """The map, drawn."""
        found = self.see("map")
        expect(found).to_have_attribute("data-ready", "true", timeout=20_000)
        return found

    def visit(self, customer: str) -> Locator:
        return self.see("visit-card", has_text=customer)

    def open_visit(self, customer: str) -> None:
        self.visit(customer).click()
        expect(self.see("submission")).to_contain_text(customer)  # and no longer what was open before

    def open_from_map(self) -> None:
        """Click the only visit where the map shows it: in the middle, once the map is fitted to it."""
        box = self.map().bounding_box()
        assert box
        self.see("map-fit").click()
        until(lambda: self._clicked_open(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), "the map shows it")

    def _clicked_open(self, x: float, y: float) -> bool:
        self.page.mouse.click(x, y)
        return self.see("submission").count() > 0

    def approve(self) -> None:
        self.see("review-approve").click()

    def send_back(self, comment: str) -> None:
        """Return what is opened to the rep with a comment."""
        self.see("review-return").click()
        self.see("review-comment").fill(comment)
        self.see("review-confirm").click()

    def draw_rectangle(self) -> None:
        """Drag a rectangle over nearly the whole map of the customers."""
        self.see("customer-view").locator("label").nth(1).click()
        self.map()
        self.see("tool-rectangle").click()
        box = self.see("draw-sheet").bounding_box()
        assert box
        mouse, (left, top) = self.page.mouse, (box["x"], box["y"])
        mouse.move(left + 60, top + 30)
        mouse.down()
        mouse.move(left + box["width"] / 2, top + box["height"] / 2)
        mouse.move(left + box["width"] - 60, top + box["height"] - 30)
        mouse.up()
        self.see("tool-pan").click()

    def pick_customer(self, name: str) -> None:
        """Tick a customer in the list."""
        self.see("customer-search").fill(name)
        self.see("customer-row", has_text=name).get_by_test_id("customer-pick").check(force=True)

    def create_route(self, name: str) -> None:
        self.see("create-route").click()
        self.see("route-name").fill(name)
        self.see("route-create-confirm").click()
        expect(self.see("route-assign")).to_be_visible()

    def assign_route(self, employee: str, instruction: str) -> None:
        self.see("route-assign").click()
        self.see("assign-employee").click()
        self.page.get_by_role("option", name=employee).click()
        self.see("assign-instruction").fill(instruction)
        self.see("assign-confirm").click()
        expect(self.see("assignment", has_text=employee)).to_be_visible()
