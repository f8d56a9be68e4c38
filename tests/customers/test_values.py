"""A list is narrowed to what customers answered in a field, and the table by which they are found stays true."""

import pytest
from sqlalchemy import text

from server.core.unit_of_work import unit_of_work
from server.customers.queries.filters import LONGEST_VALUE, NOT_BY_VALUE
from tests.kit.phone import shop_answers

DIFFERENCES = text("""
(SELECT tenant_id, v.name, v.value, id FROM customer, customer_values(fields) AS v EXCEPT ALL TABLE customer_value)
UNION ALL
(TABLE customer_value EXCEPT ALL SELECT tenant_id, v.name, v.value, id FROM customer, customer_values(fields) AS v)
""")


@pytest.fixture
def rep(phone, world):
    """A rep with a fair's shop of rank A, and one of rank B that it referred."""
    made = phone(world.rep1)
    made.fair = made.submit("customer.shop", shop_answers(full_name="Hội chợ", rank="A", source="fair"), version=2)
    referred = shop_answers(full_name="Hàng xóm", phone="0905123456", rank="B", referred_by=made.fair["id"])
    made.push(made.fair, made.submit("customer.shop", referred, version=2))
    made.pull()
    return made


@pytest.fixture
def named(console, world):
    """Give the names in the supervisor's list of the customers that answered so."""
    return lambda **asked: [one["name"] for one in console(world.supervisor).get("/customers", **asked)["items"]]


@pytest.mark.usefixtures("rep")
def test_who_answered_so_is_listed(named):
    assert named(source="fair") == ["Hội chợ"]
    assert named(**{"field.rank": "B"}) == ["Hàng xóm"]
    assert named(**{"field.rank": "A", "source": "fair"}) == ["Hội chợ"]
    assert named(**{"field.rank": "A", "source": "street"}) == []


def test_a_page_asks_who_names_its_customer(rep, named):
    assert named(**{"field.referred_by": rep.fair["id"]}) == ["Hàng xóm"]


def test_an_edit_moves_a_customer_from_one_value_to_another(rep, named):
    rep.push(rep.edit("customer.shop", rep.fair["id"], {"rank": "C"}, version=2))
    assert (named(**{"field.rank": "A"}), named(**{"field.rank": "C"})) == ([], ["Hội chợ"])
    assert named(source="fair") == ["Hội chợ"]


def test_one_of_several_answers_is_enough(rep, named, database, world):
    with unit_of_work(database, world.tenant_id) as session:
        several = text("""UPDATE customer SET fields = fields || '{"languages": ["vi", "en", "vi"]}' WHERE id = :id""")
        session.execute(several, {"id": rep.fair["id"]})
    assert named(**{"field.languages": "en"}) == named(**{"field.languages": "vi"}) == ["Hội chợ"]
    assert named(**{"field.languages": "fr"}) == []


@pytest.mark.parametrize(
    ("name", "value"), [("house_number", "5 Lê Lợi"), ("owner_name", "x" * (LONGEST_VALUE + 1))], ids=["own", "long"]
)
def test_what_is_not_kept_by_value_is_still_found(rep, named, name, value):
    rep.push(rep.submit("customer.shop", shop_answers(**{"full_name": "Khác", "phone": "0907123456", name: value})))
    assert named(**{f"field.{name}": value}) == ["Khác"]


def test_both_sides_leave_out_the_same_fields(database, world):
    fields = "SELECT jsonb_object_agg(name, 'x') FROM unnest(CAST(:names AS text[])) AS name"
    with unit_of_work(database, world.tenant_id) as session:
        asked = text(f"SELECT name FROM customer_values(({fields}))")  # noqa: S608 - the words above
        assert session.scalars(asked, {"names": [*NOT_BY_VALUE, "rank"]}).all() == ["rank"]


def test_the_table_says_what_the_records_say_after_edits_and_deletions(rep, database, world):
    rep.push(rep.edit("customer.shop", rep.fair["id"], {"rank": "B", "source": "street"}, version=2))
    with unit_of_work(database, world.tenant_id) as session:
        assert session.scalar(text("SELECT count(*) FROM customer_value")) > 0
        assert session.execute(DIFFERENCES).all() == []
        session.execute(text("DELETE FROM customer_change"))
        session.execute(text("DELETE FROM customer"))
        assert session.scalar(text("SELECT count(*) FROM customer_value")) == 0


@pytest.mark.parametrize("sort", ["name", "-name", "code", "-code", "-updated_at"])
def test_the_pages_of_a_narrowed_list_follow_each_other_and_know_its_length(rep, console, world, sort):
    for place, rank in enumerate("ABAAC"):
        rep.push(
            rep.submit("customer.shop", shop_answers(full_name=f"Shop {place}", phone=f"090500000{place}", rank=rank))
        )
    boss, wanted = console(world.supervisor), {"field.rank": "A", "sort": sort}
    whole, walked, cursor = [one["id"] for one in boss.get("/customers", **wanted)["items"]], [], {}
    while cursor is not None:
        page = boss.get("/customers", **wanted, **cursor, limit=1)
        assert page["total"] == len(whole) == 4
        walked += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None
    assert walked == whole
