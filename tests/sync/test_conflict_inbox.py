"""The inbox of conflicts: pages, filters, and settling one or many."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from server.core import clock
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work
from server.sync.models import Conflict
from tests.kit.phone import minutes_ago


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def rival(rep, phone, world):
    """Another phone that sees the rep's customers and edits them without knowing of his edits."""
    del rep
    return phone(world.supervisor)


@pytest.fixture
def clash(rep, rival):
    """Make one conflict about a field: the rep's value is older and loses."""

    def make(customer_id, field="full_name", older="Của máy một", newer="Của máy hai", form="customer.shop"):
        rep.pull()
        rival.pull()
        mine = rep.edit(form, customer_id, {field: older}, occurred_at=minutes_ago(9))
        theirs = rival.edit(form, customer_id, {field: newer}, occurred_at=minutes_ago(5))
        rep.push(mine)
        (answer,) = rival.push(theirs)
        (conflict,) = answer["conflicts"]
        return conflict["id"]

    return make


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def planted(database, world):
    """Write conflicts straight into the table: `planted(customer_id, n)`; the next is a second younger."""
    second = count()

    def plant(customer_id, number=1, **changes):
        made = []
        with unit_of_work(database, world.tenant_id) as session:
            for _ in range(number):
                made.append(new_id())
                values = {
                    "record_kind": "customer", "record_id": customer_id, "field": "full_name", "policy": "manual",
                    "kept": _side("Tạp hoá Cô Ba", world.rep1), "lost": _side("Khác", world.rep2),
                    "created_at": clock.now() + timedelta(seconds=next(second)), **changes,
                }  # fmt: skip
                session.add(Conflict(tenant_id=world.tenant_id, id=made[-1], **values))
        return [str(one) for one in made]

    return plant


def _side(value, member):
    return {"value": value, "employee_id": str(member.id), "at": None, "received_at": None, "gps": None}


def name_of(rep, customer_id):
    rep.pull()
    return rep.held("customer")[customer_id]["fields"].get("full_name")


def test_all_open_conflicts_come_in_pages_each_once(rep, boss, planted):
    made = planted(rep.customer_made(), 205)
    found, cursor = [], None
    while cursor is not None or not found:
        page = boss.get("/conflicts", limit=100, **({"cursor": cursor} if cursor else {}))
        found += [shown["id"] for shown in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == list(reversed(made))
    assert page["counts"] == {"open": 205, "settled": 0}
    assert boss.get("/conflicts/count") == {"open": 205, "settled": 0}


def test_the_list_is_narrowed_by_field_policy_person_customer_and_time(rep, boss, planted, world):
    one, other = rep.customer_made(), rep.customer_made(full_name="Cô Tư")
    (first,) = planted(one, field="rank", policy="manual")
    (second,) = planted(other, policy="lww", lost=_side("X", world.supervisor))
    ask = lambda **query: [shown["id"] for shown in boss.get("/conflicts", **query)["items"]]  # noqa: E731
    assert ask(field="rank") == ask(policy="manual") == ask(record_id=one) == [first]
    assert ask(policy="lww") == ask(person_id=str(world.supervisor.id)) == [second]
    assert ask(kind="customer") == [second, first]
    assert ask(kind="route") == []
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert ask(**{"from": later}) == []
    assert ask(to=later) == [second, first]
    assert boss.get("/conflicts", field="rank")["counts"] == {"open": 1, "settled": 0}


def test_a_conflict_tells_both_people_times_and_places_and_what_stands_now(rep, boss, clash, world):
    customer_id = rep.customer_made()
    clash(customer_id)
    (shown,) = boss.get("/conflicts")["items"]
    assert (shown["kept"]["employee"]["name"], shown["lost"]["employee"]["name"]) == (
        world.supervisor.name,
        world.rep1.name,
    )
    assert shown["present"] == "Của máy hai"
    assert shown["moved_on"] is False
    assert shown["definition"]["type"] == "text"
    assert shown["record"]["place"] == {"lat": 16.0678, "lon": 108.2208}
    rep.pull()
    rep.push(rep.edit("customer.shop", customer_id, {"full_name": "Mới nhất"}))
    (shown,) = boss.get("/conflicts")["items"]
    assert (shown["present"], shown["moved_on"]) == ("Mới nhất", True)


def test_a_value_that_came_since_one_looked_is_not_written_over(rep, boss, clash):
    customer_id = rep.customer_made()
    conflict_id = clash(customer_id)
    rep.pull()
    rep.push(rep.edit("customer.shop", customer_id, {"full_name": "Mới nhất"}))
    address = f"/conflicts/{conflict_id}/settle"
    told = boss.post(address, {"choice": "lost", "seen": "Của máy hai"}, expect=409)
    assert (told["code"], told["present"]) == ("moved_on", "Mới nhất")
    assert name_of(rep, customer_id) == "Mới nhất"
    boss.post(address, {"choice": "present", "seen": "Mới nhất"})
    assert name_of(rep, customer_id) == "Mới nhất"


def test_many_are_settled_at_once_each_with_its_own_outcome(rep, boss, clash, planted):
    customers = [rep.customer_made(full_name=f"Shop {n}") for n in range(3)]
    made = [clash(customer_id) for customer_id in customers]
    boss.post(f"/conflicts/{made[1]}/settle", {"choice": "kept"})
    unknown = str(new_id())
    (strange,) = planted(str(new_id()))
    answer = boss.post("/conflicts/settle", {"ids": [*made, unknown, strange], "choice": "lost"})
    assert [(item["id"], item["s"], item["code"]) for item in answer["items"]] == [
        (made[0], "settled", None),
        (made[1], "refused", "already_settled"),
        (made[2], "settled", None),
        (unknown, "refused", "not_found"),
        (strange, "refused", "not_found"),
    ]
    assert [name_of(rep, one) for one in customers] == ["Của máy một", "Của máy hai", "Của máy một"]


def test_the_latest_of_several_conflicts_of_a_field_stands_at_the_end(rep, rival, phone, boss, world):
    customer_id = rep.customer_made()
    third = phone(world.director)
    for one in (rival, third):
        one.pull()
    edits = [
        (rep, rep.edit("customer.shop", customer_id, {"full_name": "Một"}, occurred_at=minutes_ago(9))),
        (rival, rival.edit("customer.shop", customer_id, {"full_name": "Hai"}, occurred_at=minutes_ago(3))),
        (third, third.edit("customer.shop", customer_id, {"full_name": "Ba"}, occurred_at=minutes_ago(6))),
    ]
    for one, operation in edits:
        one.push(operation)
    ids = [shown["id"] for shown in boss.get("/conflicts")["items"]]
    assert len(ids) == 2
    answer = boss.post("/conflicts/settle", {"ids": ids, "choice": "latest"})
    assert {item["s"] for item in answer["items"]} == {"settled"}
    assert name_of(rep, customer_id) == "Hai"


def test_many_at_once_never_write_over_a_newer_value_that_nobody_looked_at(rep, boss, clash):
    customer_id = rep.customer_made()
    conflict_id = clash(customer_id)
    rep.pull()
    rep.push(rep.edit("customer.shop", customer_id, {"full_name": "Mới nhất"}))
    for choice in ("kept", "lost", "latest"):
        (item,) = boss.post("/conflicts/settle", {"ids": [conflict_id], "choice": choice})["items"]
        assert (item["s"], item["code"]) == ("refused", "moved_on")
    (item,) = boss.post("/conflicts/settle", {"ids": [conflict_id], "choice": "present"})["items"]
    assert item["s"] == "settled"
    assert name_of(rep, customer_id) == "Mới nhất"


PIN = {"lat": 16.1, "lon": 108.3}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "  Tên khác "),
        ("rank", "A"),
        ("photos", [str(new_id())]),
        ("gps", PIN),
        ("email", "a@b.vn"),
        ("address_ward", "20242"),
    ],
)
def test_an_own_value_of_every_type_is_written(rep, boss, planted, field, value):
    customer_id = rep.customer_made()
    (conflict_id,) = planted(customer_id, field=field)
    seen = rep.held("customer")[customer_id]["fields"].get(field)
    boss.post(f"/conflicts/{conflict_id}/settle", {"choice": "other", "value": value, "seen": seen})
    rep.pull()
    stands = rep.held("customer")[customer_id]["fields"][field]
    assert stands == (value.strip() if isinstance(value, str) else value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rank", "Z"),
        ("gps", "đây"),
        ("gps", {"lat": 900, "lon": 1}),
        ("photos", "x"),
        ("email", "a"),
        ("full_name", ""),
    ],
)
def test_an_own_value_that_is_not_of_the_fields_type_is_refused(rep, boss, planted, field, value):
    customer_id = rep.customer_made()
    (conflict_id,) = planted(customer_id, field=field)
    seen = rep.held("customer")[customer_id]["fields"].get(field)
    told = boss.post(f"/conflicts/{conflict_id}/settle", {"choice": "other", "value": value, "seen": seen}, expect=422)
    assert told["pointer"] == "/value"
    assert boss.get("/conflicts")["counts"]["open"] == 1


def test_both_lists_are_kept_together(rep, boss, planted, world):
    customer_id = rep.customer_made()
    one, two, three = (str(new_id()) for _ in range(3))
    sides = {"kept": _side([one, two], world.rep1), "lost": _side([two, three], world.rep2)}
    (conflict_id,) = planted(customer_id, field="photos", **sides)
    boss.post(f"/conflicts/{conflict_id}/settle", {"choice": "both", "seen": None})
    rep.pull()
    assert rep.held("customer")[customer_id]["fields"]["photos"] == [one, two, three]
    (text_id,) = planted(customer_id)
    boss.post(f"/conflicts/{text_id}/settle", {"choice": "both"}, expect=422)


def test_who_sees_no_such_customer_sees_and_settles_none_of_its_conflicts(rep, console, clash, world):
    conflict_id = clash(rep.customer_made())
    stranger = console(world.other)
    assert stranger.get("/conflicts")["items"] == []
    assert stranger.get("/conflicts/count") == {"open": 0, "settled": 0}
    (item,) = stranger.post("/conflicts/settle", {"ids": [conflict_id], "choice": "lost"})["items"]
    assert (item["s"], item["code"]) == ("refused", "not_found")
    console(world.office).post("/conflicts/settle", {"ids": [conflict_id], "choice": "lost"}, expect=403)


def test_a_name_that_a_value_refers_to_is_told_only_to_who_may_see_it(phone, console, world, rep, planted):
    hidden = phone(world.rep3).customer_made(full_name="Công ty bí mật")
    open_one = rep.customer_made(full_name="Công ty thấy được")
    planted(
        rep.customer_made(), field="employer_company", kept=_side(hidden, world.rep1), lost=_side(open_one, world.rep2)
    )
    (shown,) = console(world.supervisor).get("/conflicts")["items"]
    assert shown["names"] == {open_one: "Công ty thấy được"}


def test_the_history_tells_what_stood_and_what_was_chosen(rep, boss, console, clash, world):
    conflict_id = clash(rep.customer_made())
    boss.post("/conflicts/settle", {"ids": [conflict_id], "choice": "latest"})
    lines = console(world.admin).get("/history", limit=100)["items"]
    (line,) = [line for line in lines if line["action"] == "conflict.settle"]
    assert line["detail"]["choice"] == "latest"
    assert line["detail"]["before"] == line["detail"]["after"] == {"full_name": "Của máy hai"}


@pytest.mark.parametrize("ids", [[], ["x"], [str(new_id())] * 201])
def test_too_few_and_too_many_and_nonsense_are_refused(boss, ids):
    boss.post("/conflicts/settle", {"ids": ids, "choice": "kept"}, expect=422)


def test_a_page_of_conflicts_costs_the_same_however_many_it_holds(rep, boss, planted, count_queries):
    customers = [rep.customer_made(full_name=f"Shop {n}") for n in range(6)]
    planted(customers[0])
    with count_queries() as few:
        boss.get("/conflicts")
    for customer_id in customers:
        planted(customer_id, 5)
    with count_queries() as many:
        assert len(boss.get("/conflicts")["items"]) == 31
    assert len(many) == len(few)


def test_a_phone_is_told_that_a_record_is_in_conflict_until_it_is_settled(rep, boss, clash):
    customer_id = rep.customer_made()
    assert rep.held("customer")[customer_id]["open_conflicts"] == 0
    conflict_id = clash(customer_id)
    rep.pull()
    assert rep.held("customer")[customer_id]["open_conflicts"] == 1
    boss.post(f"/conflicts/{conflict_id}/settle", {"choice": "kept"})
    rep.pull()
    assert rep.held("customer")[customer_id]["open_conflicts"] == 0


def test_a_value_that_loses_on_arrival_marks_the_record_too(rep, rival):
    customer_id = rep.customer_made()
    rival.pull()
    rep.push(rep.edit("customer.shop", customer_id, {"full_name": "Sau"}, occurred_at=minutes_ago(1)))
    rep.pull()
    (answer,) = rival.push(rival.edit("customer.shop", customer_id, {"full_name": "Trước"}, occurred_at=minutes_ago(9)))
    assert answer["s"] == "conflict"
    rep.pull()
    held = rep.held("customer")[customer_id]
    assert (held["fields"]["full_name"], held["open_conflicts"]) == ("Sau", 1)
