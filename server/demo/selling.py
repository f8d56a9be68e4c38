"""What the demo sells: products, prices, promotions, and what the reps sold and may sell these days.

All of it comes by the product's own doors: forms by the phones, the rest at the desks.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from server.core import clock
from server.demo.answers import position
from server.demo.customers import Profile, new_uuid
from server.demo.itinerary import ZONE
from server.demo.phone import Entry
from server.demo.plan import SILENT_REP
from server.demo.stage import Stage
from server.opportunities import queries as processes
from server.opportunities import service as opportunities
from server.orders import service as orders


class Ware(NamedTuple):
    """A product to be: `price` đồng without tax for one `unit`, tax in percent."""

    code: str
    name: str
    group: str
    subgroup: str
    unit: str
    price: int
    tax: int


WARES = (
    Ware("SRM-100", "Sữa rửa mặt Hoa Sữa 100 g", "cosmetics", "face_wash", "tube", 62_000, 10),
    Ware("KDD-050", "Kem dưỡng da Hoa Sữa 50 ml", "cosmetics", "skin_cream", "box", 118_000, 10),
    Ware("SON-D01", "Son môi Mộc Miên đỏ đất", "cosmetics", "lipstick", "piece", 135_000, 10),
    Ware("BIA-330", "Bia Sông Hàn lon 330 ml", "drinks", "beer", "carton", 268_000, 10),
    Ware("NNG-330", "Nước cam Mộc Miên lon 330 ml", "drinks", "soft_drink", "carton", 168_000, 8),
    Ware("NUC-500", "Nước tinh khiết Suối Mơ 500 ml", "drinks", "water", "carton", 82_000, 8),
    Ware("SUA-180", "Sữa tươi Đồng Xanh 180 ml", "drinks", "milk", "carton", 312_000, 5),
    Ware("CPH-500", "Cà phê rang xay Đại Phát 500 g", "drinks", "coffee_tea", "pack", 126_000, 8),
    Ware("MIG-075", "Mì gói Ba Miền tôm chua 75 g", "food", "noodles", "carton", 94_000, 8),
    Ware("BQU-300", "Bánh quy bơ Kim Ngân 300 g", "food", "snack", "box", 46_000, 8),
    Ware("NMA-500", "Nước mắm Nam Ô 40 độ đạm 500 ml", "food", "spice", "bottle", 58_000, 5),
    Ware("DAU-001", "Dầu ăn Thiên Ân 1 lít", "food", "spice", "bottle", 49_500, 8),
    Ware("CAH-155", "Cá hộp sốt cà Tân Tiến 155 g", "food", "canned", "can", 19_500, 8),
    Ware("BGI-003", "Bột giặt Trắng Sáng 3 kg", "household", "detergent", "bag", 112_000, 10),
    Ware("NRC-750", "Nước rửa chén Chanh Tươi 750 g", "household", "dish_wash", "bottle", 27_000, 10),
    Ware("NLS-001", "Nước lau sàn Hoa Sữa 1 lít", "household", "cleaner", "bottle", 34_000, 10),
    Ware("DGO-650", "Dầu gội Bồ Kết 650 g", "personal_care", "shampoo", "bottle", 128_000, 10),
    Ware("KDR-200", "Kem đánh răng Ngọc Lan 200 g", "personal_care", "toothpaste", "tube", 31_000, 10),
)
COMBO = ("CB-GDN", "Bộ gia đình: bột giặt, rửa chén, lau sàn", ("BGI-003", "NRC-750", "NLS-001"), 159_000)
SET_UP_AGO = timedelta(days=39)
STATES = (("approved",), ("approved", "delivering"), ("approved", "delivering", "done"), ())


def write_selling(stage: Stage) -> None:
    """Let a supervisor set up what is sold, and every rep with a phone sell it and note what he may sell."""
    stage.progress("Ghi sản phẩm, bảng giá, đơn hàng, cơ hội", 0.985)
    wares = _set_up(stage)
    for tour in stage.plan.tours:
        if tour.rep in stage.crew.phones and tour.rep in stage.crew.bosses and tour.rep != SILENT_REP:
            _sold_by(stage, tour.rep, tour.stops, wares)


def _set_up(stage: Stage) -> list[UUID]:
    """Hand in the catalogue by a supervisor's phone; return the products."""
    phone = next(one for post, one in stage.crew.phones.items() if "supervisor" in post)
    at = stage.now - SET_UP_AGO
    ids = {ware.code: new_uuid(stage.rng) for ware in WARES}
    entries = [_form(ids[ware.code], "product.profile", at, _product(ware)) for ware in WARES]
    combo_id = new_uuid(stage.rng)
    entries.append(_form(combo_id, "product.profile", at, _combo(ids)))
    entries.append(_form(new_uuid(stage.rng), "price.list", at, _price_list("Bảng giá chung", at.date(), ids, 100)))
    with stage.work() as session:
        phone.hand_in(session, entries, at + timedelta(minutes=20))
    lately = stage.now - timedelta(hours=6)
    next_month = (stage.now + timedelta(days=30)).astimezone(ZONE).date()
    later = [
        _form(new_uuid(stage.rng), "price.list", lately, _price_list("Bảng giá quý tới", next_month, ids, 103)),
        *(_form(new_uuid(stage.rng), "promotion.programme", lately, told) for told in _promotions(ids, lately)),
    ]
    with stage.work() as session:
        phone.hand_in(session, later, lately + timedelta(minutes=9))
    return [*ids.values(), combo_id]


def _form(form_id: UUID, form: str, at: datetime, answers: Mapping[str, Any], gps: Any = None) -> Entry:
    return Entry(id=form_id, form=form, occurred_at=at, gps=gps, answers=answers)


def _product(ware: Ware) -> dict[str, Any]:
    return {
        "product_name": ware.name,
        "product_code": ware.code,
        "product_group": ware.group,
        "subgroup_level1": ware.subgroup,
        "unit_name": ware.unit,
        "price": ware.price,
        "tax_percent": ware.tax,
        "packaging_state": "single",
        "status": "active",
    }


def _combo(ids: Mapping[str, UUID]) -> dict[str, Any]:
    code, name, parts, price = COMBO
    return {
        "product_name": name,
        "product_code": code,
        "product_group": "household",
        "unit_name": "set",
        "price": price,
        "tax_percent": 10,
        "packaging_state": "combo",
        "combo_items": [{"id": part, "product": str(ids[part]), "qty": 1} for part in parts],
        "status": "active",
    }


def _price_list(name: str, first: date, ids: Mapping[str, UUID], percent: int) -> dict[str, Any]:
    """Return a price list at so many percent of the products' own prices, to whole hundreds of đồng."""
    lines = [
        {
            "id": ware.code,
            "product": str(ids[ware.code]),
            "price_ex_tax": ware.price * percent // 10_000 * 100,
            "unit_qty": 1,
            "unit_name": ware.unit,
            "taxes_fees": [{"id": "vat", "kind": "vat", "level_kind": "percent", "level": ware.tax}],
        }
        for ware in WARES
    ]
    return {"name": name, "effective_from": first.isoformat(), "status": "active", "lines": lines}


def _promotions(ids: Mapping[str, UUID], at: datetime) -> Iterator[dict[str, Any]]:
    common = {
        "effective_from": at.astimezone(ZONE).date().isoformat(),
        "effective_to": (at + timedelta(days=45)).astimezone(ZONE).date().isoformat(),
        "status": "active",
        "scope": "all",
        "mode": "direct",
    }
    beer = str(ids["BIA-330"])
    yield common | {
        "name": "Mua 10 thùng tặng 1",
        "code": "KM-BIA-10",
        "applies_to": [{"id": "1", "kind": "product", "products": [beer]}],
        "benefits": [{"id": "1", "kind": "gift", "gift_product": beer, "gift_qty": 1}],
        "conditions": [{"id": "1", "basis": "qty", "min": 10}],
    }
    yield common | {
        "name": "Giảm 5% cho đơn trên 5 triệu",
        "code": "KM-DON-5",
        "applies_to": [{"id": "1", "kind": "order"}],
        "benefits": [{"id": "1", "kind": "percent", "percent": 5}],
        "conditions": [{"id": "1", "basis": "order_value", "min": 5_000_000}],
    }


def _sold_by(stage: Stage, rep: str, stops: Sequence[Profile], wares: Sequence[UUID]) -> None:
    entries = list(_sales(stage, stops, wares))
    with stage.work() as session:
        stage.crew.phones[rep].hand_in(session, entries, entries[-1].occurred_at + timedelta(minutes=3))
    boss, later = stage.boss_of(rep), stage.now - timedelta(hours=1)
    booked = [entry.id for entry in entries if entry.form.startswith("order.")]
    noted = [entry.id for entry in entries if entry.form.startswith("opportunity.")]
    with clock.at(later), stage.work() as session:
        for order_id, states in zip(booked, stage.rng.sample(STATES, len(STATES)), strict=False):
            for state in states:
                orders.move(session, boss, order_id, state)
        (process,) = processes.processes(session)
        steps = processes.steps(session, [process.id])
        for opportunity_id in noted:
            opportunities.move(session, stage.crew.desks[rep], opportunity_id, stage.rng.choice(steps).id)


FORMS = (
    "order.f2f", "sale.f2f", "opportunity.f2f", "order.tele", "sale.tele", "opportunity.tele", "request", "order.tele",
    "quotation",
)  # fmt: skip
CALLS = {"order.tele", "sale.tele"}
QUOTED_FOR = timedelta(days=14)


def _sales(stage: Stage, stops: Sequence[Profile], wares: Sequence[UUID]) -> Iterator[Entry]:
    """Yield what a rep sold and noted since yesterday, in the order of time."""
    rng, at = stage.rng, stage.now - timedelta(hours=18)
    for form, stop in zip(FORMS, rng.sample(list(stops), len(FORMS)), strict=True):
        at += timedelta(minutes=rng.randint(20, 90))
        gps = position(stop.lat, stop.lon, 9.0, at) if form.endswith(".f2f") else None
        met = {"gps": gps} if gps else {"call_status": "answered"} if form in CALLS else {}
        yield _form(new_uuid(rng), form, at, {"customer": str(stop.id), **_said(stage, form, wares, at), **met}, gps)


def _said(stage: Stage, form: str, wares: Sequence[UUID], at: datetime) -> dict[str, Any]:
    if form.startswith("opportunity."):
        return _opportunity(stage, wares)
    if form == "request":
        return {**_goods(stage, wares), "delivery_time": _soon(stage, at)}
    if form == "quotation":
        return {**_goods(stage, wares), "valid_until": (at + QUOTED_FOR).astimezone(ZONE).date().isoformat()}
    return _order(stage, wares, at)


def _goods(stage: Stage, wares: Sequence[UUID]) -> dict[str, Any]:
    rng = stage.rng
    chosen = rng.sample(list(wares), rng.randint(2, 5))
    return {"lines": [{"id": str(n), "product": str(one), "qty": rng.randint(1, 12)} for n, one in enumerate(chosen)]}


def _soon(stage: Stage, at: datetime) -> str:
    return (at + timedelta(days=stage.rng.randint(1, 3))).astimezone(ZONE).isoformat()


def _order(stage: Stage, wares: Sequence[UUID], at: datetime) -> dict[str, Any]:
    rng = stage.rng
    return {
        **_goods(stage, wares),
        "delivery_time": _soon(stage, at),
        "delivery_place_kind": "in_system",
        "payment_method": rng.choice(("cash", "transfer", "debt")),
    }


def _opportunity(stage: Stage, wares: Sequence[UUID]) -> dict[str, Any]:
    rng = stage.rng
    chosen = rng.sample(list(wares), 3)
    return {
        "items": [
            {
                "id": str(n),
                "product": str(one),
                "qty": rng.randint(5, 40),
                "delivery_frequency": rng.choice(("weekly", "biweekly", "monthly")),
            }
            for n, one in enumerate(chosen)
        ],
        "source_channel": [rng.choice(("rep", "friend", "zalo"))],
        "contact_window": {"from": "09:00", "to": "11:00"},
        "potential": rng.choice(("25", "50", "75", "90")),
    }
