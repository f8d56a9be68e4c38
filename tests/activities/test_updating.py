"""What interactions write into customers by update-instruction sets (TB-55, TB-56, golden scenario 23)."""

import pytest

from tests.kit.contacts import contact, sent

FORMS = pytest.mark.parametrize("form", ["interaction.tele", "interaction.f2f"])


def asked(shop_fields, update_set, **updates):
    """Return an interaction's answers with what each attribute showed when it was filled in."""
    before = {"updates": {name: shop_fields.get(name) for name in updates}}
    return {"update_set": update_set["id"], "updates": updates, "before": before}


def fields(phone, shop):
    phone.pull()
    return phone.rows["customer", shop]["fields"]


@pytest.mark.covers("TB-55", "G-23")
@FORMS
def test_each_attribute_of_the_set_is_written_on_the_customer(rep, shop, update_set, form):
    sent(rep, form, shop, **asked(fields(rep, shop), update_set, email="coba@example.test", owner_name="Cô Ba"))
    found = fields(rep, shop)
    assert (found["email"], found["owner_name"]) == ("coba@example.test", "Cô Ba")


@pytest.mark.covers("TB-55")
def test_the_interaction_tells_old_and_new_value_who_and_when(rep, shop, update_set, supervisor, world):
    known = fields(rep, shop)
    sent(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Ba"))
    operation = sent(rep, "interaction.tele", shop, **asked({"owner_name": "Cô Ba"}, update_set, owner_name="Cô Tư"))
    told = supervisor.get(f"/submissions/{operation['id']}")
    assert told["changes"] == [{"field": "owner_name", "before": "Cô Ba", "after": "Cô Tư"}]
    assert told["employee"]["name"] == world.rep1.name


@pytest.mark.covers("TB-56", "G-23")
def test_two_reps_on_the_same_attribute_offline_are_in_conflict(rep, shop, update_set, phone, world, supervisor):
    other = phone(world.supervisor)
    known = fields(rep, shop)
    first = contact(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Ba"))
    second = contact(other, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Bảy"))
    assert rep.push(first)[0]["s"] == "applied"
    (answer,) = other.push(second)
    assert [conflict["field"] for conflict in answer["conflicts"]] == ["owner_name"]
    (conflict,) = supervisor.get("/conflicts")["items"]
    assert {conflict["kept"]["value"], conflict["lost"]["value"]} == {"Cô Ba", "Cô Bảy"}


@pytest.mark.covers("TB-56", "G-23")
def test_two_reps_on_different_attributes_offline_are_merged(rep, shop, update_set, phone, world, supervisor):
    other = phone(world.supervisor)
    known = fields(rep, shop)
    first = contact(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Ba"))
    second = contact(other, "interaction.f2f", shop, **asked(known, update_set, email="moi@example.test"))
    assert [one["s"] for one in (*rep.push(first), *other.push(second))] == ["applied", "applied"]
    found = fields(rep, shop)
    assert (found["owner_name"], found["email"]) == ("Cô Ba", "moi@example.test")
    assert supervisor.get("/conflicts")["items"] == []


@pytest.mark.covers("TB-56")
def test_of_two_attributes_only_the_contested_one_is_in_conflict(rep, shop, update_set, phone, world):
    other = phone(world.supervisor)
    sent(rep, "interaction.tele", shop, **asked({}, update_set, owner_name="Chị", email="cu@example.test"))
    known = fields(rep, shop)
    sent(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Ba"))
    mine = asked(known, update_set, owner_name="Cô Bảy", email="bay@example.test")
    (answer,) = other.push(contact(other, "interaction.tele", shop, **mine))
    assert [conflict["field"] for conflict in answer["conflicts"]] == ["owner_name"]
    assert fields(rep, shop)["email"] == "bay@example.test"


@pytest.mark.covers("TB-55")
def test_what_the_phone_had_seen_is_replaced_without_a_conflict(rep, shop, update_set, phone, world):
    other = phone(world.supervisor)
    sent(rep, "interaction.tele", shop, **asked(fields(rep, shop), update_set, owner_name="Cô Ba"))
    mine = asked(fields(other, shop), update_set, owner_name="Cô Tư")
    (answer,) = other.push(contact(other, "interaction.tele", shop, **mine))
    assert (answer["s"], fields(rep, shop)["owner_name"]) == ("applied", "Cô Tư")


def test_two_interactions_of_one_push_follow_each_other(rep, shop, update_set):
    known = fields(rep, shop)
    first = contact(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Một"))
    second = contact(rep, "interaction.tele", shop, **asked({"owner_name": "Một"}, update_set, owner_name="Hai"))
    assert [one["s"] for one in rep.push(first, second)] == ["applied", "applied"]
    assert fields(rep, shop)["owner_name"] == "Hai"


@pytest.mark.covers("TB-55")
def test_tags_are_put_on_the_customer_beside_those_that_it_has(rep, shop, admin, tag, phone, world):
    other_tag = admin.post("/tags", {"name": "Nợ lâu"}, expect=201)
    other = phone(world.supervisor)
    sent(rep, "interaction.tele", shop, tags=[tag["id"]])
    sent(other, "interaction.f2f", shop, tags=[other_tag["id"]])
    assert set(fields(rep, shop)["tags"]) == {tag["id"], other_tag["id"]}


@pytest.mark.parametrize(
    ("updates", "flag"),
    [
        ({"email": "không phải thư"}, "field_invalid:updates/email"),
        ({"full_name": "Tên khác"}, "field_unknown:updates/full_name"),
    ],
)
def test_an_answer_that_does_not_fit_the_set_is_kept_and_flagged(rep, shop, update_set, supervisor, updates, flag):
    known = fields(rep, shop)
    operation = sent(rep, "interaction.tele", shop, update_set=update_set["id"], updates=updates)
    assert flag in supervisor.get(f"/submissions/{operation['id']}")["flags"]
    assert fields(rep, shop) == known


def test_a_set_that_nobody_knows_changes_nothing_and_is_flagged(rep, shop, supervisor, world):
    answers = {"update_set": str(world.rep1.id), "updates": {"email": "a@example.test"}, "tags": [str(world.rep1.id)]}
    operation = sent(rep, "interaction.tele", shop, **answers)
    flags = supervisor.get(f"/submissions/{operation['id']}")["flags"]
    assert {"field_invalid:update_set", "field_invalid:tags"} <= set(flags)


def test_a_set_out_of_use_still_works_for_what_a_phone_had_begun(rep, shop, update_set, admin):
    known = fields(rep, shop)
    admin.delete(f"/update-sets/{update_set['id']}")
    sent(rep, "interaction.tele", shop, **asked(known, update_set, owner_name="Cô Ba"))
    assert fields(rep, shop)["owner_name"] == "Cô Ba"


def test_an_update_by_who_may_only_view_waits_for_a_supervisor(rep, shop, update_set, phone, world, console):
    console(world.rep1).post("/shares", {"customer_id": shop, "employee_id": str(world.rep2.id)}, expect=201)
    other = phone(world.rep2)
    mine = asked(fields(other, shop), update_set, owner_name="Cô Bảy")
    (answer,) = other.push(contact(other, "interaction.tele", shop, **mine))
    assert answer["s"] == "conflict"
    assert "owner_name" not in fields(rep, shop)


def test_ten_updates_take_the_statements_of_one(rep, update_set, count_queries):
    shops = [rep.customer_made(full_name=f"Quán {place}", phone=f"09031234{place:02}") for place in range(11)]

    def operations(some):
        return [contact(rep, "interaction.tele", one, **asked({}, update_set, owner_name="Chị Hai")) for one in some]

    with count_queries() as one:
        rep.push(*operations(shops[:1]))
    with count_queries() as ten:
        rep.push(*operations(shops[1:]))
    assert len(ten) == len(one)
