"""Numbers that phones give out by themselves are never given twice."""

from server.core.unit_of_work import unit_of_work
from server.sync.leases import BLOCKS, lend


def leased(someone, **held) -> list[tuple[str, int, int]]:
    last = someone.pull(held=held)[-1]
    return [(lease["series"], lease["from"], lease["to"]) for lease in last["leases"]]


def test_two_phones_get_blocks_that_do_not_overlap(phone, world):
    one, other = phone(world.rep1), phone(world.rep2)
    blocks = [leased(one, order=0), leased(other, order=0), leased(one, order=7)]
    assert blocks == [[("order", 1, 100)], [("order", 101, 200)], [("order", 201, 300)]]


def test_who_holds_half_a_block_or_asks_for_none_gets_none(phone, world):
    rep = phone(world.rep1)
    assert leased(rep, order=BLOCKS["order"] // 2) == []
    assert leased(rep) == []
    assert leased(rep, spaceship=0) == []


def test_a_pass_of_many_pages_brings_one_block_with_the_last(phone, world):
    pages = phone(world.rep1).pull(limit=1, held={"order": 0})
    assert [len(page["leases"]) for page in pages] == [0] * (len(pages) - 1) + [1]


def test_organisations_count_each_for_itself(database, world, phone):
    rep = phone(world.rep1)
    with unit_of_work(database, world.tenant_id) as session:
        (lease,) = lend(session, rep.device_id, {"order": 0})
    assert (lease["from"], lease["to"]) == (1, BLOCKS["order"])
