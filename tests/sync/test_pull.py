import pytest

from tests.kit.phone import shop_answers


def test_a_rep_holds_the_forms_his_colleagues_and_his_organisation(phone, world):
    rep = phone(world.rep1)
    rep.pull()
    assert "customer.shop" in {form["key"] for form in rep.held("form").values()}
    assert len(rep.held("employee")) == 8
    assert len(rep.held("organisation")) == 1


def test_a_manager_holds_what_his_people_made_and_a_neighbour_does_not(phone, world):
    customer_id = phone(world.rep1).customer_made()
    holders = {}
    for member in (world.supervisor, world.director, world.rep2, world.other):
        someone = phone(member)
        someone.pull()
        holders[member.name] = customer_id in someone.held("customer")
    assert list(holders.values()) == [True, True, False, False]


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_small_pages_bring_the_same_as_one(phone, world, limit):
    maker = phone(world.rep1)
    maker.push(*[maker.submit("customer.shop", shop_answers(full_name=f"Shop {i}")) for i in range(8)])
    one, many = phone(world.supervisor), phone(world.supervisor)
    one.pull()
    pages = many.pull(limit=limit)
    assert len(pages) > 1
    assert all(len(page["changes"]) <= limit for page in pages)
    assert many.rows == one.rows


def test_a_second_pull_brings_only_what_changed(phone, world):
    rep = phone(world.rep1)
    rep.customer_made()
    rep.pull()
    (page,) = rep.pull()
    assert (page["changes"], page["remove"]) == ([], [])
    rep.push(rep.submit("customer.shop", shop_answers(full_name="Mới")))
    (page,) = rep.pull()
    assert sorted(change["k"] for change in page["changes"]) == ["customer", "submission"]


def test_a_cursor_of_someone_else_or_none_of_ours_starts_again(phone, world):
    one, other = phone(world.rep1), phone(world.rep2)
    one.pull()
    for cursor in (one.cursor, "nonsense"):
        answer = other.client.post("/api/v1/sync/pull", json={"cursor": cursor}, headers=other.headers)
        assert (answer.status_code, answer.json["code"]) == (409, "cursor_reset")


def test_push_and_pull_in_one_round_trip_shows_what_was_pushed(phone, world):
    rep = phone(world.rep1)
    operation = rep.submit("customer.shop", shop_answers())
    body = {"push": {"ops": [operation]}, "pull": {"cursor": None}}
    answer = rep.client.post("/api/v1/sync", json=body, headers=rep.headers)
    assert answer.json["push"]["results"][0]["s"] == "applied"
    assert operation["id"] in {change["id"] for change in answer.json["pull"]["changes"]}
    assert answer.json["pull"]["acked_n"] == 1


def test_receipts_tell_what_became_of_each_operation(phone, world):
    rep = phone(world.rep1)
    rep.push(rep.submit("customer.shop", shop_answers()), rep.submit("no.such.form", {}))
    answer = rep.client.get("/api/v1/sync/receipts?from_n=1", headers=rep.headers)
    assert [(item["n"], item["s"]) for item in answer.json["items"]] == [(1, "applied"), (2, "quarantined")]
