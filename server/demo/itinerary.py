"""Sixty days of visits: who was where and when, with the faults that a supervisor looks for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from server.demo.customers import Profile, Tour, new_uuid
from server.demo.places import around
from server.demo.words import Rng

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, LUNCH, BACK, CLOSES, EVENING = time(8), time(11, 45), time(13, 15), time(17, 30), time(18)
SUNDAY = 6
SHORTEST_S = 300.0
PIN_NOISE_M, FAR_M = 25.0, 2500.0
FAR_SHARE, MOCK_SHARE, LATE_SHARE = 0.015, 0.006, 0.08
FRESH_DAYS, FRESH_PHOTOS, OLD_PHOTOS = 7, 0.34, 0.035
NOTES = (
    "Chủ quán hẹn giao thêm 2 thùng vào thứ Sáu.",
    "Hàng còn nhiều, tuần sau ghé lại.",
    "Đã trưng bày lại kệ, thay bảng giá mới.",
    "Khách hỏi chương trình khuyến mãi tháng này.",
    "Đối thủ giảm giá 5 %, khách đang so sánh.",
    "Khách phàn nàn giao hàng trễ hôm thứ Ba.",
    "Hết hàng loại chai 500 ml, cần bổ sung gấp.",
    "Cửa hàng đang sửa, mở lại sau 10 ngày.",
    "Đã thu lại 3 sản phẩm gần hết hạn.",
    "Khách đồng ý lấy thử sản phẩm mới.",
    "Gặp con chủ tiệm, chủ đi vắng.",
    "Khách muốn đổi ngày ghé sang buổi sáng.",
)


@dataclass(frozen=True)
class Call:
    """A visit to be: the phone's position at check-in, its times, and how many pictures were taken.

    `left_at` is the check-out; times carry their zone.
    """

    id: UUID
    profile: Profile
    arrived_at: datetime
    left_at: datetime
    lat: float
    lon: float
    accuracy_m: float
    mock: bool
    note: str | None
    photos: int


def working_days(until: date, days: int) -> list[date]:
    """Return the Mondays to Saturdays of the `days` days that end with `until`."""
    span = (until - timedelta(days=back) for back in reversed(range(days)))
    return [day for day in span if day.weekday() != SUNDAY]


def calls(rng: Rng, tours: Sequence[Tour], now: datetime, *, days: int, a_day: int) -> list[Call]:
    """Return a rep's visits up to `now`, oldest first: his routes in turn, about `a_day` stops a day."""
    found: list[Call] = []
    next_stop = [0] * len(tours)
    for day in working_days(now.astimezone(ZONE).date(), days):
        turn = day.weekday() % len(tours)
        stops = tours[turn].stops
        count = max(1, a_day + rng.randint(-2, 2))
        chosen = [stops[(next_stop[turn] + step) % len(stops)] for step in range(count)]
        next_stop[turn] += count
        found.extend(_day(rng, day, chosen, now))
    return found


def _day(rng: Rng, day: date, stops: Sequence[Profile], now: datetime) -> Iterator[Call]:
    for stop, (arrived, left) in zip(stops, times(rng, day, len(stops)), strict=True):
        if left + timedelta(minutes=1) < now:
            yield _call(rng, stop, (arrived, left), now)


def times(rng: Rng, day: date, count: int) -> list[tuple[datetime, datetime]]:
    """Return check-in and check-out of `count` visits between 08:00 and 17:30, none over lunch."""
    morning, pause = _seconds(OPENS, LUNCH), _seconds(LUNCH, BACK)
    room = morning + _seconds(BACK, CLOSES)
    slot = room / count
    opening = datetime.combine(day, OPENS, ZONE)
    found = []
    for number in range(count):
        start = slot * (number + rng.uniform(0.02, 0.35))
        length = min(rng.uniform(6, 28) * 60, slot * 0.6)
        if start > morning - SHORTEST_S:
            start, length = max(start, morning) + pause, min(length, slot * 0.3)
        elif start + length > morning:
            length = morning - start
        arrived = opening + timedelta(seconds=round(start))
        found.append((arrived, arrived + timedelta(seconds=round(length))))
    return found


def _seconds(start: time, end: time) -> float:
    day = date(2000, 1, 1)
    return (datetime.combine(day, end) - datetime.combine(day, start)).total_seconds()


def _call(rng: Rng, stop: Profile, when: tuple[datetime, datetime], now: datetime) -> Call:
    arrived, left = when
    far, mock = rng.random() < FAR_SHARE, rng.random() < MOCK_SHARE
    lat, lon = around(rng, stop.point, FAR_M if far else PIN_NOISE_M)
    fresh = now - arrived < timedelta(days=FRESH_DAYS)
    has_photos = rng.random() < (FRESH_PHOTOS if fresh else OLD_PHOTOS)
    return Call(
        id=new_uuid(rng),
        profile=stop,
        arrived_at=arrived,
        left_at=left,
        lat=lat,
        lon=lon,
        accuracy_m=round(rng.uniform(4, 28), 1),
        mock=mock,
        note=rng.choice(NOTES) if rng.random() < 0.6 else None,  # noqa: PLR2004 - share of visits with a note
        photos=rng.choice((1, 1, 2)) if has_photos else 0,
    )


@dataclass(frozen=True)
class Handover:
    """Visits that a phone hands in together, and when."""

    at: datetime
    calls: tuple[Call, ...]


def handovers(rng: Rng, made: Sequence[Call], now: datetime) -> list[Handover]:
    """Return when the server hears of a rep's visits.

    In the last days soon after each or two, before that twice a day, and on days without coverage in the evening.
    """
    found: list[Handover] = []
    for _, group in groupby(made, key=lambda call: call.arrived_at.date()):
        day = list(group)
        evening = datetime.combine(day[0].arrived_at.date(), EVENING, ZONE) + timedelta(minutes=rng.randint(0, 90))
        if rng.random() < LATE_SHARE and evening < now:
            found.append(Handover(evening, tuple(day)))
            continue
        fresh = now - day[0].arrived_at < timedelta(days=FRESH_DAYS)
        size = rng.randint(1, 2) if fresh else max(1, (len(day) + 1) // 2)
        for place in range(0, len(day), size):
            some = tuple(day[place : place + size])
            found.append(Handover(min(now, some[-1].left_at + timedelta(seconds=rng.randint(2, 50))), some))
    return found
