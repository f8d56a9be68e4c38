"""Under row-level security maps and searches still go by an index, since nothing in their way may leak."""

from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine, event, text

from server import wiring
from server.core.database import connect
from server.core.unit_of_work import unit_of_work
from server.customers import queries
from server.customers.queries import Filter
from server.customers.service import listing
from tests.bench.crowd import CUSTOMERS
from tests.kit.databases import as_owner, own_database
from tests.kit.people import equip
from tests.kit.world import make_world

CITY = (108.1, 15.9, 108.3, 16.2)
COUNT = 20_000
PLANS = """
SELECT sum(custom_plans) AS custom, sum(generic_plans) AS generic FROM pg_prepared_statements
WHERE statement LIKE '%customer_value%' AND statement NOT LIKE '%pg_prepared%'
"""


def by_name(session, actor):
    return queries.page(session, actor, Filter(), queries.ORDERS["name"], ("quan", actor.employee_id), 50)


@pytest.fixture(scope="module")
def crowded(worker_id, settings) -> Iterator[tuple]:
    """A committed organisation with so many customers that plans are those of a real one."""
    with own_database(f"{worker_id}_plans") as address:
        database = wiring.database(connect(address), settings.media_dir)
        world = make_world(database, "plans")
        with unit_of_work(database, world.tenant_id) as session:
            values = {"t": world.tenant_id, "owners": [world.rep1.id, world.rep3.id], "first": 1, "last": COUNT}
            session.execute(CUSTOMERS, values)
        owner = create_engine(as_owner(address), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with owner.connect() as connection:
            connection.execute(text("VACUUM ANALYZE customer, customer_value"))
        yield database, world
        database.engine.dispose()


@pytest.fixture
def plan_of(crowded):
    """Give the plan of the first statement that a reading of customers makes, for somebody who sees all."""
    database, world = crowded
    seen = []

    def keep(_connection, _cursor, statement, parameters, *_rest) -> None:
        seen.append((statement, parameters))

    def plan(read, mark: str = "FROM customer") -> str:
        with unit_of_work(database, world.tenant_id) as session:
            actor, connection = equip(session, world.office).actor, session.connection()
            event.listen(connection, "before_cursor_execute", keep)
            read(session, actor)
            event.remove(connection, "before_cursor_execute", keep)
            statement, parameters = next(one for one in seen if mark in one[0])
            return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))

    return plan


def test_a_viewport_is_found_by_the_numbers_of_its_tiles(plan_of):
    found = plan_of(lambda session, actor: queries.points(session, actor, CITY))
    assert "customer_tile_idx" in found
    assert "tile >=" in found.split("Index Cond: ")[1]


def test_a_word_is_found_by_its_trigrams(plan_of):
    found = plan_of(
        lambda session, actor: queries.search(session, actor, Filter(q="hanh phuc 54321"), None, 50), "MATERIALIZED"
    )
    assert "customer_search_idx" in found
    assert "~~" in found.split("Index Cond: ")[1]


def test_a_page_is_read_in_the_order_of_its_index(plan_of):
    found = plan_of(by_name)
    assert "customer_name_idx" in found
    assert "Sort" not in found


def test_a_rare_value_is_found_by_its_index(plan_of):
    found = plan_of(lambda session, actor: queries.count(session, actor, Filter(fields=(("licence", "GP777"),))))
    assert "customer_value_pkey" in found
    assert "GP777" in found.split("Index Cond: ")[1]
    assert "Seq Scan" not in found


def test_a_common_value_is_met_in_the_order_of_names(plan_of):
    wanted = Filter(fields=(("source", "street"),))
    found = plan_of(lambda session, actor: queries.page(session, actor, wanted, queries.ORDERS["name"], None, 50))
    assert "customer_name_idx" in found
    assert "Sort" not in found


def test_a_list_by_values_is_planned_for_its_values_however_often_it_was_asked_for(crowded):
    database, world = crowded
    wanted = Filter(fields=(("source", "street"),))
    with unit_of_work(database, world.tenant_id) as session:
        actor = equip(session, world.office).actor
        for _ in range(15):
            listing.listed(session, actor, wanted, "name", None, 50)
        plans = session.execute(text(PLANS)).one()
        assert plans.custom > 0
        assert plans.generic == 0
