"""Connections of the pool: replaced when their server closed them, and each transaction names its organisation."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from server.core.database import connect


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    made = connect(database_url, pool_size=1)
    yield made
    made.kw["bind"].dispose()


def process_of(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(text("SELECT pg_backend_pid()"))


def test_a_connection_that_its_server_closed_is_replaced_without_a_word(sessions, database_url):
    former = process_of(sessions)
    other = connect(database_url, pool_size=1)
    with other() as session:
        assert session.scalar(text("SELECT pg_terminate_backend(:pid, 10000)"), {"pid": former})
    other.kw["bind"].dispose()
    assert process_of(sessions) not in {former, None}


def test_a_connection_that_lives_is_used_again(sessions):
    assert process_of(sessions) == process_of(sessions)


@pytest.mark.parametrize("tenant", [7, ""])
def test_a_transaction_begins_with_its_organisation_and_keeps_it_to_itself(sessions, tenant):
    named = text("SELECT current_setting('app.tenant', true)")
    with sessions() as session:
        session.info["tenant_id"] = tenant
        assert session.scalar(named) == str(tenant)
        session.rollback()
    with sessions() as session:
        assert session.scalar(named) == ""


def test_what_is_no_number_never_becomes_part_of_a_statement(sessions):
    with sessions() as session:
        session.info["tenant_id"] = "1'; SELECT '2"
        assert session.scalar(text("SELECT current_setting('app.tenant', true)")) == "1'; SELECT '2"
