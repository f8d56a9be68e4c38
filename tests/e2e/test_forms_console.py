"""Forms at the console: filled in there, built there, and on the phone after its next pull."""

import pytest
from playwright.sync_api import expect

from tests.e2e.form_desk import FormDesk
from tests.e2e.pages import BASICS

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(handset_of, world) -> str:
    """A customer of rep1."""
    return handset_of(world.rep1).makes_shops(**{"Tạp hoá Cô Ba": (16.068, 108.221)})["Tạp hoá Cô Ba"]


def product(console, name: str, code: str, price: str) -> FormDesk:
    form = FormDesk(console, "product.profile").write(
        product_name=name, product_code=code, price=price, tax_percent="10"
    )
    return form.choose("product_group", "Đồ uống")


@pytest.mark.covers("TB-07", "TB-01")
def test_a_product_profile_filled_in_at_the_desk_is_a_product_and_is_edited_by_the_same_form(console_of, world):
    console = console_of(world.admin)
    product(console, "Nước suối 500 ml", "NS500", "5000").finish()
    row = console.open("products").see("product-row", has_text="NS500")
    expect(row).to_contain_text("5.000")
    row.click()
    expect(console.see("detail-title")).to_have_text("Nước suối 500 ml")
    console.see("record-edit").click()
    expect(console.see("input-product_code")).to_have_value("NS500")
    console.see("input-price").fill("6000")
    console.see("finish-exit").click()
    expect(console.see("product-price")).to_contain_text("6.000")


def test_what_is_filled_in_survives_a_reload_until_it_is_sent(console_of, world):
    console = console_of(world.admin)
    FormDesk(console, "customer.shop").write(full_name="Điền dở")
    console.page.reload()
    expect(console.see("input-full_name")).to_have_value("Điền dở")
    expect(console.see("restored")).to_be_visible()


@pytest.mark.covers("TB-09")
@pytest.mark.usefixtures("shop")
def test_an_order_taken_at_the_desk_adds_up_and_moves_on(console_of, world):
    console = console_of(world.admin)
    product(console, "Nước suối 500 ml", "NS500", "5000").finish()
    order = FormDesk(console, "order.tele").choose("customer", "Tạp hoá").choose("call_status", "Nghe máy")
    order.choose("lines.0.product", "Nước suối").cell("lines.0.qty", "3").tick("payment_method", "cash")
    console.see("button-compute_total").click()
    expect(console.see("total")).to_contain_text("16.500")
    order.finish()
    console.open("orders").see("order-row", has_text="Tạp hoá Cô Ba").click()
    expect(console.see("orders.total")).to_contain_text("16.500")
    console.see("order-to-approved").click()
    console.see("order-note").fill("Giao sáng mai")
    console.see("order-move-confirm").click()
    expect(console.see("order-moved")).to_contain_text("Giao sáng mai")


def test_a_form_that_is_not_filled_in_right_says_where_and_keeps_the_rest(console_of, world):
    console = console_of(world.admin)
    form = FormDesk(console, "customer.shop").write(full_name="Tạp hoá An", phone="123")
    form.try_to_finish()
    expect(console.see("issues")).to_be_visible()
    expect(form.field("phone")).to_have_attribute("data-fault", "true")
    expect(form.field("address_province")).to_have_attribute("data-fault", "true")
    expect(console.see("input-full_name")).to_have_value("Tạp hoá An")


@pytest.mark.covers("TB-13")
def test_a_field_added_in_the_builder_is_on_the_phone_after_its_next_pull_and_its_answer_at_the_desk(
    console_of, phone_of, world
):
    phone, console = phone_of(world.rep1), console_of(world.admin)
    console.go("builder").see("builder-search").fill("Shop")
    console.see("builder-row", has_text="customer.shop").click()
    console.see("field-add").click()
    console.see("add-field-vi").fill("Số tủ mát")
    console.see("type-stepper").click()
    console.see("add-field-confirm").click()
    expect(console.see("preview")).to_contain_text("Số tủ mát")
    expect(console.see("draft-state")).to_have_attribute("data-state", "saved")
    console.see("form-publish").click()
    expect(console.see("publish-changes")).to_contain_text("Số tủ mát")
    console.see("publish-confirm").click()
    expect(console.see("publish")).to_have_count(0)
    phone.sync()
    phone.form("customer.shop").shop("Tạp hoá Cô Tư").write(so_tu_mat="3").finish()
    phone.sync()
    console.open("submissions").see("submission-row", has_text="Tạp hoá Cô Tư").click()
    expect(console.see("answers")).to_contain_text("Số tủ mát")


def test_a_form_of_ones_own_is_taken_off_the_phones_and_offered_again(console_of, phone_of, world):
    phone, console = phone_of(world.rep1), console_of(world.admin)
    console.page.on("dialog", lambda question: question.accept())
    console.go("builder").see("form-new").click()
    console.see("new-form-vi").fill("Kiểm kho")
    console.see("new-form-confirm").click()
    console.see("field-add").click()
    console.see("add-field-vi").fill("Số thùng")
    console.see("type-stepper").click()
    console.see("add-field-confirm").click()
    expect(console.see("draft-state")).to_have_attribute("data-state", "saved")
    console.see("form-publish").click()
    console.see("publish-confirm").click()
    expect(console.see("publish")).to_have_count(0)
    phone.sync()
    expect(phone.open("forms").see("forms")).to_contain_text("Kiểm kho")
    console.see("builder-more").click()
    console.see("form-withdraw").click()
    expect(console.see("form-again")).to_be_visible()
    phone.sync()
    expect(phone.open("forms").see("forms")).not_to_contain_text("Kiểm kho")
    console.see("form-again").click()
    expect(console.see("form-publish")).to_be_visible()
    phone.sync()
    expect(phone.open("forms").see("forms")).to_contain_text("Kiểm kho")


@pytest.mark.covers("TB-55")
@pytest.mark.usefixtures("shop")
def test_an_update_set_asks_one_input_for_each_attribute_in_an_interaction(console_of, world):
    console = console_of(world.admin)
    console.go("tags").see("tag-add").click()
    console.see("tag-name").fill("VIP")
    console.see("tag-form-confirm").click()
    console.go("updatesets").see("set-add").click()
    console.see("set-name").fill("Liên hệ mới")
    console.see("set-attribute-add").fill("Email")
    console.page.get_by_role("option").first.click()
    console.see("set-form-confirm").click()
    expect(console.see("update-set")).to_contain_text("Liên hệ mới")
    form = FormDesk(console, "interaction.tele").choose("customer", "Tạp hoá").choose("call_status", "Nghe máy")
    form.choose("update_set", "Liên hệ mới")
    expect(form.field("updates.email")).to_be_visible()


@pytest.mark.covers("TM-03", "TM-04", "TM-05", "TM-06", "TM-07")
def test_a_task_is_set_changed_marked_on_the_calendar_and_deleted_after_asking(console_of, world):
    console = console_of(world.supervisor)
    console.go("tasks").see("task-add").click()
    console.see("task-title").fill("Gọi lại Cô Ba")
    console.see("task-form-confirm").click()
    row = console.see("task-row", has_text="Gọi lại Cô Ba")
    expect(row).to_be_visible()
    expect(console.see("day-mark")).to_have_count(1)
    row.click()
    console.see("task-title").fill("Gọi lại Cô Ba về đơn hàng")
    console.see("task-form-confirm").click()
    changed = console.see("task-row", has_text="về đơn hàng")
    changed.get_by_test_id("task-remove").click()
    expect(console.see("task-delete-dismiss")).to_have_text("Đóng lại")
    console.see("task-delete-dismiss").click()
    expect(changed).to_be_visible()
    changed.get_by_test_id("task-remove").click()
    expect(console.see("task-delete-confirm")).to_have_text("Đồng ý xóa")
    console.see("task-delete-confirm").click()
    expect(console.see("task-row")).to_have_count(0)


@pytest.mark.covers("TB-01")
@pytest.mark.usefixtures("shop")
def test_the_steps_tell_what_is_done_and_what_waits_for_what(console_of, world):
    console = console_of(world.admin).open("steps")
    step = lambda name: console.page.locator(f"[data-testid=flow-step][data-step={name}]")  # noqa: E731 - read as a noun
    expect(step("customers")).to_have_attribute("data-done", "true")
    expect(step("routes")).to_have_attribute("data-next", "true")
    expect(step("assign")).to_contain_text("Cần có trước: Thiết lập tuyến")


@pytest.mark.covers("TB-02")
def test_a_choice_added_to_a_list_is_offered_by_the_forms_that_use_it(console_of, world):
    console = console_of(world.admin).open("choice-lists?list=product_groups")
    console.see("option-add").click()
    console.see("option-vi").last.fill("Văn phòng phẩm")
    console.see("list-save").click()
    expect(console.see("list-save")).to_be_disabled()
    FormDesk(console, "product.profile").choose("product_group", "Văn phòng phẩm")


@pytest.mark.covers("TB-11")
def test_every_form_opens_at_the_desk_and_owes_its_reader_nothing(console_of, world):
    console = console_of(world.admin).open("fill")
    tiles = console.page.locator("[data-testid^='form-']")
    expect(tiles).to_have_count(25)
    found = []
    for key in [str(tile.get_attribute("data-testid")).removeprefix("form-") for tile in tiles.all()]:
        console.see(f"form-{key}").click()
        expect(console.page.locator(f"[data-form='{key}']")).to_be_visible()
        found += [f"{key}: {fault}" for fault in console.page.evaluate(BASICS)]
        console.page.go_back()
    assert found == []
