"""Groups are lists that people keep by hand; filters and columns are everybody's own."""

import pytest

pytestmark = pytest.mark.covers("F-06")


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


@pytest.fixture
def group(rep, boss):
    ids = [rep.customer_made(full_name="Cô Ba"), rep.customer_made(full_name="Chú Tư")]
    return boss.post("/customer-groups", {"name": "Đại lý", "description": "Cấp một", "ids": ids}, expect=201)


@pytest.mark.covers("CV-06", "CV-14", "CV-15")
@pytest.mark.usefixtures("rep")
def test_a_group_has_a_name_of_its_own_a_description_and_each_customer_once(boss, group):
    assert (group["name"], group["description"], group["count"]) == ("Đại lý", "Cấp một", 2)
    (first,) = boss.get("/customers", q="co ba")["items"]
    assert first["groups"] == [{"id": group["id"], "name": "Đại lý"}]
    again = boss.patch(f"/customer-groups/{group['id']}", {"add": [first["id"], first["id"]]})
    assert again["count"] == 2
    taken = boss.post("/customer-groups", {"name": "đai lý", "description": "x"}, expect=409)
    assert taken["code"] == "group_name_taken"
    assert boss.post("/customer-groups", {"name": "Không mô tả"}, expect=422)["code"] == "invalid_input"


@pytest.mark.covers("CV-02", "CV-04")
@pytest.mark.usefixtures("group")
def test_groups_are_found_by_name_or_description(boss):
    boss.post("/customer-groups", {"name": "Quán nước", "description": "Vỉa hè"}, expect=201)
    assert [one["name"] for one in boss.get("/customer-groups", q="cap mot")["items"]] == ["Đại lý"]
    assert [one["name"] for one in boss.get("/customer-groups")["items"]] == ["Đại lý", "Quán nước"]


@pytest.mark.covers("CV-16", "CV-18")
def test_a_group_narrows_the_list_and_goes_without_its_customers(rep, boss, group):
    rep.customer_made(full_name="Ngoài nhóm")
    inside = boss.get("/customers", group_id=group["id"])["items"]
    assert {one["name"] for one in inside} == {"Cô Ba", "Chú Tư"}
    rep.pull()
    assert rep.held("customer")[inside[0]["id"]]["groups"] == [group["id"]]
    assert rep.held("customer_group")[group["id"]]["name"] == "Đại lý"
    boss.delete(f"/customer-groups/{group['id']}")
    rep.pull()
    assert len(boss.get("/customers")["items"]) == 3
    assert rep.held("customer_group") == {}


@pytest.mark.usefixtures("rep", "group")
def test_nobody_puts_customers_into_a_group_whom_he_does_not_see(console, world):
    stranger = console(world.other)
    ids = [one["id"] for one in console(world.supervisor).get("/customers")["items"]]
    refused = stranger.post("/customer-groups", {"name": "Lạ", "description": "x", "ids": ids}, expect=404)
    assert refused["code"] == "not_found"
    assert [one["name"] for one in stranger.get("/customer-groups")["items"]] == ["Đại lý"]


def test_a_saved_filter_is_ones_own_and_narrows_the_list(rep, boss, console, world):
    rep.push(rep.submit("customer.shop", {"full_name": "Nguồn A", "phone": "0903123456", "source": "fair"}, version=2))
    rep.customer_made(full_name="Không nguồn")
    saved = boss.post("/customer-filters", {"name": "Hội chợ", "filter": {"field.source": "fair"}}, expect=201)
    (kept,) = boss.get("/customer-filters")["items"]
    assert [one["name"] for one in boss.get("/customers", **kept["filter"])["items"]] == ["Nguồn A"]
    assert boss.post("/customer-filters", {"name": "hội chợ", "filter": {}}, expect=409)["code"] == "filter_name_taken"
    assert console(world.rep1).get("/customer-filters")["items"] == []
    console(world.rep1).delete(f"/customer-filters/{saved['id']}", expect=404)
    boss.delete(f"/customer-filters/{saved['id']}")
    assert boss.get("/customer-filters")["items"] == []


@pytest.mark.covers("TM-08", "F-14")
def test_columns_are_ones_own_and_show_any_field_of_the_record(rep, boss, console, world):
    rep.customer_made(full_name="Cô Ba", owner_name="Ba")
    assert "name" in boss.get("/customer-columns")["columns"]
    boss.put("/customer-columns", {"columns": ["name", "field.owner_name", "name"]})
    assert boss.get("/customer-columns")["columns"] == ["name", "field.owner_name"]
    assert boss.get("/customers", columns="owner_name")["items"][0]["fields"] == {"owner_name": "Ba"}
    assert "code" in console(world.rep1).get("/customer-columns")["columns"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [("name", ["An", "Đạt", "Em"]), ("-name", ["Em", "Đạt", "An"]), ("code", ["Em", "An", "Đạt"]),
     ("-code", ["Đạt", "An", "Em"]), ("-updated_at", ["Đạt", "An", "Em"])],
)  # fmt: skip
def test_a_list_is_paged_in_every_order(rep, boss, sort, names):
    for name in ("Em", "An", "Đạt"):
        rep.customer_made(full_name=name)
    first = boss.get("/customers", sort=sort, limit=2)
    second = boss.get("/customers", sort=sort, limit=2, cursor=first["next"])
    assert [one["name"] for one in first["items"] + second["items"]] == names
    assert second["next"] is None


def test_a_filter_by_what_is_no_field_is_refused(boss):
    assert boss.get("/customers", expect=422, **{"field.Đ": "x"})["code"] == "invalid_input"
