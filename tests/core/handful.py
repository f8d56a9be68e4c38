"""A server and a few phones in plain Python around the merge: who wrote what, in sight of what."""

from collections import deque
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from server.core.hlc import make

START = 1_700_000_000_000


@dataclass
class Handful:
    """One record with one field on a server; `m` is the merge under test.

    `replaced` keeps each value that was written over, with the phone that did it.
    """

    m: Any
    policy: str
    value: Any
    cells: dict[str, str] = field(default_factory=dict)
    seq: int = 1
    clashes: list[Any] = field(default_factory=list)
    replaced: list[tuple[Any, "Handset"]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stamp = {"seq": 1, "device": "office", "n": 0, "hlc": make(START - 1, "office")}
        self.clock = START

    def phone(self, name: str) -> "Handset":
        return Handset(self, name, self.seq, deepcopy(self.value), [deepcopy(self.value)])

    def take(self, phone: "Handset", sent: "Sent") -> Any:
        origin = self.m.Origin(sent.base, phone.name, sent.n, sent.hlc)
        edit = self.m.Edit("f", sent.value, self.policy, sent.before, has_before=True, cells=self.cells)
        merged = self.m.merge({"f": self.value}, {"f": self.stamp}, [edit], origin)
        for change in merged.changes:
            self.replaced.append((change.before, phone))
            self.seq += 1
            self.value = deepcopy(change.after)
            self.stamp = {"seq": self.seq, "device": phone.name, "n": sent.n, "hlc": sent.hlc}
        self.clashes += merged.clashes
        return merged


@dataclass(frozen=True)
class Sent:
    n: int
    base: int
    before: Any
    value: Any
    hlc: str


@dataclass
class Handset:
    """What a phone shows: what it pulled at `base`, and its own edits on top. `saw` is all that it ever showed."""

    server: Handful
    name: str
    base: int
    shown: Any
    saw: list[Any]
    n: int = 0
    queue: deque[Sent] = field(default_factory=deque)

    def edit(self, value: Any, ahead: int = 0) -> None:
        """Write a value; the phone's clock is `ahead` of the others' by so many milliseconds."""
        self.n += 1
        self.server.clock += 1
        hlc = make(self.server.clock + ahead, self.name)
        self.queue.append(Sent(self.n, self.base, self.shown, deepcopy(value), hlc))
        self.show(value)

    def show(self, value: Any) -> None:
        self.shown = deepcopy(value)
        self.saw.append(self.shown)

    def push(self) -> None:
        while self.queue:
            self.server.take(self, self.queue.popleft())

    def pull(self) -> None:
        """Push first, as phones do, then hold what the server holds."""
        self.push()
        self.base = self.server.seq
        self.show(self.server.value)
