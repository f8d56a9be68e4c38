"""`./tuyen simulate`: virtual phones against a product that dies; exit code 1 when a promise was not kept."""

import argparse
import logging
import shutil
import sys
import time

from server import logs
from server.instance.environment import ROOT
from server.instance.supervision import unwinding_on_signals
from tests.acceptance.product_that_dies import running_product
from tests.simulation.options import FAULTS, RESTORE, Options
from tests.simulation.simulation import Simulation

ENOUGH_MINUTES = 600.0


def main(arguments: list[str]) -> int:
    """Run, print the report, keep the phones' journals where something was found."""
    logs.configure(sys.__stderr__, logging.CRITICAL)
    asked = parser().parse_args(arguments)
    options = wanted(asked)
    folder = ROOT / ".tuyen/simulation" / f"{options.seed}-{time.strftime('%H%M%S')}"
    began = time.monotonic()

    def tell(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - began:6.0f} s] {line}\n")
        sys.stdout.flush()

    with unwinding_on_signals(), running_product() as product:
        report = Simulation(product, options, folder, tell).run()
    for line in report.lines():
        tell(line)
    if report.violations:
        tell(f"journals: {folder}")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the reader of the command line."""
    made = argparse.ArgumentParser(prog="tuyen simulate")
    made.add_argument("--phones", type=int, default=20)
    made.add_argument("--minutes", type=float, default=None)
    made.add_argument("--seed", type=int, default=1)
    usual = ",".join(fault for fault in FAULTS if fault != RESTORE)
    made.add_argument("--faults", default=usual, help=f"of {', '.join(FAULTS)}")
    made.add_argument("--kills", type=int, default=0)
    made.add_argument("--check-every", type=int, default=250)
    return made


def wanted(asked: argparse.Namespace) -> Options:
    """Return the options; an unknown fault ends the program."""
    faults = frozenset(filter(None, asked.faults.split(",")))
    unknown = faults - set(FAULTS)
    if unknown:
        parser().error(f"unknown faults: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
    minutes = asked.minutes or (ENOUGH_MINUTES if asked.kills else 2.0)
    gap = (0.5, 3.0) if asked.kills else (2.0, 8.0)
    return Options(asked.phones, minutes, asked.seed, faults, asked.kills, asked.check_every, gap)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
