import pytest

PLACES = [
    "/session", "/devices", "/sync/push", "/sync/pull", "/sync", "/routes",
    "/submissions/00000000-0000-4000-8000-000000000000/review",
    "/conflicts/00000000-0000-4000-8000-000000000000/settle",
]  # fmt: skip
BODIES = {
    "nothing": b"",
    "not JSON": b"\xff\xfe{",
    "a list": b"[]",
    "NUL": b'{"login":"a\\u0000b","password":"x","name":"\\u0000","ops":[{"n":1,"t":"submit","id":"\\u0000"}]}',
    "lone surrogate": b'{"login":"\\ud800","password":"x","name":"\\ud800","ops":[{"n":1,"t":"\\ud800"}]}',
    "NaN": b'{"ops":[{"n":NaN}],"limit":NaN,"name":NaN}',
    "a long number": b'{"ops":[{"n":' + b"9" * 5000 + b'}],"limit":' + b"9" * 5000 + b"}",
    "deep nesting": b'{"ops":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "wrong types": b'{"ops":"x","login":5,"password":{},"cursor":7,"name":[],"state":{},"choice":1}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("place", PLACES)
def test_hostile_bodies_are_refused_with_a_problem_never_a_fault(phone, console, world, place, body):
    signed_in = console(world.supervisor)
    for headers in (phone(world.rep1).headers, {"X-Requested-With": "tuyen"}):
        client = signed_in.client
        answer = client.post(f"/api/v1{place}", data=body, headers={**headers, "Content-Type": "application/json"})
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            assert answer.json["code"]


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=WyIxIl0", "limit=0", "owner_id=5", "q=%00", "kind=ship"])
def test_hostile_queries_are_refused(console, world, query):
    answer = console(world.supervisor).client.get(f"/api/v1/customers?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
