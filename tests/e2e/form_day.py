"""A day on which every form is filled in on one phone, without a network, and looked at from one desk."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import Browser, expect

from tests.e2e import browsers
from tests.e2e.console_app import ConsoleApp
from tests.e2e.handset import Desk, Handset
from tests.e2e.line import Line
from tests.e2e.phone_app import FormScreen, PhoneApp
from tests.e2e.stack import Stack
from tests.kit.world import Member, World

SHOP, SECOND_SHOP, COMPANY = "Tạp hoá Cô Ba", "Quán Bà Năm", "Công ty Sông Hàn"
BEER, SOAP = "Bia Sông Hàn", "Xà phòng Bạch Đằng"
ROUTE, RESERVE = "Tuyến Hải Châu", "Tuyến Thanh Khê"
PHONE = {**browsers.PHONE, "viewport": {"width": 360, "height": 740}}
PATIENCE_MS = 30_000
NEWEST = "SELECT * FROM submission WHERE employee_id = :id AND form_key = :form ORDER BY received_at DESC, place DESC"
TAG, SET = "Chăm sóc", "Cập nhật hạng"


@dataclass
class FormDay:
    """The person's phone and desk; what stands there before the day begins, by name."""

    stack: Stack
    world: World
    person: Member
    phone: PhoneApp
    console: ConsoleApp
    desk: Desk
    ids: dict[str, str] = field(default_factory=dict)
    is_offline: bool = False

    @contextmanager
    def offline(self):
        """Fill in forms without a network; afterwards all of it is at the server and its answer on the phone."""
        self.phone.go_offline()
        self.is_offline = True
        yield
        expect(self.phone.open("queue").waiting()).not_to_have_count(0)
        self.find_network()
        self.phone.sync()

    def find_network(self) -> None:
        if self.is_offline:
            self.is_offline = False
            self.phone.go_online()

    def form(self, key: str) -> FormScreen:
        return self.phone.form(key)

    def handed_in(self, form: str) -> Any:
        """The newest submission of this form, accepted."""
        (row, *_) = self.stack.rows(NEWEST, id=self.person.id, form=form)
        assert not [flag for flag in row.flags if flag.startswith(("field_", "rule_", "calculated_"))], row.flags
        return row

    def record(self, table: str, record_id: UUID) -> Any:
        (row,) = self.stack.rows(f"SELECT * FROM {table} WHERE id = :id", id=record_id)  # noqa: S608 - our own names
        return row

    def sees(self, path: str, *texts: str) -> None:
        """Look at a page of the console until it says all this."""
        self.console.open(path)
        main = self.console.page.locator("main")
        for text in texts:
            expect(main).to_contain_text(text)


def begin(stack: Stack, browser: Browser, world: World, resources: ExitStack) -> FormDay:
    """Lay the ground: customers, products, routes, a tag and an instruction set; then take phone and desk in hand."""
    person = world.supervisor
    ids = _ground(Handset.enrolled(stack.address, person, resources))
    desk = Desk(stack.address, person, resources)
    ids[TAG] = desk.post("/tags", {"name": TAG, "colour": "#0b6b57"})["id"]
    ids[SET] = desk.post("/update-sets", {"name": SET, "tags": [ids[TAG]], "attributes": ["rank", "owner_name"]})["id"]
    line = Line(stack.port)
    resources.callback(line.cut)
    handheld, seat = (resources.enter_context(browser.new_context(**look)) for look in (PHONE, browsers.DESK))
    for context in (handheld, seat):
        context.set_default_timeout(PATIENCE_MS)
    phone = PhoneApp(handheld, line).sign_in(person)
    console = ConsoleApp(seat, stack.address).sign_in(person)
    return FormDay(stack, world, person, phone, console, desk, ids)


def _ground(handset: Handset) -> dict[str, str]:
    ids = handset.makes_shops(**{SHOP: (16.068, 108.221), SECOND_SHOP: (16.051, 108.215)})
    company = {"full_name": COMPANY, "phone": "0236 3888 999", "address_province": "48", "address_ward": "20242"}
    ops = [
        handset.submit("customer.organisation", company),
        *(handset.submit("product.profile", _product(name, code)) for name, code in ((BEER, "BIA-1"), (SOAP, "XP-1"))),
        *(handset.submit("route.setup", _route(name, ids[SHOP])) for name in (ROUTE, RESERVE)),
    ]
    answers = handset.push(*ops)
    assert [answer["s"] for answer in answers] == ["applied"] * len(ops), answers
    return ids | {name: op["id"] for name, op in zip((COMPANY, BEER, SOAP, ROUTE, RESERVE), ops, strict=True)}


def _product(name: str, code: str) -> dict[str, Any]:
    return {
        "product_name": name, "product_code": code, "product_group": "drinks", "price": 12_000, "tax_percent": 10,
        "unit_name": "can", "packaging_state": "single", "status": "active",
    }  # fmt: skip


def _route(name: str, customer: str) -> dict[str, Any]:
    stops = [{"id": str(uuid4()), "customer": customer, "membership": "in"}]
    return {"route_name": name, "stops": stops, "route_status": "active"}
