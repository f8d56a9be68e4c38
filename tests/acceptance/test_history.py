"""Golden scenario 40: the system's history shows what was done and looked at, and nobody can change it."""

from typing import Any

import pytest

from tests.kit.phone import shop_answers
from tests.kit.pictures import BODY, new_shot


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def shop(rep) -> tuple[str, str]:
    """A shop with a photograph: the customer and the file."""
    shot = new_shot()
    upload = rep.client.post(
        "/api/v1/media", headers={**rep.headers, **shot.announcement()}, data=shot.data, content_type=BODY
    )
    assert upload.status_code == 201, upload.text
    file = {"media_id": shot.media_id, "field": "photos", "sha256": shot.sha256, "size": len(shot.data)}
    made = rep.submit("customer.shop", shop_answers(full_name="Cô Ba"), media=[file])
    rep.push(made)
    rep.pull()
    return made["id"], shot.media_id


@pytest.fixture
def history(console, world):
    """Read the history as the administrator does."""
    admin = console(world.admin)

    def read(**query: Any) -> list[dict[str, Any]]:
        return admin.get("/history", limit=200, **query)["items"]

    return read


@pytest.mark.covers("G-40", "TM-22", "F-13")
def test_an_edit_is_shown_with_what_was_there_before_and_after(rep, shop, history, world):
    customer, _ = shop
    rep.push(rep.edit("customer.shop", customer, {"full_name": "Cô Ba Trần Phú"}))
    edit = history(customer_id=customer, action="submission.create")[0]
    assert edit["detail"]["before"] == {"full_name": "Cô Ba"}
    assert edit["detail"]["after"] == {"full_name": "Cô Ba Trần Phú"}
    assert edit["employee"]["name"] == world.rep1.name
    assert edit["device"]["id"] == rep.device_id


@pytest.mark.covers("G-40", "TM-22")
def test_who_looked_at_a_photograph_is_shown(console, shop, history, world):
    _, file = shop
    supervisor = console(world.supervisor)
    answer = supervisor.client.get(f"/api/v1/media/{file}/original", buffered=True)
    assert answer.status_code == 200
    (look,) = history(record_id=file)
    assert (look["action"], look["detail"]) == ("media.view", {"size": "original"})
    assert look["employee"]["name"] == world.supervisor.name
    assert look["ip"] == "127.0.0.1"


@pytest.mark.covers("G-40", "TM-22")
def test_an_export_is_shown_with_how_much_left_the_system(console, shop, history, world):
    del shop
    answer = console(world.admin).client.get("/api/v1/customers/export.xlsx")
    assert answer.status_code == 200
    (export,) = history(action="customer.export")
    assert export["employee"]["name"] == world.admin.name
    assert 1 in export["detail"].values()


@pytest.mark.covers("G-40", "TM-22")
def test_signing_in_is_shown_with_when_and_from_where(console, history, world):
    console(world.office)
    (entry,) = history(action="session.open", employee_id=str(world.office.id))
    assert entry["at"]
    assert entry["ip"] == "127.0.0.1"
    assert entry["employee"]["name"] == world.office.name


@pytest.mark.covers("G-40")
def test_nothing_that_was_shown_can_be_edited_through_the_api(console, shop, history, world):
    customer, _ = shop
    admin, shown = console(world.admin), history(customer_id=customer)
    for path in ("/history", f"/history/{shown[0]['n']}", f"/customers/{customer}/history"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = admin.client.open(
                f"/api/v1{path}", method=method, json={"detail": None}, headers={"X-Requested-With": "tuyen"}
            )
            assert answer.status_code in {404, 405}
    assert history(customer_id=customer) == shown
