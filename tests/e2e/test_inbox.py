"""The supervisor's desk for what sync could not settle by itself: conflicts, merging, the quarantine, silent phones."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SHOPS = {"Quán Bà Năm": (16.051, 108.215), "Tạp hoá Cô Ba": (16.068, 108.221)}


@pytest.fixture
def rep(handset_of, world):
    return handset_of(world.rep1)


@pytest.fixture
def shops(rep, handset_of, world):
    """Two customers, each in conflict about who owns the shop."""
    made = rep.makes_shops(**SHOPS)
    rival = handset_of(world.supervisor)
    for customer_id in made.values():
        rival.disagrees(rep, customer_id)
    return made


def owner_of(rep, customer_id):
    rep.pull()
    return rep.held("customer")[customer_id]["fields"].get("owner_name")


def test_conflicts_are_found_at_their_customer_and_settled_one_by_one(shops, rep, console_of, world):
    console = console_of(world.supervisor)
    expect(console.see("nav-conflicts")).to_contain_text("2")
    console.open(f"customers/{shops['Quán Bà Năm']}").see("customer-conflicts").get_by_role("link").click()
    expect(console.see("conflict")).to_have_count(1)
    expect(console.see("side-kept")).to_contain_text("Bà Năm")
    expect(console.see("side-lost")).to_contain_text("Nguyễn Thị Một")
    console.see("settle-other").click()
    console.see("own-value").fill("Bà Năm Lớn")
    console.see("own-confirm").click()
    expect(console.see("conflict")).to_have_count(0)
    console.see("conflicts-one").click()
    console.see("settle-lost").click()
    expect(console.see("blank")).to_be_visible()
    assert owner_of(rep, shops["Quán Bà Năm"]) == "Bà Năm Lớn"
    assert owner_of(rep, shops["Tạp hoá Cô Ba"]) == "Cô Năm"
    console.see("conflicts-state").get_by_text("Đã xử lý").click()
    expect(console.see("conflict-settled")).to_have_count(2)


def test_many_conflicts_are_settled_at_once(shops, rep, console_of, world):
    console = console_of(world.supervisor).go("conflicts")
    expect(console.see("conflict-record")).to_have_count(2)
    console.see("conflicts-all").check()
    console.see("conflicts-all-lost").click()
    expect(console.see("blank")).to_be_visible()
    assert {owner_of(rep, customer_id) for customer_id in shops.values()} == {"Cô Năm"}


def test_a_policy_is_chosen_in_plain_words(console_of, world):
    console = console_of(world.admin).go("policies")
    row = console.page.locator("[data-field='customer.shop/rank']")
    row.get_by_test_id("policy-choice").click()
    console.page.get_by_role("option", name="Hỏi người quản lý").click()
    expect(row.get_by_test_id("policy-means")).to_contain_text("người quản lý xem cả hai")
    console.see("policies-save").click()
    expect(console.see("policies-save")).to_have_count(0)
    console.page.reload()
    expect(row).to_contain_text(world.admin.name)


def test_what_could_not_be_applied_is_repaired_and_released_or_dismissed(rep, console_of, world):
    misspelt = rep.submit("customer.shoop", {"full_name": "Tạp hoá Gõ Nhầm", "phone": "0903 123 456"})
    nonsense = {"n": rep.n, "t": "dance"}
    rep.n += 1
    rep.push(misspelt, nonsense)
    console = console_of(world.supervisor).go("quarantine")
    console.see("quarantined", has_text="phiên bản biểu mẫu").click()
    console.see("repair").click()
    console.see("repair-text").fill("{")
    expect(console.see("repair-fault")).to_contain_text("Dòng 1")
    expect(console.see("repair-release")).to_be_disabled()
    console.see("repair-text").fill(json.dumps({**misspelt, "form": "customer.shop"}))
    console.see("repair-release").click()
    expect(console.see("quarantined")).to_have_count(1)
    rep.pull()
    assert rep.held("customer")[misspelt["id"]]["fields"]["full_name"] == "Tạp hoá Gõ Nhầm"
    console.see("quarantined").click()
    console.see("dismiss-open").click()
    console.see("dismiss-comment").fill("Thử máy")
    console.see("dismiss-confirm").click()
    expect(console.see("blank")).to_be_visible()
    console.see("quarantine-state").get_by_text("Đã bỏ qua").click()
    console.see("quarantined", has_text="Thử máy").click()
    expect(console.see("decision")).to_contain_text(world.supervisor.name)


def test_a_phone_that_has_not_reported_is_unknown_on_the_board_of_sync(rep, handset_of, console_of, world):
    handset_of(world.rep2)
    rep.post([], queue_depth=3)
    console = console_of(world.supervisor).go("health")
    rows = console.see("health-row")
    expect(rows).to_have_count(2)
    silent = rows.filter(has_text=world.rep2.name)
    expect(silent.get_by_test_id("health-state")).to_have_text("không rõ")
    expect(silent.get_by_test_id("health-queue")).to_have_text("không rõ")
    expect(rows.filter(has_text=world.rep1.name).get_by_test_id("health-queue")).to_have_text("3")
    console.see("health-sort-person").click()
    expect(rows.first).to_contain_text(world.rep1.name)
    console.see("health-filter").get_by_text("không rõ").click()
    expect(rows).to_have_count(1)
