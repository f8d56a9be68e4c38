"""Random lives of several phones against a model; `./tuyen machines --minutes 10` lets many more of them live."""

import pytest

from tests.sync.machines.machine import SyncMachine
from tests.sync.machines.running import grounds, run

pytestmark = pytest.mark.covers(
    "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P9", "P10", "P12", "P13", "P14", "P15", "P16"
)  # fmt: skip
EXAMPLES = 5


def test_the_promises_hold_whatever_phones_and_office_do(whole_app, joined_database, joined_sessions, engine):
    run(SyncMachine, grounds(whole_app, joined_database, joined_sessions, engine), EXAMPLES)
