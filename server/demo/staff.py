"""Who works in the demo organisation: a manager tree four levels deep."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.demo.words import Rng, person

MAIL = "demo.tuyen.vn"


@dataclass(frozen=True)
class City:
    """A branch with its province code, the point of its centre (degrees) and how logins name it."""

    name: str
    province_code: str
    login: str
    lat: float
    lon: float
    supervisors: int
    reps: int
    customers: int


CITIES = (
    City("Hà Nội", "01", "hanoi", 21.0285, 105.8500, 2, 9, 700),
    City("Đà Nẵng", "48", "danang", 16.0600, 108.2150, 2, 8, 600),
    City("TP. HCM", "79", "hcm", 10.7760, 106.6900, 2, 9, 700),
)


@dataclass(frozen=True)
class Post:
    """A person's place: `key` names it, `manager` is the key of another; `login` is without its domain."""

    key: str
    name: str
    title: str
    role: str
    manager: str | None
    city: str | None
    login: str | None


def posts(rng: Rng, cities: Sequence[City] = CITIES) -> list[Post]:
    """Return the posts, 40 for the three cities, each after its manager's."""
    found = [
        Post("director", person(rng), "Giám đốc kinh doanh", "supervisor", None, None, "giamdoc"),
        Post("admin", person(rng), "Quản trị hệ thống", "admin", "director", None, "admin"),
        Post("office", person(rng), "Trưởng phòng hỗ trợ bán hàng", "office", "director", None, "vanphong"),
        Post("office.2", person(rng), "Nhân viên văn phòng", "office", "office", None, None),
        Post("office.3", person(rng), "Nhân viên văn phòng", "office", "office", None, None),
    ]
    for city in cities:
        found.extend(_branch(rng, city))
    return found


def _branch(rng: Rng, city: City) -> Iterator[Post]:
    chief = f"{city.login}.chief"
    yield Post(
        chief,
        person(rng),
        f"Giám đốc chi nhánh {city.name}",
        "supervisor",
        "director",
        city.name,
        f"chinhanh.{city.login}",
    )
    for number in range(city.supervisors):
        suffix = "" if number == 0 else str(number + 1)
        key = f"{city.login}.supervisor{suffix}"
        yield Post(
            key,
            person(rng),
            "Giám sát bán hàng",
            "supervisor",
            chief,
            city.name,
            f"giamsat{suffix}.{city.login}",
        )
    for number in range(city.reps):
        suffix = "" if number == 0 else str(number + 1)
        team = "" if number < (city.reps + 1) // city.supervisors else "2"
        yield Post(
            f"{city.login}.rep{suffix}",
            person(rng),
            "Nhân viên bán hàng",
            "rep",
            f"{city.login}.supervisor{team}",
            city.name,
            f"nhanvien{suffix}.{city.login}",
        )
