"""What people do with their phones, and what broken apps send."""

from random import Random

from mobile_contract.device import Device, SeenCustomer
from mobile_contract.device.state import MediaFile
from tests.kit.phone import FIX, shop_answers
from tests.simulation.company import SHOP
from tests.simulation.scene import drawing

TWIN, FALLING = "Đôi ", "Rơi "
"""How the names of shops begin that are made in one act, and of those that will not be taken: nobody edits them."""
HOT = 6
"""So many customers, the same for all who see them, are edited by everybody at once."""
EDITED = ("full_name", "owner_name", "opening_hours", "rank", "house_number")
BROKEN = (
    '{"n":{n},"t":"submit","id":"nobody"}',
    '{"n":{n},"t":"dance","id":"00000000-0000-4000-8000-00000000000a"}',
    '{"n":{n},"t":"submit","form":"customer.shop","version":1,"occurred_at":"yesterday","answers":{},"id":"ID"}',
    '{"n":{n},"t":"submit","form":"no.form","version":1,"occurred_at":"NOW","answers":{},"id":"ID"}',
    '{"n":{n},"t":"submit","form":"customer.shop","version":1,"occurred_at":"NOW","answers":[],"id":"ID"}',
    '{"n":{n},"t":"submit","form":"customer.shop","version":1,"occurred_at":"NOW","answers":{"full_name":"a\\u0000"},"id":"ID"}',
    '{"n":{n},"t":"submit","form":"customer.shop","version":1,"occurred_at":"NOW","answers":{"a":"BIG"},"id":"ID"}',
    '{"n":{n},"t":"read","id":"ID"}',
    '{"n":{n},"t":"submit","answers":DEEP}',
    '{"n":{n},"t":"submit"',
)


def left_alone(name: str) -> bool:
    """Tell whether a shop is none of those that everybody edits and hands on."""
    return not name or "\0" in name or name.startswith((TWIN, FALLING))


class Hands:
    """One person's hands on one phone: every deed keeps something, nothing is sent."""

    def __init__(self, name: str, chance: Random, superior: str) -> None:
        self.name, self.chance, self.superior = name, chance, superior
        self.count = 0
        self.deeds = (
            (4, self.new_shop),
            (8, self.edit),
            (5, self.visit),
            (3, self.call),
            (2, self.twins),
            (1, self.visit_before_its_shop),
            (1, self.falling_group),
            (2, self.read_notices),
        )

    def act(self, device: Device, *, malformed: bool) -> str:
        """Do one thing; return its name."""
        if malformed and self.chance.random() < 0.06:
            self.broken(device)
            return "broken"
        (deed,) = self.chance.choices([deed for _, deed in self.deeds], [weight for weight, _ in self.deeds])
        deed(device)
        return deed.__name__

    def word(self) -> str:
        """Return a text that nobody else ever writes."""
        self.count += 1
        return f"{self.name} {self.count} {self.chance.getrandbits(24):06x}"

    def new_shop(self, device: Device) -> None:
        files = self.photos(device)
        more = {"photos": [file.media_id for file in files]} if files else {}
        if self.chance.random() < 0.3:
            more["notify_to"] = [self.superior]
        answers = shop_answers(full_name=self.word(), **more)
        device.submit(SHOP, answers, version=self.version(device), media=files, note="good")

    def photos(self, device: Device) -> list[MediaFile]:
        (count,) = self.chance.choices((0, 1, 2), (8, 3, 1))
        return [device.attach(drawing(self.chance, self.chance.choice(((96, 72), (640, 480))))) for _ in range(count)]

    def version(self, device: Device) -> int:
        """Return the version of the form that this phone holds, however old."""
        held = [row.d["version"] for row in device.state.held("form").values() if row.d["key"] == SHOP]
        return max(held, default=1)

    def some_customer(self, device: Device) -> SeenCustomer | None:
        shown = {key: one for key, one in device.customers().items() if not left_alone(one.fields.get("full_name", ""))}
        keys = sorted(shown)
        if not keys:
            return None
        return shown[self.chance.choice(keys[:HOT] if self.chance.random() < 0.7 else keys)]

    def edit(self, device: Device) -> None:
        customer = self.some_customer(device)
        if customer is None:
            return self.new_shop(device)
        names = self.chance.sample(EDITED, self.chance.choice((1, 1, 2)))
        answers = {name: self.chance.choice("ABC") if name == "rank" else self.word() for name in names}
        device.edit(SHOP, customer, answers, version=self.version(device), note="good")
        return None

    def visit(self, device: Device) -> None:
        customer = self.some_customer(device)
        if customer is not None:
            files = self.photos(device)
            answers = {"customer": customer.id, "gps": FIX, "note": self.word()}
            answers |= {"photos": [file.media_id for file in files]} if files else {}
            device.submit("interaction.f2f", answers, media=files, note="good")

    def call(self, device: Device) -> None:
        customer = self.some_customer(device)
        if customer is not None:
            device.submit("interaction.tele", {"customer": customer.id, "note": self.word()}, note="good")

    def twins(self, device: Device) -> None:
        """Make two shops in one act: whoever sees one sees the other."""
        word = self.word()
        with device.together() as tx:
            for number in (1, 2):
                device.submit(SHOP, shop_answers(full_name=f"{TWIN}{word}/{number}"), tx=tx, note="good")

    def visit_before_its_shop(self, device: Device) -> None:
        shop = device.new_id()
        device.submit("interaction.f2f", {"customer": shop, "gps": FIX, "note": self.word()}, note="any")
        device.submit(SHOP, shop_answers(full_name=self.word()), id=shop, note="good")

    def falling_group(self, device: Device) -> None:
        """Make three of which one cannot be applied."""
        with device.together() as tx:
            for version in self.chance.sample((1, 1, 9999), 3):
                note = "bad" if version > 1 else "any"
                answers = shop_answers(full_name=FALLING + self.word())
                device.submit(SHOP, answers, version=version, tx=tx, note=note)

    def read_notices(self, device: Device) -> None:
        unread = sorted(key for key, row in device.state.held("notification").items() if row.d["read_at"] is None)
        for key in unread[:3]:
            device.read(key)

    def broken(self, device: Device) -> None:
        """Let the app send what no app should."""
        text = self.chance.choice(BROKEN).replace("ID", device.new_id(), 1)
        text = text.replace("NOW", device.clock.now().isoformat()).replace("BIG", "x" * 300_000)
        device.raw(text.replace("DEEP", "[" * 5000 + "]" * 5000), note="bad")
