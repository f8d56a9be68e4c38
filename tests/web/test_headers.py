"""What every answer carries, and what goes with the work that a request leaves behind."""

import pytest
from sqlalchemy import select

from server.core.outbox import OutboxRow
from server.forms.models import SubmissionRow
from tests.kit.phone import shop_answers
from tests.kit.pictures import BODY, new_shot


@pytest.mark.parametrize("path", ["/livez", "/console/", "/api/v1/session", "/api/v1/sync/capabilities", "/nowhere"])
def test_every_answer_tells_the_browser_what_it_may_do(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"


def test_answers_with_data_are_kept_by_nobody(phone, world):
    rep = phone(world.rep1)
    for path in ("/api/v1/customers", "/api/v1/session"):
        assert rep.client.get(path, headers=rep.headers).headers["Cache-Control"] == "no-store"
    assert rep.post([]).headers["Cache-Control"] == "no-store"


def test_the_id_of_a_request_goes_on_to_what_it_stored(phone, world, session):
    rep = phone(world.rep1)
    operation = rep.submit("customer.shop", shop_answers())
    rep.client.post(
        "/api/v1/sync/push", json={"ops": [operation]}, headers={**rep.headers, "X-Request-Id": "phone-77-x"}
    )
    assert session.scalars(select(SubmissionRow.request_id)).all() == ["phone-77-x"]


def test_the_id_of_a_request_goes_on_to_the_work_it_leaves(phone, world, session):
    """An upload leaves the making of its renditions."""
    rep, shot = phone(world.rep1), new_shot()
    headers = {**rep.headers, **shot.announcement(), "Content-Type": BODY, "X-Request-Id": "phone-78-x"}
    assert rep.client.post("/api/v1/media", data=shot.data, headers=headers).status_code == 201
    left = session.execute(select(OutboxRow.task, OutboxRow.request_id)).all()
    assert ("media.process", "phone-78-x") in left


def test_unknown_pages_of_the_interface_are_problems(client):
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer.json["code"], answer.mimetype) == (404, "not_found", "application/problem+json")
