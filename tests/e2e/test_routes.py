"""From the map to a route to the rep's phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SHOPS = {"Tạp hoá An": (16.060, 108.210), "Tạp hoá Bình": (16.066, 108.216), "Tạp hoá Cúc": (16.072, 108.222)}


@pytest.mark.covers("TB-32", "RB-20")
def test_customers_chosen_on_the_map_and_in_the_list_become_a_route_on_the_reps_phone(
    handset_of, phone_of, console_of, world
):
    handset_of(world.rep1).makes_shops(**SHOPS)
    handset_of(world.supervisor).makes_shops(**{"Siêu thị Không Ghim": (16.5, 108.9)})
    phone, console = phone_of(world.rep2), console_of(world.supervisor)
    expect(phone.open("customers").see("customer-row")).to_have_count(0)
    console.go("customers")
    console.pick_customer("Siêu thị Không Ghim")
    expect(console.see("basket-count")).to_contain_text("1")
    console.see("customer-search").fill("Tạp hoá")
    expect(console.see("customer-row")).to_have_count(3)
    console.draw_rectangle()
    expect(console.see("basket-count")).to_contain_text("4")
    console.create_route("Tuyến thứ hai")
    console.assign_route("Nguyễn Văn Hai", "Ghé Cô Cúc trước")
    phone.sync()
    route = phone.open("today").see("route")
    expect(route).to_contain_text("Tuyến thứ hai")
    expect(route).to_contain_text("Ghé Cô Cúc trước")
    expect(phone.see("stop")).to_have_count(4)
    expect(phone.see("stop").first).to_contain_text("Siêu thị Không Ghim")
    expect(phone.open("customers").see("customer-row")).to_have_count(4)


@pytest.mark.covers("TB-24")
def test_the_order_of_a_route_is_changed_at_the_desk_and_followed_on_the_phone(
    handset_of, desk_of, phone_of, console_of, world
):
    shops = handset_of(world.rep1).makes_shops(**SHOPS)
    desk_of(world.supervisor).makes_route("Tuyến Hải Châu", list(shops.values()), world.rep1)
    phone, console = phone_of(world.rep1), console_of(world.supervisor)
    expect(phone.open("today").see("stop")).to_contain_text(["An", "Bình", "Cúc"])
    console.go("routes").see("route-row").click()
    console.see("stop-row", has_text="Tạp hoá Cúc").get_by_label("Đưa lên").click()
    console.see("stop-row", has_text="Tạp hoá Cúc").get_by_label("Đưa lên").click()
    console.see("route-save").click()
    expect(console.see("route-save")).to_have_count(0)
    phone.sync()
    expect(phone.open("today").see("stop")).to_contain_text(["Cúc", "An", "Bình"])
