"""The sealer: closes the blocks of all organisations and writes their heads down outside the database."""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from server.audit import rules, service
from server.audit.rules import Anchor
from server.core.database import Database
from server.core.unit_of_work import unit_of_work

log = structlog.get_logger()
EVERY_S = 15.0  # how late a block may be


class Sealer:
    """Seals what is new; any number of workers may have one.

    `tenants` lists the organisations; `anchors` is the file that heads are appended to, None for the log alone.
    """

    def __init__(
        self, database: Database, tenants: Callable[[Session], Iterable[int]], anchors: Path | None = None
    ) -> None:
        self._database = database
        self._tenants = tenants
        self._anchors = anchors

    def tick(self, stop: threading.Event) -> None:
        """Seal what is new of every organisation, until told to stop."""
        with unit_of_work(self._database) as session:
            tenants = list(self._tenants(session))
        for tenant_id in tenants:
            if stop.is_set():
                return
            try:
                while self._seal(tenant_id):
                    pass
            except service.HistoryGapError as error:
                log.error("audit_gap", tenant=tenant_id, n=error.n)  # noqa: TRY400 - the place in our code says nothing

    def _seal(self, tenant_id: int) -> bool:
        """Seal one block; its head is written down after the commit, so that no anchor names what never was."""
        with unit_of_work(self._database, tenant_id) as session:
            block = service.seal(session)
        if block is None:
            return False
        log.info("audit_sealed", tenant=tenant_id, number=block.number, last_n=block.last_n, head=block.head.hex())
        if self._anchors:
            _append(self._anchors, rules.anchor_of(tenant_id, block))
        return True


def _append(path: Path, anchor: Anchor) -> None:
    """Append the anchor's line and have it on the disk; a disk that refuses loses the line, not the block.

    The block's head stands in the next one, which brings an anchor of its own.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(handle, f"{rules.write_anchor(anchor)}\n".encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        log.error("audit_anchor_lost", tenant=anchor.tenant_id, number=anchor.number, error=str(error))  # noqa: TRY400 - the same
