"""Doing one piece of work: claim it, do it and mark it done in one transaction, or keep its error."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from sqlalchemy import select, update

from server.core import clock, outbox
from server.core.database import Database
from server.core.outbox import LEASE, MAX_ATTEMPTS, OutboxRow
from server.core.unit_of_work import unit_of_work

log = structlog.get_logger()
RENEW_SECONDS = 15
ERROR_CHARACTERS = 2000


class LeaseLostError(Exception):
    """Somebody else has taken the row in the meantime: what was done here is rolled back."""


class Runner:
    """Runs rows of the outbox.

    A row is held by a lease of a minute that `renew` prolongs while the work goes on: after a `kill -9`
    somebody else takes the row a minute later. Every claim counts as an attempt, so work that kills its
    worker ends too.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[tuple[int, UUID], int] = {}
        self._guard = threading.Lock()

    def run(self, tenant_id: int, row_id: UUID) -> bool:
        """Do the work of a row; False when it is done, not due, or in other hands."""
        row = self._claim(tenant_id, row_id)
        if row is None:
            return False
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=row.request_id), self._holding(row):
            outcome = self._attempt(row)
            spent = round((time.perf_counter() - began) * 1000, 1)
            log.info(outcome, task=row.task, row=str(row_id), tenant=tenant_id, attempt=row.attempts, ms=spent)
        return True

    def renew(self) -> None:
        """Prolong the leases of what is being done in this process."""
        with self._guard:
            held = list(self._held)
        for tenant_id, row_id in held:
            with unit_of_work(self._database, tenant_id) as session:
                session.execute(
                    update(OutboxRow)
                    .where(
                        OutboxRow.tenant_id == tenant_id,
                        OutboxRow.id == row_id,
                        OutboxRow.done_at.is_(None),
                        OutboxRow.lease_until.is_not(None),
                    )
                    .values(lease_until=clock.now() + LEASE)
                )

    def due(self, limit: int) -> list[tuple[int, UUID]]:
        """Return (tenant, row) of work that waits, the oldest first."""
        with unit_of_work(self._database) as session:
            return outbox.due(session, limit)

    def _claim(self, tenant_id: int, row_id: UUID) -> OutboxRow | None:
        with unit_of_work(self._database, tenant_id) as session:
            row = outbox.claim(session, row_id)
            if row is None:
                return None
            if row.attempts > MAX_ATTEMPTS:
                outbox.fail(session, row, row.last_error or "its worker died every time")
                return None
            return row

    def _attempt(self, row: OutboxRow) -> str:
        """Do the work; a failure is kept with the row. Returns what to write into the log."""
        try:
            self._do(row)
        except LeaseLostError:
            return "task_lease_lost"
        except Exception as error:
            log.exception("task_error", task=row.task, row=str(row.id))
            with unit_of_work(self._database, row.tenant_id) as session:
                outbox.fail(session, row, f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS])
            return "task_failed"
        return "task_done"

    def _do(self, row: OutboxRow) -> None:
        """Do the work in one transaction with its mark, if the row is still ours at the end."""
        with unit_of_work(self._database, row.tenant_id) as session:
            session.info["request_id"] = row.request_id
            self._database.registry.tasks[row.task](session, row.args)
            held = select(OutboxRow.attempts).where(
                OutboxRow.tenant_id == row.tenant_id, OutboxRow.id == row.id, OutboxRow.done_at.is_(None)
            )
            if session.scalar(held.with_for_update()) != row.attempts:
                raise LeaseLostError
            outbox.finish(session, row.id)

    @contextmanager
    def _holding(self, row: OutboxRow) -> Iterator[None]:
        key = (row.tenant_id, row.id)
        with self._guard:
            self._held[key] = row.attempts
        try:
            yield
        finally:
            with self._guard:
                self._held.pop(key, None)
