"""Customers at the desk: their record and its tabs, their list, groups, merging two into one, corrections."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.photograph import take
from tests.kit.phone import shop_answers

pytestmark = pytest.mark.browser

SHOP = "Tạp hoá Cô Ba"
PLACES = {SHOP: (16.068, 108.221), "Quán Bà Năm": (16.051, 108.215), "Cà phê Sông Hàn": (16.061, 108.224)}


@pytest.fixture
def shops(handset_of, world) -> dict[str, str]:
    """Customers of rep1 by their names."""
    return handset_of(world.rep1).makes_shops(**PLACES)


def status(console):
    return console.see("status").first


@pytest.mark.covers("TM-09", "TM-10", "TM-11", "TM-14", "TM-15", "TM-16", "G-38", "G-39")
@pytest.mark.usefixtures("shops")
def test_a_lead_becomes_a_buyer_and_comes_back_from_the_archive_with_its_notes(console_of, world):
    console = console_of(world.admin).open("customers")
    console.see("customer-row", has_text=SHOP).get_by_role("link").click()
    expect(status(console)).to_have_text("Lead")
    console.see("customer-advance").click()
    expect(status(console)).to_have_text("Tiềm năng")
    expect(console.see("customer-advance")).to_have_count(0)
    console.see("customer-convert").click()
    console.see("convert-tax_code").fill("0401234567")
    console.see("convert-confirm").click()
    expect(console.see("buyer")).to_contain_text("KM")
    console.see("tab-notes").click()
    console.see("note-text").fill("Thích giao buổi sáng")
    console.see("note-save").click()
    expect(console.see("note")).to_contain_text("Thích giao buổi sáng")
    console.see("customer-more").click()
    console.see("customer-archive").click()
    console.see("archive-confirm").click()
    console.see("customer-restore").click()
    expect(console.see("archived")).to_have_count(0)
    expect(console.see("note")).to_contain_text("Thích giao buổi sáng")
    expect(console.see("customer-convert")).to_have_count(0)


@pytest.mark.covers("TM-17")
def test_an_email_written_from_a_template_is_sent_and_stays_with_the_customer(console_of, world, handset_of, stack):
    rep = handset_of(world.rep1)
    profile = rep.submit("customer.shop", shop_answers(full_name=SHOP, email="co.ba@example.test"))
    rep.push(profile)
    console = console_of(world.admin).open(f"customers/{profile['id']}?tab=emails")
    console.see("email-templates").click()
    console.see("template-add").click()
    console.see("template-name").fill("Chào hàng")
    console.see("email-subject").fill("Hàng mới cho {{customer.name}}")
    console.see("email-text").fill("Chào {{customer.name}}, mời xem hàng mới.")
    console.see("template-form-confirm").click()
    expect(console.see("template-row")).to_contain_text("Chào hàng")
    console.page.keyboard.press("Escape")
    console.see("email-write").click()
    console.see("email-template").click()
    console.page.get_by_role("option", name="Chào hàng").click()
    console.see("email-show").click()
    expect(console.see("email-preview")).to_contain_text(f"Hàng mới cho {SHOP}")
    console.see("email-form-confirm").click()
    expect(console.see("email-state")).to_have_text("Đã gửi")
    (letter,) = [one for one in stack.mailbox.messages if one["To"] == "co.ba@example.test"]
    assert letter["Subject"] == f"Hàng mới cho {SHOP}"


@pytest.mark.covers("TM-12", "TM-13", "TM-16", "TM-19", "TM-21")
def test_exchanges_tasks_mentions_and_files_are_kept_with_the_customer(console_of, world, shops, album):
    console = console_of(world.supervisor).open(f"customers/{shops[SHOP]}?tab=followups")
    console.see("follow-add").click()
    console.see("task-note").fill("Hẹn giới thiệu hàng mới")
    console.see("task-form-confirm").click()
    expect(console.see("follow-up").first).to_contain_text("Hẹn giới thiệu hàng mới")
    moments = [line.get_attribute("data-at") for line in console.see("follow-up").all()]
    assert len(moments) >= 2
    console.see("follow-order").get_by_text("Cũ nhất trước").click()
    expect(console.see("follow-up").last).to_contain_text("Hẹn giới thiệu hàng mới")
    console.see("tab-tasks").click()
    console.see("task-tick").click()
    expect(console.see("task-row")).to_have_attribute("data-state", "done")
    console.see("tab-notes").click()
    console.see("note-text").press_sequentially("Nhờ @nguyen thi")
    console.see("mention-list").get_by_text(world.rep1.name).click()
    console.see("note-save").click()
    expect(console.see("note").locator("mark")).to_have_text(f"@{world.rep1.name}")
    console.see("tab-files").click()
    expect(console.see("file-add")).to_be_visible()  # the notes, too, take files
    console.page.locator("input[type=file]").set_input_files(take(album))
    expect(console.see("file-row")).to_contain_text(world.supervisor.name)


@pytest.mark.covers("TM-21")
def test_a_contract_is_kept_as_pdf_and_what_only_claims_to_be_one_is_not(console_of, world, shops, tmp_path):
    contract, picture = tmp_path / "Hợp đồng.pdf", tmp_path / "Giả.pdf"
    contract.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n")
    picture.write_bytes(b"<html>no document</html>")
    console = console_of(world.supervisor).open(f"customers/{shops[SHOP]}?tab=files")
    choose = console.page.locator("input[type=file]")
    choose.set_input_files(contract)
    expect(console.see("file-row")).to_contain_text("Hợp đồng.pdf")
    expect(console.see("file-row")).to_contain_text(f"{contract.stat().st_size} B")
    with console.page.expect_download() as kept:
        console.see("file-row").get_by_role("link").click()
    assert (kept.value.suggested_filename, kept.value.path().read_bytes()) == (contract.name, contract.read_bytes())
    choose.set_input_files(picture)
    expect(console.page.get_by_role("alert").filter(has_text="Lưu thành PDF")).to_be_visible()
    expect(console.see("file-row")).to_have_count(1)


@pytest.mark.usefixtures("shops")
@pytest.mark.covers("TM-08", "SW-55", "SW-56")
def test_the_list_has_the_columns_filters_and_acts_that_one_chose(console_of, world):
    console = console_of(world.admin).open("customers")
    console.see("columns-open").click()
    console.see("columns").get_by_label("Hạng", exact=True).check(force=True)
    console.see("columns-save").click()
    table = console.see("customer-table")
    expect(table.locator("th").last).to_have_text("Hạng")
    console.see("customer-search").fill("ca phe")
    expect(console.see("customer-row")).to_have_count(1)
    console.see("filters-saved").click()
    console.see("filter-keep").click()
    console.see("filter-name").fill("Quán cà phê")
    console.see("filter-save-confirm").click()
    console.open("customers")
    expect(table.locator("th").last).to_have_text("Hạng")
    expect(console.see("customer-row")).to_have_count(3)
    console.see("filters-saved").click()
    console.see("filter-saved", has_text="Quán cà phê").click()
    expect(console.see("customer-row")).to_have_count(1)
    console.see("customer-pick-all").check(force=True)
    console.see("basket-more").click()
    console.see("basket-archive").click()
    console.see("bulk-confirm").click()
    expect(console.see("blank")).to_be_visible()
    console.see("customer-search").fill("")
    expect(console.see("customer-row")).to_have_count(2)


@pytest.mark.usefixtures("shops")
@pytest.mark.covers(*(f"CV-{number:02}" for number in range(1, 20) if number != 7), "G-37")
def test_a_group_is_made_changed_and_deleted_and_leaving_keeps_nothing(console_of, world):
    console = console_of(world.admin).go("groups")
    console.see("group-add").click()
    console.see("group-name").fill("Bỏ dở")
    console.see("group-back").click()
    expect(console.see("blank")).to_be_visible()
    console.see("group-add").click()
    console.see("group-name").fill("Khách trung tâm")
    console.see("group-save").click()
    expect(console.see("group-form")).to_contain_text("Thông tin bắt buộc")
    console.see("group-description").fill("Quận Hải Châu")
    console.see("group-pick").click()
    console.see("picker-row", has_text=SHOP).get_by_test_id("picker-tick").check(force=True)
    console.see("picker-skip").click()
    expect(console.see("group-member")).to_have_count(0)
    console.see("group-pick").click()
    console.see("picker-row", has_text=SHOP).get_by_test_id("picker-tick").check(force=True)
    console.see("picker-name").fill("quan ba nam")
    console.see("picker-find").click()
    expect(console.see("picker-row")).to_have_count(1)
    console.see("picker-tick").check(force=True)
    console.see("picker-default").click()
    expect(console.see("picker-row")).to_have_count(3)
    expect(console.see("picker-count")).to_contain_text("2")
    console.see("picker-choose").click()
    console.see("group-save").click()
    expect(console.see("group-row")).to_contain_text("2")
    console.see("group-search").fill("hai chau")
    console.see("group-find").click()
    console.see("group-edit").click()
    console.see("group-member", has_text=SHOP).get_by_role("button").click()
    console.see("group-save").click()
    expect(console.see("group-row").get_by_role("link").first).to_have_text("1")
    console.see("group-search").fill("không có")
    console.see("group-find").click()
    expect(console.see("blank")).to_be_visible()
    console.see("group-default").click()
    console.see("group-delete").click()
    console.see("group-delete-ask-confirm").click()
    expect(console.see("group-row")).to_have_count(0)
    expect(console.open("customers").see("customer-row")).to_have_count(3)


@pytest.fixture
def twins(handset_of, world, shops) -> dict[str, str]:
    """The shop, and the same one made again by a colleague with another owner."""
    made = handset_of(world.rep2).makes_shops(**{SHOP: (16.0681, 108.2211)})
    return {"first": shops[SHOP], "second": made[SHOP]}


def test_two_records_of_one_customer_are_merged_as_chosen_and_parted_again(console_of, world, twins):
    console = console_of(world.admin).open(f"customers/{twins['first']}")
    console.see("duplicate", has_text=SHOP).get_by_test_id("duplicate-merge").click()
    console.see("merge-gps-loser").check(force=True)
    console.see("merge-confirm").click()
    expect(console.see("merged")).to_contain_text(SHOP)
    expect(console.see("answers").first).to_contain_text("16.06810")
    console.page.goto(f"{console.address}/console/customers/{twins['second']}")
    expect(console.see("merged-away")).to_be_visible()
    console.open(f"customers/{twins['first']}").see("merge-undo").click()
    expect(console.see("merged")).to_have_count(0)
    expect(console.see("answers").first).to_contain_text("16.06800")
    pairs = console.open("duplicates").see("duplicate-pair")
    expect(pairs).to_have_count(6)
    pairs.first.get_by_test_id("duplicate-dismiss").click()
    expect(pairs).to_have_count(5)


@pytest.mark.covers("TB-71")
def test_what_is_sent_back_is_corrected_and_the_chain_is_shown(console_of, handset_of, world, shops):
    phone, console = handset_of(world.rep1), console_of(world.supervisor)
    fix = {"lat": 16.068, "lon": 108.221, "accuracy_m": 6.0}
    first = phone.submit("interaction.f2f", {"customer": shops[SHOP], "gps": fix, "note": "Thiếu"})
    phone.push(first)
    console.open(f"submissions?submission={first['id']}").send_back("Ghi rõ số lượng")
    expect(console.see("reviews")).to_contain_text("Ghi rõ số lượng")
    again = phone.submit(
        "interaction.f2f", {"customer": shops[SHOP], "gps": fix, "note": "Còn 12 thùng"}, revises=first["id"]
    )
    (answer,) = phone.push(again)
    assert answer["s"] == "applied", answer
    console.open(f"submissions?submission={again['id']}")
    expect(console.see("evidence-map")).to_be_visible()
    expect(console.see("revision")).to_have_count(2)
    expect(console.see("revision").last).to_contain_text("Đã sửa: Nội dung trao đổi")
    console.see("revision").first.get_by_role("button").click()
    expect(console.see("answers")).to_contain_text("Thiếu")
    assert re.search(first["id"], console.page.url)
