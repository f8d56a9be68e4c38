from datetime import date
from uuid import UUID

import pytest

from server.routes.rules import Period, Standing, Wish, cut_out, plan_stops

A, B, C = (UUID(int=n) for n in range(1, 4))
TODAY = date(2026, 11, 21)
BEFORE = date(2026, 8, 21)


def november(first: int, last: int | None = None) -> Period:
    return Period(date(2026, 11, first), date(2026, 11, last) if last else None)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (november(1, 10), november(10, 20), True),
        (november(1, 10), november(11, 20), False),
        (november(11, 20), november(1, 10), False),
        (november(1), november(20, 25), True),
        (november(21), november(1, 20), False),
        (november(1), november(9), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(one, other, together):
    assert one.overlaps(other) is together


@pytest.mark.parametrize(
    ("period", "hole", "left"),
    [
        (november(1, 30), november(10, 12), [november(1, 9), november(13, 30)]),
        (november(1), november(10, 12), [november(1, 9), november(13)]),
        (november(1), november(10), [november(1, 9)]),
        (november(10, 12), november(10, 12), []),
        (november(11), november(10), []),
        (november(10, 20), november(1, 12), [november(13, 20)]),
        (november(1, 5), november(6, 9), [november(1, 5)]),
    ],
)
def test_a_hole_is_cut_out_of_a_period(period, hole, left):
    assert cut_out(period, hole) == left


def standing(**memberships: str) -> dict[UUID, Standing]:
    ids = {"a": A, "b": B, "c": C}
    return {ids[name]: Standing(membership, BEFORE) for name, membership in memberships.items()}


def test_a_customer_marked_out_ends_yesterday_and_stands_outside_from_today():
    wishes = [Wish(A), Wish(B), Wish(C, "out")]
    plan = plan_stops(standing(a="in", b="in", c="in"), wishes, TODAY)
    assert (plan.keep, plan.close, plan.open, plan.drop) == ((A, B), (C,), (C,), ())
    assert plan.moved == {C}


def test_a_customer_left_out_of_the_list_ends_yesterday():
    plan = plan_stops(standing(a="in", b="in"), [Wish(A)], TODAY)
    assert (plan.keep, plan.close, plan.open, plan.drop) == ((A,), (B,), (), ())
    assert plan.moved == {B}


def test_a_customer_that_entered_today_and_is_left_out_today_leaves_no_trace():
    plan = plan_stops({A: Standing("in", BEFORE), B: Standing("in", TODAY)}, [Wish(A)], TODAY)
    assert (plan.keep, plan.close, plan.open, plan.drop) == ((A,), (), (), (B,))


def test_a_second_change_of_the_day_rewrites_the_row_of_the_first():
    plan = plan_stops({A: Standing("out", TODAY)}, [Wish(A, "in")], TODAY)
    assert (plan.keep, plan.close, plan.open, plan.moved) == ((A,), (), (), {A})


def test_a_new_order_moves_nobody():
    plan = plan_stops(standing(a="in", b="in"), [Wish(B), Wish(A)], TODAY)
    assert (set(plan.keep), plan.close, plan.open, plan.moved) == ({A, B}, (), (), frozenset())


def test_a_customer_that_leaves_the_list_from_outside_moves_nobody():
    plan = plan_stops(standing(a="in", b="out"), [Wish(A)], TODAY)
    assert (plan.close, plan.moved) == ((B,), frozenset())
