"""Two organisations with the same ids: neither sees nor changes a thing of the other by any operation."""

import pytest

from tests.access.bodies import body_of
from tests.access.ground import Ground, lay
from tests.access.principals import Principal, phone_of, seat_of
from tests.access.test_matrix import API, QUERIES, Digest, operations, outcome
from tests.tenancy.twins import SECRET, double, mark


@pytest.fixture
def ground(app, database, world) -> Ground:
    return lay(app, database, world)


@pytest.fixture
def connection(database):
    return database.sessions.kw["bind"]


@pytest.fixture
def askers(app, database, ground, connection) -> list[dict[str, Principal]]:
    """Administrator and rep of the first organisation, and the same of its double."""
    first = ground.world
    pair = [
        {
            "admin": seat_of(app, database, one.tenant_id, one.admin),
            "rep": phone_of(app, database, one.tenant_id, one.rep1),
        }
        for one in (first, double(connection, first))
    ]
    mark(connection, first.tenant_id)
    return pair


def ask(ground: Ground, connection, principal: Principal, method: str, rule):
    address = ground.address(rule) + QUERIES.get(rule.rule.removeprefix(API), "").format(**ground.ids)
    with connection.begin_nested() as cell:
        answer = principal.ask(method, address, body_of(ground, method, rule.rule))
        cell.rollback()
    return answer


def test_the_double_reads_its_own_by_the_same_ids_and_nothing_of_the_first(app, ground, connection, askers):
    first, double_ = askers
    told, differing, seen = [], [], 0
    for method, rule in operations(app):
        for part in ("admin", "rep"):
            own = ask(ground, connection, first[part], method, rule)
            other = ask(ground, connection, double_[part], method, rule)
            seen += SECRET.encode() in own.data
            if SECRET.encode() in other.data:
                told.append((method, rule.rule, part))
            if outcome(own) != outcome(other):
                differing.append((method, rule.rule, part, outcome(own), outcome(other)))
    assert told == []
    assert differing == []
    assert seen > 20


def test_no_change_by_the_double_reaches_the_first(app, world, ground, connection, askers):
    _, double_ = askers
    digest = Digest(connection, [world.tenant_id])
    before, reached, done = digest.take(), [], 0
    for method, rule in operations(app):
        for part in ("admin", "rep"):
            address = ground.address(rule)
            with connection.begin_nested() as cell:
                answer = double_[part].ask(method, address, body_of(ground, method, rule.rule))
                done += method != "GET" and answer.status_code < 300
                if digest.take() != before:
                    reached.append((method, rule.rule, part))
                cell.rollback()
    assert reached == []
    assert done > 20
