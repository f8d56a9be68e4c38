"""One thing done with many customers: all or none, each action with its own right; files and the history of fields."""

import hashlib
from base64 import b64encode
from uuid import uuid4

import pytest

TAG = "0192aaaa-0000-7000-8000-000000000001"


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def ids(rep):
    return [rep.customer_made(full_name=name) for name in ("Một", "Hai", "Ba")]


def act(boss, action, ids, expect=200, **values):
    return boss.post("/customers/bulk", {"ids": ids, "action": action, **values}, expect=expect)


def test_tags_are_put_on_and_taken_off_and_reach_the_phone(rep, boss, ids):
    assert act(boss, "tag", ids, tag_id=TAG)["changed"] == 3
    assert act(boss, "tag", ids, tag_id=TAG)["changed"] == 0
    assert act(boss, "untag", ids[:1], tag_id=TAG)["changed"] == 1
    rep.pull()
    assert [rep.held("customer")[one]["fields"].get("tags") for one in ids] == [None, [TAG], [TAG]]
    assert {one["id"] for one in boss.get("/customers", tag=TAG)["items"]} == set(ids[1:])


@pytest.mark.usefixtures("ids")
def test_what_a_filter_lets_through_is_changed_and_nothing_else(boss, world):
    body = {"filter": {"q": "hai"}, "action": "assign", "owner_id": str(world.rep2.id)}
    assert boss.post("/customers/bulk", body)["changed"] == 1
    assert [one["name"] for one in boss.get("/customers", owner_id=str(world.rep2.id))["items"]] == ["Hai"]


@pytest.mark.parametrize(
    ("action", "values", "code", "status"),
    [("tag", {}, "invalid_input", 422), ("assign", {}, "invalid_input", 422),
     ("status", {"status": "vip"}, "not_forward", 409),
     ("group", {"group_id": TAG}, "not_found", 404), ("dance", {}, "invalid_input", 422)],
)  # fmt: skip
def test_an_action_that_cannot_be_changes_nothing(boss, ids, action, values, code, status):
    assert act(boss, action, ids, expect=status, **values)["code"] == code


def test_one_that_is_not_seen_stops_all(phone, boss, ids, world):
    stranger = phone(world.rep3).customer_made()
    assert act(boss, "archive", [*ids, stranger], expect=404)["code"] == "not_found"
    assert len(boss.get("/customers")["items"]) == 3


def test_each_action_needs_its_own_right(console, world, ids):
    me = console(world.rep1)
    assert act(me, "archive", ids, expect=403)["code"] == "forbidden"
    assert act(me, "tag", ids, tag_id=TAG)["changed"] == 3
    assert act(me, "status", ids, status="potential")["changed"] == 3


@pytest.mark.covers("TB-55")
def test_each_field_has_its_history_with_who_when_and_by_which_form(rep, console, world, ids):
    rep.pull()
    edit = rep.edit("customer.shop", ids[0], {"rank": "B"})
    rep.push(edit)
    (change,) = console(world.rep1).get(f"/customers/{ids[0]}/attributes/rank/history")["items"]
    assert (change["before"], change["after"], change["submission_id"]) == (None, "B", edit["id"])
    assert (change["by"]["name"], change["way"]) == ("Nguyễn Thị Một", "form")
    console(world.rep3).get(f"/customers/{ids[0]}/attributes/rank/history", expect=404)


def uploaded(me, data, kind):
    """Send a file as the console does; return its id."""
    media_id = str(uuid4())
    said = {"media_id": media_id, "sha256": hashlib.sha256(data).hexdigest(), "filetype": kind}
    metadata = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in said.items())
    common = {"Tus-Resumable": "1.0.0", "X-Requested-With": "tuyen"}
    headers = {**common, "Upload-Length": str(len(data)), "Upload-Metadata": metadata}
    made = me.client.post("/api/v1/media", headers=headers)
    assert made.status_code == 201, made.text
    patch = {**common, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert me.client.patch(made.headers["Location"], data=data, headers=patch).status_code == 204
    return media_id


@pytest.mark.covers("TM-21")
def test_a_file_that_was_uploaded_is_kept_for_a_customer_and_seen_by_who_sees_it(console, world, ids):
    me = console(world.rep1)
    media_id = uploaded(me, b"\x89PNG\r\n\x1a\n" + b"0" * 100, "image/png")
    kept = me.post(f"/customers/{ids[0]}/files", {"media_id": media_id, "name": "Hợp đồng"}, expect=201)
    (seen,) = console(world.supervisor).get(f"/customers/{ids[0]}/files")["items"]
    assert (seen["id"], seen["name"], seen["added_by"]["name"]) == (kept["id"], "Hợp đồng", "Nguyễn Thị Một")
    assert (
        me.post(f"/customers/{ids[0]}/files", {"media_id": str(uuid4()), "name": "x"}, expect=422)["code"]
        == "file_not_uploaded"
    )
    me.delete(f"/customers/{ids[0]}/files/{kept['id']}")
    assert me.get(f"/customers/{ids[0]}/files")["items"] == []


@pytest.mark.covers("TM-21")
def test_a_pdf_of_a_customer_is_read_by_whoever_sees_the_customer_and_by_nobody_else(console, world, ids):
    me = console(world.supervisor)
    document = b"%PDF-1.7\n1 0 obj\n" + uuid4().bytes + b"\n%%EOF\n"
    media_id = uploaded(me, document, "application/pdf")
    me.post(f"/customers/{ids[0]}/files", {"media_id": media_id, "name": "Hợp đồng.pdf"}, expect=201)
    (seen,) = console(world.rep1).get(f"/customers/{ids[0]}/files")["items"]
    assert (seen["name"], seen["type"], seen["size"]) == ("Hợp đồng.pdf", "application/pdf", len(document))
    original = f"/api/v1/media/{media_id}/original"
    assert console(world.rep1).client.get(original, buffered=True).data == document
    assert console(world.other).client.get(original).status_code == 404
