"""A counter of the statements that reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event


@dataclass
class Statements:
    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def counting(engine: Engine) -> Iterator[Statements]:
    """Collect the statements that are executed on the engine inside the block, savepoints aside."""
    seen = Statements()

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "SAVEPOINT" not in statement:
            seen.texts.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
