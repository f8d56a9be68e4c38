"""Work that is due again and again, whoever asks for it or not."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger()


@dataclass(frozen=True)
class Chore:
    """Work that every worker does every `every_s` seconds; `tick` must bear that several do it at once.

    `tick` gets the event that tells it to stop early.
    """

    name: str
    every_s: float
    tick: Callable[[threading.Event], None]


def repeat(chore: Chore, stop: threading.Event) -> None:
    """Do the chore, at once and then again and again, until told to stop; no failure ends it."""
    while not stop.is_set():
        try:
            chore.tick(stop)
        except SQLAlchemyError as error:
            log.warning("database_away", error=type(error).__name__)
        except Exception:
            log.exception("chore_error", chore=chore.name)
        stop.wait(chore.every_s)
