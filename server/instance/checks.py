"""`./tuyen test`: every check of the product in one run, the cheap ones first, pytest's closing line last."""

import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

from server.instance import packages
from server.instance.environment import ROOT, child_environment, python_command
from server.instance.foreground import run
from server.instance.front import FrontEnds
from server.instance.progress import say
from server.instance.supervision import unwinding_on_signals
from server.instance.throwaway import throwaway

LANES = 2
"""So many checks run beside each other: each keeps one processor busy."""
TESTS_AT_ONCE = "3"
"""One more than the machine that was measured has processors: some tests wait for a lease or a silence to end."""
GROUPS = ("linters", "types", "contracts", "front", "unit", "browser")
PYTEST_GROUPS = {"unit": ["-m", "not browser and not slow"], "browser": ["-m", "browser"]}


@dataclass(frozen=True)
class Check:
    """A command that has to succeed; `environment` is called when its turn has come."""

    group: str
    command: list[str]
    environment: Callable[[], dict[str, str]] = child_environment

    def passes(self) -> bool:
        """Run it; print what it printed when it failed, one line when it did not."""
        started = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        good = done.returncode == 0
        if not good:
            say(done.stdout)
        name = " ".join(self.command).replace(python_command("x")[0] + " -P -m ", "")
        say(f"{'✓' if good else '✗'} {name}  {time.monotonic() - started:.1f} s")
        return good


def checks() -> list[Check]:
    """Return everything that runs before pytest."""
    front = FrontEnds().environment
    return [
        Check("linters", python_command("ruff", "check", ".")),
        Check("linters", python_command("ruff", "format", "--check", ".")),
        Check("front", ["npm", "run", "lint"], front),
        Check("types", python_command("mypy")),
        Check("contracts", ["lint-imports"]),
        Check("front", ["npm", "run", "types"], front),
        Check("front", ["npm", "test"], front),
    ]


def run_checks(only: str | None, pytest_arguments: list[str]) -> int:
    """Run every check, or the group `only`; return 0 when all passed, else the exit code of a failed one."""
    with unwinding_on_signals():
        browser = only in {None, "browser"}
        wants_pytest = only is None or only in PYTEST_GROUPS
        if wants_pytest:
            packages.ensure(browser=browser)
        if only in {None, "front"}:
            FrontEnds().ensure_packages()
        chosen = [check for check in checks() if only in {None, check.group}]
        with ThreadPoolExecutor(LANES) as lanes:
            passed = list(lanes.map(Check.passes, chosen))
        code = pytest(only, pytest_arguments) if wants_pytest else 0
        return code or int(not all(passed))


def pytest(only: str | None, arguments: list[str]) -> int:
    """Build the clients, run pytest with services of its own, return its exit code."""
    FrontEnds().ensure_built()
    selection = PYTEST_GROUPS.get(only or "", [])
    with ExitStack() as stack:
        environment = child_environment(**stack.enter_context(throwaway()))
        beside = ["-n", TESTS_AT_ONCE, "--dist", "worksteal"]
        return run([*python_command("pytest"), *beside, *selection, *arguments], environment)
