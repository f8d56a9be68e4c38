import pytest

from server.core.unit_of_work import unit_of_work
from server.forms.library import shipped
from server.forms.service import publish
from tests.kit.phone import FIX


@pytest.fixture
def visit(phone, world):
    """A rep's phone and the id of the visit that it sent."""
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    operation = rep.submit("interaction.f2f", {"customer": customer_id, "gps": FIX, "note": "Đã gặp"}, gps=FIX)
    rep.push(operation)
    rep.pull()
    return rep, operation["id"]


def test_a_supervisor_approves_a_visit_and_the_phone_learns_it(visit, console, world):
    rep, submission_id = visit
    console(world.supervisor).post(f"/submissions/{submission_id}/review", {"state": "approved"})
    rep.pull()
    assert rep.held("submission")[submission_id]["state"] == "approved"


def test_a_visit_sent_back_brings_its_comment_to_the_rep(visit, console, world):
    rep, submission_id = visit
    verdict = {"state": "has_issues", "comment": "Chụp lại biển hiệu giúp anh"}
    detail = console(world.supervisor).post(f"/submissions/{submission_id}/review", verdict)
    rep.pull()
    assert rep.held("submission")[submission_id]["comment"] == "Chụp lại biển hiệu giúp anh"
    (notice,) = rep.held("notification").values()
    assert notice["body"] == "Chụp lại biển hiệu giúp anh"
    assert [review["by"]["name"] for review in detail["reviews"]] == [world.supervisor.name]


@pytest.mark.parametrize("state", ["has_issues", "rejected"])
def test_sending_back_needs_a_reason(visit, console, world, state):
    _, submission_id = visit
    verdict = {"state": state, "comment": "  "}
    refused = console(world.supervisor).post(f"/submissions/{submission_id}/review", verdict, expect=422)
    assert refused["code"] == "comment_needed"


def test_nobody_reviews_his_own(phone, console, world):
    boss = phone(world.supervisor)
    customer_id = boss.customer_made()
    refused = console(world.supervisor).post(f"/submissions/{customer_id}/review", {"state": "approved"}, expect=403)
    assert refused["code"] == "own_submission"


def test_a_submission_of_another_team_cannot_be_reviewed(visit, console, world):
    _, submission_id = visit
    console(world.other).post(f"/submissions/{submission_id}/review", {"state": "approved"}, expect=404)


@pytest.mark.covers("TB-06")
def test_the_chosen_are_told_once_even_when_named_twice(phone, world):
    rep, friend = phone(world.rep1), phone(world.rep2)
    customer_id = rep.customer_made()
    told = [str(world.rep2.id), str(world.rep2.id), "00000000-0000-4000-8000-000000000000"]
    rep.push(rep.submit("interaction.f2f", {"customer": customer_id, "gps": FIX, "notify_to": told}, gps=FIX))
    friend.pull()
    (notice,) = friend.held("notification").values()
    assert notice["title"]["vi"] == "Tương tác F2F"
    assert notice["body"] == ""


@pytest.mark.covers("TB-13")
def test_a_submission_is_accepted_against_an_older_version_of_its_form(phone, world, database):
    rep = phone(world.rep1)
    older = next(form for form in shipped() if form["key"] == "customer.shop")
    with unit_of_work(database, world.tenant_id) as session:
        publish(session, {**older, "version": 2, "fields": older["fields"][:1]})
    customer_id = rep.customer_made()
    assert rep.held("customer")[customer_id]["fields"]["house_number"] == "12 Trần Phú"
    versions = {form["version"] for form in rep.held("form").values() if form["key"] == "customer.shop"}
    assert versions == {2}
