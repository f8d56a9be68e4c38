"""A short simulation, every fault in it; `./tuyen simulate` runs long ones."""

import pytest

from tests.acceptance.product_that_dies import running_product
from tests.simulation.options import FAULTS, RESTORE, Options
from tests.simulation.simulation import Simulation

SHORT = Options(
    phones=4,
    minutes=0.12,
    seed=20_261_122,
    faults=frozenset(FAULTS) - {RESTORE},
    kill_gap=(1.0, 2.0),
    parts=("web", "webprocess", "redis", "flush"),
)
"""Without deaths of worker and database: what a worker holds then is free after a minute, which the suite has not."""


@pytest.mark.slow
def test_phones_on_a_bad_network_lose_nothing_while_the_product_dies(tmp_path):
    with running_product() as product:
        report = Simulation(product, SHORT, tmp_path).run()
    assert [str(violation) for violation in report.violations] == []
    assert report.kills.total() > 0
    assert report.done["operations acknowledged"] > 0
