"""Ids that sort by age, and ids that two writers agree on."""

from time import time_ns
from uuid import UUID

import time_machine

from server.core.ids import derived_id, new_id


def test_ids_sort_by_the_time_of_their_making():
    made = []
    for second in range(5):
        with time_machine.travel(1_800_000_000 + second, tick=False):
            made += [new_id() for _ in range(20)]
    assert [made[i : i + 20] == made[i : i + 20] for i in range(0, 100, 20)]
    order = sorted(made)
    assert [set(order[i : i + 20]) for i in range(0, 100, 20)] == [set(made[i : i + 20]) for i in range(0, 100, 20)]


def test_an_id_tells_its_version_variant_and_millisecond():
    before = time_ns() // 1_000_000
    made = new_id()
    after = time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= made.int >> 80 <= after


def test_ids_of_one_millisecond_differ():
    with time_machine.travel(1_800_000_000, tick=False):
        assert len({new_id() for _ in range(2000)}) == 2000


def test_the_same_parts_give_the_same_id_and_others_another():
    parts = [
        ("outbox", 1, "media.process", "x"),
        ("outbox", 1, "media.process", "y"),
        ("outbox", 2, "media.process", "x"),
    ]
    ids = [derived_id(*each) for each in parts]
    assert derived_id(*parts[0]) == ids[0]
    assert len(set(ids)) == 3
    assert all(isinstance(each, UUID) and each.version == 5 for each in ids)
