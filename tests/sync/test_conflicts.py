import pytest

from tests.kit.phone import minutes_ago


@pytest.fixture
def two_editors(phone, world):
    """Two phones of one rep that hold the same customer, and the customer's id."""
    one = phone(world.rep1)
    customer_id = one.customer_made(full_name="Tạp hoá Cô Ba", phone="0903 123 456")
    other = phone(world.supervisor)
    other.pull()
    return one, other, customer_id


def test_edits_of_different_fields_are_merged(two_editors):
    one, other, customer_id = two_editors
    (first,) = one.push(one.edit("customer.shop", customer_id, {"phone": "0909 999 999"}))
    (second,) = other.push(other.edit("customer.shop", customer_id, {"rank": "A"}))
    assert (first["s"], second["s"]) == ("applied", "applied")
    one.pull()
    fields = one.held("customer")[customer_id]["fields"]
    assert (fields["phone"], fields["rank"]) == ("+84909999999", "A")


def test_edits_of_one_field_keep_both_values_in_a_conflict(two_editors, console, world):
    one, other, customer_id = two_editors
    mine = one.edit("customer.shop", customer_id, {"full_name": "Cô Ba Mới"}, occurred_at=minutes_ago(9))
    theirs = other.edit("customer.shop", customer_id, {"full_name": "Cô Ba Cũ"}, occurred_at=minutes_ago(5))
    one.push(mine)
    (answer,) = other.push(theirs)
    assert answer["s"] == "merged"
    (conflict,) = console(world.supervisor).get("/conflicts")["items"]
    assert (conflict["kept"]["value"], conflict["lost"]["value"]) == ("Cô Ba Cũ", "Cô Ba Mới")
    assert conflict["label"]["vi"] == "Tên shop/cửa hàng"
    assert conflict["kept"]["employee"]["name"] == world.supervisor.name


@pytest.mark.parametrize(("choice", "value", "stands"), [("lost", None, "Một"), ("other", "Ba", "Ba")])
def test_a_supervisor_settles_a_conflict_and_the_phones_get_it(two_editors, console, world, choice, value, stands):
    one, other, customer_id = two_editors
    mine = one.edit("customer.shop", customer_id, {"full_name": "Một"}, occurred_at=minutes_ago(9))
    theirs = other.edit("customer.shop", customer_id, {"full_name": "Hai"}, occurred_at=minutes_ago(5))
    one.push(mine)
    other.push(theirs)
    inbox = console(world.supervisor)
    (conflict,) = inbox.get("/conflicts")["items"]
    inbox.post(f"/conflicts/{conflict['id']}/settle", {"choice": choice, "value": value})
    one.pull()
    assert one.held("customer")[customer_id]["fields"]["full_name"] == stands
    assert inbox.get("/conflicts")["items"] == []
    assert inbox.post(f"/conflicts/{conflict['id']}/settle", {"choice": "kept"}, expect=409)


def test_a_phone_never_conflicts_with_itself(two_editors):
    one, _, customer_id = two_editors
    first = one.edit("customer.shop", customer_id, {"full_name": "Lần một"})
    second = one.edit("customer.shop", customer_id, {"full_name": "Lần hai"})
    assert [answer["s"] for answer in one.push(first, second)] == ["applied", "applied"]


def test_an_unchanged_prefilled_value_writes_nothing(two_editors):
    one, other, customer_id = two_editors
    one.push(one.edit("customer.shop", customer_id, {"full_name": "Đã đổi"}))
    echo = other.edit("customer.shop", customer_id, {"full_name": "Tạp hoá Cô Ba"})
    (answer,) = other.push(echo)
    assert answer["s"] == "applied"
    one.pull()
    assert one.held("customer")[customer_id]["fields"]["full_name"] == "Đã đổi"


def test_an_edit_by_someone_who_may_not_see_the_customer_is_kept_aside(two_editors, phone, console, world):
    one, _, customer_id = two_editors
    stranger = phone(world.rep3)
    record = {"kind": "customer", "id": customer_id, "base": 1_000_000}
    (answer,) = stranger.push(stranger.submit("customer.shop", {"full_name": "Của tôi"}, record=record))
    assert answer["s"] == "conflict"
    one.pull()
    assert one.held("customer")[customer_id]["fields"]["full_name"] == "Tạp hoá Cô Ba"
    (conflict,) = console(world.supervisor).get("/conflicts")["items"]
    assert conflict["lost"]["value"] == "Của tôi"
