"""Whatever happens to rows, scopes and memberships between any two pages: a completed pull is the truth."""

import os
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from server.core import feed
from server.core.database import Database
from server.core.ids import new_id
from tests.concurrency.ground import Ground, Handset, delete, put

THINGS = 6
SCOPES = 4
STEPS = 15
EXAMPLES = 60

things = st.integers(0, THINGS - 1)
scopes = st.integers(0, SCOPES - 1)
places = st.sets(scopes, max_size=2)
turns = st.tuples(scopes, st.booleans())
changes = st.one_of(
    turns.map(lambda turn: ("members", [turn])),
    st.tuples(things, places).map(lambda written: ("write", [written])),
    things.map(lambda thing: ("remove", thing)),
)


class FeedMachine(RuleBasedStateMachine):
    """One organisation with few things and few scopes, so that everything meets everything.

    `visible` is the model: what the reader may see after each commit. Commits go on between the pages of a pass; a
    completed one is what its reader may see at its last page.
    """

    live: Database

    def __init__(self) -> None:
        super().__init__()
        self.ground = Ground.on(self.live)
        self.things, self.scopes = sorted(new_id() for _ in range(THINGS)), [new_id() for _ in range(SCOPES)]
        self.handset = Handset(self.ground, self.ground.database.sessions)
        self.values: dict[UUID, int] = {}
        self.placed: dict[UUID, set[int]] = {}
        self.joined: set[int] = set()
        self.written = 0

    def visible(self) -> dict[str, int]:
        return {str(thing): value for thing, value in self.values.items() if self.placed[thing] & self.joined}

    @initialize(
        where=st.lists(st.sets(scopes, min_size=1, max_size=2), min_size=THINGS, max_size=THINGS),
        joined=st.sets(scopes, min_size=1, max_size=3),
    )
    def begin(self, where, joined):
        """Enough rows that a pass has pages, in scopes some of which the reader has."""
        self.write(list(enumerate(where)))
        self.members([(number, True) for number in sorted(joined)])

    @rule(things=st.lists(st.tuples(things, places), min_size=1, max_size=3))
    def write(self, things):
        """Write things into scopes, all in one commit; one that was somewhere moves."""
        with self.ground.begin() as session:
            for number, where in things:
                self.written += 1
                thing = self.things[number]
                self.values[thing], self.placed[thing] = self.written, set(where)
                put(session, thing, self.written, [self.scopes[place] for place in sorted(where)])

    @rule(number=things)
    def remove(self, number):
        thing = self.things[number]
        with self.ground.begin() as session:
            delete(session, thing)
        self.values.pop(thing, None)

    @rule(number=things)
    def touch(self, number):
        """A row that changed nothing, or was never there."""
        with self.ground.begin() as session:
            feed.touch(session, "thing", self.things[number])

    @rule(turns=st.lists(turns, min_size=1, max_size=3))
    def members(self, turns):
        """Grants and revocations, each a commit of its own."""
        for number, joins in turns:
            change = feed.join_scope if joins else feed.leave_scope
            with self.ground.begin() as session:
                change(session, self.ground.reader, self.scopes[number])
            (self.joined.add if joins else self.joined.discard)(number)

    @rule(number=things, place=scopes, joins=st.booleans())
    def move_and_join_at_once(self, number, place, joins):
        """A row changes hands in the very commit that changes who reads the scope."""
        thing = self.things[number]
        self.written += 1
        self.values[thing], self.placed[thing] = self.written, {place}
        change = feed.join_scope if joins else feed.leave_scope
        with self.ground.begin() as session:
            put(session, thing, self.written, [self.scopes[place]])
            change(session, self.ground.reader, self.scopes[place])
        (self.joined.add if joins else self.joined.discard)(place)

    @rule(limit=st.integers(1, 2))
    def pull_one_page(self, limit):
        complete = self.handset.pull_page(limit)
        if complete:
            assert self.handset.rows == self.visible()

    @rule(meanwhile=st.lists(changes, min_size=1, max_size=4))
    def pull_with_changes_between_the_pages(self, meanwhile):
        for name, argument in meanwhile:
            self.pull_one_page(1)
            getattr(self, name)(argument)
        self.pull_to_the_end(2)

    @rule(limit=st.integers(1, 4))
    def pull_to_the_end(self, limit):
        self.handset.pull(limit)
        assert self.handset.rows == self.visible()

    @rule()
    def restart(self):
        self.handset.restart()

    def teardown(self):
        """In the end a phone that starts from nothing holds the same."""
        self.handset.pull(2)
        self.handset.pull(2)
        fresh = Handset(self.ground, self.ground.database.sessions)
        fresh.pull(100)
        assert self.handset.rows == fresh.rows == self.visible()


@pytest.mark.slow
def test_a_completed_pull_is_the_truth_whatever_went_before(live):
    machine = type("Machine", (FeedMachine,), {"live": live})
    by_hand = os.environ.get("TUYEN_FEED_EXAMPLES")  # noqa: TID251 - long runs are started by hand
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(by_hand or EXAMPLES),
            stateful_step_count=STEPS,
            deadline=timedelta(seconds=20),
            suppress_health_check=list(HealthCheck),
            derandomize=not by_hand,
            phases=[Phase.generate, Phase.shrink] if by_hand else [Phase.generate],  # shrinking takes minutes
            print_blob=True,
        ),
    )
