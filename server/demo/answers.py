"""What the demo's reps write into forms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.customers.phones import stored
from server.demo import words
from server.demo.customers import Profile
from server.demo.itinerary import Call
from server.demo.words import Rng

OUTLETS = {
    "Siêu thị": "mt", "Cửa hàng tiện lợi": "mt", "Bách hoá": "mt", "Quán": "horeca", "Nhà hàng": "horeca",
    "Trà sữa": "horeca", "Nhà thuốc": "pharmacy", "Quầy thuốc": "pharmacy", "Shop": "cosmetics",
}  # fmt: skip
HOURS = ("06:00 - 22:00", "07:00 - 21:00", "07:30 - 19:00", "06:30 - 23:00", "24/24")
TAGS = ("new_product", "display_check", "stock_check", "debt", "complaint")
TAG_SHARES = (2, 5, 5, 2, 0.6)


def position(lat: float, lon: float, accuracy_m: float, at: datetime, *, mock: bool = False) -> dict[str, Any]:
    """Return a saved position as the phone sends it."""
    return {
        "lat": lat, "lon": lon, "accuracy_m": accuracy_m, "fixed_at": at.isoformat(), "provider": "gps", "mock": mock,
    }  # fmt: skip


def new_customer(rng: Rng, profile: Profile, at: datetime) -> dict[str, Any]:
    """Return the answers to the profile form of this customer's kind."""
    common: dict[str, Any] = {
        "full_name": profile.name,
        "phone": stored(profile.phone),
        "address_province": profile.province_code,
        "address_ward": profile.ward_code,
        "house_number": profile.house_number,
        "gps": position(profile.lat, profile.lon, round(rng.uniform(4, 18), 1), at),
    }
    return common | EXTRAS[profile.kind](rng, profile)


def _shop(rng: Rng, profile: Profile) -> dict[str, Any]:
    outlet = next((kind for start, kind in OUTLETS.items() if profile.name.startswith(start)), "gt")
    return {
        "owner_name": words.person(rng),
        "outlet_type": outlet,
        "rank": rng.choices("ABC", (15, 35, 50))[0],
        "opening_hours": rng.choice(HOURS),
    }


def _organisation(rng: Rng, profile: Profile) -> dict[str, Any]:
    return {
        "tax_code": f"0{rng.randint(100_000_000, 999_999_999)}",
        "representative": words.person(rng),
        "representative_position": rng.choice(("Giám đốc", "Phó giám đốc", "Trưởng phòng mua hàng")),
        "industry": next(trade for trade in words.TRADES if trade in profile.name),
    }


def _household(rng: Rng, _: Profile) -> dict[str, Any]:
    return {"members_count": rng.randint(2, 6)}


def _person(rng: Rng, profile: Profile) -> dict[str, Any]:
    gender = "female" if profile.name.split()[-1] in words.GIVEN["nữ"] else "male"
    return {
        "gender": gender,
        "date_of_birth": f"{rng.randint(1960, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
    }


EXTRAS = {"shop": _shop, "organisation": _organisation, "household": _household, "person": _person}


def visit(rng: Rng, call: Call, photos: list[str], notify: list[str]) -> dict[str, Any]:
    """Return the answers to the face-to-face form; `photos` are media ids, `notify` employees."""
    drawn = rng.choices(TAGS, TAG_SHARES, k=rng.randint(0, 2))
    answers: Mapping[str, Any] = {
        "customer": str(call.profile.id),
        "gps": position(call.lat, call.lon, call.accuracy_m, call.arrived_at, mock=call.mock),
        "tags": sorted(set(drawn)),
        "photos": photos,
        "note": call.note,
        "notify_to": notify,
    }
    return {name: value for name, value in answers.items() if value}
