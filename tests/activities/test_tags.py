"""Setting up tags and update-instruction sets (TB-55)."""

from uuid import uuid4

import pytest


@pytest.mark.covers("TB-55")
def test_a_set_asks_for_attributes_as_the_customers_forms_define_them(admin, update_set):
    (listed,) = admin.get("/update-sets")["items"]
    assert listed == update_set
    assert [one["name"] for one in listed["tags"]] == ["Khách quen"]
    email, owner = listed["attributes"]
    assert (email["name"], email["type"], owner["name"], owner["type"]) == ("email", "email", "owner_name", "text")
    assert email["label"]["vi"]


@pytest.mark.covers("TB-55")
@pytest.mark.usefixtures("update_set")
def test_choosing_a_tag_filters_the_sets(admin, tag):
    other = admin.post("/tags", {"name": "Nợ"}, expect=201)
    admin.post("/update-sets", {"name": "Công nợ", "tags": [other["id"]], "attributes": ["phone"]}, expect=201)
    assert [one["name"] for one in admin.get("/update-sets", tag_id=tag["id"])["items"]] == ["Hỏi thăm"]


@pytest.mark.covers("TB-55")
def test_phones_hold_tags_and_sets(rep, admin, tag, update_set):
    rep.pull()
    assert rep.held("tag") == {tag["id"]: {"name": "Khách quen", "colour": "#0ea5e9"}}
    held = rep.held("update_set")[update_set["id"]]
    assert (held["name"], held["tags"]) == ("Hỏi thăm", [tag["id"]])
    assert [one["name"] for one in held["attributes"]] == ["email", "owner_name"]
    admin.delete(f"/tags/{tag['id']}")
    rep.pull()
    assert rep.held("tag") == {}
    assert rep.held("update_set")[update_set["id"]]["tags"] == []


def test_a_set_is_changed_as_a_whole_and_taken_out_of_use(admin, rep, update_set):
    body = {"name": "Hỏi thăm mới", "attributes": ["phone"]}
    changed = admin.put(f"/update-sets/{update_set['id']}", body)
    assert (changed["name"], changed["tags"], len(changed["attributes"])) == ("Hỏi thăm mới", [], 1)
    admin.delete(f"/update-sets/{update_set['id']}")
    rep.pull()
    assert (admin.get("/update-sets")["items"], rep.held("update_set")) == ([], {})
    admin.put(f"/update-sets/{update_set['id']}", body, expect=404)


def test_the_attributes_to_choose_from_are_single_inputs(admin):
    found = {one["name"]: one["type"] for one in admin.get("/update-sets/attributes")["items"]}
    assert {"full_name", "phone", "email"} <= set(found)
    assert not {"media", "gps", "repeat", "ref", "province"} & set(found.values())


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"attributes": ["email", "không có"]}, "/attributes/1"),
        ({"attributes": ["email", "email"]}, "/attributes/1"),
        ({"tags": [str(uuid4())]}, "/tags/0"),
    ],
)
def test_what_is_no_attribute_or_no_tag_is_refused_and_named(admin, change, pointer):
    body = {"name": "Bộ", "attributes": ["email"], **change}
    answer = admin.post("/update-sets", body, expect=422)
    assert answer["pointer"] == pointer
    assert admin.get("/update-sets")["items"] == []


@pytest.mark.parametrize("change", [{"attributes": []}, {"name": "  "}, {"tags": "x"}, {"attributes": [7]}])
def test_a_set_without_name_or_attributes_is_refused(admin, change):
    body = {"name": "Bộ", "attributes": ["email"], **change}
    assert admin.post("/update-sets", body, expect=422)["code"] == "invalid_input"


@pytest.mark.usefixtures("update_set")
def test_names_are_taken_without_regard_to_case_and_diacritics(admin, tag):
    assert admin.post("/tags", {"name": "khach  quen"}, expect=409)["code"] == "tag_name_taken"
    body = {"name": "HỎI THĂM", "attributes": ["email"]}
    assert admin.post("/update-sets", body, expect=409)["code"] == "update_set_name_taken"
    admin.delete(f"/tags/{tag['id']}")
    admin.post("/tags", {"name": "Khách quen"}, expect=201)


@pytest.mark.parametrize("colour", ["red", "#12", "#gggggg", 7])
def test_a_colour_that_is_none_is_refused(admin, colour):
    assert admin.post("/tags", {"name": "A", "colour": colour}, expect=422)["code"] == "invalid_input"


def test_a_renamed_tag_reaches_the_phones(admin, rep, tag):
    admin.put(f"/tags/{tag['id']}", {"name": "Khách thân", "colour": "#ff0000"})
    rep.pull()
    assert rep.held("tag")[tag["id"]] == {"name": "Khách thân", "colour": "#ff0000"}


@pytest.mark.usefixtures("tag")
def test_a_rep_reads_tags_and_sets_up_none(console, world):
    rep = console(world.rep1)
    assert len(rep.get("/tags")["items"]) == 1
    assert rep.post("/tags", {"name": "B"}, expect=403)["code"] == "forbidden"
