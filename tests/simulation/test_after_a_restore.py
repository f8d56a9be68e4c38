"""After a backup was put back, what phones saw in the lost time is not taken for what stands now."""

from random import Random

import pytest
from sqlalchemy import text

from mobile_contract.device import Device
from server.core.unit_of_work import unit_of_work
from server.instance.restored import begin_epoch
from tests.kit.people import code_for
from tests.kit.phone import shop_answers
from tests.simulation.flask_transport import FlaskTransport


@pytest.fixture
def device(tmp_path, app, database):
    """Enrol a device for a member."""

    def make(member) -> Device:
        way, chance = FlaskTransport(app.test_client()), Random(member.login)  # noqa: S311 - ids
        made = Device(tmp_path / member.login, way, chance=chance, durable=False)
        with unit_of_work(database) as session:
            code = code_for(session, member)
        made.enrol_by_code(code)
        return made

    return make


@pytest.fixture
def clock(database, world):
    """Read the organisation's number, or set it back as a backup does."""

    def move(to: int | None = None) -> int:
        with unit_of_work(database, world.tenant_id) as session:
            if to is not None:
                session.execute(text("UPDATE tenant_clock SET seq = :to WHERE tenant_id = :t"), {"to": to, **tenant})
                begin_epoch(session)
            return session.scalar(text("SELECT seq FROM tenant_clock WHERE tenant_id = :t"), tenant)

    tenant = {"t": world.tenant_id}
    return move


def rename(device: Device, shop: str, name: str) -> None:
    device.edit("customer.shop", device.customers()[shop], {"full_name": name})


@pytest.mark.covers("P4", "P15")
def test_an_edit_from_before_the_restore_does_not_silently_replace_one_from_after_it(device, world, clock):
    rep, boss = device(world.rep1), device(world.supervisor)
    shop = rep.submit("customer.shop", shop_answers(full_name="Tên cũ"))
    rep.sync()
    backup = clock()
    for rank in "ABCABC":
        rep.edit("customer.shop", rep.customers()[shop], {"rank": rank})
        rep.sync()
    rename(rep, shop, "Tên của rep")
    clock(backup)
    boss.sync()
    rename(boss, shop, "Tên của sếp")
    boss.push()
    rep.sync()
    said = [told.result for told in rep.state.told if told.n == rep.state.counter][-1]
    assert [conflict["field"] for conflict in said["conflicts"]] == ["full_name"]
