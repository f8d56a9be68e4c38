"""The large demo on a real database, made small."""

import pytest
from sqlalchemy import text

from server.core.unit_of_work import unit_of_work
from server.demo import large
from server.demo.large import Extent
from server.geography.service import load_units

TINY = Extent(employees=60, customers=120, visits_each=5, connections=1)


@pytest.fixture
def tenant_id(database, settings):
    with unit_of_work(database) as session:
        load_units(session)
    return large.write(database, settings.media_dir, lambda *_: None, "Tập đoàn thử", TINY)


@pytest.fixture
def ask(database, tenant_id):
    def answer(statement):
        with unit_of_work(database, tenant_id) as session:
            return session.execute(text(statement), {"t": tenant_id}).all()

    return answer


def test_the_large_demo_has_the_size_that_was_asked_for(ask):
    assert ask("SELECT count(*) FROM employee WHERE tenant_id = :t") == [(60,)]
    assert ask("SELECT count(*), count(DISTINCT code) FROM customer WHERE tenant_id = :t") == [(120, 120)]
    for table in ("visit", "activity"):
        assert ask(f"SELECT count(*) FROM {table} WHERE tenant_id = :t") == [(600,)]  # noqa: S608
    assert ask("SELECT count(*) FROM submission WHERE tenant_id = :t") == [(720,)]


def test_every_visit_belongs_to_what_exists_although_foreign_keys_were_not_checked(ask):
    strays = ask(
        "SELECT count(*) FROM visit v"
        " LEFT JOIN submission s ON s.tenant_id = v.tenant_id AND s.id = v.submission_id"
        " LEFT JOIN activity a ON a.tenant_id = v.tenant_id AND a.submission_id = v.submission_id"
        " LEFT JOIN customer c ON c.tenant_id = v.tenant_id AND c.id = v.customer_id AND c.owner_id = v.employee_id"
        " WHERE v.tenant_id = :t AND (s.id IS NULL OR a.id IS NULL OR c.id IS NULL)"
    )
    assert strays == [(0,)]


def test_visits_are_in_working_hours_of_past_working_days_and_leave_lunch_free(ask):
    odd = ask(
        "SELECT count(*) FROM (SELECT checked_in_at, checked_in_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at"
        " FROM visit WHERE tenant_id = :t) v WHERE checked_in_at > now() OR extract(isodow FROM at) = 7"
        " OR at::time NOT BETWEEN '08:00' AND '17:30' OR at::time BETWEEN '11:45:01' AND '13:14:59'"
    )
    assert odd == [(0,)]


def test_the_draws_differ_from_visit_to_visit(ask):
    assert ask("SELECT count(DISTINCT accuracy_m) > 50 FROM visit WHERE tenant_id = :t") == [(True,)]
    assert ask("SELECT count(*) FROM visit WHERE tenant_id = :t AND distance_m > 300")[0][0] < 60


def test_phones_hold_each_customer_and_the_submissions_of_thirty_days_under_numbers_of_their_own(ask):
    assert ask("SELECT count(*) FROM feed_row WHERE tenant_id = :t AND kind = 'customer'") == [(120,)]
    recent = ask("SELECT count(*) FROM submission WHERE tenant_id = :t AND received_at > now() - interval '30 days'")
    assert ask("SELECT count(data) FROM feed_row WHERE tenant_id = :t AND kind = 'submission'") == recent
    assert ask(
        "SELECT count(*) = count(DISTINCT seq), max(seq) <= (SELECT seq FROM tenant_clock WHERE tenant_id = :t)"
        " FROM feed_row WHERE tenant_id = :t AND kind IN ('customer', 'submission')"
    ) == [(True, True)]
    assert ask("SELECT count(*) FROM feed_entry WHERE tenant_id = :t AND kind = 'customer'") == [(120,)]


def test_a_handful_of_pictures_serves_many_visits(ask):
    assert ask("SELECT count(*), count(DISTINCT sha256) FROM media_object WHERE tenant_id = :t") == [(400, 8)]
    linked = ask(
        "SELECT count(*) FROM media_link l JOIN submission s ON s.tenant_id = l.tenant_id AND s.id = l.submission_id"
        " WHERE l.tenant_id = :t AND s.answers -> 'photos' ->> 0 = l.media_id::text"
    )
    assert linked == [(400,)]
