"""Compare every read path with the model, in as many organisations as asked for: `./tuyen oracle`."""

import logging
import sys
import time
from collections import Counter
from functools import partial

from hypothesis import HealthCheck, Phase, given, seed, settings
from sqlalchemy import Engine, NullPool, create_engine, text

from server import logs, wiring
from server.accounts.queries import identities
from server.app import create_app
from server.core.database import connect
from server.settings import load
from tests.kit.databases import as_owner, own_database
from tests.visibility.plans import Plan, plans
from tests.visibility.reading import live_through


def main(organisations: int, first: int) -> int:
    """Live through that many organisations; print the checks by path; 1 when anything differed."""
    logs.configure(sys.__stderr__, logging.ERROR)
    checks: Counter[str] = Counter()
    began, lived = time.monotonic(), 0
    with own_database("oracle") as address:
        owner = create_engine(as_owner(address), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        known = load()
        database = wiring.database(connect(address), known.media_dir)
        app = create_app(known, database)

        @seed(first)
        @settings(
            max_examples=organisations,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(plan=plans((4, 12), (40, 120)))
        def explore(plan: Plan) -> None:
            nonlocal lived
            identities.WIDE = 1 if lived % 2 else 100  # both shapes of the predicate
            tally = live_through(app, database, plan, partial(_analyse, owner))
            assert tally.differences == [], tally.differences
            checks.update(tally.checks)
            lived += 1
            if lived % 2 == 0:
                sys.stdout.write(
                    f"{lived} organisations, {checks.total():,} checks, {time.monotonic() - began:.0f} s\n"
                )
                sys.stdout.flush()

        explore()
    for path, count in sorted(checks.items()):
        sys.stdout.write(f"{path:20} {count:>12,}\n")
    sys.stdout.write(f"{lived} organisations, {checks.total():,} checks, no difference\n")
    return 0


def _analyse(owner: Engine) -> None:
    """Give the planner what autovacuum would have given it by now: without it every join is a nested loop."""
    with owner.connect() as connection:
        connection.execute(text("ANALYZE"))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
