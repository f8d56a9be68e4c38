"""The small demo on a real database, cut down to two reps a city."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import text

from server.accounts.service import sign_in
from server.core.unit_of_work import unit_of_work
from server.demo import small
from server.demo.crew import PASSWORD
from server.demo.staff import CITIES
from server.geography.service import load_units
from server.media.storage import LocalStorage

FEW = tuple(replace(city, reps=2, supervisors=1, customers=60) for city in CITIES)


@pytest.fixture
def told():
    return []


@pytest.fixture
def tenant_id(database, settings, told):
    with unit_of_work(database) as session:
        load_units(session)
    return small.write(database, settings.media_dir, lambda *news: told.append(news), "Công ty thử", FEW)


@pytest.fixture
def ask(database, tenant_id):
    def answer(statement):
        with unit_of_work(database, tenant_id) as session:
            return session.execute(text(statement), {"t": tenant_id}).all()

    return answer


def test_the_small_demo_is_whole(database, settings, ask, tenant_id, told):
    assert (
        Counter(row.type for row in ask("SELECT type FROM customer WHERE tenant_id = :t")).most_common(1)[0][0]
        == "shop"
    )
    assert ask("SELECT count(*), count(DISTINCT code), count(location) FROM customer WHERE tenant_id = :t") == [
        (180, 180, 180)
    ]
    assert len(ask("SELECT 1 FROM route_assignment WHERE tenant_id = :t AND valid_to IS NULL")) == 12
    states = {row.state for row in ask("SELECT DISTINCT state FROM submission WHERE tenant_id = :t")}
    assert {"received", "approved", "has_issues"} <= states
    assert ask("SELECT count(*) FROM visit WHERE tenant_id = :t AND route_id IS NULL") == [(0,)]
    assert ask("SELECT count(*) FROM visit WHERE tenant_id = :t AND received_at > now()") == [(0,)]
    assert Counter(row.field for row in ask("SELECT field FROM conflict WHERE tenant_id = :t AND state = 'open'")) == {
        "phone": 1, "gps": 1, "opening_hours": 1,
    }  # fmt: skip
    assert [row.code for row in ask("SELECT code FROM quarantine WHERE tenant_id = :t")] == ["unknown_form"]
    held = "SELECT count(*) FROM feed_row WHERE tenant_id = :t AND kind = 'customer' AND data IS NOT NULL"
    assert ask(held) == [(180,)]
    storage = LocalStorage(settings.media_dir)
    pictures = ask("SELECT sha256, state FROM media_object WHERE tenant_id = :t")
    assert {row.state for row in pictures} == {"ready"}
    for rendition in (None, "thumb", "large"):
        assert all(storage.fetch(tenant_id, row.sha256, rendition) for row in pictures)
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    with unit_of_work(database) as session:
        assert "route.write" not in sign_in(session, "nhanvien.danang@demo.tuyen.vn", PASSWORD).identity.rights
