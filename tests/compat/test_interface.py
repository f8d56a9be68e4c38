"""What the interface tells WatermelonDB and RxDB, without their clients: shapes, resets, refusals."""

import json

import pytest
from sqlalchemy import select, update

from server.accounts.models import Device
from server.core.feed import TenantClock
from server.core.unit_of_work import unit_of_work
from tests.compat.apps import SHOP
from tests.kit.phone import shop_answers

NOTHING = {"created": [], "updated": [], "deleted": []}


def watermelon(phone, timestamp=None, **query):
    query = {"last_pulled_at": "null" if timestamp is None else timestamp, **query}
    return phone.client.get("/api/v1/compat/watermelon/pull", query_string=query, headers=phone.headers)


def hand_in(phone, **tables):
    answer = phone.ask("/compat/watermelon/push", {name: {**NOTHING, **found} for name, found in tables.items()})
    assert answer.status_code == 200, answer.text
    return answer.json


def replicate(phone, checkpoint=None, kind="customer", limit=100):
    return phone.ask(f"/compat/rxdb/{kind}/pull", {"checkpoint": checkpoint, "limit": limit})


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def new_epoch(database, world):
    """The server comes back from a backup."""

    def restore():
        with unit_of_work(database, world.tenant_id) as session:
            session.execute(update(TenantClock).values(epoch="01920000-0000-7000-8000-0000000000ee"))

    return restore


def test_a_timestamp_is_a_number_that_javascript_can_hold(rep):
    timestamp = watermelon(rep).json["timestamp"]
    assert 0 < timestamp < 2**53
    assert watermelon(rep, timestamp).json["timestamp"] == timestamp


def test_tables_that_the_app_does_not_have_are_left_out(rep):
    rep.customer_made()
    changes = watermelon(rep, tables="customer,favourite").json["changes"]
    assert list(changes) == ["customer"]
    assert len(changes["customer"]["updated"]) == 1


def test_a_new_table_comes_whole_and_the_others_with_what_is_new(rep):
    rep.customer_made()
    timestamp = watermelon(rep, tables="submission").json["timestamp"]
    migration = json.dumps({"from": 1, "tables": ["customer"], "columns": []})
    changes = watermelon(rep, timestamp, tables="customer,submission", migration=migration).json["changes"]
    assert (len(changes["customer"]["updated"]), changes["submission"]) == (1, NOTHING)


def test_a_table_with_new_columns_comes_whole(rep):
    rep.customer_made()
    timestamp = watermelon(rep).json["timestamp"]
    migration = json.dumps({"from": 1, "tables": [], "columns": [{"table": "customer", "columns": ["note"]}]})
    assert len(watermelon(rep, timestamp, migration=migration).json["changes"]["customer"]["updated"]) == 1


def test_a_server_that_came_from_a_backup_replaces_what_the_phone_holds(rep, new_epoch):
    shop = rep.customer_made()
    timestamp = watermelon(rep).json["timestamp"]
    new_epoch()
    told = watermelon(rep, timestamp).json
    assert told["experimentalStrategy"] == "replacement"
    assert [row["id"] for row in told["changes"]["customer"]["updated"]] == [shop]
    assert "experimentalStrategy" not in watermelon(rep, told["timestamp"]).json


def test_the_number_of_one_person_is_not_that_of_another(rep, phone, world):
    timestamp = watermelon(rep).json["timestamp"]
    assert watermelon(phone(world.rep2), timestamp).json["experimentalStrategy"] == "replacement"


def test_a_checkpoint_of_before_the_backup_is_told_to_start_again(rep, new_epoch):
    checkpoint = replicate(rep).json["checkpoint"]
    new_epoch()
    answer = replicate(rep, checkpoint)
    assert (answer.status_code, answer.json["code"]) == (409, "cursor_reset")


@pytest.mark.parametrize("checkpoint", [{}, {"kind": "customer"}, {"kind": "customer", "cursor": "x"}, {"cursor": 1}])
def test_a_checkpoint_that_is_not_ours_is_told_to_start_again(rep, checkpoint):
    assert replicate(rep, checkpoint).json["code"] == "cursor_reset"


def test_a_checkpoint_of_another_kind_is_told_to_start_again(rep):
    assert replicate(rep, replicate(rep).json["checkpoint"], "route").json["code"] == "cursor_reset"


def test_batches_are_full_until_the_last(rep):
    for _ in range(5):
        rep.customer_made()
    checkpoint, sizes = None, []
    while not sizes or sizes[-1] >= 2:
        told = replicate(rep, checkpoint, limit=2).json
        sizes.append(len(told["documents"]))
        checkpoint = told["checkpoint"]
    assert sizes == [2, 2, 1]


def test_a_kind_that_nobody_knows_is_not_found(rep):
    assert replicate(rep, kind="favourite").status_code == 404


@pytest.mark.parametrize("body", [[], {"customer": 1}, {"customer": {"created": [1]}}, {"customer": {"deleted": [1]}}])
def test_a_body_of_another_shape_is_refused_and_nothing_of_it_taken(rep, body):
    answer = rep.ask("/compat/watermelon/push", body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("migration", ["x", "[]", '{"tables":1}'])
def test_a_migration_that_cannot_be_read_is_refused(rep, migration):
    assert watermelon(rep, migration=migration).status_code == 422


@pytest.mark.parametrize("row_id", ["k3J9xQ2bL0aWcD7e", "", "null"])
def test_an_id_that_is_no_uuid_is_refused_alone_and_kept(rep, row_id):
    good = "01920000-0000-7000-8000-000000000abc"
    told = hand_in(rep, customer={"created": [{**SHOP, "id": row_id}, {**SHOP, "id": good}]})
    assert told["experimentalRejectedIds"] == {"customer": [row_id]}
    assert [result["s"] for result in told["results"]] == ["quarantined", "applied"]


def test_what_an_app_writes_into_a_table_for_reading_is_kept_and_taken_back(rep):
    shop = rep.customer_made()
    submission = next(iter(rep.held("submission")))
    timestamp = watermelon(rep).json["timestamp"]
    raw = {"id": submission, "state": "approved", "_status": "updated", "_changed": "state"}
    told = hand_in(rep, submission={"updated": [raw]})
    assert (told["experimentalRejectedIds"], told["results"][0]["code"]) == ({}, "unknown_kind")
    assert [row["id"] for row in watermelon(rep, timestamp).json["changes"]["submission"]["updated"]] == [submission]
    assert shop in rep.held("customer")


def test_a_position_as_text_becomes_the_position(rep):
    shop = rep.customer_made()
    raw = next(row for row in watermelon(rep).json["changes"]["customer"]["updated"] if row["id"] == shop)
    moved = {**raw, "gps": json.dumps({"lat": 16.068, "lon": 108.2209}), "_changed": "gps"}
    hand_in(rep, customer={"updated": [{**moved, "base": json.dumps({"gps": [raw["v"], raw["gps"]]})}]})
    rep.pull()
    assert rep.rows["customer", shop]["fields"]["gps"] == {"lat": 16.068, "lon": 108.2209}


def test_more_edits_than_one_push_takes_are_taken_in_several(rep):
    made = [{**SHOP, "id": f"01920000-0000-7000-8000-{number:012x}"} for number in range(450)]
    told = hand_in(rep, customer={"created": made})
    assert {result["s"] for result in told["results"]} == {"applied"}
    assert len(told["results"]) == 450


def test_a_phone_that_may_only_hand_in_hands_in_and_is_told_nothing(rep, database, world):
    document = {**SHOP, "id": rep.customer_made()}
    with unit_of_work(database, world.tenant_id) as session:
        session.execute(update(Device).where(Device.id == rep.device_id).values(state="drain"))
    assert replicate(rep).json["code"] == watermelon(rep).json["code"] == "device_drained"
    rows = [{"newDocumentState": {**document, "note": "còn lại"}, "assumedMasterState": {**document, "v": 1}}]
    told = rep.ask("/compat/rxdb/customer/push", {"rows": rows}).json
    assert (told["conflicts"], [result["code"] for result in told["results"]]) == ([], ["drained"])


def test_our_own_numbers_go_on_after_those_of_an_app(rep):
    hand_in(rep, customer={"created": [{**SHOP, "id": "01920000-0000-7000-8000-000000000abc"}]})
    rep.n = 2
    (answer,) = rep.push(rep.submit("customer.shop", shop_answers()))
    assert answer["s"] == "applied"


@pytest.mark.parametrize("read", [watermelon, replicate])
def test_a_foreign_client_that_reads_is_heard_of(rep, world, database, read):
    read(rep)
    with unit_of_work(database, world.tenant_id) as session:
        assert session.scalar(select(Device.last_pull_at)) is not None
