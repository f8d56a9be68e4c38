"""A journal whose phone dies at any of its events: before it, in the middle of its line, or right after."""

import json
import os
from pathlib import Path
from random import Random

from mobile_contract.device import Journal


class PhoneDiedError(Exception):
    """The phone is dead: nothing of it is left but its folder."""


class MortalJournal(Journal):
    """Dies with the `lives`-th event from now; 0 lives for ever."""

    def __init__(self, path: Path, chance: Random) -> None:
        super().__init__(path, durable=True)
        self._place, self._chance = path, chance
        self.lives = 0

    def write(self, event: dict[str, object]) -> None:
        if self.lives == 1:
            self._die(event)
        self.lives = max(0, self.lives - 1)
        super().write(event)

    def _die(self, event: dict[str, object]) -> None:
        how = self._chance.choice(("before", "torn", "after"))
        if how == "after":
            super().write(event)
        elif how == "torn":
            line = json.dumps(event).encode()
            with self._place.open("ab") as file:
                file.write(line[: self._chance.randrange(len(line))])
                os.fsync(file.fileno())
        raise PhoneDiedError(how)
