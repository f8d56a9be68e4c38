"""From the rows of a spreadsheet to what they say of employees: headings, cells, and what is wrong. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from server.accounts.rules import e164
from server.core.text import fold, nfc

COLUMNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "code": ("Mã nhân viên", ("ma nhan vien", "ma nv", "ma", "code", "employee code")),
    "name": ("Họ và tên", ("ho va ten", "ho ten", "ten", "name", "full name")),
    "department": ("Phòng ban", ("phong ban", "department")),
    "title": ("Chức danh", ("chuc danh", "chuc vu", "title")),
    "manager": ("Mã quản lý trực tiếp", ("ma quan ly truc tiep", "ma quan ly", "quan ly truc tiep", "manager")),
    "branch": ("Chi nhánh", ("chi nhanh", "branch")),
    "email": ("Email", ("email", "e-mail", "thu dien tu")),
    "phone": ("Điện thoại", ("dien thoai", "so dien thoai", "sdt", "phone", "telephone")),
}
"""What a row says of an employee, its heading, and other headings that are understood, folded."""

NEEDED = ("code", "name")
EXAMPLE = (
    "NV001",
    "Nguyễn Văn A",
    "Kinh doanh",
    "Nhân viên bán hàng",
    "QL001",
    "Đà Nẵng",
    "a@example.com",
    "0903123456",
)
ROOTS = frozenset({"goc", "root"})
"""What stands for the manager of somebody who has none."""

LONGEST = 200
EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
SHORT_MOBILE = re.compile(r"[1-9]\d{8}")

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "code_missing": ("Thiếu mã nhân viên", "The employee code is missing"),
    "name_missing": ("Thiếu họ và tên", "The name is missing"),
    "too_long": ("Có ô dài quá 200 ký tự", "A cell is longer than 200 characters"),
    "bad_email": ("Email chưa đúng", "The e-mail address is not right"),
    "bad_phone": ("Số điện thoại chưa đúng", "The telephone number is not right"),
    "duplicate_code": ("Mã này có ở nhiều dòng", "Several rows have this code"),
    "title_missing": ("Thiếu phòng ban hoặc chức danh", "The department or the title is missing"),
    "unknown_department": ("Không có phòng ban này", "There is no such department"),
    "unknown_title": ("Phòng ban không có chức danh này", "The department has no such title"),
    "unknown_branch": ("Không có chi nhánh này", "There is no such branch"),
    "manager_missing": ("Thiếu quản lý trực tiếp", "The direct manager is missing"),
    "unknown_manager": ("Không thấy quản lý này", "There is no such manager"),
    "manager_cycle": ("Vòng lặp quản lý", "The managers make a cycle"),
    "root_not_allowed": ("Bạn không được đặt người ở gốc", "You may not put anybody at the top"),
    "move_not_allowed": ("Bạn không được đổi quản lý trực tiếp", "You may not change direct managers"),
    "cannot_grant": ("Chức danh có quyền mà bạn không có", "The title has rights that you lack"),
    "outranked": ("Người này có quyền mà bạn không có", "This person holds rights that you lack"),
    "out_of_reach": ("Mã này là của người bạn không được xem", "The code is of somebody whom you may not see"),
    "has_left": ("Người này đã nghỉ", "This person has left"),
}
"""What may be wrong with a row, in both languages."""


@dataclass(frozen=True)
class Row:
    """What row `number` says, each part trimmed and composed; None for what it does not say."""

    number: int
    code: str | None = None
    name: str | None = None
    department: str | None = None
    title: str | None = None
    manager: str | None = None
    branch: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def is_root(self) -> bool:
        """Tell whether the row says that nobody stands above."""
        return self.manager is not None and fold(self.manager) in ROOTS

    def problems(self) -> list[str]:
        """Return what is wrong with the row by itself."""
        said = {name: getattr(self, name) for name in COLUMNS}
        found = [f"{name}_missing" for name in NEEDED if said[name] is None]
        if any(value is not None and len(value) > LONGEST for value in said.values()):
            found.append("too_long")
        if self.email is not None and not EMAIL.fullmatch(self.email):
            found.append("bad_email")
        if self.phone is not None and self.number_of_phone() is None:
            found.append("bad_phone")
        return found

    def number_of_phone(self) -> str | None:
        """Return the telephone number in the form of E.164, None when it is none.

        A spreadsheet that took it for a figure has lost the 0 at its beginning.
        """
        spelt = self.phone or ""
        try:
            return e164(f"0{spelt}" if SHORT_MOBILE.fullmatch(spelt) else spelt)
        except ValueError:
            return None


def read_rows(cells: Sequence[Sequence[str | None]]) -> list[Row] | None:
    """Return what the rows below the headings say, empty ones left out; None when the first row has no headings."""
    if not cells:
        return None
    places = _places(cells[0])
    if any(name not in places for name in NEEDED):
        return None
    found = []
    for number, row in enumerate(cells[1:], start=2):
        said = {name: _clean(row[place]) for name, place in places.items() if place < len(row)}
        if any(said.values()):
            found.append(Row(number, **said))
    return found


def _places(headings: Sequence[str | None]) -> dict[str, int]:
    known = {spelling: name for name, (_, spellings) in COLUMNS.items() for spelling in spellings}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = known.get(fold((heading or "").strip().rstrip("*").strip()))
        if name:
            found.setdefault(name, place)
    return found


def _clean(value: str | None) -> str | None:
    return nfc(value).replace("\x00", "").strip() or None if value else None


def in_cycle(managers: Mapping[UUID, UUID | None]) -> set[UUID]:
    """Return those who stand above themselves or below such a one, in a map from employee to direct manager."""
    sound: set[UUID] = set()
    broken: set[UUID] = set()
    for start in managers:
        way: list[UUID] = []
        on_way: set[UUID] = set()
        one: UUID | None = start
        while one is not None and one not in sound and one not in broken and one not in on_way:
            way.append(one)
            on_way.add(one)
            one = managers.get(one)
        (broken if one in on_way or one in broken else sound).update(way)
    return broken
