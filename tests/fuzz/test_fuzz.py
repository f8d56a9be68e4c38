"""Some hundred fuzzed batches; `./tuyen fuzz` throws as many as one likes."""

import json
from collections.abc import Iterator
from random import Random
from unittest.mock import patch

import pytest
from sqlalchemy import create_engine

from server import wiring
from server.app import create_app
from server.core.database import connect
from server.settings import Settings
from tests.fuzz import poison
from tests.fuzz.campaign import Campaign
from tests.fuzz.sender import BrokenPromiseError, Item, Sender
from tests.kit.databases import all_seeing, own_database

pytestmark = pytest.mark.covers("P2", "P3", "P12")
LIVES = 4
BATCHES = 20
SHARES = 2


@pytest.fixture(scope="module")
def campaign(worker_id: str, settings: Settings) -> Iterator[Campaign]:
    with own_database(f"{worker_id}_fuzz") as address:
        behind = create_engine(all_seeing(address))
        database = wiring.database(connect(address), settings.media_dir)
        yield Campaign(create_app(settings, database), database, behind, seed=1)
        database.engine.dispose()
        behind.dispose()


@pytest.mark.parametrize("number", range(LIVES))
def test_no_batch_however_bad_breaks_a_promise(campaign, number):
    campaign.run(number, BATCHES)
    assert campaign.tally["drawn"] >= BATCHES
    assert min(campaign.tally[f"item {end}"] for end in ("applied", "quarantined")) > BATCHES // 4


@pytest.mark.parametrize("share", range(SHARES))
def test_every_entry_of_the_corpus_ends_among_good_ones(campaign, share):
    life = campaign.life(1000 + share)
    life.live()

    def operation(line: bytes):
        return lambda n: poison.filled(life.random, line, n, life.used[0], life.used[0])

    def note(value: bytes):
        return lambda n: poison.with_note(life.visit(n), value)

    entries = [operation(line) for line in poison.OPERATIONS] + [note(value) for value in poison.FRAGMENTS]
    mine = [*entries, *(note(make()) for make in poison.LONG)][share::SHARES]
    for first in range(0, len(mine), 8):
        life.among_good_ones(mine[first : first + 8])
    campaign.close(life)


@pytest.mark.parametrize("fault", ["500", "silence", "refusal", "strange end", "no message"])
def test_the_fuzzer_notices(campaign, fault):
    """A server that breaks its promises is told on."""

    def lie(sender, *sent):
        status, answer = honest(sender, *sent)
        results = answer.get("results", [])
        match fault:
            case "500":
                raise BrokenPromiseError("500")
            case "silence":
                answer["results"] = []
            case "refusal":
                answer["results"] = [{**one, "s": "quarantined", "code": "tx", "message": "x"} for one in results]
            case "strange end":
                answer["results"] = [{**one, "s": "retry"} for one in results]
            case "no message":
                answer["results"] = [{**one, "s": "quarantined", "code": "tx"} for one in results]
        return status, answer

    honest = Sender.answer_of
    with patch.object(Sender, "answer_of", lie), pytest.raises(BrokenPromiseError):
        campaign.life(2000 + len(fault)).live()


def test_the_fuzzer_notices_bytes_that_are_not_kept(campaign):
    life = campaign.life(3000)
    life.live()
    life.sender.hand_in([Item(2, b'{"n":2,"t":"dance"}', good=False)])
    life.sender.quarantined[0].raw = b'{"n":2,"t":"danse"}'
    with pytest.raises(BrokenPromiseError, match="not kept"):
        campaign.close(life)


def test_the_fuzzer_notices_a_value_that_was_lost(campaign):
    life = campaign.life(4000)
    life.live()
    next(iter(life.shops.values()))["note"] = "never sent"
    with pytest.raises(BrokenPromiseError, match="never sent"):
        campaign.close(life)


def test_a_life_is_drawn_again_by_its_number():
    drawn = [poison.spoilt(Random("1/7"), json.loads('{"n": 1, "a": {"b": 2}}')) for _ in range(2)]  # noqa: S311
    assert drawn[0] == drawn[1]
