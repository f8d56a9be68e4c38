"""Extensions of the telephone exchange: who may have which, where they ring, and what phones learn of them."""

import pytest

from server.accounts.extension_rules import is_extension, is_ringing, length_of
from tests.kit.world import make_world

pytestmark = pytest.mark.covers("TB-72")


@pytest.fixture
def admin(console, world):
    return console(world.admin)


@pytest.fixture
def issued(admin):
    """Issue an extension to a member."""

    def issue(member, number: str = "101", expect: int = 201, **changes):
        return admin.post("/extensions", {"employee_id": str(member.id), "number": number, **changes}, expect=expect)

    return issue


@pytest.mark.parametrize("number", ["0", "0101", "7", "10a", "123456789"])
def test_an_extension_is_not_0_and_does_not_begin_with_it(issued, world, number):
    assert not is_extension(number)
    assert issued(world.rep1, number, expect=422)["code"] == "invalid_input"


def test_all_extensions_have_the_same_length(admin, issued, world):
    issued(world.rep1, "101")
    refused = issued(world.rep2, "1002", expect=409)
    assert (refused["code"], refused["length"]) == ("extension_length", 3)
    assert "3 chữ số" in refused["detail"]
    assert admin.get("/extensions")["length"] == 3


def test_the_length_changes_when_nobody_else_has_one(admin, issued, world):
    first, second = issued(world.rep1, "101"), issued(world.rep2, "102")
    assert admin.patch(f"/extensions/{first['id']}", {"number": "1001"}, expect=409)["code"] == "extension_length"
    admin.post(f"/extensions/{second['id']}/stop")
    assert admin.patch(f"/extensions/{first['id']}", {"number": "1001"})["number"] == "1001"


def test_an_extension_rings_in_the_app_and_on_the_web_or_is_forwarded_to_two_numbers(admin, issued, world):
    made = issued(world.rep1)
    assert (made["ring"], made["forward_to"]) == ("app_and_web", [])
    forwarded = {"ring": "forward", "forward_to": ["0903 123 456", "028 3822 1234"]}
    changed = admin.patch(f"/extensions/{made['id']}", forwarded)
    assert changed["forward_to"] == ["+84903123456", "+842838221234"]
    assert admin.patch(f"/extensions/{made['id']}", {"ring": "app_and_web"})["forward_to"] == []


@pytest.mark.parametrize("numbers", [[], ["0903123456", "0903123457", "0903123458"], ["0903123456", "0903 123 456"]])
def test_a_forwarded_extension_has_one_or_two_numbers(issued, world, numbers):
    issued(world.rep1, ring="forward", forward_to=numbers, expect=422)
    assert not is_ringing("forward", [number.replace(" ", "") for number in numbers])
    assert not is_ringing("app_and_web", ["+84903123456"])


def test_a_person_has_one_extension_and_an_extension_one_person(issued, world):
    issued(world.rep1, "101")
    held = issued(world.rep1, "102", expect=409)
    assert (held["code"], held["number"]) == ("extension_held", "101")
    assert issued(world.rep2, "101", expect=409)["code"] == "extension_taken"


def test_a_stopped_extension_is_issued_again(admin, issued, world):
    made = issued(world.rep1, "101")
    assert admin.post(f"/extensions/{made['id']}/stop")["stopped_at"]
    again = issued(world.rep2, "101")
    listed = [(one["id"], one["stopped_at"] is None) for one in admin.get("/extensions")["items"]]
    assert listed == [(again["id"], True), (made["id"], False)]
    assert admin.patch(f"/extensions/{made['id']}", {"number": "102"}, expect=409)["code"] == "archived"


def test_who_leaves_leaves_his_extension_behind(admin, issued, world):
    made = issued(world.rep1, "101")
    admin.post(f"/employees/{world.rep1.id}/deactivate", {})
    assert [one["stopped_at"] is None for one in admin.get("/extensions")["items"]] == [False]
    assert issued(world.rep2, "101")["id"] != made["id"]


def test_phones_and_consoles_learn_from_which_extension_their_person_dials(admin, issued, console, phone, world):
    rep, desk = phone(world.rep1), console(world.rep1)
    admin.patch("/organisation", {"call_url": "https://pbx.example/dial?from={extension}&to={phone}"})
    made = issued(world.rep1, "101")
    rep.pull()
    assert rep.held("employee")[str(world.rep1.id)]["extension"] == "101"
    assert desk.get("/extensions/own")["extension"] == "101"
    admin.post(f"/extensions/{made['id']}/stop")
    rep.pull()
    assert rep.held("employee")[str(world.rep1.id)]["extension"] is None
    assert desk.get("/extensions/own")["extension"] is None


def test_the_history_keeps_who_had_which(admin, issued, history, world):
    made = issued(world.rep1, "101")
    admin.patch(f"/extensions/{made['id']}", {"number": "1001"})
    admin.post(f"/extensions/{made['id']}/stop")
    admin.post(f"/extensions/{made['id']}/stop")
    assert history()[-3:] == ["extension.issue", "extension.change", "extension.stop"]


def test_extensions_of_another_organisation_are_nobodys(issued, console, database, world):
    made = issued(world.rep1, "101")
    stranger = console(make_world(database, "b").admin)
    assert stranger.get("/extensions")["items"] == []
    stranger.post(f"/extensions/{made['id']}/stop", expect=404)


def test_where_there_is_no_extension_any_length_is_free():
    assert length_of([]) is None
    assert length_of({"1001", "1002"}) == 4
