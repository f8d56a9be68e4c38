"""Who sees what follows the chain of direct managers, in every channel through which data leaves."""

import pytest

from tests.accounts.conftest import SEES

pytestmark = pytest.mark.covers("RB-20", "RB-21", "RB-22", "RB-23", "RB-24", "RB-25", "RB-28")
WHOLE_COUNTRY = "102,8,110,24"


def listed(tree, viewer: str) -> set[str]:
    page = tree.get(viewer, "/customers", limit=200)
    assert page["total"] == len(page["items"])
    return {item["id"] for item in page["items"]}


def found(tree, viewer: str) -> set[str]:
    return {item["id"] for item in tree.get(viewer, "/customers", q="khach cua")["items"]}


def mapped(tree, viewer: str) -> set[str]:
    return {item[0] for item in tree.get(viewer, "/customers/points", bbox=WHOLE_COUNTRY)["items"]}


def opened(tree, viewer: str) -> set[str]:
    phone = tree.phones[viewer]
    paths = {customer: f"/api/v1/customers/{customer}" for customer in tree.customers.values()}
    answers = {key: phone.client.get(path, headers=phone.headers).status_code for key, path in paths.items()}
    assert set(answers.values()) <= {200, 404}
    return {key for key, status in answers.items() if status == 200}


def timelines(tree, viewer: str) -> set[str]:
    phone = tree.phones[viewer]
    paths = {customer: f"/api/v1/customers/{customer}/timeline" for customer in tree.customers.values()}
    answers = {key: phone.client.get(path, headers=phone.headers).status_code for key, path in paths.items()}
    return {key for key, status in answers.items() if status == 200}


def submitted(tree, viewer: str) -> set[str]:
    return {item["id"] for item in tree.get(viewer, "/submissions", limit=200)["items"]}


def read(tree, viewer: str) -> set[str]:
    phone = tree.phones[viewer]
    paths = {submission: f"/api/v1/submissions/{submission}" for submission in tree.customers.values()}
    answers = {key: phone.client.get(path, headers=phone.headers).status_code for key, path in paths.items()}
    return {key for key, status in answers.items() if status == 200}


def visited(tree, viewer: str) -> set[str]:
    return {item["customer"]["id"] for item in tree.get(viewer, "/visits")["items"]}


def synced(tree, viewer: str) -> set[str]:
    tree.phones[viewer].pull()
    return set(tree.phones[viewer].held("customer"))


CHANNELS = [listed, found, mapped, opened, timelines, submitted, read, visited, synced]


@pytest.mark.covers("G-01")
@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.__name__)
def test_everybody_sees_his_own_and_what_is_below_him(tree, channel):
    """All 49 pairs of viewer and owner, four steps deep."""
    assert {viewer: tree.owners(channel(tree, viewer)) for viewer in SEES} == SEES


def test_everybody_sees_the_people_below_him_and_no_others(tree):
    names = {v: {item["name"].split()[-1] for item in tree.get(v, "/employees")["items"]} for v in SEES}
    assert names == SEES


def test_a_filter_by_somebody_elses_id_shows_nothing(tree):
    """One cannot ask for what one may not see."""
    above = tree.phones["A"].employee_id
    assert tree.get("B1", "/customers", owner_id=above)["items"] == []
    assert tree.get("B1", "/submissions", employee_id=above)["items"] == []
    assert tree.get("B1", "/visits", employee_id=above)["items"] == []


@pytest.mark.parametrize("part", ["office", "admin"])
def test_office_and_administration_see_the_whole_organisation(phone, console, world, part):
    made = {phone(member).customer_made() for member in (world.rep1, world.rep3)}
    listing = console(getattr(world, part)).get("/customers")
    assert {item["id"] for item in listing["items"]} == made


def test_organisations_do_not_see_each_other(tree, phone, console, world):
    """The office of one organisation, which sees all of its own, sees nothing of another."""
    office = console(world.office)
    assert office.get("/customers")["total"] == 0
    office.get(f"/customers/{tree.customers['A']}", expect=404)
    office.get(f"/submissions/{tree.customers['A']}", expect=404)
    other = phone(world.office)
    other.pull()
    assert other.held("customer") == {}


@pytest.mark.covers("RB-17", "RB-29")
def test_without_the_function_right_the_api_refuses_and_nothing_changes(phone, console, world):
    """Sight of the customer is not enough."""
    customer_id = phone(world.rep1).customer_made()
    refused = console(world.rep1).post("/routes", {"name": "Tuyến lậu", "customer_ids": [customer_id]}, expect=403)
    assert (refused["code"], refused["right"]) == ("forbidden", "route.write")
    assert console(world.supervisor).get("/routes")["items"] == []
