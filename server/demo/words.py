"""Names, telephone numbers and addresses as one meets them in Vietnam, made from a seeded generator."""

import random
from collections.abc import Sequence

Rng = random.Random


def generator(seed: int) -> Rng:
    """Return a generator that gives the same demo for the same seed."""
    return Rng(seed)


# Shares of family names in per cent, roughly as in the population.
FAMILIES = {
    "Nguyễn": 38, "Trần": 11, "Lê": 9, "Phạm": 7, "Huỳnh": 3, "Hoàng": 2, "Phan": 4, "Vũ": 2, "Võ": 2,
    "Đặng": 2,
    "Bùi": 2, "Đỗ": 1.5, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1, "Lý": 0.5, "Đoàn": 0.6, "Trịnh": 0.6, "Đinh": 0.6,
    "Mai": 0.5, "Trương": 1.2, "Lương": 0.5, "Tạ": 0.3, "Châu": 0.3, "Cao": 0.5,
}  # fmt: skip
MIDDLES = {
    "nữ": (
        "Thị",
        "Thị",
        "Thị Thu",
        "Thị Ngọc",
        "Thị Minh",
        "Thị Kim",
        "Ngọc",
        "Thuỳ",
        "Khánh",
        "Bích",
        "Phương",
    ),
    "nam": ("Văn", "Văn", "Đức", "Minh", "Hữu", "Quang", "Quốc", "Thanh", "Tuấn", "Đình", "Xuân", "Ngọc"),
}
GIVEN = {
    "nữ": (
        "Lan", "Hương", "Hoa", "Mai", "Trang", "Linh", "Thảo", "Hạnh", "Nga", "Yến", "Ngân", "Vy", "Nhung",
        "Hằng", "Thuỷ", "Oanh", "Dung", "Loan", "Phượng", "Quyên", "Trinh", "Tuyết", "Diễm", "Ánh", "Xuân",
        "Hiền", "Thắm",
    ),
    "nam": (
        "Hùng", "Dũng", "Tuấn", "Nam", "Long", "Hải", "Sơn", "Thắng", "Cường", "Phúc", "Khoa", "Bảo", "Đạt",
        "Huy", "Kiên", "Lâm", "Quân", "Tài", "Trung", "Việt", "Vinh", "Toàn", "Thịnh", "Nghĩa", "Hiếu",
        "Trí", "Khánh",
    ),
}  # fmt: skip

SHOPS = (
    "Tạp hoá", "Tạp hoá", "Tạp hoá", "Tạp hoá", "Đại lý", "Siêu thị mini", "Quán cà phê", "Quán cà phê",
    "Nhà thuốc", "Cửa hàng", "Cửa hàng tiện lợi", "Quán cơm", "Trà sữa", "Bách hoá", "Quầy thuốc",
    "Nhà hàng", "Shop mẹ và bé",
)  # fmt: skip
SHOP_NAMES = (
    "Hồng Phước", "Ánh Dương", "Minh Châu", "Thành Công", "Phú Quý", "An Khang", "Hoà Bình", "Bình Minh",
    "Mộc Miên", "Sông Hàn", "Hoa Sữa", "Đại Phát", "Kim Ngân", "Thiên Ân", "Gia Bảo", "Tân Tiến",
    "Việt Hương", "Bảy Sắc", "Hương Quê", "Thảo Nguyên", "Ngọc Lan", "Tâm Đức", "Thuận Phát", "Hải Đăng",
    "Phương Nam", "Trường Thịnh", "Mỹ Hạnh", "Hoàng Gia", "Nhật Minh", "Thanh Bình", "Lộc Phát", "Vạn Xuân",
)  # fmt: skip
KIN = ("Cô", "Chú", "Bà", "Dì", "Anh", "Chị", "Bác", "Ông")
RANKS = ("Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Hai", "Út")
FIRMS = (
    "Công ty TNHH",
    "Công ty TNHH",
    "Công ty CP",
    "Công ty TNHH MTV",
    "Doanh nghiệp tư nhân",
    "Hợp tác xã",
)
TRADES = (
    "Thương mại", "Dịch vụ", "Sản xuất", "Du lịch", "Thực phẩm", "Xây dựng", "Vận tải", "Phân phối",
    "Nội thất", "Bao bì", "Nông sản", "Thuỷ sản",
)  # fmt: skip

STREETS = {
    "01": (
        "Kim Mã", "Giảng Võ", "Đội Cấn", "Láng Hạ", "Nguyễn Chí Thanh", "Cầu Giấy", "Xuân Thuỷ",
        "Hoàng Hoa Thám", "Thái Hà", "Tây Sơn", "Bạch Mai", "Phố Huế", "Trần Khát Chân", "Minh Khai",
        "Trương Định", "Nguyễn Trãi", "Lê Văn Lương", "Nguyễn Xiển", "Lạc Long Quân", "Âu Cơ", "Ngọc Lâm",
        "Nguyễn Văn Cừ", "Quang Trung", "Hàng Bông",
    ),
    "48": (
        "Nguyễn Văn Linh", "Hùng Vương", "Lê Duẩn", "Trần Phú", "Bạch Đằng", "Hoàng Diệu", "Ông Ích Khiêm",
        "Điện Biên Phủ", "Núi Thành", "Trưng Nữ Vương", "Lê Đình Lý", "Hải Phòng", "Ngô Quyền",
        "Võ Nguyên Giáp", "Nguyễn Hữu Thọ", "Cách Mạng Tháng Tám", "Tôn Đức Thắng", "Nguyễn Lương Bằng",
        "Ngũ Hành Sơn", "Lê Văn Hiến", "Trần Cao Vân", "Nguyễn Tất Thành", "Phan Châu Trinh", "Hàm Nghi",
    ),
    "79": (
        "Nguyễn Thị Minh Khai", "Cách Mạng Tháng Tám", "Lý Thường Kiệt", "Nguyễn Trãi", "Hai Bà Trưng",
        "Võ Văn Tần", "Điện Biên Phủ", "Phan Xích Long", "Lê Văn Sỹ", "Nguyễn Văn Trỗi", "Quang Trung",
        "Nguyễn Oanh", "Lê Quang Định", "Xô Viết Nghệ Tĩnh", "Hậu Giang", "Hồng Bàng", "Ba Tháng Hai",
        "Tân Sơn Nhì", "Luỹ Bán Bích", "Âu Cơ", "Huỳnh Tấn Phát", "Nguyễn Thị Thập", "Võ Văn Ngân",
        "Kha Vạn Cân",
    ),
}  # fmt: skip
"""Streets of the three cities, by province code."""
ALLEY = {"01": "ngõ {n}, {street}", "48": "K{n}/{m} {street}", "79": "{n}/{m} {street}"}

# Mobile prefixes in use; a number may have moved to another operator since.
PREFIXES = (
    "032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079", "081", "082",
    "083", "084", "085", "086", "088", "089", "090", "091", "093", "094", "096", "097", "098",
)  # fmt: skip


def person(rng: Rng) -> str:
    """Return a full name, family name first."""
    sex = rng.choice(("nữ", "nam"))
    family = rng.choices(list(FAMILIES), list(FAMILIES.values()))[0]
    return f"{family} {rng.choice(MIDDLES[sex])} {rng.choice(GIVEN[sex])}"


def customer(rng: Rng, kind: str) -> str:
    """Return a customer's name as a rep would write it; `kind` is shop, organisation, household or person."""
    if kind == "shop":
        return _shop(rng)
    if kind == "organisation":
        return f"{rng.choice(FIRMS)} {rng.choice(TRADES)} {rng.choice(SHOP_NAMES)}"
    return f"Hộ {person(rng)}" if kind == "household" else person(rng)


def _shop(rng: Rng) -> str:
    sort = rng.choice(SHOPS)
    if sort == "Tạp hoá" and rng.random() < 0.6:  # noqa: PLR2004 - most are called after their keeper
        called = rng.choice(RANKS if rng.random() < 0.4 else (*GIVEN["nữ"], *GIVEN["nam"]))  # noqa: PLR2004
        return f"{sort} {rng.choice(KIN)} {called}"
    if rng.random() < 0.25:  # noqa: PLR2004 - others put two given names together
        return f"{sort} {rng.choice(GIVEN['nam'])} {rng.choice(GIVEN['nữ'])}"
    return f"{sort} {rng.choice(SHOP_NAMES)}"


def distinct(names: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Return the names, a repeated one with its mark (its street, say) behind it, as reps do it."""
    seen: set[str] = set()
    found = []
    for name, mark in zip(names, marks, strict=True):
        chosen = name if name not in seen else f"{name} - {mark}"
        found.append(chosen)
        seen.update((name, chosen))
    return found


def phones(rng: Rng, count: int) -> list[str]:
    """Return `count` different mobile numbers of ten digits."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{rng.choice(PREFIXES)}{rng.randint(1_000_000, 9_999_999)}"] = None
    return list(found)


def street(rng: Rng, province_code: str) -> str:
    """Return a street of one of the three cities."""
    return rng.choice(STREETS[province_code])


def house_number(rng: Rng, province_code: str, on: str) -> str:
    """Return a house number with its street, in an alley at times."""
    number = rng.randint(1, 480)
    if rng.random() < 0.3:  # noqa: PLR2004 - share of houses behind the street
        alley = ALLEY[province_code].format(n=number, m=rng.randint(1, 60), street=on)
        return f"Số {rng.randint(1, 60)} {alley}" if province_code == "01" else alley
    return f"{number} {on}"
