"""The whole product for browsers: web server and worker as processes, a database of their own, the built clients."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import Engine, create_engine, text

from server import settings, wiring
from server.core.database import Database, connect
from server.instance import product
from server.instance.environment import child_environment
from server.instance.network import free_port
from server.media.storage import LocalStorage
from tests.kit.databases import all_seeing, own_database
from tests.kit.mailbox import Mailbox, mail_server
from tests.kit.world import Member

FIRST_QUEUE = 8
"""Redis databases from this number on belong to browser tests, one for each test process."""


@dataclass(frozen=True)
class Stack:
    """Where it answers, and the doors behind it: the tables, the media folder, and the box for all that it mails."""

    port: int
    database: Database
    behind: Engine
    media_dir: Path
    mailbox: Mailbox

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """Return what a SELECT finds in the committed database."""
        with self.behind.connect() as connection:
            return list(connection.execute(text(statement), values).all())

    def original(self, tenant_id: int, sha256: str) -> bytes:
        """Return the stored bytes of a photograph."""
        file = LocalStorage(self.media_dir).fetch(tenant_id, sha256)
        assert file is not None, sha256
        return file.read_bytes()

    def submissions(self, member: Member, form: str | None = None) -> list[Any]:
        """Return the member's submissions in the order in which his phone numbered them."""
        return self.rows(
            "SELECT * FROM submission WHERE employee_id = :id AND form_key = coalesce(:form, form_key) "
            "ORDER BY device_n",
            id=member.id,
            form=form,
        )


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """Run everything with its files in `folder`; end the processes by their ids afterwards."""
    worker_name = os.environ.get("PYTEST_XDIST_WORKER", "main")  # noqa: TID251 - xdist tells it so
    with ExitStack() as stack:
        url = stack.enter_context(own_database(f"e2e_{worker_name}"))
        port, media, mailbox = free_port(), folder / "media", stack.enter_context(mail_server())
        media.mkdir()
        environment = child_environment(
            DATABASE_URL=url,
            REDIS_URL=own_queue(worker_name),
            TUYEN_MEDIA_DIR=str(media),
            TUYEN_SMTP_URL=mailbox.url,
            TUYEN_PUBLIC_URL=f"http://localhost:{port}",  # passkeys are bound to a name, never to an address
        )
        web = product.web(environment, bind=f"127.0.0.1:{port}", log=folder / "web.log")
        worker = product.worker(environment, log=folder / "worker.log")
        for child in (worker, web):
            stack.callback(child.stop)
            child.start()
        sessions = connect(url)
        stack.callback(sessions.kw["bind"].dispose)
        product.wait_until_answering(web, f"http://127.0.0.1:{port}/readyz")
        behind = create_engine(all_seeing(url))
        stack.callback(behind.dispose)
        yield Stack(port, wiring.database(sessions, media), behind, media, mailbox)


def own_queue(worker_name: str) -> str:
    """Return the address of an empty queue that no other test process uses."""
    given = settings.load().redis_url
    number = FIRST_QUEUE + int(worker_name.removeprefix("gw")) % FIRST_QUEUE if worker_name != "main" else FIRST_QUEUE
    address = given.replace("db=0", f"db={number}") if "db=0" in given else f"{given.rstrip('/0')}/{number}"
    with redis.Redis.from_url(address) as client:
        client.flushdb()
    return address
