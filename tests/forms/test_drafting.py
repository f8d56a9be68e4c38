"""The form builder: a draft is kept whatever is wrong with it, published when nothing is, and then stays for ever."""

import pytest

from tests.kit.phone import shop_answers

COOLER = {"name": "cooler", "type": "bool", "label": {"vi": "Có tủ mát", "en": "Has a cooler"}}


@pytest.fixture
def maker(console, world):
    return console(world.admin)


def shop_form(maker):
    return maker.get("/forms/customer.shop")["current"]


def with_fields(definition, *fields):
    return {"definition": {**definition, "fields": [*definition["fields"], *fields]}}


def codes(faults):
    return {(fault["pointer"], fault["code"]) for fault in faults}


@pytest.fixture
def published(maker):
    """The shop's form with one field more."""
    maker.put("/forms/customer.shop/draft", with_fields(shop_form(maker), COOLER))
    return maker.post("/forms/customer.shop/publish", {})


@pytest.mark.covers("F-14")
def test_an_added_field_is_on_phones_after_their_next_pull(phone, world, request):
    rep = phone(world.rep1)
    rep.pull()
    request.getfixturevalue("published")
    rep.pull()
    (held,) = [form for form in rep.held("form").values() if form["key"] == "customer.shop"]
    assert (held["version"], held["fields"][-1]) == (3, COOLER)


def test_a_draft_is_seen_by_no_phone_and_by_nobody_who_makes_no_forms(maker, phone, console, world):
    maker.put("/forms/customer.shop/draft", with_fields(shop_form(maker), COOLER))
    rep = phone(world.rep1)
    rep.pull()
    (held,) = [form for form in rep.held("form").values() if form["key"] == "customer.shop"]
    assert held["version"] == 2
    assert console(world.rep1).get("/forms/customer.shop")["draft"] is None


@pytest.mark.covers("TB-13")
def test_a_form_begun_on_the_former_version_is_finished_on_it(phone, world, published):
    rep = phone(world.rep1)
    answers = [rep.push(rep.submit("customer.shop", shop_answers(), version=version))[0]["s"] for version in (1, 2, 3)]
    assert published["current"]["version"] == 3
    assert answers == ["applied"] * 3


def test_what_is_out_is_told_with_who_published_it(world, published):
    versions = [(made["version"], made["published_by"], made["current"]) for made in published["versions"]]
    admin = {"id": str(world.admin.id), "name": world.admin.name}
    assert versions == [(3, admin, True), (2, None, False), (1, None, False)]
    assert published["draft"] is None


def test_a_draft_with_faults_is_kept_and_not_published(maker):
    twice = with_fields(shop_form(maker), {**COOLER, "name": "full_name"})
    kept = maker.put("/forms/customer.shop/draft", twice)
    refused = maker.post("/forms/customer.shop/publish", {}, expect=422)
    assert refused["code"] == "form_faulty"
    assert refused["errors"] == kept["faults"] != []
    assert maker.get("/forms/customer.shop")["draft"]["definition"]["fields"] == twice["definition"]["fields"]


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ({**COOLER, "type": "select", "options_from": "nowhere"}, ("/fields/24/options_from", "unknown_list")),
        ({**COOLER, "name": "gender", "type": "bool"}, ("/fields/24/type", "type_taken")),
        ({**COOLER, "label": None}, ("/fields/24/label", "two_languages")),
        ({**COOLER, "name": "Tủ mát"}, ("/fields/24/name", "bad_name")),
        ("nonsense", ("/fields/24", "not_an_object")),
    ],
)
def test_a_fault_says_where_it_is(maker, field, fault):
    form = shop_form(maker)
    assert len(form["fields"]) == 24
    assert fault in codes(maker.put("/forms/customer.shop/draft", with_fields(form, field))["faults"])


def test_what_a_shipped_form_needs_cannot_be_taken_out(maker):
    form = shop_form(maker)
    poorer = {**form, "fields": [field for field in form["fields"] if field["name"] != "full_name"]}
    assert ("/fields", "needed_field") in codes(
        maker.put("/forms/customer.shop/draft", {"definition": poorer})["faults"]
    )


@pytest.mark.parametrize("body", [{}, {"fields": []}, {"fields": "all"}, {"title": {}, "fields": [[]]}])
def test_nonsense_is_kept_and_told_of(maker, body):
    assert maker.put("/forms/customer.shop/draft", {"definition": body})["faults"] != []
    maker.post("/forms/customer.shop/publish", {}, expect=422)


def test_a_thrown_away_draft_leaves_what_is_out(maker):
    maker.put("/forms/customer.shop/draft", {"definition": {}})
    maker.delete("/forms/customer.shop/draft")
    shown = maker.get("/forms/customer.shop")
    assert (shown["draft"], shown["current"]["version"]) == (None, 2)
    maker.post("/forms/customer.shop/publish", {}, expect=404)


@pytest.mark.parametrize("part", ["rep1", "supervisor", "office"])
def test_only_who_makes_forms_makes_them(console, world, part):
    body = {"definition": {}}
    assert console(getattr(world, part)).put("/forms/customer.shop/draft", body, expect=403)["right"] == "form.write"


def test_a_form_of_ones_own_is_filled_in_in_the_field(maker, phone, world):
    title = {"vi": "Kiểm tra tủ mát", "en": "Cooler check"}
    made = maker.post("/forms", {"title": title}, expect=201)
    maker.post(f"/forms/{made['key']}/publish", {})
    rep = phone(world.rep1)
    customer = rep.customer_made()
    (answer,) = rep.push(rep.submit(made["key"], {"customer": customer, "note": "Tủ chạy tốt"}))
    assert (made["key"], answer["s"]) == ("custom.kiem_tra_tu_mat", "applied")
    assert maker.get("/submissions", form=made["key"])["items"][0]["form_title"] == title


def test_no_two_forms_of_ones_own_have_one_key(maker):
    title = {"vi": "Kiểm tra", "en": "Check"}
    keys = [maker.post("/forms", {"title": title}, expect=201)["key"] for _ in range(2)]
    taken = maker.post("/forms", {"title": title, "key": keys[0]}, expect=409)
    assert keys == ["custom.kiem_tra", "custom.kiem_tra_2"]
    assert taken["code"] == "form_exists"


def test_a_form_of_ones_own_may_begin_as_a_copy(maker):
    title = {"vi": "Hỗ trợ kỹ thuật", "en": "Technical support"}
    made = maker.post("/forms", {"title": title, "copy_of": "support.tele"}, expect=201)
    names = [field["name"] for field in made["draft"]["definition"]["fields"]]
    assert names == [field["name"] for field in maker.get("/forms/support.tele")["current"]["fields"]]
    assert made["draft"]["faults"] == []


def test_a_form_that_there_is_not_is_not_found(maker):
    for path in ("/forms/nowhere", "/forms/customer.shop/versions/77"):
        maker.get(path, expect=404)
    maker.put("/forms/nowhere/draft", {"definition": {}}, expect=404)


@pytest.fixture
def survey(maker):
    """A form of one's own, published."""
    key = maker.post("/forms", {"title": {"vi": "Khảo sát kệ", "en": "Shelf survey"}}, expect=201)["key"]
    maker.post(f"/forms/{key}/publish", {})
    return key


def keys_held(rep):
    rep.pull()
    return {form["key"] for form in rep.held("form").values()}


def test_a_withdrawn_form_leaves_the_phones_and_can_be_offered_again(maker, phone, world, survey):
    rep = phone(world.rep1)
    assert survey in keys_held(rep)
    assert maker.post(f"/forms/{survey}/withdraw", {})["current"] is None
    assert survey not in keys_held(rep)
    assert maker.post(f"/forms/{survey}/publish", {})["current"]["version"] == 1
    assert survey in keys_held(rep)


def test_what_was_begun_on_a_withdrawn_form_is_accepted(maker, phone, world, survey):
    rep = phone(world.rep1)
    rep.push(profile := rep.submit("customer.shop", shop_answers(), version=2))
    maker.post(f"/forms/{survey}/withdraw", {})
    late = rep.submit(survey, {"customer": profile["id"], "note": "Kệ trống"}, version=1)
    assert rep.push(late)[0]["s"] == "applied"


def test_a_withdrawn_form_is_told_to_those_who_make_forms_and_keeps_its_name(maker, console, world, survey):
    maker.post(f"/forms/{survey}/withdraw", {})
    assert [one["key"] for one in maker.get("/forms")["withdrawn"]] == [survey]
    assert console(world.rep1).get("/forms")["withdrawn"] == []
    assert maker.post("/forms", {"title": {"vi": "Khảo sát kệ", "en": "Shelf survey"}}, expect=201)["key"] != survey


def test_withdrawing_twice_is_one_entry_in_the_history(maker, survey):
    for _ in range(2):
        maker.post(f"/forms/{survey}/withdraw", {})
    assert len(maker.get("/history", action="form.withdraw")["items"]) == 1


def test_a_shipped_form_cannot_be_withdrawn(maker):
    assert maker.post("/forms/customer.shop/withdraw", {}, expect=409)["code"] == "form_shipped"
    assert maker.get("/forms/customer.shop")["current"]
