"""The four customer profiles, filled in on a phone without a network and seen at the desk."""

import pytest
from playwright.sync_api import expect

from tests.e2e.form_day import COMPANY
from tests.e2e.phone_app import FormScreen

pytestmark = pytest.mark.browser


def address(form: FormScreen) -> FormScreen:
    form.pick("address_province", "da nang").pick("address_ward", "hai chau")
    return form.write(house_number="12 Trần Phú", phone="0905 111 222")


@pytest.mark.covers("TB-01", "TB-02", "TB-04", "TB-05", "TB-12")
def test_a_person_with_an_employer(day):
    with day.offline():
        form = address(day.form("customer.person").write(full_name="Lê Thị Ánh", date_of_birth="1990-05-17"))
        form.tick("gender", "female").write(email="anh@example.test").pick("employer_company", "song han")
        form.choose(employer_position="buyer").read_position().save_position().finish()
    row = day.handed_in("customer.person")
    assert row.answers["employer_company"] == day.ids[COMPANY]
    day.sees(f"customers/{row.record_id}", "Lê Thị Ánh", "12 Trần Phú")


@pytest.mark.covers("TB-11", "TB-09")
def test_an_organisation_with_its_contacts(day):
    with day.offline():
        form = address(day.form("customer.organisation").write(full_name="Công ty Hoà Khánh", tax_code="0401234567"))
        form.add("contacts").write(**{"contacts-0-name": "Chị Hạnh", "contacts-0-phone": "0905 333 444"})
        form.add("contacts").write(**{"contacts-1-name": "Anh Dũng"}).press("up-contacts-1").finish()
    row = day.handed_in("customer.organisation")
    assert [contact["name"] for contact in row.answers["contacts"]] == ["Anh Dũng", "Chị Hạnh"]
    day.sees(f"customers/{row.record_id}", "Công ty Hoà Khánh", "0401234567")


@pytest.mark.covers("TB-11", "TB-05")
def test_a_shop_with_an_address_of_before_july_2025(day):
    day.phone.form("customer.shop").tick("address_system", "legacy")
    expect(day.phone.see("pick-address_province")).to_be_visible()  # the former units are on the phone from here on
    with day.offline():
        form = day.form("customer.shop").write(full_name="Tạp hoá Chợ Cồn", phone="0905 777 888")
        form.tick("address_system", "legacy").pick("address_province", "da nang").pick("address_district", "hai chau")
        form.pick("address_ward", "hai chau").tick("rank", "B").finish()
    row = day.handed_in("customer.shop")
    assert row.answers["address_system"] == "legacy"
    assert row.answers["address_district"]
    day.sees(f"customers/{row.record_id}", "Tạp hoá Chợ Cồn")


@pytest.mark.covers("TB-11", "TB-09")
def test_a_household_with_its_members(day):
    with day.offline():
        form = address(day.form("customer.household").write(full_name="Nhà ông Tư"))
        form.add("members").write(**{"members-0-full_name": "Bé Na"}).choose(**{"members-0-relationship": "child"})
        form.finish()
    row = day.handed_in("customer.household")
    assert [(one["full_name"], one["relationship"]) for one in row.answers["members"]] == [("Bé Na", "child")]
    day.sees(f"customers/{row.record_id}", "Nhà ông Tư")
