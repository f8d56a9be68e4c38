"""From living phones and a database to facts."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from mobile_contract.device import Device, Row, State
from mobile_contract.device.pulling import Puller
from mobile_contract.device.state import RowKey
from mobile_contract.device.wire import Wire
from tests.simulation.facts import Facts, PhoneFacts, read_files, read_tables


class _HeldTokens:
    """Tokens that somebody else keeps fresh."""

    def renew(self) -> None:
        raise AssertionError("the phone's own tokens have just been changed")

    def ensure(self) -> None:
        return


def fresh_rows(device: Device) -> dict[RowKey, Row]:
    """Return what a new phone of the same person is given: a pull from the start that leaves the device as it is."""
    device.tokens.ensure()
    empty = State(device_id=device.state.device_id, epoch=device.state.epoch, token=device.state.token)
    wire = Wire(empty, device.wire.transport, device.about.app_version)
    Puller(empty, wire, _HeldTokens(), empty.take, kinds=device.puller.kinds, limits=device.puller.limits).pull()
    return empty.rows


def gather(connection: Connection, media_dir: Path, phones: Iterable[PhoneFacts], anchors: Iterable[str]) -> Facts:
    """Read tables and files beside the phones' journals."""
    return Facts(list(phones), read_tables(connection), read_files(media_dir), list(anchors))


def phone_facts(name: str, tenant_id: int, device: Device) -> PhoneFacts:
    """Return what a device knows, and what a new one is given."""
    return PhoneFacts(name, tenant_id, replace(device.state), fresh_rows(device))
