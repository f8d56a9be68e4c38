"""The merge policies that an organisation chose, at work."""

import pytest

from server.core.ids import new_id
from tests.kit.phone import minutes_ago

NEAR, FAR = {"lat": 16.0679, "lon": 108.2208}, {"lat": 16.2, "lon": 108.3}
ONE, TWO = str(new_id()), str(new_id())


@pytest.fixture
def clash(phone, console, world):
    """Let two people edit one field, the first one later by the clock; return the second's answer and what stands."""
    rep, rival, office = phone(world.rep1), phone(world.supervisor), console(world.admin)

    def collide(field, policy, first, second):
        if policy:
            office.put("/merge-policies", {"items": [{"form": "customer.shop", "field": field, "policy": policy}]})
        customer_id = rep.customer_made()
        rival.pull()
        rep.push(rep.edit("customer.shop", customer_id, {field: first}, occurred_at=minutes_ago(9)))
        (answer,) = rival.push(rival.edit("customer.shop", customer_id, {field: second}, occurred_at=minutes_ago(5)))
        rep.pull()
        return answer, rep.held("customer")[customer_id]["fields"][field]

    return collide


@pytest.mark.parametrize(
    ("field", "policy", "first", "second", "answer", "stands"),
    [
        ("full_name", None, "Một", "Hai", "merged", "Hai"),
        ("full_name", "manual", "Một", "Hai", "conflict", "Một"),
        ("full_name", "server", "Một", "Hai", "conflict", "Một"),
        ("photos", None, [ONE], [TWO], "applied", [ONE, TWO]),
        ("photos", "lww", [ONE], [TWO], "merged", [TWO]),
        ("photos", "manual", [ONE], [TWO], "conflict", [ONE]),
        ("gps", None, NEAR, FAR, "conflict", NEAR),
        ("gps", "lww", NEAR, FAR, "merged", FAR),
        ("gps", "manual", FAR, NEAR, "conflict", FAR),
    ],
)
def test_a_field_is_merged_as_chosen_else_as_shipped(clash, field, policy, first, second, answer, stands):
    told, value = clash(field, policy, first, second)
    assert (told["s"], value) == (answer, stands)


def test_a_conflict_says_by_which_policy_it_arose(clash, console, world):
    clash("rank", "manual", "A", "B")
    (shown,) = console(world.supervisor).get("/conflicts")["items"]
    assert shown["policy"] == "manual"
