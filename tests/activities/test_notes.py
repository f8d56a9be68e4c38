"""Notes about customers: mentions, files, who sees them (SW-33, TM-16)."""

from uuid import uuid4

import pytest

from tests.kit.pictures import new_shot


@pytest.fixture
def mine(console, world):
    return console(world.rep1)


def written(console, shop, text="Chủ quán đi vắng", **more):
    return console.post(f"/customers/{shop}/notes", {"text": text, **more}, expect=201)


@pytest.mark.covers("SW-33", "TM-16")
def test_a_note_stands_on_the_customer_newest_first(mine, shop, supervisor, world):
    written(mine, shop, "Một")
    written(supervisor, shop, "Hai")
    items = supervisor.get(f"/customers/{shop}/notes")["items"]
    assert [(item["text"], item["own"]) for item in items] == [("Hai", True), ("Một", False)]
    assert items[1]["employee"] == {"id": str(world.rep1.id), "name": world.rep1.name}


@pytest.mark.covers("SW-33")
def test_who_is_mentioned_is_told(mine, shop, supervisor, world):
    note = written(mine, shop, "@Lê Giám Sát xem giúp", mentions=[str(world.supervisor.id)])
    assert note["mentions"] == [{"id": str(world.supervisor.id), "name": world.supervisor.name}]
    (notice,) = supervisor.get("/notifications")["items"]
    assert notice["title"]["vi"] == "Nguyễn Thị Một nhắc đến bạn trong ghi chú về Tạp hoá Cô Ba"
    assert notice["link"] == f"/customers/{shop}?tab=notes"


@pytest.mark.covers("SW-33", "RB-28")
@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_who_may_not_see_the_customer_is_not_told(mine, shop, console, world, who):
    colleague = getattr(world, who)
    written(mine, shop, mentions=[str(colleague.id), str(uuid4())])
    assert console(colleague).get("/notifications")["items"] == []


@pytest.mark.covers("SW-33")
def test_a_file_on_a_note_is_seen_by_who_sees_the_customer(mine, rep, shop, console, world):
    shot = new_shot()
    answer = rep.client.post("/api/v1/media", headers={**rep.headers, **shot.announcement()})
    assert answer.status_code == 201, answer.text
    note = written(mine, shop, files=[shot.media_id])
    assert [file["media_id"] for file in note["files"]] == [shot.media_id]
    friend = console(world.rep2)
    friend.get(f"/media/{shot.media_id}", expect=404)
    mine.post("/shares", {"customer_id": shop, "employee_id": str(world.rep2.id)}, expect=201)
    assert friend.get(f"/media/{shot.media_id}")["id"] == shot.media_id


def test_a_file_of_somebody_else_cannot_hang_on_a_note(mine, phone, world, shop):
    shot, stranger = new_shot(), phone(world.rep3)
    stranger.client.post("/api/v1/media", headers={**stranger.headers, **shot.announcement()})
    body = {"text": "Ảnh", "files": [shot.media_id]}
    answer = mine.post(f"/customers/{shop}/notes", body, expect=422)
    assert answer["pointer"] == "/files/0"
    assert mine.get(f"/customers/{shop}/notes")["items"] == []


@pytest.mark.covers("RB-22", "RB-28")
@pytest.mark.parametrize("who", ["rep2", "rep3", "other"])
def test_notes_are_hidden_with_their_customer(mine, shop, console, world, who):
    note = written(mine, shop)
    stranger = console(getattr(world, who))
    stranger.get(f"/customers/{shop}/notes", expect=404)
    stranger.post(f"/customers/{shop}/notes", {"text": "x"}, expect=404)
    stranger.patch(f"/notes/{note['id']}", {"text": "x"}, expect=404)


def test_only_its_writer_changes_or_deletes_a_note(mine, shop, supervisor):
    note = written(mine, shop)
    assert supervisor.patch(f"/notes/{note['id']}", {"text": "x"}, expect=403)["code"] == "not_your_note"
    assert supervisor.delete(f"/notes/{note['id']}", expect=403)["code"] == "not_your_note"
    changed = mine.patch(f"/notes/{note['id']}", {"text": "Đã về"})
    assert (changed["text"], changed["edited_at"] is None) == ("Đã về", False)
    mine.delete(f"/notes/{note['id']}")
    assert supervisor.get(f"/customers/{shop}/notes")["items"] == []


def test_phones_that_hold_the_customer_hold_its_notes(mine, rep, shop, phone, world, console):
    friend = phone(world.rep2)
    note = written(mine, shop, "Chìa khoá ở nhà bên")
    rep.pull()
    assert rep.held("note")[note["id"]]["text"] == "Chìa khoá ở nhà bên"
    share = console(world.rep1).post("/shares", {"customer_id": shop, "employee_id": str(world.rep2.id)}, expect=201)
    friend.pull()
    assert list(friend.held("note")) == [note["id"]]
    mine.delete(f"/shares/{share['id']}")
    friend.pull()
    assert friend.held("note") == {}


@pytest.mark.covers("RB-27", "RB-28")
def test_notes_move_with_the_customer_to_another_owner(mine, rep, shop, phone, world, supervisor):
    written(mine, shop)
    friend = phone(world.rep2)
    supervisor.post("/customers/assign", {"ids": [shop], "owner_id": str(world.rep2.id)})
    rep.pull()
    friend.pull()
    assert (len(rep.held("note")), len(friend.held("note"))) == (0, 1)


def test_notes_are_paged_without_gap(mine, shop):
    for text in ("1", "2", "3"):
        written(mine, shop, text)
    first = mine.get(f"/customers/{shop}/notes", limit=2)
    rest = mine.get(f"/customers/{shop}/notes", limit=2, cursor=first["next"])
    assert [one["text"] for one in first["items"] + rest["items"]] == ["3", "2", "1"]


@pytest.mark.parametrize("body", [{}, {"text": "  "}, {"text": "a" * 10_001}, {"text": "a", "mentions": ["x"]}])
def test_a_note_without_words_or_with_odd_ones_is_refused(mine, shop, body):
    assert mine.post(f"/customers/{shop}/notes", body, expect=422)["code"] == "invalid_input"
