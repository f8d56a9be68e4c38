"""A virtual phone: works, syncs over a bad network, dies and comes back, and looks at what it is shown."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from mobile_contract.device import (
    Clock,
    Device,
    Patience,
    ProblemError,
    StoppedError,
    TryLaterError,
    UnreachableError,
)
from tests.kit.world import Member
from tests.simulation.company import Company
from tests.simulation.deeds import TWIN, Hands
from tests.simulation.dying import MortalJournal, PhoneDiedError
from tests.simulation.facts import Violation
from tests.simulation.network import Network
from tests.simulation.options import Options

SKEWS = tuple(timedelta(days=days) for days in (0, 0, 0, -30, -1, 1, 30, -20_000, 6_000))
JUMPS = tuple(timedelta(hours=hours) for hours in (-25, -1, 1, 7, 25))
HEALING_S = 120.0
LOCKED = frozenset({"device_drained", "device_pending"})


@dataclass
class Signals:
    """What all actors look at: `over` ends the run, `healthy` says that no more faults happen."""

    over: threading.Event = field(default_factory=threading.Event)
    healthy: threading.Event = field(default_factory=threading.Event)


class VirtualPhone:
    """One phone of one person, in `folder`."""

    def __init__(
        self, name: str, company: Company, member: Member, superior: Member, options: Options, signals: Signals
    ) -> None:
        self.name, self.company, self.member = name, company, member
        self.options, self.signals = options, signals
        self.chance = options.chance("phone", name)
        self.hands = Hands(name, self.chance, str(superior.id))
        skewed = self.chance.choice(SKEWS) if "skew" in options.faults else timedelta()
        self.clock = Clock(skewed)
        self.done: Counter[str] = Counter()
        self.seen: list[Violation] = []
        self.epoch: str | None = None
        self.device: Device
        self.network: Network

    def start(self, folder: Path, network: Network) -> None:
        """Switch the phone on for the first time."""
        self.folder, self.network = folder, network
        self._switch_on()

    def close(self) -> None:
        """Switch it off for good; its journal stays."""
        self.network.close()
        self.device.close()

    def _switch_on(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = MortalJournal(self.folder / "journal.jsonl", self.chance)
        self.device = Device(self.folder, self.network, clock=self.clock, chance=self.chance, journal=self.journal)
        self.device.uploader.chunk = self.chance.choice((1_500, 4_000, 1_048_576))

    def live(self) -> None:
        """Work until the run is over."""
        while not self.signals.over.is_set():
            self._survive(self._live_a_while)

    def _survive(self, action: Callable[[], None]) -> None:
        try:
            action()
        except PhoneDiedError:
            self.done["phone died"] += 1
            self.journal.close()
            self._switch_on()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must be told and not end the thread
            self._note("phone_broke", f"{type(error).__name__}: {error}")
            self.signals.over.wait(1)

    def _live_a_while(self) -> None:
        for _ in range(self.chance.randint(1, 6)):
            if self.device.state.device_id:
                self.done[self.hands.act(self.device, malformed="malformed" in self.options.faults)] += 1
        self._misfortune()
        self._try(self._sync)
        self.signals.over.wait(self.chance.uniform(0, 0.4))

    def _misfortune(self) -> None:
        faults = self.options.faults
        if "die" in faults and self.chance.random() < 0.05:
            self.journal.lives = self.chance.randint(1, 12)
        if "skew" in faults and self.chance.random() < 0.05:
            self.clock.jump(self.chance.choice(JUMPS))
            self.done["clock jumped"] += 1
        if "reset" in faults and self.chance.random() < 0.02 and self.device.state.cursor:
            self.device.state.cursor = "v1.garbled"
            self.done["cursor garbled"] += 1
        if self.chance.random() < 0.02 and self.device.state.refresh_token:
            self._try(self.device.tokens.renew)

    def heal(self) -> bool:
        """Sync until nothing waits; tell whether that came about in time."""
        deadline = threading.Event()
        timer = threading.Timer(HEALING_S, deadline.set)
        timer.start()
        try:
            while not deadline.is_set():
                self._survive(lambda: self._try(self._sync))
                if self.device.state.device_id and self.device.at_rest and not self.device.state.stopped:
                    return True
                deadline.wait(0.05)
        finally:
            timer.cancel()
        return False

    def pull(self) -> None:
        """Complete one more pull, at the end of everything."""
        self._patience(100).until_done(self._pull)

    def _sync(self) -> None:
        device = self.device
        if not device.state.device_id or device.state.stopped:
            device.enrol_by_code(self.company.code(self.member))
            self.done["enrolled"] += 1
        self.done["operations acknowledged"] += device.push()
        self._pull()
        self.done["operations acknowledged"] += device.push()
        self.done["files sent"] += device.upload()

    def _try(self, action: Callable[[], None]) -> None:
        try:
            self._patience(self.chance.randint(1, 4)).until_done(action)
        except (UnreachableError, TryLaterError) as error:
            self.done[f"gave up: {type(error).__name__}"] += 1
        except StoppedError as error:
            self.done[f"stopped: {error.code}"] += 1
            self.device.note({"e": "stopped", "code": error.code})
        except ProblemError as error:
            self.done[f"refused: {error.code}"] += 1
            if error.code not in LOCKED:
                self._note("unexpected_refusal", f"{error.status} {error.code} {error.problem}")

    def _patience(self, tries: int) -> Patience:
        def sleep(seconds: float) -> bool:
            threading.Event().wait(min(seconds, 0.5))
            return True

        return Patience(self.chance, sleep, least_s=0.02, most_s=0.5, tries=tries)

    def _pull(self) -> None:
        state = self.device.state
        answered = max((told.n for told in state.told if told.device_id == state.device_id), default=0)
        numbers = {key: row.v for key, row in state.rows.items()}
        self.device.pull()
        self.done["pulls completed"] += 1
        if state.epoch == self.epoch:
            self._look(answered, numbers)
        self.epoch = state.epoch

    def _look(self, answered: int, numbers: dict[tuple[str, str], int]) -> None:
        """See whether a completed pull shows what it must (P6, P7, P8)."""
        state = self.device.state
        if state.acked_n < answered:
            self._note("acknowledged_not_in_view", f"n={answered} was answered, the pull knows {state.acked_n}")
        back = [key for key, v in numbers.items() if key in state.rows and state.rows[key].v < v]
        if back:
            self._note("number_went_back", str(back[:3]))
        twins: dict[str, set[str]] = defaultdict(set)
        for row in state.held("customer").values():
            name = row.d["fields"].get("full_name", "")
            if name.startswith(TWIN):
                tag, _, number = name.rpartition("/")
                twins[tag].add(number)
        halves = [tag for tag, numbers_seen in twins.items() if len(numbers_seen) == 1]
        if halves:
            self._note("half_of_a_transaction", str(halves[:3]))

    def _note(self, name: str, detail: str) -> None:
        self.seen.append(Violation(name, f"{self.name}: {detail}"))
