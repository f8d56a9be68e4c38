"""A working morning, three customers of a rep, his supervisor and a route."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from server.core import clock

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = clock.now().astimezone(VIETNAM).date()


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to(datetime.combine(TODAY, time(9), VIETNAM))


@pytest.fixture
def shops(phone, world):
    """Three customers of rep1, by name."""
    rep = phone(world.rep1)
    return [rep.customer_made(full_name=f"Tạp hoá {name}") for name in "ABC"]


@pytest.fixture
def supervisor(console, world):
    return console(world.supervisor)


@pytest.fixture
def route(supervisor, shops):
    body = {"name": "Tuyến Hải Châu", "customer_ids": shops}
    return supervisor.post("/routes", body, expect=201)
