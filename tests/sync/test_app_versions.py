"""Which apps are too old to read."""

from dataclasses import replace

import pytest

from server.sync.app_versions import too_old
from server.sync.pace import Pace


@pytest.mark.parametrize("version", ["1.9.9", "1.9", "0", "1.9.9-beta", " 1.2 (7)"])
def test_a_lower_version_is_too_old(version):
    assert too_old(version, "1.10")


@pytest.mark.parametrize("version", ["1.10", "1.10.0", "1.10.0.1", "2", "1.11-beta", None, "", "dev", "v1"])
def test_an_equal_or_higher_one_is_not_and_one_that_is_not_told_neither(version):
    assert not too_old(version, "1.10")


@pytest.mark.covers("P16")
def test_an_old_app_hands_in_and_reads_nothing(app, phone, world, monkeypatch):
    rep = phone(world.rep1)
    services = app.extensions["tuyen"]
    settings = replace(services.settings, least_app_version="3.0")
    monkeypatch.setitem(app.extensions, "tuyen", replace(services, settings=settings))
    old = {**rep.headers, "X-App-Version": "2.9.1"}
    answer = rep.client.post("/api/v1/sync/pull", json={}, headers=old)
    assert (answer.status_code, answer.json["code"]) == (426, "app_too_old")
    pushed = rep.client.post("/api/v1/sync/push", json={"ops": [rep.submit("no.such", {})]}, headers=old)
    assert pushed.status_code == 200
    assert rep.client.get("/api/v1/sync/receipts", headers=old).status_code == 200
    assert rep.client.get("/api/v1/sync/capabilities").json["least_app_version"] == "3.0"


def test_a_process_with_its_hands_full_asks_phones_to_come_later():
    pace = Pace(busy=2)
    with pace.page():
        assert pace.next_after_ms() == 0
        with pace.page():
            assert 5_000 <= pace.next_after_ms() <= 30_000
    assert pace.next_after_ms() == 0
