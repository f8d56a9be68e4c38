"""A form as it is filled in at the console."""

from playwright.sync_api import Locator, expect

from tests.e2e.console_app import ConsoleApp


class FormDesk:
    """A form that is open at a desk."""

    def __init__(self, console: ConsoleApp, key: str, query: str = "") -> None:
        self.console = console
        self.see = console.see
        console.open(f"fill/{key}{query}")
        expect(self.see("form")).to_be_visible()

    def write(self, **texts: str) -> "FormDesk":
        for field, text in texts.items():
            self.see(f"input-{field}").fill(text)
        return self

    def cell(self, place: str, text: str) -> "FormDesk":
        """Write into a cell of a repeated group: `lines.0.qty`."""
        self.see(f"input-{place}").fill(text)
        return self

    def choose(self, place: str, words: str) -> "FormDesk":
        """Choose from a list by searching it."""
        box = self.see(f"input-{place}")
        box.click()
        if box.get_attribute("readonly") is None:
            box.fill(words)
        option = self.console.page.get_by_role("option").filter(has_text=words).first
        option.click()
        return self

    def tick(self, place: str, value: str) -> "FormDesk":
        box = self.see(f"option-{place}-{value}")
        self.console.page.locator(f"label[for='{box.get_attribute('id')}']").last.click()
        return self

    def add_row(self, group: str) -> "FormDesk":
        self.see(f"add-{group}").click()
        return self

    def field(self, place: str) -> Locator:
        return self.see(f"field-{place}")

    def finish(self) -> None:
        """“Hoàn thành và thoát”."""
        self.see("finish-exit").click()
        expect(self.see("form")).to_have_count(0)

    def finish_and_new(self) -> None:
        """“Hoàn thành và điền mới”."""
        self.see("finish-new").click()
        expect(self.see("discard")).to_have_count(0)

    def try_to_finish(self) -> None:
        self.see("finish-exit").click()
