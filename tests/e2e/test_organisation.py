"""The organisation at the console: who stands under whom, who may do what, who is shared with, and what it leaves."""

import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from server.accounts.import_rules import COLUMNS
from tests.e2e import browsers
from tests.e2e.console_app import ConsoleApp

pytestmark = pytest.mark.browser

SHOP = "Tạp hoá Cô Ba"


@pytest.fixture
def shop(handset_of, world) -> str:
    """A customer of rep1."""
    return handset_of(world.rep1).makes_shops(**{SHOP: (16.068, 108.221)})[SHOP]


def row(console, name: str):
    return console.see("chart-row", has_text=name)


def drag(console, name: str, onto: str) -> None:
    """Drag a person of the chart onto another, in small steps as a hand does."""
    taken, target = row(console, name).bounding_box(), row(console, onto).bounding_box()
    assert taken
    assert target
    mouse = console.page.mouse
    mouse.move(taken["x"] + 220, taken["y"] + 20)
    mouse.down()
    mouse.move(taken["x"] + 230, taken["y"] + 40, steps=4)
    mouse.move(target["x"] + 240, target["y"] + 24, steps=8)
    mouse.up()


def choose(console, testid: str, option: str) -> None:
    console.see(testid).click()
    console.page.get_by_role("option", name=option).click()


@pytest.mark.covers("RB-27", "RB-20")
def test_a_person_dragged_onto_another_manager_stands_there_after_reloading(console_of, world):
    console = console_of(world.admin).open("chart")
    expect(row(console, world.rep1.name)).to_be_visible()
    drag(console, world.rep1.name, world.other.name)
    meaning = console.see("move-meaning")
    expect(meaning).to_contain_text(f"{world.rep1.name} sẽ thuộc quyền quản lý trực tiếp của {world.other.name}")
    expect(meaning).to_contain_text(f"{world.supervisor.name} không còn thấy")
    console.see("move-confirm").click()
    expect(row(console, world.other.name)).to_contain_text("2 cấp dưới")
    console.page.reload()
    expect(row(console, world.other.name)).to_contain_text("2 cấp dưới")
    row(console, world.other.name).get_by_test_id("chart-twisty").click()
    expect(row(console, world.rep1.name)).to_have_count(0)
    expect(row(console, world.rep2.name)).to_be_visible()


@pytest.mark.covers("RB-27")
def test_the_chart_is_walked_and_changed_with_keys_alone(console_of, world):
    console = console_of(world.admin).open("chart")
    tree = console.page.get_by_role("tree")
    tree.focus()
    console.page.keyboard.press("Home")
    expect(console.see("chart-chosen")).to_have_text(world.director.name)
    console.see("chart-search").fill("nguyen thi mot")
    expect(console.see("chart-chosen")).to_have_text(world.rep1.name)
    tree.focus()
    console.page.keyboard.press("m")
    console.see("move-manager").fill("pham")
    expect(console.page.get_by_role("option")).to_have_count(1)
    console.page.keyboard.press("ArrowDown")
    console.page.keyboard.press("Enter")
    expect(console.see("move-manager")).to_have_value(re.compile(world.other.name))
    console.see("move-confirm").press("Enter")
    expect(row(console, world.other.name)).to_contain_text("2 cấp dưới")


@pytest.mark.covers("RB-27")
def test_nobody_is_dropped_onto_somebody_below(console_of, world):
    console = console_of(world.admin).open("chart")
    drag(console, world.supervisor.name, world.rep1.name)
    expect(console.see("move")).to_have_count(0)
    expect(row(console, world.supervisor.name)).to_contain_text("2 cấp dưới")


@pytest.mark.usefixtures("shop")
@pytest.mark.covers("RB-16", "RB-17", "SW-18")
def test_a_right_granted_to_a_title_alone_holds_for_who_has_it(console_of, world):
    rep = console_of(world.rep1).open("customers")
    rep.pick_customer(SHOP)
    expect(rep.see("create-route")).to_have_count(0)
    console = console_of(world.admin).open("rights")
    choose(console, "rights-department", "Kinh doanh")
    routes = console.page.locator("[data-verb='route.write']")
    routes.get_by_test_id("right-title").get_by_role("radio", name="Được phép", exact=True).click()
    console.see("rights-save").click()
    expect(console.see("rights-summary")).to_contain_text("Nhân viên bán hàng")
    console.see("rights-summary-confirm").click()
    expect(console.see("rights-summary")).to_have_count(0)
    console.page.reload()
    choose(console, "rights-department", "Kinh doanh")
    expect(routes.get_by_test_id("right-title")).to_have_attribute("data-holds", "true")
    rep.page.reload()
    expect(rep.see("create-route")).to_be_visible()


@pytest.mark.covers("RB-26")
def test_a_shared_customer_is_seen_until_the_share_is_revoked(console_of, world, shop):
    rep, colleague = console_of(world.rep1), console_of(world.rep3)
    expect(colleague.open("customers").see("blank")).to_be_visible()
    rep.open(f"customers/{shop}").see("customer-share").click()
    rep.see("share-person").fill("vo thi ba")
    rep.page.get_by_role("option", name=world.rep3.name).click()
    rep.see("share-confirm").click()
    expect(rep.see("share-row")).to_contain_text([world.rep3.name])
    colleague.page.reload()
    colleague.see("customer-row", has_text=SHOP).get_by_role("link").click()
    colleague.see("why").click()
    expect(colleague.see("why-reasons")).to_contain_text(f"{world.rep1.name} chia sẻ")
    rep.see("share-revoke").click()
    expect(rep.see("share-row")).to_have_count(0)
    expect(colleague.open("customers").see("blank")).to_be_visible()


@pytest.mark.usefixtures("shop")
@pytest.mark.covers("SW-32")
def test_customers_are_put_into_a_pool_from_the_selection(console_of, world):
    console = console_of(world.admin).open("pools")
    console.see("pool-add").click()
    console.see("pool-name").fill("Kho Hải Châu")
    console.see("pool-form-confirm").click()
    expect(console.see("pool")).to_contain_text("Kho Hải Châu")
    console.open("customers").pick_customer(SHOP)
    console.see("basket-assign").click()
    choose(console, "assign-pool", "Kho Hải Châu")
    console.see("assign-confirm").click()
    expect(console.see("assign")).to_have_count(0)
    expect(console.open("pools").see("pool").get_by_role("link")).to_have_text("1")


def test_an_organisation_in_which_nothing_happened_opens_with_its_first_steps(console_of, handset_of, world):
    console = console_of(world.admin)
    expect(console.see("start-progress")).to_be_visible()
    customers = console.page.locator("[data-step=customer]")
    expect(customers).not_to_have_attribute("data-done", "true")
    handset_of(world.rep1).makes_shops(**{SHOP: (16.068, 108.221)})
    console.page.reload()
    expect(customers).to_have_attribute("data-done", "true")
    customers.get_by_role("link").click()
    expect(console.see("customer-row", has_text=SHOP)).to_be_visible()


@pytest.mark.covers("TM-22")
def test_the_history_tells_who_moved_whom_from_where_to_where(console_of, world):
    console = console_of(world.admin).open("chart")
    drag(console, world.rep1.name, world.other.name)
    console.see("move-confirm").click()
    expect(row(console, world.other.name)).to_contain_text("2 cấp dưới")
    console.open("history")
    choose(console, "history-action", "Đổi quản lý trực tiếp")
    expect(console.see("history-row")).to_have_count(1)
    console.see("history-row").click()
    change = console.see("history-change")
    expect(change).to_contain_text(f"Quản lý trực tiếp{world.supervisor.name}{world.other.name}")
    expect(console.see("history-detail")).to_contain_text(world.admin.name)


@pytest.mark.covers("RB-14", "RB-15", "RB-27", "SW-17")
def test_a_department_a_title_and_a_person_in_it_are_set_up_and_invited(console_of, world):
    console = console_of(world.admin).open("departments")
    console.see("department-add").click()
    console.see("name-field").fill("Chăm sóc khách hàng")
    console.see("name-form-confirm").click()
    console.see("department", has_text="Chăm sóc khách hàng").get_by_test_id("title-add").click()
    console.see("name-field").fill("Tổng đài viên")
    console.see("name-form-confirm").click()
    expect(console.see("title-row", has_text="Tổng đài viên")).to_be_visible()
    console.go("employees").see("person-add").click()
    console.see("person-name").fill("Mai Thị Mới")
    choose(console, "person-title", "Tổng đài viên")
    console.see("person-form-confirm").click()
    expect(console.see("person-form")).to_contain_text("Hãy chọn quản lý trực tiếp")
    choose(console, "person-manager", world.supervisor.name)
    console.see("person-form-confirm").click()
    expect(console.see("person-card")).to_contain_text("Mai Thị Mới")
    console.see("person-invite").click()
    expect(console.see("invitation-link")).to_have_value(re.compile("^http"))


@pytest.mark.covers("RB-40", "RB-41")
def test_everybody_finds_the_hotline_that_the_organisation_wrote_down(console_of, world):
    console = console_of(world.admin).open("organisation")
    console.see("hotline-line-add").click()
    console.see("hotline-phone").fill("0973.090.393")
    console.see("organisation-save").click()
    expect(console.see("organisation-save")).to_have_count(0)
    rep = console_of(world.rep1)
    rep.see("help").click()
    expect(rep.see("hotline")).to_contain_text("0973.090.393")
    expect(rep.see("hotline")).to_contain_text("07:00")


@pytest.mark.covers("TB-72", "F-10")
def test_the_desk_dials_through_the_exchange_from_the_extension_of_its_person(console_of, world, shop):
    console = console_of(world.admin).open("organisation")
    console.see("organisation-exchange").fill("https://pbx.example/dial?from={extension}&to={phone}")
    console.see("organisation-save").click()
    expect(console.see("organisation-save")).to_have_count(0)
    rep = console_of(world.rep1).open(f"fill/interaction.tele?customer={shop}")
    expect(rep.see("field-call_pbx")).to_contain_text("chưa có máy lẻ")
    console.see("extension-add").click()
    choose(console, "extension-person", world.rep1.name)
    console.see("extension-number").fill("0101")
    expect(console.see("extension-form")).to_contain_text("không được là 0")
    console.see("extension-number").fill("101")
    console.see("extension-form-confirm").click()
    expect(console.see("extension")).to_contain_text([world.rep1.name])
    rep.page.reload()
    expect(rep.see("button-call_sim")).to_have_attribute("href", re.compile(r"^tel:"))
    expect(rep.see("button-call_pbx")).to_have_attribute(
        "href", re.compile(r"^https://pbx\.example/dial\?from=101&to=.*\d{9}$")
    )


@pytest.mark.covers("SW-17")
def test_who_is_invited_chooses_a_password_and_is_in(console_of, browser, world, stack):
    console = console_of(world.admin).open("employees")
    console.see("person-row", has_text=world.rep2.name).click()
    console.see("person-invite").click()
    expect(console.see("invitation-link")).to_have_value(re.compile("^http"))
    link = console.see("invitation-link").input_value()
    with browser.new_context(**browsers.PHONE) as context:
        guest = ConsoleApp(context, stack.address)
        guest.page.goto(link)
        guest.see("welcome-password").fill("ngựa-sức-hay-dài")
        guest.see("welcome-again").fill("ngựa-sức-hay-dài")
        guest.see("welcome-submit").click()
        guest.see("person").click()
        expect(guest.page.get_by_role("menu")).to_contain_text(world.rep2.name)
        guest.page.goto("about:blank")
        guest.page.goto(link)
        guest.see("welcome-password").fill("ngựa-sức-hay-ngắn")
        guest.see("welcome-again").fill("ngựa-sức-hay-ngắn")
        guest.see("welcome-submit").click()
        expect(guest.see("problem")).to_contain_text("Lời mời không còn dùng được")


@pytest.fixture
def workbook(tmp_path):
    """Write a list of employees as people fill it in: `workbook(row, …)`."""

    def write(*rows: tuple[str, ...]):
        book = Workbook()
        book.active.append([heading for heading, _ in COLUMNS.values()])
        for line in rows:
            book.active.append(list(line))
        book.save(tmp_path / "nhan-vien.xlsx")
        return tmp_path / "nhan-vien.xlsx"

    return write


def test_a_list_from_excel_is_tried_before_it_is_taken_whole(console_of, world, workbook):
    console = console_of(world.admin).open("employees")
    console.see("people-import").click()
    files = console.page.locator("input[type=file]")
    good = ("NV001", "Trần Văn Nhập", "Kinh doanh", "Nhân viên bán hàng", world.supervisor.name)
    files.set_input_files(workbook(good, ("NV002", "Lê Thị Sai", "Không có phòng này", "Thợ", "NV999")))
    expect(console.page.locator("[data-wrong]")).to_contain_text("Lê Thị Sai")
    expect(console.see("import-apply")).to_be_disabled()
    console.page.get_by_role("button", name="Chọn tệp khác").click()
    files.set_input_files(workbook(good))
    expect(console.see("import-summary")).to_contain_text("Thêm 1")
    console.see("import-apply").click()
    expect(console.see("person-row", has_text="Trần Văn Nhập")).to_contain_text("Nhân viên bán hàng")


@pytest.mark.usefixtures("shop")
@pytest.mark.covers("RB-30")
def test_what_changed_within_a_day_stands_in_a_list_of_its_own(console_of, world):
    console = console_of(world.supervisor).open("customers")
    console.see("customer-list").get_by_text("Mới cập nhật").click()
    expect(console.see("customer-row")).to_contain_text([SHOP])


@pytest.mark.usefixtures("shop")
@pytest.mark.covers("RB-26")
def test_a_saved_set_is_shared_as_one(console_of, world):
    rep = console_of(world.rep1).open("customers")
    rep.pick_customer(SHOP)
    rep.see("basket-sets").click()
    rep.see("set-name").fill("Khách trung tâm")
    rep.see("set-save").click()
    rep.see("set-row", has_text="Khách trung tâm").get_by_test_id("set-share").click()
    rep.see("share-person").fill("vo thi ba")
    rep.page.get_by_role("option", name=world.rep3.name).click()
    rep.see("share-confirm").click()
    expect(rep.see("share")).to_have_count(0)
    expect(console_of(world.rep3).open("customers").see("customer-row")).to_contain_text([SHOP])


@pytest.mark.covers("RB-27", "SW-17")
def test_who_leaves_hands_over_people_and_can_come_back(console_of, world):
    console = console_of(world.admin).open("employees")
    console.see("person-row").get_by_role("button", name=world.supervisor.name).click()
    console.see("person-deactivate").click()
    expect(console.see("leave")).to_contain_text("Ai quản lý 2 người bên dưới?")
    choose(console, "leave-transfer", world.other.name)
    console.see("leave-confirm").click()
    expect(console.see("person-reactivate")).to_be_visible()
    console.open("chart")
    expect(row(console, world.rep1.name)).to_have_attribute("aria-level", "2")
    expect(row(console, world.supervisor.name)).to_have_count(0)
    console.open("employees").see("people-state").get_by_text("Đã nghỉ").click()
    console.see("person-row").get_by_role("button", name=world.supervisor.name).click()
    console.see("person-reactivate").click()
    console.see("back-confirm").click()
    expect(console.see("person-deactivate")).to_be_visible()
