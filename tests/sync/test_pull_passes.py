"""Whatever happens to memberships and rows between two pages: a completed pass is the truth of its last page."""

from uuid import UUID

import pytest
from sqlalchemy import text

from server.app import create_app
from server.core import feed
from server.core.unit_of_work import unit_of_work
from server.sync import pull
from tests.kit.phone import shop_answers

FEW = 2


@pytest.fixture
def begin(database, world):
    return lambda: unit_of_work(database, world.tenant_id)


@pytest.fixture
def reader(phone, world):
    """A phone that has begun a pass of many pages and not ended it."""
    made = phone(world.rep1)
    assert not made.pull_page(limit=FEW)["complete"]
    return made


@pytest.fixture
def theirs(phone, world) -> str:
    """A customer of a rep of another team."""
    return phone(world.rep3).customer_made()


def turn(begin, employee, scope: UUID, *turns: bool) -> None:
    """Let the employee join or leave the scope, each in a transaction of its own."""
    for joins in turns:
        with begin() as session:
            (feed.join_scope if joins else feed.leave_scope)(session, employee.id, scope)


@pytest.mark.covers("P10")
@pytest.mark.parametrize(
    ("turns", "held"),
    [((True,), True), ((True, False), False), ((True, False, True), True), ((True, False, True, False), False)],
)
def test_what_comes_and_goes_inside_a_pass_is_settled_with_that_pass(begin, world, theirs, reader, turns, held):
    turn(begin, world.rep1, world.rep3.id, *turns)
    reader.pull(limit=FEW)
    assert (theirs in reader.held("customer")) is held


@pytest.mark.covers("P10")
@pytest.mark.parametrize("turns", [(False,), (False, True, False)])
def test_what_is_revoked_inside_a_pass_leaves_with_that_pass(phone, begin, world, theirs, turns):
    turn(begin, world.rep1, world.rep3.id, True)
    reader = phone(world.rep1)
    reader.pull()
    assert theirs in reader.held("customer")
    maker = phone(world.rep1)
    for _ in range(3):
        maker.customer_made()
    reader.pull_page(limit=1)
    turn(begin, world.rep1, world.rep3.id, *turns)
    reader.pull(limit=1)
    assert theirs not in reader.held("customer")


@pytest.mark.covers("P10")
def test_a_row_that_left_its_scope_while_one_was_out_of_it_leaves_too(phone, begin, world, theirs):
    """Revoked, moved out of the scope, granted again: the tombstone tells it."""
    turn(begin, world.rep1, world.rep3.id, True)
    reader = phone(world.rep1)
    reader.pull()
    turn(begin, world.rep1, world.rep3.id, False)
    with begin() as session:
        session.execute(text("UPDATE customer SET owner_id = :o WHERE id = :id"), {"o": world.office.id, "id": theirs})
        feed.touch(session, "customer", UUID(theirs))
    turn(begin, world.rep1, world.rep3.id, True)
    reader.pull()
    assert theirs not in reader.held("customer")


@pytest.mark.covers("P8")
def test_a_grant_and_what_was_written_with_it_come_in_one_pass(begin, world, theirs, reader):
    """Both in one transaction, between two pages: no completed pass shows the one without the other."""
    with begin() as session:
        feed.join_scope(session, world.rep1.id, world.rep3.id)
        session.execute(text("UPDATE employee SET name = 'Mới' WHERE id = :id"), {"id": world.rep2.id})
        feed.touch(session, "employee", world.rep2.id)
    reader.pull(limit=FEW)
    assert reader.held("employee")[str(world.rep2.id)]["name"] == "Mới"
    assert theirs in reader.held("customer")


@pytest.mark.covers("P6")
def test_what_is_acknowledged_with_a_page_is_in_the_pass(phone, world):
    rep = phone(world.rep1)
    rep.pull_page(limit=FEW)
    operation = rep.submit("customer.shop", shop_answers())
    rep.push(operation)
    pages = rep.pull(limit=FEW)
    assert pages[-1]["acked_n"] == operation["n"]
    assert operation["id"] in rep.held("customer")


@pytest.mark.usefixtures("theirs")
def test_who_reads_for_the_first_time_is_not_told_what_he_lost_before(phone, begin, world):
    turn(begin, world.rep1, world.rep3.id, True, False)
    (page,) = phone(world.rep1).pull()
    assert page["remove"] == []


def test_a_row_in_two_scopes_is_no_reason_to_end_early(phone, begin, world, theirs):
    """The supervisor of both sees each row twice; a page is full when its rows are, each counted once."""
    for scope in (world.rep3.id, world.other.id):
        turn(begin, world.rep1, scope, True)
    with begin() as session:
        session.execute(
            text("INSERT INTO feed_entry SELECT tenant_id, :scope, kind, id, seq, false FROM feed_entry"
                 " WHERE scope = :from AND kind = 'customer'"), {"scope": world.other.id, "from": world.rep3.id},
        )  # fmt: skip
    few, whole = phone(world.rep1), phone(world.rep1)
    few.pull(limit=1)
    whole.pull()
    assert few.rows == whole.rows
    assert theirs in few.held("customer")


def test_pages_of_large_rows_are_shorter_and_never_the_last_for_that(phone, world, monkeypatch):
    monkeypatch.setattr(pull, "PAGE_BYTES", 3000)
    cut, whole = phone(world.rep1), phone(world.rep1)
    pages = cut.pull()
    assert len(pages) > 3
    monkeypatch.undo()
    assert len(whole.pull()) == 1
    assert cut.rows == whole.rows


@pytest.mark.covers("P7")
def test_pages_of_one_pass_from_two_servers_never_go_back(phone, database, settings, world):
    """The cursor says it all: no server process knows anything that another does not."""
    rep, whole = phone(world.rep1), phone(world.rep1)
    other = create_app(settings, database).test_client()
    versions: list[int] = []
    while not (page := rep.pull_page(limit=FEW))["complete"]:
        rep.client, other = other, rep.client
        versions += [change["v"] for change in page["changes"]]
    assert versions == sorted(versions)
    whole.pull()
    assert rep.rows == whole.rows
