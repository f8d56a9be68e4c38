import pytest
from sqlalchemy import text

from server import wiring
from server.app import create_app
from server.core.database import connect
from tests.kit.phone import shop_answers


def test_a_problem_is_told_in_the_language_that_is_asked_for(client):
    vietnamese = client.get("/api/v1/session")
    english = client.get("/api/v1/session", headers={"Accept-Language": "en"})
    assert (vietnamese.json["title"], english.json["title"]) == ("Cần đăng nhập", "Sign-in needed")
    assert english.headers["Content-Language"] == "en"


def test_the_requests_id_comes_back_and_stands_in_the_problem(client):
    answer = client.get("/api/v1/session", headers={"X-Request-Id": "phone-12345678"})
    assert answer.headers["X-Request-Id"] == answer.json["request_id"] == "phone-12345678"


def test_a_made_up_request_id_is_replaced(client):
    answer = client.get("/api/v1/session", headers={"X-Request-Id": "a b\tc"})
    assert answer.headers["X-Request-Id"] != "a b\tc"


def test_the_phones_request_id_reaches_the_submission(phone, world, session):
    rep = phone(world.rep1)
    body = {"ops": [rep.submit("customer.shop", shop_answers())]}
    headers = {**rep.headers, "X-Request-Id": "phone-abcdefgh"}
    assert rep.client.post("/api/v1/sync/push", json=body, headers=headers).status_code == 200
    stored = session.scalar(text("SELECT request_id FROM submission WHERE tenant_id = :t"), {"t": world.tenant_id})
    assert stored == "phone-abcdefgh"


def test_an_unreachable_database_asks_the_phone_to_come_again(settings):
    sessions = connect("postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = create_app(settings, wiring.database(sessions, settings.media_dir))
    answer = app.test_client().post("/api/v1/sync/push", json={"ops": []}, headers={"Authorization": "Bearer x"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "vẫn còn" in answer.json["detail"]


@pytest.mark.parametrize("path", ["/console/", "/api/v1/session", "/livez"])
def test_every_answer_says_what_a_browser_may_do_with_it(client, path):
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
