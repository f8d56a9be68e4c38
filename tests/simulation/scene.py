"""A small history with everything in it that the checker looks at, lived through in this very process."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from random import Random

from flask import Flask
from PIL import Image

from mobile_contract.device import Device
from server.audit import rules
from server.audit import service as audit
from server.core.database import Database
from server.core.unit_of_work import unit_of_work
from server.jobs.runner import Runner
from tests.kit.people import code_for
from tests.kit.phone import FIX, shop_answers
from tests.kit.world import Member, World, make_world
from tests.simulation.facts import PhoneFacts
from tests.simulation.flask_transport import FlaskTransport
from tests.simulation.gathering import phone_facts


@dataclass
class Scene:
    """Two organisations, their phones by name, and the heads of their histories."""

    app: Flask
    database: Database
    folder: Path
    world: World
    stranger: World
    phones: dict[str, tuple[int, Device]] = field(default_factory=dict)
    anchors: list[str] = field(default_factory=list)

    def enrol(self, name: str, world: World, member: Member) -> Device:
        client = self.app.test_client(use_cookies=False)
        made = Device(self.folder / name, FlaskTransport(client), chance=Random(name), durable=False)  # noqa: S311
        with unit_of_work(self.database) as session:
            code = code_for(session, member)
        made.enrol_by_code(code)
        self.phones[name] = (world.tenant_id, made)
        return made

    def facts(self) -> list[PhoneFacts]:
        return [phone_facts(name, tenant_id, device) for name, (tenant_id, device) in self.phones.items()]

    def settle(self) -> None:
        """Let workers and sealers do what is due, and every phone see it."""
        for _, device in self.phones.values():
            device.sync()
        runner = Runner(self.database)
        for tenant_id, row_id in runner.due(500):
            runner.run(tenant_id, row_id)
        for tenant_id in (self.world.tenant_id, self.stranger.tenant_id):
            with unit_of_work(self.database, tenant_id) as session:
                block = audit.seal(session)
            if block:
                self.anchors.append(rules.write_anchor(rules.anchor_of(tenant_id, block)))
        for _, device in self.phones.values():
            device.pull()


def play(app: Flask, database: Database, folder: Path, mark: str) -> Scene:
    """Live through it: shops, visits, a call, files, a conflict, a broken operation, a group that falls together."""
    scene = Scene(app, database, folder, make_world(database, mark), make_world(database, f"{mark}x"))
    rep = scene.enrol("rep", scene.world, scene.world.rep1)
    second = scene.enrol("rep again", scene.world, scene.world.rep1)
    boss = scene.enrol("boss", scene.world, scene.world.supervisor)
    stranger = scene.enrol("stranger", scene.stranger, scene.stranger.rep1)
    _work(rep, str(scene.world.supervisor.id))
    _work(stranger, str(scene.stranger.supervisor.id))
    scene.settle()
    shop = next(iter(sorted(rep.customers())))
    for device, name in ((rep, "Tên của rep"), (boss, "Tên của sếp")):
        device.edit("customer.shop", device.customers()[shop], {"full_name": name}, note="good")
    scene.settle()
    second.edit("customer.shop", second.customers()[shop], {"full_name": "Tên đã thấy"}, note="good")
    scene.settle()
    return scene


def _work(device: Device, superior: str) -> None:
    photo = device.attach(drawing(device.chance))
    answers = shop_answers(full_name="Quán Một", photos=[photo.media_id], notify_to=[superior])
    shop = device.submit("customer.shop", answers, media=[photo], note="good")
    device.submit("interaction.f2f", {"customer": shop, "gps": FIX, "note": "Đã gặp"}, note="good")
    device.submit("interaction.tele", {"customer": shop, "note": "Đã gọi"}, note="good")
    tx = device.new_id()
    device.submit("customer.shop", shop_answers(full_name="Đôi 1"), tx=tx, note="good")
    device.submit("customer.shop", shop_answers(full_name="Đôi 2"), tx=tx, note="good")
    tx = device.new_id()
    device.submit("customer.shop", shop_answers(full_name="Đôi 3"), tx=tx)
    device.submit("customer.shop", shop_answers(), version=9999, tx=tx, note="bad")
    device.raw('{"n":{n},"t":"submit","id":"nobody"}', note="bad")
    device.submit("interaction.f2f", {"customer": device.new_id(), "gps": FIX, "note": "Chưa có"}, note="any")


def drawing(chance: Random, size: tuple[int, int] = (96, 72)) -> bytes:
    """Return a picture of blots that looks like no other."""
    small = Image.frombytes("L", (8, 6), bytes(chance.choice((20, 235)) for _ in range(48)))
    out = BytesIO()
    small.resize(size, Image.Resampling.NEAREST).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()
