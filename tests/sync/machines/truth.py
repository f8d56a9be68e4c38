"""What must be true on the server, in plain Python: it learns only from answers and from what the office does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REFUSED = "theirs"


@dataclass(frozen=True)
class Written:
    """An operation as its author meant it: `known` are the values of each field that his phone had shown by then."""

    phone: str
    person: str
    n: int
    kind: str
    submission: str
    shop: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    known: Mapping[str, frozenset[Any]] = field(default_factory=dict)


@dataclass
class Shop:
    owner: str
    fields: dict[str, str]
    writers: dict[str, str]


@dataclass
class Truth:
    """The organisation: who stands below whom, whose each shop is, to whom it is shared, what was taken of whom."""

    managers: dict[str, str | None]
    shops: dict[str, Shop] = field(default_factory=dict)
    shares: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    taken: dict[str, dict[int, str]] = field(default_factory=dict)
    submissions: dict[str, set[str]] = field(default_factory=dict)
    conflicts: dict[str, tuple[str, Any, Any]] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    waiting: list[Written] = field(default_factory=list)

    def above(self, person: str | None) -> set[str]:
        """The person and everybody above him."""
        found = set()
        while person is not None:
            found.add(person)
            person = self.managers[person]
        return found

    def sees(self, person: str, shop: str) -> bool:
        found = self.shops.get(shop)
        return found is not None and (person in self.above(found.owner) or (shop, person) in self.shares)

    def may_edit(self, person: str, shop: str) -> bool:
        level = self.shares.get((shop, person), ("", ""))[1]
        return person in self.above(self.shops[shop].owner) or level == "edit"

    def visible(self, person: str) -> set[str]:
        return {shop for shop in self.shops if self.sees(person, shop)}

    def take(self, done: Written, answer: Mapping[str, Any]) -> None:
        """Learn what became of an operation; its answer must be one that the contract allows."""
        self.taken.setdefault(done.phone, {})[done.n] = answer["s"]
        if answer["s"] == "blocked":
            self.waiting.append(done)
            return
        assert answer["s"] in {"applied", "merged", "conflict"}, f"P12: {answer} for {done}"
        self.submissions.setdefault(done.person, set()).add(done.submission)
        if done.kind == "make":
            self._make(done)
        elif done.kind == "edit":
            self._edit(done, answer)

    def _make(self, done: Written) -> None:
        assert done.shop is not None
        assert done.shop not in self.shops, f"P2: made twice: {done}"
        writers = dict.fromkeys(done.values, done.phone)
        self.shops[done.shop] = Shop(done.person, dict(done.values), writers)

    def _edit(self, done: Written, answer: Mapping[str, Any]) -> None:
        assert done.shop is not None
        shop = self.shops[done.shop]
        clashing = {clash["field"]: clash for clash in answer.get("conflicts", [])}
        allowed = self.may_edit(done.person, done.shop)
        for name, value in done.values.items():
            standing, clash = shop.fields.get(name), clashing.pop(name, None)
            if value in (standing, done.before.get(name)):
                assert clash is None, f"nothing was changed, and it clashes: {done} {clash}"
                continue
            self._meet(done, name, standing, clash, allowed=allowed)
            if clash is None or clash["kept"] == "yours":
                shop.fields[name], shop.writers[name] = value, done.phone
        assert not clashing, f"a clash of what was not sent: {clashing}"

    def _meet(self, done: Written, name: str, standing: Any, clash: Any, *, allowed: bool) -> None:
        """Hold a written value to P4 and P5: nobody's value is lost unseen, and nobody meets himself."""
        shop = self.shops[done.shop or ""]
        if clash is not None:
            self.conflicts[clash["id"]] = (done.shop or "", standing, done.values[name])
            assert allowed or clash["kept"] == REFUSED, f"an edit that was not allowed: {done} {clash}"
            assert not allowed or shop.writers.get(name) != done.phone, f"P5: a phone met itself: {done} {clash}"
            return
        assert allowed, f"an edit that was not allowed was applied: {done}"
        own = shop.writers.get(name) == done.phone
        assert own or standing in done.known[name], f"P4: {standing!r} was written over unseen by {done}"
