"""Throw fuzzed batches at the application: `./tuyen fuzz --batches 200000 --seed 1`."""

import argparse
import logging
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine

from server import logs, wiring
from server.app import create_app
from server.core.database import connect
from server.settings import load
from tests.fuzz.campaign import Campaign
from tests.fuzz.sender import BrokenPromiseError
from tests.kit.databases import all_seeing, own_database

PROGRESS_S = 30


def main(argv: list[str]) -> int:
    """Run the batches in as many processes as asked for; 1 when one of them found something."""
    parser = argparse.ArgumentParser(prog="./tuyen fuzz", description=__doc__)
    parser.add_argument("--batches", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, help="one life, by its number")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    wanted = parser.parse_args(argv)
    if wanted.only is not None:
        return fuzz(wanted.seed, range(wanted.only, wanted.only + 1), "only", 1)
    if wanted.part is not None:
        lives = range(wanted.part, wanted.batches, wanted.processes)
        return fuzz(wanted.seed, lives, str(wanted.part), wanted.batches // wanted.processes)
    command = [sys.executable, "-P", "-m", "tests.fuzz", *argv]
    children = [subprocess.Popen([*command, "--part", str(part)], cwd=_root()) for part in range(wanted.processes)]
    return max(child.wait() for child in children)


def _root() -> Path:
    return Path(__file__).parents[2]


def fuzz(seed: int, lives: range, name: str, batches: int) -> int:
    """Live through lives until so many batches were sent; tell each fault with how to draw it again; 1 if any."""
    logs.configure(sys.__stderr__, logging.CRITICAL)
    began, told, faults = time.monotonic(), 0.0, 0
    tally: Counter[str] = Counter()
    with own_database(f"fuzz_{name}") as address:
        known = load()
        database = wiring.database(connect(address), known.media_dir)
        campaign = Campaign(create_app(known, database), database, create_engine(all_seeing(address)), seed, tally)
        for number in lives:
            try:
                campaign.run(number)
            except BrokenPromiseError as error:
                faults += 1
                say(f"✗ {error}")
            enough = tally["batches"] >= batches
            if enough or time.monotonic() - told > PROGRESS_S:
                told = time.monotonic()
                say(f"part {name}: {tally['batches']:,} batches, {faults} faults, {told - began:.0f} s, {sums(tally)}")
            if enough:
                break
        database.engine.dispose()
        campaign.behind.dispose()
    return int(faults > 0)


def sums(tally: Counter[str]) -> str:
    """What became of it all, in one line."""
    return ", ".join(f"{key} {count:,}" for key, count in sorted(tally.items()) if key != "batches")


def say(line: str) -> None:
    """Print at once: a long run is watched."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
