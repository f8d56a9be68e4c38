"""An application whose database does not answer."""

import socket

import pytest
from flask import Flask

from server import wiring
from server.app import create_app
from server.core.database import connect
from server.settings import Settings


@pytest.fixture
def away(settings: Settings) -> Flask:
    """The whole product, with nothing behind the database's address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"postgresql+psycopg://nobody@127.0.0.1:{closed.getsockname()[1]}/nothing"
        return create_app(settings, wiring.database(connect(address), settings.media_dir))
