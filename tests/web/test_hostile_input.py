"""Whatever is sent to whatever address: a problem document, never a fault of ours."""

import gzip
import json
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.kit.addresses import example
from tests.kit.console import UNSAFE

ID = "01920000-0000-7000-8000-000000000001"
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<html>",
    "cut off": b'{"login": "a',
    "NUL": b'{"login": "a\\u0000", "name": "a\\u0000", "comment": "\\u0000", "password": "\\u0000"}',
    "raw NUL": b'{"login": "a\x00b"}',
    "half a surrogate": b'{"login": "\\ud800", "name": "\\ud800", "choice": "other", "value": "\\ud800"}',
    "NaN": b'{"limit": NaN, "value": Infinity, "choice": "other"}',
    "endless number": b'{"limit": ' + b"9" * 5000 + b', "name": ' + b"9" * 5000 + b"}",
    "bottomless": b"[" * 100_000 + b"]" * 100_000,
    "bottomless object": b'{"ops":' * 20_000 + b"1" + b"}" * 20_000,
    "no UTF-8": b'{"login": "\xff\xfe"}',
    "UTF-16": '{"login": "a"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "wrong types": b'{"login": [], "password": {}, "device": 1, "ops": {}, "state": 1, "choice": [], "name": 5}',
    "wrong lists": b'{"name": "x", "customer_ids": ["x", null, 5], "stops": [5], "ops": [null, [], "x", 1e999]}',
    "wrong dates": b'{"employee_id": "' + ID.encode() + b'", "valid_from": "99999-01-01", "valid_to": "yesterday"}',
    "huge text": json.dumps({"name": "x" * 300_000, "login": "x" * 300_000, "comment": "x" * 300_000}).encode(),
}
KINDS = ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
QUERIES = [
    "cursor=%00", "cursor=nonsense", "cursor=" + "A" * 490, "cursor=W10", "limit=-1", "limit=99999999999999999999",
    "limit=NaN", "bbox=1,2,3", "bbox=nan,nan,nan,nan", "bbox=0,0,999,999", "from=yesterday",
    "from=0001-01-01T00:00:00Z", "to=9999-12-31T23:59:59%2B00:00", "employee_id=x", "q=%00", "q=%ED%A0%80",
    "q=%25%5F%5C", "state=%00",
    "since=" + "9" * 30, "from_n=" + "9" * 30, "kind=%00", "ward_code=%00", "form=%00", "customer_id=%00",
]  # fmt: skip


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=WyIxIl0", "limit=0", "owner_id=5", "q=%00", "kind=ship"])
def test_a_query_that_is_none_is_refused(console, world, query):
    answer = console(world.supervisor).client.get(f"/api/v1/customers?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")


def gated(app: Flask, method: str) -> Iterator[str]:
    """Every address of the interface that takes the method, with an id that nobody has."""
    rule: Rule
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1") and method in (rule.methods or ()):
            yield example(rule)


def is_problem(answer) -> bool:
    """A refusal is a problem document; 500 and 503 are faults of ours."""
    if answer.status_code < 400:
        return True
    return answer.status_code < 500 and answer.mimetype == "application/problem+json" and "code" in answer.json


@pytest.fixture
def credentials(phone, console, world) -> list[dict[str, str]]:
    """A phone's and a console's."""
    client = console(world.supervisor).client
    page = {"X-CSRF-Token": client.environ_base["HTTP_X_CSRF_TOKEN"], **UNSAFE}
    return [phone(world.rep1).headers, {"Cookie": f"tuyen_sid={client.get_cookie('tuyen_sid').value}", **page}]


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_no_body_brings_any_endpoint_down(app, credentials, method, name):
    paths = list(gated(app, method))
    assert paths
    faults = []
    for path in paths:
        for headers in credentials:
            answer = app.test_client(use_cookies=False).open(
                path, method=method, data=BODIES[name], headers={**headers, "Content-Type": "application/json"}
            )
            if not is_problem(answer):
                faults.append((method, path, answer.status_code, answer.get_data(as_text=True)[:300]))
    assert faults == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_content_type_brings_any_endpoint_down(app, credentials, kind):
    faults = []
    for path in gated(app, "POST"):
        headers = {**credentials[1], **({"Content-Type": kind} if kind else {})}
        answer = app.test_client(use_cookies=False).post(path, data=b'{"name": "x"}', headers=headers)
        if not is_problem(answer):
            faults.append((path, answer.status_code))
    assert faults == []


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_brings_any_endpoint_down(app, credentials, query):
    faults = []
    for path in gated(app, "GET"):
        answer = app.test_client(use_cookies=False).get(f"{path}?{query}", headers=credentials[0])
        if not is_problem(answer):
            faults.append((path, answer.status_code, answer.get_data(as_text=True)[:300]))
    assert faults == []


@pytest.mark.parametrize(
    "path", ["/api/v1/submissions/x", "/api/v1/customers/%00", "/api/v1/media/1/thumb", "/api/v1/%ff"]
)
def test_an_address_that_is_none_is_not_found(client, credentials, path):
    answer = client.get(path, headers=credentials[0])
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_a_method_that_is_not_taken_is_told(client, credentials):
    answer = client.put("/api/v1/customers", headers=credentials[0])
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")


def hostile_operations() -> list[bytes]:
    head = f'{{"n":%d,"t":"submit","id":"{ID}","form":"customer.shop","version":1,"occurred_at":"2026-01-01T00:00:00Z"'
    answers = [
        b'{"full_name":"\\u0000"}', b'{"full_name":' + b"9" * 5000 + b"}", b'{"gps":{"lat":1e308,"lon":-1e308}}',
        b'{"gps":{"lat":"a","lon":null}}', b'{"photos":[[[]]]}', b'{"x":' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"rank":{"a":1}}', b'{"full_name":"' + b"\xf0\x9f\x98\x80" * 6000 + b'"}', b'{"phone":1e400}',
    ]  # fmt: skip
    made = [(head % n).encode() + b',"answers":' + each + b"}" for n, each in enumerate(answers, start=1)]
    rest = len(made)
    more = [
        b'{"n":%d,"t":"submit","occurred_at":"0001-01-01T00:00:00-14:00"}', b'{"n":%d,"t":"read","id":"x"}',
        b'{"n":%d,"t":"read"}', b'{"n":%d,"t":null}', b'{"n":%d,"t":"submit","media":[{"size":-1}]}',
    ]  # fmt: skip
    return made + [each % (rest + 1 + place) for place, each in enumerate(more)]


def test_hostile_operations_are_answered_one_by_one_and_the_next_is_taken(phone, world):
    rep = phone(world.rep1)
    operations = hostile_operations()
    body = b'{"sent_at":"2026-01-01T00:00:00Z","ops":[' + b",".join(operations) + b"]}"
    answer = rep.client.post("/api/v1/sync/push", data=body, headers=rep.headers)
    assert answer.status_code == 200, answer.text
    assert [item["n"] for item in answer.json["results"]] == list(range(1, len(operations) + 1))
    rep.n = len(operations) + 1
    (last,) = rep.push(rep.submit("customer.shop", {"full_name": "Sau cơn mưa"}))
    assert last["s"] == "applied"


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00Z"])
@pytest.mark.parametrize("occurred_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_no_clock_of_a_phone_is_a_reason_to_refuse(phone, world, sent_at, occurred_at):
    rep = phone(world.rep1)
    operation = rep.submit(
        "customer.shop", {"full_name": "Đồng hồ lạ"}, occurred_at=occurred_at, hlc="9" * 13 + "-ffff-x"
    )
    answer = rep.post([operation], sent_at=sent_at)
    assert answer.status_code == 200, answer.text
    assert answer.json["results"][0]["s"] == "applied", answer.json
    rep.pull()


def test_a_bomb_is_refused_before_it_is_unpacked_whole(phone, world):
    rep = phone(world.rep1)
    bomb = gzip.compress(b" " * 60_000_000)
    answer = rep.client.post("/api/v1/sync/pull", data=bomb, headers={**rep.headers, "Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json["code"]) == (413, "body_too_large")
