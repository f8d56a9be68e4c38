"""The manager tree: whoever is hired and moved, its closure is exact and has no cycle."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from server import wiring
from server.accounts import queries
from server.accounts.errors import ManagerCycleError
from server.accounts.import_rules import Row
from server.accounts.models import Employee
from server.accounts.rules import VERBS
from server.accounts.service import Hire, found_organisation, hire, shipped_title
from server.accounts.service.importing import import_employees
from server.accounts.service.tree import below, move
from server.core.actor import Actor
from server.core.database import Database, connect, savepoint, tenant_of
from server.core.unit_of_work import unit_of_work
from tests.kit.databases import own_database

EXACT = text("""
WITH RECURSIVE walked AS (
  SELECT id AS ancestor_id, id AS descendant_id, 0 AS depth FROM employee WHERE tenant_id = :t
  UNION ALL
  SELECT w.ancestor_id, e.id, w.depth + 1
  FROM walked w JOIN employee e ON e.tenant_id = :t AND e.manager_id = w.descendant_id WHERE w.depth < 100
)
SELECT ancestor_id, descendant_id, depth FROM walked
""")
KEPT = text("SELECT ancestor_id, descendant_id, depth FROM employee_path WHERE tenant_id = :t")


def is_exact(session) -> bool:
    """The closure says just what the direct managers say, walked one by one."""
    tenant = {"t": tenant_of(session)}
    session.flush()
    walked, kept = ([tuple(row) for row in session.execute(query, tenant)] for query in (EXACT, KEPT))
    return len(kept) == len(set(kept)) and set(walked) == set(kept)


def actor_of(session, world) -> Actor:
    account = queries.account_by_login(session, world.admin.login)
    return queries.identity_of_account(session, world.tenant_id, account.id).actor()


@pytest.fixture
def admin(console, world):
    return console(world.admin)


def path(member, act: str = "") -> str:
    return f"/employees/{member.id if hasattr(member, 'id') else member}{act}"


steps = st.lists(
    st.one_of(
        st.tuples(st.just("hire"), st.integers(0, 30)),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 30)),
    ),
    min_size=5,
    max_size=24,
)


@pytest.mark.covers("RB-25", "RB-27")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whoever_is_hired_and_moved_the_tree_is_that_of_a_simple_model(session, world, steps):
    with suppress(TakeBackError), savepoint(session):
        follow_model(session, world, steps)
        raise TakeBackError


class TakeBackError(Exception):
    """Each example begins where the first began."""


def follow_model(session, world, steps) -> None:
    """The model: who manages whom in a dictionary, cycles found by walking up."""
    actor, title = actor_of(session, world), shipped_title(session, "rep")
    root = hire(session, Hire("Gốc", title, world.director.id)).id
    managers: dict[UUID, UUID | None] = {root: None}
    for step in steps:
        people = list(managers)
        chosen = [people[number % len(people)] for number in step[1:]]
        if step[0] == "hire":
            managers[hire(session, Hire("Người", title, chosen[0])).id] = chosen[0]
        elif chosen[0] != root:
            model_move(session, actor, managers, *chosen)
    assert is_exact(session)
    stored = {person: session.get(Employee, (world.tenant_id, person)).manager_id for person in managers}
    assert stored == {**managers, root: world.director.id}
    assert below(session, root) == set(managers)


def model_move(session, actor, managers, who, manager) -> None:
    above, chain = manager, set()
    while above is not None:
        chain.add(above)
        above = managers[above]
    if who in chain:
        with pytest.raises(ManagerCycleError):
            move(session, actor, who, manager)
    else:
        move(session, actor, who, manager)
        managers[who] = manager


@pytest.mark.covers("RB-27")
def test_a_move_changes_who_sees_what_at_once(admin, console, phone, world):
    """The new manager and his managers gain, the old one loses; nobody else is touched."""
    customer = phone(world.rep1).customer_made(full_name="Tạp hoá Cô Ba")
    before, after = console(world.supervisor), console(world.other)
    before.get(f"/customers/{customer}")
    after.get(f"/customers/{customer}", expect=404)
    assert admin.post(path(world.rep1, "/move"), {"manager_id": str(world.other.id)})["manager_id"] == str(
        world.other.id
    )
    before.get(f"/customers/{customer}", expect=404)
    after.get(f"/customers/{customer}")
    console(world.director).get(f"/customers/{customer}")


@pytest.mark.covers("RB-27", "G-04")
@pytest.mark.parametrize("manager", ["supervisor", "rep1"])
def test_nobody_comes_under_himself_or_his_own_people(admin, world, manager):
    body = {"manager_id": str(getattr(world, manager).id)}
    assert admin.post(path(world.supervisor, "/move"), body, expect=409)["code"] == "manager_cycle"


def test_a_manager_moves_only_whom_he_sees_to_whom_he_sees(admin, console, world):
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.move": True}})
    supervisor = console(world.supervisor)
    supervisor.post(path(world.rep3, "/move"), {"manager_id": str(world.supervisor.id)}, expect=404)
    supervisor.post(path(world.rep1, "/move"), {"manager_id": str(world.other.id)}, expect=404)
    supervisor.post(path(world.rep1, "/move"), {"manager_id": None}, expect=403)
    supervisor.post(path(world.rep1, "/move"), {"manager_id": str(world.rep2.id)})


@pytest.mark.covers("RB-27")
def test_everybody_but_a_root_has_a_direct_manager(admin, world):
    title = admin.get(path(world.rep1))["title_id"]
    refused = admin.post("/employees", {"name": "Không Quản Lý", "title_id": title}, expect=422)
    assert refused["pointer"] == "/manager_id"
    root = admin.post("/employees", {"name": "Gốc Mới", "title_id": title, "root": True}, expect=201)
    assert (root["manager_id"], root["depth"]) == (None, 0)
    below = admin.post("/employees", {"name": "Dưới", "title_id": title, "manager_id": root["id"]}, expect=201)
    assert below["depth"] == 1
    del world


def test_an_employee_is_taken_on_with_all_that_is_known_of_him(admin, console, world):
    title = admin.get(path(world.rep1))["title_id"]
    known = {"code": "NV 07", "email": "moi@example.test", "phone": "0903 123 456", "login": "nguoi.moi"}
    body = {"name": " Người  Mới ", "title_id": title, "manager_id": str(world.supervisor.id), **known}
    made = admin.post("/employees", body, expect=201)
    assert (made["phone"], made["login"], made["department"]) == ("+84903123456", "nguoi.moi", "Kinh doanh")
    (found,) = console(world.supervisor).get("/employees", q="nv 07")["items"]
    assert found["id"] == made["id"]
    assert admin.post("/employees", {**body, "login": None}, expect=409)["code"] == "code_taken"
    assert admin.post("/employees", {**body, "code": "NV 08"}, expect=409)["code"] == "login_taken"


def test_what_is_known_of_an_employee_is_changed_and_noted(admin, database, world):
    admin.patch(path(world.rep1), {"code": "NV01", "phone": "+84 903 000 111", "branch_id": None})
    shown = admin.get(path(world.rep1))
    assert (shown["code"], shown["phone"], shown["branch_id"]) == ("NV01", "+84903000111", None)
    with unit_of_work(database, world.tenant_id) as session:
        query = text("SELECT d.body FROM audit_entry e JOIN audit_detail d USING (tenant_id, n) WHERE action = :a")
        (body,) = session.scalars(query, {"a": "employee.change"})
    assert '"phone":"+84903000111"' in body


@pytest.mark.covers("SW-18")
def test_an_employee_is_shown_with_the_rights_that_hold_for_him(admin, world):
    shown = admin.get(path(world.rep1))
    assert "sync.use" in shown["rights"]
    assert "right.grant" not in shown["rights"]
    assert "right.grant" in admin.get(path(world.admin))["rights"]


@pytest.mark.covers("SW-18")
def test_a_new_title_holds_at_the_next_request(admin, console, world):
    rep = console(world.rep1)
    rep.get("/devices", expect=403)
    admin.patch(path(world.rep1), {"title_id": admin.get(path(world.supervisor))["title_id"]})
    rep.get("/devices")


def test_nobody_gives_a_title_above_his_own(admin, console, world):
    """Neither to a newcomer, nor to one of his people, nor to himself."""
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.write": True}})
    high, supervisor = admin.get(path(world.admin))["title_id"], console(world.supervisor)
    body = {"name": "Tay Trong", "title_id": high, "manager_id": str(world.supervisor.id)}
    refused = supervisor.post("/employees", body, expect=403)
    assert (refused["code"], "right.grant" in refused["verbs"]) == ("cannot_grant", True)
    for member in (world.rep1, world.supervisor):
        assert supervisor.patch(path(member), {"title_id": high}, expect=403)["code"] == "cannot_grant"
    supervisor.patch(path(world.rep1), {"title_id": supervisor.get(path(world.supervisor))["title_id"]})


def test_nobody_takes_the_title_from_who_may_do_more(admin, console, world):
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Văn phòng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.write": True}})
    low = admin.get(path(world.rep1))["title_id"]
    office = console(world.office)
    assert office.patch(path(world.admin), {"title_id": low}, expect=403)["code"] == "outranked"
    assert office.post(path(world.admin, "/deactivate"), {}, expect=403)["code"] == "outranked"


def test_the_last_who_may_grant_keeps_his_title(admin, world):
    low = admin.get(path(world.rep1))["title_id"]
    assert admin.patch(path(world.admin), {"title_id": low}, expect=409)["code"] == "last_administrator"
    assert "right.grant" in admin.get(path(world.admin))["rights"]


def test_the_chart_is_the_tree_that_one_sees(admin, console, world):
    shown = {item["name"]: item for item in console(world.director).get("/employees/chart")["items"]}
    assert shown[world.supervisor.name]["children"] == 2
    assert shown[world.rep1.name]["manager_id"] == str(world.supervisor.id)
    mine = {item["name"] for item in console(world.supervisor).get("/employees/chart")["items"]}
    assert mine == {world.supervisor.name, world.rep1.name, world.rep2.name}
    del admin


def test_employees_are_found_without_accents(console, world):
    found = console(world.director).get("/employees", q="nguyen thi")["items"]
    assert [item["name"] for item in found] == ["Nguyễn Thị Một"]


@pytest.fixture(scope="module")
def live(worker_id, settings) -> Iterator[Database]:
    """A database where commits are commits."""
    with own_database(f"{worker_id}_tree") as address:
        made = wiring.database(connect(address, pool_size=10), settings.media_dir)
        yield made
        made.engine.dispose()


@pytest.fixture
def company(live) -> tuple[int, list[UUID]]:
    """An organisation with a root and two people under it; the root may do everything."""
    with unit_of_work(live) as session:
        tenant_id = found_organisation(session, "Công ty sống").id
        root = hire(session, Hire("Gốc", shipped_title(session, "admin"))).id
        rep = shipped_title(session, "rep")
        return tenant_id, [root, *(hire(session, Hire(name, rep, root)).id for name in "AB")]


def chief(tenant_id: int, root: UUID) -> Actor:
    return Actor(tenant_id, root, root, root, rights=frozenset(VERBS))


@pytest.mark.covers("RB-27")
@pytest.mark.parametrize("turn", range(5))
def test_two_moves_that_would_make_a_cycle_together_do_not(live, company, turn):
    """A under B and B under A at once, on two connections: just one happens."""
    tenant_id, (root, a, b) = company
    together, outcomes = threading.Barrier(2), []

    def attempt(who: UUID, manager: UUID) -> None:
        with suppress(ManagerCycleError), unit_of_work(live, tenant_id) as session:
            together.wait()
            move(session, chief(tenant_id, root), who, manager)
            outcomes.append(who)

    threads = [threading.Thread(target=attempt, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1, turn
    with unit_of_work(live, tenant_id) as session:
        assert is_exact(session)


def test_somebody_hired_below_a_branch_that_moves_ends_in_the_right_place(live, company):
    """A hire that began before the move is committed waits for it."""
    tenant_id, (root, a, b) = company
    moved, go = threading.Event(), threading.Event()

    def mover() -> None:
        with unit_of_work(live, tenant_id) as session:
            move(session, chief(tenant_id, root), a, b)
            moved.set()
            go.wait(5)

    def hirer() -> None:
        moved.wait(5)
        threading.Timer(0.2, go.set).start()
        with unit_of_work(live, tenant_id) as session:
            hire(session, Hire("Mới", shipped_title(session, "rep"), a))

    threads = [threading.Thread(target=work) for work in (mover, hirer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with unit_of_work(live, tenant_id) as session:
        assert is_exact(session)


def test_a_reader_never_sees_half_of_a_move(live, company):
    """While a branch goes to and fro, each reading has it in one place, wholly."""
    tenant_id, (root, a, b) = company
    with unit_of_work(live, tenant_id) as session:
        leaf = hire(session, Hire("Lá", shipped_title(session, "rep"), a)).id
    stop, seen = threading.Event(), set()
    above = text(
        "SELECT array_agg(ancestor_id ORDER BY depth) FROM employee_path WHERE tenant_id = :t AND descendant_id = :d"
    )

    def read() -> None:
        while not stop.is_set():
            with unit_of_work(live, tenant_id) as session:
                seen.add(tuple(session.scalar(above, {"t": tenant_id, "d": leaf})))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(15):
        for manager in (b, root):
            with unit_of_work(live, tenant_id) as session:
                move(session, chief(tenant_id, root), a, manager)
    stop.set()
    reader.join()
    assert seen <= {(leaf, a, root), (leaf, a, b, root)}


def test_the_closure_stays_exact_when_five_hundred_people_move(live, company):
    tenant_id, (root, a, b) = company
    place = {"department": "Kinh doanh", "title": "Nhân viên bán hàng"}
    rows = [Row(n, f"N{n}", f"Người {n}", manager=f"N{n // 4}" if n >= 4 else "A", **place) for n in range(1, 501)]
    with unit_of_work(live, tenant_id) as session:
        import_employees(session, chief(tenant_id, root), rows, dry_run=False)
    with unit_of_work(live, tenant_id) as session:
        move(session, chief(tenant_id, root), a, b)
    with unit_of_work(live, tenant_id) as session:
        assert is_exact(session)
