"""A run: phones, office and network at work while parts of the product die, then peace, and the checker."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from threading import Event, Thread

from sqlalchemy import NullPool, create_engine, text

from server.instance.postgres import SUPERUSER
from server.instance.supervision import Stopped
from tests.acceptance.product_that_dies import Mortal
from tests.kit.world import Member
from tests.simulation.checker import check
from tests.simulation.company import Company, found
from tests.simulation.facts import Facts, PhoneFacts, Violation
from tests.simulation.gathering import gather, phone_facts
from tests.simulation.network import Network
from tests.simulation.office import Office
from tests.simulation.options import RESTORE, Options
from tests.simulation.phone import Signals, VirtualPhone
from tests.simulation.proxy import Proxy

AT_ONCE = 6
"""So many phones heal at the same time."""
NO_PROGRESS_S = 180.0
"""Twice the lease of work whose worker died, and some more."""
UNDONE = """
SELECT count(*) AS undone, now() AS now FROM outbox
WHERE done_at IS NULL AND failed_at IS NULL AND (run_after <= now() OR attempts > 0)
"""
ASIDE = frozenset({"worker", "redis", "flush"})
"""Parts without which phones are served all the same."""
WEIGHTS = {"web": 2, "webprocess": 3, "worker": 3, "postgres": 2, "backend": 1, "redis": 2, "flush": 1}
TELL_EVERY = 25
MOST_TOLD = 20
BACKUP_AT, RESTORE_AT = 1 / 3, 2 / 3
Tell = Callable[[str], None]


@dataclass
class Report:
    """What happened and what was found; `checks` counts how often everything was looked at."""

    seed: int
    done: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    checks: int = 0
    slowest_back_s: float = 0.0
    violations: list[Violation] = field(default_factory=list)

    def add(self, violations: Iterable[Violation]) -> None:
        """Add what is not yet known."""
        known = set(self.violations)
        self.violations += [one for one in dict.fromkeys(violations) if one not in known]

    def lines(self) -> list[str]:
        """Return the report as text."""
        groups = {"deeds": self.done, "operations by outcome": self.outcomes, "kills": self.kills}
        groups["network and answers"] = self.faults
        told = [f"seed {self.seed}, {self.checks} checks, slowest return {self.slowest_back_s:.1f} s"]
        for title, counted in groups.items():
            told.append(f"{title} ({sum(counted.values()):,})")
            told += [f"  {name:40} {count:>10,}" for name, count in sorted(counted.items())]
        told.append(f"violations: {len(self.violations)}")
        told += [
            f"  {name:40} {count:>10,}" for name, count in sorted(Counter(v.name for v in self.violations).items())
        ]
        return told + [f"  ! {violation}" for violation in self.violations[:60]]


class Simulation:
    """Everything that lives on one product; `folder` takes the phones' journals."""

    def __init__(self, product: Mortal, options: Options, folder: Path, tell: Tell = lambda _: None) -> None:
        self.product, self.options, self.tell = product, options, tell
        self.signals, self.report = Signals(), Report(options.seed)
        self.proxy = Proxy(product.port)
        self.phones: list[VirtualPhone] = []
        self.offices: list[Office] = []
        self.backup, self.restored = folder / "backup", False
        self.anchors: list[str] = []
        self.forgotten = slice(0, 0)
        self._settle_down(folder)

    def run(self) -> Report:
        """Live through it, check, and return what was found."""
        deadline = time.monotonic() + self.options.minutes * 60
        try:
            deadline = self._live(deadline)
            self.check()
            while self.report.kills.total() < self.options.kills and time.monotonic() < deadline:
                deadline = self._live(deadline)
                self.check()
        finally:
            self._close()
        self._count()
        return self.report

    def _close(self) -> None:
        for actor in (*self.phones, *self.offices):
            actor.close()
        self.proxy.close()

    def _settle_down(self, folder: Path) -> None:
        """Found two organisations, the second small, and enrol everybody's phones."""
        self.signals.healthy.set()
        foreign = max(1, self.options.phones // 10)
        for mark, count in (("a", self.options.phones - foreign), ("b", foreign)):
            company = found(
                self.product.database, mark, supervisors=max(1, count // 8), reps=max(1, count - count // 4)
            )
            phones = [self._phone(folder, company, member, name) for name, member in holders(company, count)]
            self.phones += phones
            self.offices.append(Office(self.product.address, company, phones, self.options, self.signals))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(VirtualPhone.heal, self.phones))

    def _phone(self, folder: Path, company: Company, member: Member, name: str) -> VirtualPhone:
        superior = company.supervisors[0]
        phone = VirtualPhone(name, company, member, superior, self.options, self.signals)
        chance = self.options.chance("network", name)
        healthy = self.signals.healthy
        network = Network(self.product.address, self.proxy, chance, self.options.faults, healthy)
        phone.start(folder / name, network)
        return phone

    def _live(self, deadline: float) -> float:
        """Let everybody work, and parts die, until time or deaths are enough for now.

        Return the deadline; whoever asks the program to stop gets a last check: it is now.
        """
        self.signals.over.clear()
        self.signals.healthy.clear()
        actors = [Thread(target=actor.live) for actor in (*self.phones, *self.offices)]
        for actor in actors:
            actor.start()
        try:
            self._strike(deadline)
        except Stopped:
            self.tell("stopping: a last check")
            return time.monotonic()
        finally:
            self.signals.over.set()
            self.signals.healthy.set()
            for actor in actors:
                actor.join()
        return deadline

    def _strike(self, deadline: float) -> None:
        """Kill parts at random moments; from this very thread, which outlives what it starts."""
        chance = self.options.chance("death", self.report.checks)
        goal = min(self.options.kills or 10**9, (self.report.checks + 1) * self.options.check_every)
        began = time.monotonic()
        while time.monotonic() < deadline and self.report.kills.total() < goal:
            Event().wait(min(chance.uniform(*self.options.kill_gap), max(0.0, deadline - time.monotonic())))
            if RESTORE in self.options.faults:
                self._lose_the_disk((time.monotonic() - began) / (deadline - began))
            if self.options.deaths and time.monotonic() < deadline:
                self._kill(chance)

    def _lose_the_disk(self, passed: float) -> None:
        """Back up after a third of the time; after two thirds the backup is all that is left."""
        if passed > BACKUP_AT and not self.backup.exists():
            self.product.back_up(self.backup)
            self.anchors = self._anchors()
            self.tell("backed up")
        elif passed > RESTORE_AT and not self.restored:
            forgotten = len(self._anchors())
            self.product.restore(self.backup)
            self.restored, self.forgotten = True, slice(len(self.anchors), forgotten)
            self.report.kills["disk"] += 1
            self.tell("restored")

    def _anchors(self) -> list[str]:
        file = self.product.anchors
        return file.read_text().splitlines() if file.exists() else []

    def _kill(self, chance: Random) -> None:
        """Kill a part; what is on its way up again is spared until it answers, or nothing would ever be handed in."""
        parts = [part for part in self.options.deaths if part in ASIDE or self.product.answering]
        if not parts:
            return
        (part,) = chance.choices(parts, [WEIGHTS[part] for part in parts])
        self.product.strike(part)
        self.report.kills[part] += 1
        if self.report.kills.total() % TELL_EVERY == 0:
            self.tell(f"{self.report.kills.total()} kills, {self._acknowledged():,} operations acknowledged")

    def _acknowledged(self) -> int:
        return sum(phone.done["operations acknowledged"] for phone in self.phones)

    def check(self) -> None:
        """Let everything heal, then hold what phones, tables and files say against each other."""
        began = time.monotonic()
        self.product.wait()
        self.report.slowest_back_s = max(self.report.slowest_back_s, time.monotonic() - began)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(VirtualPhone.heal, self.phones))
            healed = time.monotonic()
            rested_at = self._wait_for_work()
            worked = time.monotonic()
            list(pool.map(VirtualPhone.pull, self.phones))
            told = list(pool.map(self._facts_of, self.phones))
        self.tell(f"healed in {healed - began:.0f} s, work done {worked - healed:.0f} s later")
        facts = self._gather(told)
        facts.rested_at = rested_at
        self.report.checks += 1
        known = len(self.report.violations)
        self.report.add(check(facts))
        self.report.add(violation for office in self.offices for violation in office.seen)
        self.tell(
            f"check {self.report.checks}: {self._acknowledged():,} operations, {self.report.kills.total()} kills, "
            f"{len(self.report.violations)} violations"
        )
        for violation in self.report.violations[known : known + MOST_TOLD]:
            self.tell(f"  ! {violation}")

    def _facts_of(self, phone: VirtualPhone) -> PhoneFacts:
        found = phone_facts(phone.name, phone.company.tenant_id, phone.device)
        found.seen = list(phone.seen)
        return found

    def _wait_for_work(self) -> datetime | None:
        """Wait until no work is due, for as long as it becomes less; return when there was none, None if there is."""
        least, deadline = 1_000_000, time.monotonic() + NO_PROGRESS_S
        while time.monotonic() < deadline:
            left, now = self._undone()
            if left == 0:
                return now
            if left < least:
                least, deadline = left, time.monotonic() + NO_PROGRESS_S
            Event().wait(0.25)
        return None

    def _undone(self) -> tuple[int, datetime]:
        with self._engine().connect() as connection:
            row = connection.execute(text(UNDONE)).one()
            return row.undone, row.now

    def _engine(self):
        return create_engine(self.product.cluster.url(user=SUPERUSER), poolclass=NullPool)

    def _gather(self, told: list[PhoneFacts]) -> Facts:
        anchors = self._anchors()
        del anchors[self.forgotten]  # of blocks that went with the disk
        with self._engine().connect() as connection:
            facts = gather(connection, self.product.media_dir, told, anchors)
        facts.restored = self.restored
        facts.looked = [one for office in self.offices for one in office.looked]
        return facts

    def _count(self) -> None:
        for actor in (*self.phones, *self.offices):
            self.report.done += actor.done
        for phone in self.phones:
            self.report.faults += phone.network.met
            for op in phone.device.state.ops:
                result = op.result or {"s": "unanswered"}
                name = f"{result['s']} {result.get('code') or result.get('first') or ''}".strip()
                self.report.outcomes[name] += 1


def holders(company: Company, count: int) -> list[tuple[str, Member]]:
    """Return so many phones with their holders: everybody one, then reps a second."""
    people = [*company.supervisors, *company.reps]
    first = [(person.name, person) for person in people]
    second = [(f"{person.name} again", person) for person in company.reps]
    return [*first, *second][:count]
