"""Records made again from their submissions are what stands, whatever happened to them."""

import random
from uuid import uuid4

import pytest
from sqlalchemy import text

from server.core.unit_of_work import unit_of_work
from server.forms.service import rebuilding
from server.instance.rebuild import acting
from tests.kit.phone import FIX, minutes_ago

FAR = {**FIX, "lat": 16.2}
VALUES = {
    "full_name": ["Cô Ba", "Cô Tư", "Cô Năm"],
    "phone": ["0903 111 222", "0904 222 333", None],
    "rank": ["A", "B", "C"],
    "note": ["Đông khách", "Vắng", None],
    "sign_photos": [[], [str(uuid4())], [str(uuid4())]],
    "gps": [FIX, FAR],
    "opening_hours": ["7-21h", "8-20h", "cả ngày"],
}


@pytest.fixture
def crew(phone, world):
    """Three phones of people who may all change the customers of the first."""
    return [phone(world.rep1), phone(world.rep1), phone(world.supervisor)]


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def rebuilt(database, world, kind="customer"):
    with unit_of_work(database, world.tenant_id) as session:
        return rebuilding.rebuild(session, kind)


def odd_edits(rng, phone, shop):
    """Edits of some fields, made of what the phone holds, which may be old."""
    chosen = rng.sample(sorted(VALUES), rng.randint(1, 3))
    answers = {name: rng.choice(VALUES[name]) for name in chosen}
    return phone.edit("customer.shop", shop, answers, version=2, occurred_at=minutes_ago(rng.randint(0, 50)))


def quarrel(rng, crew, shop, rounds):
    """Let the phones edit one customer over each other; now and then one looks at what stands."""
    for phone in crew:
        phone.pull()
    for _ in range(rounds):
        phone = rng.choice(crew)
        phone.push(*(odd_edits(rng, phone, shop) for _ in range(rng.randint(1, 3))))
        if rng.random() < 0.3:
            phone.pull()


@pytest.mark.parametrize("seed", range(6))
def test_edits_over_each_other_are_merged_again_to_the_same(database, world, crew, boss, seed):
    rng = random.Random(seed)  # noqa: S311 - the same quarrel every time
    shop = crew[0].customer_made()
    quarrel(rng, crew, shop, 8)
    found = rebuilt(database, world)
    assert (found.compared, found.differences) == (1, [])
    assert boss.get("/conflicts")["items"] != []


@pytest.mark.parametrize("seed", range(3))
def test_what_people_decided_is_in_its_place_among_the_forms(database, world, crew, boss, console, seed):
    rng = random.Random(seed)  # noqa: S311 - the same quarrel every time
    shop = crew[0].customer_made()
    quarrel(rng, crew, shop, 5)
    for conflict in boss.get("/conflicts")["items"][:3]:
        boss.post(f"/conflicts/{conflict['id']}/settle", {"choice": "lost"})
    quarrel(rng, crew, shop, 4)
    record = {"kind": "customer", "id": shop}
    body = {"id": str(uuid4()), "form": "customer.shop", "version": 2, "answers": {"note": "Từ bàn giấy"}}
    boss.post("/submissions", {**body, "record": record})
    quarrel(rng, crew, shop, 4)
    choice = {"form": "customer.shop", "field": "rank", "policy": "manual"}
    console(world.admin).put("/merge-policies", {"items": [choice]})
    quarrel(rng, crew, shop, 4)
    assert rebuilt(database, world).differences == []


def test_an_archived_customer_that_an_edit_revived_is_made_again(database, world, crew, boss):
    one, other, _ = crew
    shop = one.customer_made()
    other.pull()
    boss.post("/customers/archive", {"ids": [shop]})
    answers = other.push(other.edit("customer.shop", shop, {"rank": "A"}, version=2))
    assert answers[0]["s"] in {"applied", "merged"}
    assert rebuilt(database, world).differences == []


def test_an_edit_by_someone_who_may_not_changes_nothing_again(database, world, phone, crew):
    shop = crew[0].customer_made()
    stranger = phone(world.rep3)
    stranger.rows[("customer", shop)], stranger.versions[("customer", shop)] = {"fields": {}}, 1
    stranger.push(stranger.edit("customer.shop", shop, {"rank": "C"}, version=2))
    found = rebuilt(database, world)
    assert (found.compared, found.differences) == (1, [])


def test_products_are_made_again_too(database, world, console):
    admin = console(world.admin)
    answers = {
        "product_name": "Bia 333", "product_code": "B333", "product_group": "drinks", "packaging_state": "single",
        "status": "active", "price": 12000,
    }  # fmt: skip
    body = {"id": str(uuid4()), "form": "product.profile", "version": 1, "answers": answers}
    made = admin.post("/submissions", body)
    edit = {"id": str(uuid4()), "form": "product.profile", "version": 1, "answers": {"price": 13000}}
    admin.post("/submissions", {**edit, "record": made["record"], "before": {"price": 12000}})
    found = rebuilt(database, world, "product")
    assert (found.compared, found.differences) == (1, [])


def test_a_damaged_record_is_found_and_put_right(database, world, crew, boss):
    shop = crew[0].customer_made(full_name="Cô Ba")
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(text("""UPDATE customer SET fields = fields || '{"full_name": "Hỏng", "rank": "Z"}'"""))
    found = rebuilt(database, world)
    told = {(one.field, one.stands, one.rebuilt) for one in found.differences}
    assert told == {("full_name", "Hỏng", "Cô Ba"), ("rank", "Z", None)}
    write(database, world, found)
    assert rebuilt(database, world).differences == []
    assert boss.get(f"/customers/{shop}")["name"] == "Cô Ba"


def write(database, world, found):
    """Let what was rebuilt stand, on the director's decision."""
    with unit_of_work(database, world.tenant_id) as session:
        rebuilding.write(session, acting(session, world.director.login), found.differences)
