"""The phone's screens, as a rep uses them."""

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.browsers import Complaints
from tests.e2e.line import Line
from tests.e2e.waiting import until
from tests.kit.world import PASSWORD, Member

CONTROLLED = "() => navigator.serviceWorker.controller !== null"
STORED = """([table, key]) => new Promise((resolve) => {
  const opening = indexedDB.open("tuyen");
  opening.onsuccess = () => {
    const asked = opening.result.transaction(table).objectStore(table).get(key);
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result ?? null); };
  };
})"""


OPERATIONS = """() => new Promise((resolve) => {
  const opening = indexedDB.open("tuyen");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("ops").objectStore("ops").getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result); };
  };
})"""
MOBILE_DATA = """Object.defineProperty(navigator, "connection", {
  value: Object.assign(new EventTarget(), { type: "cellular" }), configurable: true,
});"""


class PhoneApp:
    """One phone: its browser, its line to the server, the screen that it shows."""

    def __init__(self, context: BrowserContext, line: Line) -> None:
        self.context = context
        self.line = line
        self.page: Page = context.pages[0] if context.pages else context.new_page()
        self.complaints = Complaints(self.page)

    def open(self, screen: str = "today") -> "PhoneApp":
        self.page.goto(f"{self.line.address}/phone/#/{screen}")
        return self

    def see(self, testid: str, **more: Any) -> Locator:
        return self.page.get_by_test_id(testid).filter(**more) if more else self.page.get_by_test_id(testid)

    def sign_in(self, member: Member, password: str = PASSWORD) -> "PhoneApp":
        """Sign in and wait until everything is on the phone: the rows, and the app itself."""
        self.open()
        self.see("login").fill(member.login)
        self.see("password").fill(password)
        self.see("signin").click()
        self.wait_until_filled()
        return self

    def wait_until_filled(self) -> None:
        expect(self.see("nav-today")).to_be_visible(timeout=20_000)
        self.page.wait_for_function(CONTROLLED)
        until(lambda: self.stored("meta", "geography"), "provinces and wards are on the phone")
        expect(self.see("strip")).to_have_attribute("data-tone", "calm")

    def stored(self, table: str, key: str) -> Any:
        """Return a record of the phone's own database, None when it is not there (yet)."""
        return self.page.evaluate(STORED, [table, key])

    def sent_body(self, n: int) -> str:
        """The bytes of operation `n`, as the phone keeps them."""
        (body,) = [op["body"] for op in self.page.evaluate(OPERATIONS) if op["n"] == n]
        return body

    def on_mobile_data(self) -> None:
        """Let the browser say that the line is paid by the byte."""
        self.page.add_init_script(MOBILE_DATA)
        self.page.evaluate(MOBILE_DATA)

    def go_offline(self) -> None:
        """Take the network away twice over: from the page, and under the service worker too."""
        self.context.set_offline(True)
        self.line.cut()

    def go_online(self) -> None:
        self.line.mend()
        self.context.set_offline(False)

    def reload(self) -> None:
        self.page.reload()
        expect(self.see("nav-today")).to_be_visible()

    def sync(self) -> None:
        """Ask for a sync by hand and wait until everything is sent and a new answer is in."""
        pulls = self.line.count("POST /api/v1/sync/pull")
        self.open("queue").see("sync-now").click()
        until(lambda: self.line.count("POST /api/v1/sync/pull") > pulls, "the phone asks for news")
        expect(self.see("sync-now")).to_be_enabled()
        expect(self.see("strip")).to_have_attribute("data-tone", "calm")

    def form(self, key: str) -> "FormScreen":
        """Open an empty form from the list of forms."""
        self.open("forms").see(f"form-{key}").click()
        return FormScreen(self)

    def edit(self, customer: str) -> "FormScreen":
        self.customer(customer).see("edit-customer").click()
        return FormScreen(self)

    def customer(self, name: str) -> "PhoneApp":
        """Open a customer's screen by searching the list."""
        self.open("customers").see("search").fill(name)
        self.see("customer-row", has_text=name).click()
        expect(self.see("customer")).to_be_visible()
        return self

    def fact(self, label: str) -> Locator:
        """The value beside `label` on a customer's screen."""
        return self.see("facts").locator("div", has=self.page.locator("dt", has_text=label)).locator("dd")

    def waiting(self) -> Locator:
        """The rows of what is not yet sent."""
        return self.see("queue.waiting").get_by_test_id("history-row")

    def receipt(self, title: str) -> "PhoneApp":
        """Open what became of a submission."""
        self.open("queue").see("history-row", has_text=title).first.click()
        expect(self.see("receipt")).to_be_visible()
        return self


class FormScreen:
    """A form that is being filled in."""

    def __init__(self, phone: PhoneApp) -> None:
        self.phone = phone
        self.see = phone.see
        expect(self.see("form")).to_be_visible()

    def write(self, **texts: str) -> "FormScreen":
        for field, text in texts.items():
            self.see(f"input-{field}").fill(text)
        return self

    def pick(self, field: str, words: str) -> "FormScreen":
        """Choose from a sheet by searching it."""
        self.see(f"pick-{field}").click()
        sheet = self.phone.page.locator("dialog[open]")
        sheet.get_by_test_id("search").fill(words)
        sheet.get_by_test_id("choice").first.click()
        expect(sheet).to_have_count(0)
        return self

    def tick(self, field: str, value: str) -> "FormScreen":
        self.see(f"option-{field}-{value}").check(force=True)
        return self

    def choose(self, **values: str) -> "FormScreen":
        """Choose values, whichever way the field offers them: as chips or in the phone's own list."""
        for field, value in values.items():
            offered = self.see(f"option-{field}-{value}")
            listed = self.see(f"input-{field}")
            expect(offered.or_(listed).first).to_be_visible()
            if offered.count():
                offered.check(force=True)
            else:
                listed.select_option(value)
        return self

    def add(self, repeat: str, *words: str) -> "FormScreen":
        """Add rows to a repeat; each word finds what a row is about, none adds an empty row."""
        self.see(f"add-{repeat}").click()
        if words:
            self._choose_all(words)
        return self

    def pick_all(self, field: str, *words: str) -> "FormScreen":
        """Choose several from a sheet."""
        self.see(f"pick-{field}").click()
        self._choose_all(words)
        return self

    def _choose_all(self, words: tuple[str, ...]) -> None:
        sheet = self.phone.page.locator("dialog[open]")
        for word in words:
            sheet.get_by_test_id("search").fill(word)
            sheet.get_by_test_id("choice").first.click()
        sheet.get_by_test_id("pick-done").click()
        expect(sheet).to_have_count(0)

    def press(self, testid: str, times: int = 1) -> "FormScreen":
        for _ in range(times):
            self.see(testid).click()
        return self

    def read_position(self, field: str = "gps") -> "FormScreen":
        self.see(f"gps-read-{field}").click()
        expect(self.see(f"gps-reading-{field}")).to_be_visible()
        return self

    def save_position(self, field: str = "gps") -> "FormScreen":
        self.see(f"gps-save-{field}").click()
        expect(self.see(f"gps-saved-{field}")).to_be_visible()
        return self

    def photograph(self, *files: Path, field: str = "photos") -> "FormScreen":
        photos = self.see(f"field-{field}").get_by_test_id("photo")
        before = photos.count()
        self.see(f"files-{field}").set_input_files(list(files))
        expect(photos).to_have_count(before + len(files))
        return self

    def shop(self, name: str, phone: str = "0905 111 222") -> "FormScreen":
        """Fill in what a shop's profile must have."""
        self.write(full_name=name, phone=phone, house_number="12 Trần Phú")
        return self.pick("address_province", "da nang").pick("address_ward", "hai chau")

    def try_to_finish(self) -> None:
        """Press “Hoàn thành và thoát”, whatever comes of it."""
        self.see("finish-exit").click()

    def finish(self) -> None:
        """“Hoàn thành và thoát”."""
        self.try_to_finish()
        self._is_kept()
        expect(self.see("form")).to_have_count(0)

    def finish_and_new(self) -> None:
        """“Hoàn thành và điền mới”."""
        self.see("finish-new").click()
        self._is_kept()
        expect(self.see("discard")).to_have_count(0)  # nothing is typed yet

    def _is_kept(self) -> None:
        expect(self.see("toast")).to_be_visible()
