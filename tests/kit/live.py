"""What tests of threads, sockets and killed processes need: a database where commits are commits."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from flask import Flask
from werkzeug.serving import make_server

from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from tests.kit.people import Person, equip
from tests.kit.world import make_world


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a real socket; yield the base address of its endpoints."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rep_of_new_world(database: Database) -> Person:
    """Found an organisation and return one of its reps with a phone."""
    world = make_world(database, uuid4().hex)
    with unit_of_work(database, world.tenant_id) as session:
        return equip(session, world.rep1)
