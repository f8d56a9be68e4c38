"""Plans of organisations and of what happens to them, drawn by Hypothesis from small numbers that shrink well."""

from dataclasses import dataclass
from functools import partial

from hypothesis import strategies as st

PARTS = ("rep", "supervisor", "supervisor", "office")


@dataclass(frozen=True)
class Plan:
    """Numbers are taken modulo what there is: any list of numbers is a plan.

    `people`: (manager among those before, part). `customers`: owners. `teams`: (leader, members). `pools`: (managers,
    customers). `shares`: (customers, receiver, to a team?, over already?). `routes`: (customers, assignee, first day
    and last day from today). `changes`: (what, one number, another).
    """

    people: list[tuple[int, str]]
    customers: list[int]
    teams: list[tuple[int, list[int]]]
    pools: list[tuple[list[int], list[int]]]
    shares: list[tuple[list[int], int, bool, bool]]
    routes: list[tuple[list[int], int, int, int]]
    changes: list[tuple[str, int, int]]


CHANGES = ("move", "leave", "assign", "end_share", "retire_team", "change_team", "change_pool", "share", "see_all")
SMALL = st.integers(0, 999)
FEW = st.lists(SMALL, min_size=1, max_size=3)


def plans(people: tuple[int, int], customers: tuple[int, int]) -> st.SearchStrategy[Plan]:
    """Draw plans with so many people below the administrator and so many customers, each from the least to the most."""
    return _plans(
        people=st.lists(st.tuples(SMALL, st.sampled_from(PARTS)), min_size=people[0], max_size=people[1]),
        customers=st.lists(SMALL, min_size=customers[0], max_size=customers[1]),
    )


_plans = partial(
    st.builds,
    Plan,
    teams=st.lists(st.tuples(SMALL, FEW), max_size=2),
    pools=st.lists(st.tuples(FEW, FEW), max_size=2),
    shares=st.lists(st.tuples(FEW, SMALL, st.booleans(), st.booleans()), max_size=4),
    routes=st.lists(st.tuples(FEW, SMALL, st.integers(-3, 2), st.integers(0, 3)), max_size=3),
    changes=st.lists(st.tuples(st.sampled_from(CHANGES), SMALL, SMALL), max_size=6),
)
