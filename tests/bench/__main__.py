"""Measure what it costs to sync and to see.

`./tuyen bench [sync | pull | push | forms | phone | stored [SUBMISSIONS] | visibility [CUSTOMERS]] [--json]`
"""

import json
import os
import platform
import sys

from tests.bench import forms, phone, pull, push, stored, visibility
from tests.bench.processes import come_to_rest


def sync(base: str, database_url: str, owner_url: str) -> dict[str, float]:
    """Return the figures of push and pull."""
    addresses = (base, database_url, owner_url)
    return {**push.measure(*addresses), **pull.measure(*addresses)}


MEASURES = {
    "sync": sync,
    "push": push.measure,
    "pull": pull.measure,
    "forms": forms.measure,
    "phone": phone.measure,
    "stored": stored.measure,
    "visibility": visibility.measure,
}


def main() -> None:
    """Print the figures, with `--json` as JSON."""
    told = os.environ  # noqa: TID251 - told by the stage
    wanted = next((word for word in sys.argv[1:] if word in MEASURES), "sync")
    counts = [int(word) for word in sys.argv if word.isdigit()][:1]
    addresses = (told["TUYEN_PUBLIC_URL"], told["DATABASE_URL"], told["DATABASE_OWNER_URL"])
    come_to_rest(addresses[2])
    figures = MEASURES[wanted](*addresses, *counts)
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    sys.stdout.write(f"{platform.machine()}, {os.cpu_count()} cores, database on the same machine\n")
    for name, value in figures.items():
        sys.stdout.write(f"{name:36} {value:>12,}\n")


main()
