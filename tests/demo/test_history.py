"""What is written in bulk equals what the phones' door writes."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from server.accounts.service import DeviceInfo
from server.core import clock, feed
from server.core.ids import derived_id
from server.core.tiles import tile_of
from server.core.unit_of_work import unit_of_work
from server.demo import history
from server.demo.album import develop
from server.demo.answers import position
from server.demo.bygone import _picture, _stamp, reserve_codes
from server.demo.customers import new_uuid
from server.demo.history import OldCustomer, OldPicture, OldVisit
from server.demo.phone import Entry, Phone, named
from server.demo.pictures import Snapshot
from server.demo.words import generator
from server.forms.service import Verdict, review
from tests.kit.world import PASSWORD, make_world

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
FIELDS = {
    "full_name": "Tạp hoá Cô Ba",
    "phone": "+84905123456",
    "address_province": "48",
    "address_ward": "20242",
    "house_number": "12 Lê Duẩn",
    "gps": position(16.0741, 108.2208, 7.5, NOW),
    "rank": "A",
}
TOLD = {
    "gps": position(16.0790, 108.2208, 11.0, NOW, mock=True),
    "tags": ["stock_check"],
    "note": "Hàng còn nhiều.",
}
TABLES = {
    "customer": "id",
    "submission": "id",
    "activity": "id",
    "visit": "id",
    "submission_review": "submission_id",
    "receipt": "n",
    "media_object": "id",
    "media_link": "media_id",
    "feed_row": "kind, id",
    "feed_entry": "kind, id, scope",
}
FOUNDED = {"employee", "form", "organisation", "choice_list"}
"""What both organisations were founded with."""
MADE_ANEW = {"tenant_id", "seq", "epoch", "sha256", "body_sha256", "request_id", "base", "place"}


def parts():
    """Return the ids that both ways use: every row of one organisation gets the same ones."""
    rng = generator(7)
    return {name: new_uuid(rng) for name in ("customer", "form", "visit", "photo")}


def the_picture(world, settings):
    ids = parts()
    shot = Snapshot(1, "front", "Tạp hoá Cô Ba", "0905 123 456", 16.079, 108.2208, NOW)
    return develop(settings.media_dir, world.tenant_id, [(ids["photo"], shot)])[0]


@pytest.fixture
def worlds(database):
    return make_world(database, "cua"), make_world(database, "khối")


def enrol(database, world):
    with clock.at(NOW - timedelta(days=1)), unit_of_work(database, world.tenant_id) as session:
        return Phone(session, world.rep1.login, PASSWORD, DeviceInfo("A15", "android", "1.0.0"))


def through_the_door(database, settings, world):
    ids, phone, picture = parts(), enrol(database, world), the_picture(world, settings)
    boss = enrol_boss(database, world)
    customer = Entry(
        ids["form"], "customer.shop", NOW, FIELDS["gps"], FIELDS, record=("customer", ids["customer"], None)
    )
    told = TOLD | {"customer": str(ids["customer"]), "photos": [str(ids["photo"])]}
    visit = Entry(
        ids["visit"], "interaction.f2f", NOW + timedelta(hours=1), TOLD["gps"], told, pictures=[("photos", picture)]
    )
    for entry in (customer, visit):
        at = entry.occurred_at + timedelta(minutes=2)
        with unit_of_work(database, world.tenant_id) as session:
            phone.hand_in(session, [entry], at)
            with clock.at(at + timedelta(hours=2)):
                review(session, boss, entry.id, Verdict("approved", None))


def enrol_boss(database, world):
    with clock.at(NOW - timedelta(days=1)), unit_of_work(database, world.tenant_id) as session:
        return Phone(session, world.supervisor.login, PASSWORD, DeviceInfo("P9", "ios", "1.0.0")).actor


def in_bulk(database, settings, world):
    ids, phone, picture = parts(), enrol(database, world), the_picture(world, settings)
    boss, actor = enrol_boss(database, world), phone.actor
    received = NOW + timedelta(minutes=2)
    with unit_of_work(database, world.tenant_id) as session:
        customer = OldCustomer(
            ids["customer"], "shop", "lead", f"KH{reserve_codes(session, 1):06d}", actor.employee_id, FIELDS,
            ids["form"], actor.device_id, phone.count(), NOW, received, [], boss.employee_id,
            received + timedelta(hours=2),
        )  # fmt: skip
        history.prepare(session)
        history.stage(session, [customer], OldCustomer)
        history.write_customers(session)
        feed.touch(session, "customer", customer.id, dict.fromkeys(FIELDS, _stamp(customer)))
        feed.touch(session, "submission", customer.submission_id)
    received = NOW + timedelta(hours=1, minutes=2)
    told = TOLD | {"customer": str(ids["customer"]), "photos": [str(ids["photo"])]}
    with unit_of_work(database, world.tenant_id) as session:
        visit = OldVisit(
            ids["visit"], derived_id("visit", ids["visit"]), derived_id("activity", ids["visit"], "visit"),
            ids["customer"], actor.employee_id, None, actor.device_id, phone.count(), NOW + timedelta(hours=1),
            received, told, [named("photos", picture)], "approved", None, boss.employee_id,
            received + timedelta(hours=2),
        )  # fmt: skip
        history.prepare(session)
        history.stage(session, [visit], OldVisit)
        history.write_visits(session)
        owner = (actor.employee_id, actor.device_id)
        history.stage(session, [_picture("photos", picture, visit.submission_id, owner, received)], OldPicture)
        history.write_pictures(session)
        feed.touch(session, "submission", visit.submission_id)


def rows(database, world, table, order):
    """Return the organisation's rows as JSON with its people and devices by name, without what is made anew."""
    with unit_of_work(database, world.tenant_id) as session:
        found = session.execute(
            text(f"SELECT to_jsonb(t) FROM {table} t WHERE tenant_id = :t ORDER BY {order}"),  # noqa: S608
            {"t": world.tenant_id},
        ).scalars()
        names = session.execute(
            text(
                "SELECT id::text, name FROM employee WHERE tenant_id = :t"
                " UNION SELECT inbox::text, 'inbox of ' || name FROM employee WHERE tenant_id = :t"
                " UNION SELECT id::text, platform FROM device WHERE tenant_id = :t"
            ),
            {"t": world.tenant_id},
        ).all()
        return [cleaned(row, names) for row in found if row.get("kind") not in FOUNDED]


def cleaned(row, names):
    told = json.dumps(row, sort_keys=True, ensure_ascii=False)
    for identity, name in names:
        told = told.replace(identity, name)
    return without_made_anew(json.loads(told))


def without_made_anew(value):
    if isinstance(value, dict):
        return {key: without_made_anew(part) for key, part in value.items() if key not in MADE_ANEW}
    return [without_made_anew(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("table", TABLES)
def test_bulk_and_door_write_the_same_rows(database, settings, worlds, table):
    door, bulk = worlds
    through_the_door(database, settings, door)
    in_bulk(database, settings, bulk)
    one, other = (rows(database, world, table, TABLES[table]) for world in (door, bulk))
    assert one
    if table == "submission_review":
        one, other = ([{**row, "id": None} for row in some] for some in (one, other))
    if table == "receipt":
        one, other = ([{**row, "outcome": known(row["outcome"])} for row in some] for some in (one, other))
    if table == "submission":
        one, other = ([{**row, "changes": by_field(row["changes"])} for row in some] for some in (one, other))
    assert other == one


def known(outcome):
    """Leave out what an old receipt no longer tells: the version of then, and that files were awaited."""
    return {key: value for key, value in outcome.items() if key not in {"ver", "media"}}


def by_field(changes):
    return sorted(changes, key=lambda change: change["field"])


@pytest.mark.parametrize(("lat", "lon"), [(16.0741, 108.2208), (-33.9, 18.4), (0.0, 0.0), (21.0285, -105.85)])
def test_the_map_tile_in_sql_is_that_of_the_rules(session, lat, lon):
    x = f"floor(({lon} + 180) / 360 * 16384)::integer"
    y = f"floor((1 - asinh(tan(radians({lat}::float8))) / pi()) / 2 * 16384)::integer"
    assert session.scalar(text("SELECT " + history.woven(f"({x})", f"({y})"))) == tile_of(lat, lon)
