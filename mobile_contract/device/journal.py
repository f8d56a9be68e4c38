"""The device's memory: every event in one file, a line each, on the disk before anything is told or shown.

A line that a power cut tore apart never happened: it is cut off when the journal is read again.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Event = dict[str, Any]


class Journal:
    """The file at `path`; `durable` waits for the disk with each event, which load tests may do without."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self._path = path
        self._durable = durable
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def read(self) -> Iterator[Event]:
        """Yield the events that happened, the first first; drop a torn end."""
        whole = 0
        with self._path.open("rb") as lines:
            for line in lines:
                event = _event(line)
                if event is None:
                    break
                whole += len(line)
                yield event
        os.ftruncate(self._file, whole)

    def write(self, event: Event) -> None:
        """Append an event; when this returns it survives the device's death."""
        line = memoryview(json.dumps(event, separators=(",", ":")).encode() + b"\n")
        while line:
            line = line[os.write(self._file, line) :]
        if self._durable:
            os.fdatasync(self._file)

    def close(self) -> None:
        """Close the file; what was written stays."""
        os.close(self._file)


def _event(line: bytes) -> Event | None:
    if not line.endswith(b"\n"):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
