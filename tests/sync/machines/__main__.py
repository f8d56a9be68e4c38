"""Let the machine live for some minutes: `./tuyen machines --minutes 10 --seed 1`."""

import argparse
import logging
import sys
import time

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from server import logs, wiring
from server.app import create_app
from server.core.database import tenant_bound
from server.settings import load
from tests.kit.databases import own_database
from tests.sync.machines.machine import SyncMachine
from tests.sync.machines.running import grounds, run

ROUND = 10


def main(argv: list[str]) -> int:
    """Run rounds of ROUND lives, each from a seed of its own, until the time is over."""
    parser = argparse.ArgumentParser(prog="./tuyen machines", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--shrink", action="store_true", help="make a failing life smaller; takes many minutes")
    wanted = parser.parse_args(argv)
    logs.configure(sys.__stderr__, logging.CRITICAL)
    ends, lives = time.monotonic() + wanted.minutes * 60, 0
    with own_database(f"machines_{wanted.seed}") as address:
        engine = create_engine(address)
        sessions = tenant_bound(sessionmaker(expire_on_commit=False, join_transaction_mode="create_savepoint"))
        known = load()
        database = wiring.database(sessions, known.media_dir)
        opener = grounds(create_app(known, database), database, sessions, engine)
        while time.monotonic() < ends:
            first = wanted.seed * 1_000_000 + lives
            run(SyncMachine, opener, ROUND, first=first, steps=wanted.steps, shrink=wanted.shrink)
            lives += ROUND
            tally = ", ".join(f"{name} {count:,}" for name, count in sorted(SyncMachine.tally.items()))
            sys.stdout.write(f"{lives} lives, every promise kept: {tally}\n")
            sys.stdout.flush()
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
