"""The function rights there are and which of them hold for a person; telephone numbers, opening hours. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

SIGNED_IN = "self.read"
"""Held by everybody who is signed in: reading and ending what is one's own."""

HALF = "self.half"
"""Held by who has shown his password and still has to show his second factor, who holds nothing else."""

SHORTEST_PASSWORD = 10
FEWEST_LETTERS = 4
ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


@dataclass(frozen=True)
class Verb:
    """A function right as people read it, under the heading `group`."""

    group: str
    vi: str
    en: str


VERBS: Mapping[str, Verb] = {
    "sync.use": Verb("field", "Đồng bộ điện thoại", "Sync a phone"),
    "form.read": Verb("field", "Dùng biểu mẫu", "Use forms"),
    "media.write": Verb("field", "Gửi ảnh và video", "Send photos and videos"),
    "media.read": Verb("field", "Xem ảnh và video", "See photos and videos"),
    "map.read": Verb("field", "Xem bản đồ", "See the map"),
    "notification.read": Verb("field", "Nhận thông báo", "Receive notices"),
    "customer.read": Verb("customer", "Xem khách hàng", "See customers"),
    "customer.write": Verb(
        "customer", "Sửa nhóm, thẻ, tệp, trạng thái khách hàng", "Change groups, tags, files, states"
    ),
    "customer.merge": Verb("customer", "Gộp khách hàng trùng", "Merge customers that are one"),
    "customer.share": Verb("customer", "Chia sẻ khách hàng", "Share customers"),
    "customer.assign": Verb("customer", "Đổi người phụ trách, kho", "Change owner and pool"),
    "customer.archive": Verb("customer", "Lưu trữ và khôi phục khách hàng", "Archive and restore customers"),
    "customer.export": Verb("customer", "Xuất danh sách khách hàng", "Export customers"),
    "note.write": Verb("customer", "Viết ghi chú", "Write notes"),
    "customer.mail": Verb("customer", "Gửi email cho khách hàng", "Send e-mails to customers"),
    "tag.write": Verb("customer", "Lập thẻ và bộ chỉ dẫn cập nhật", "Set up tags and update sets"),
    "visit.read": Verb("visit", "Xem lượt ghé thăm", "See visits"),
    "task.read": Verb("visit", "Xem công việc", "See tasks"),
    "task.write": Verb("visit", "Giao, sửa, xoá công việc", "Set, change and delete tasks"),
    "ticket.read": Verb("visit", "Xem phiếu hỗ trợ", "See support tickets"),
    "ticket.write": Verb("visit", "Xử lý phiếu hỗ trợ", "Work on support tickets"),
    "submission.read": Verb("visit", "Xem biểu mẫu đã gửi", "See submissions"),
    "submission.review": Verb("visit", "Duyệt biểu mẫu đã gửi", "Review submissions"),
    "conflict.read": Verb("visit", "Xem xung đột", "See conflicts"),
    "conflict.settle": Verb("visit", "Xử lý xung đột", "Settle conflicts"),
    "quarantine.read": Verb("visit", "Xem mục bị giữ lại", "See the quarantine"),
    "quarantine.write": Verb("visit", "Xử lý mục bị giữ lại", "Release or dismiss quarantined items"),
    "route.read": Verb("route", "Xem tuyến", "See routes"),
    "route.write": Verb("route", "Lập và sửa tuyến", "Set up routes"),
    "route.assign": Verb("route", "Giao tuyến", "Assign routes"),
    "catalogue.read": Verb("selling", "Xem sản phẩm, giá, khuyến mãi", "See products, prices and promotions"),
    "catalogue.write": Verb("selling", "Lập sản phẩm, giá, khuyến mãi", "Set up products, prices and promotions"),
    "order.read": Verb("selling", "Xem đơn hàng", "See orders"),
    "order.write": Verb("selling", "Duyệt, giao, huỷ đơn hàng", "Approve, deliver and cancel orders"),
    "opportunity.read": Verb("selling", "Xem cơ hội", "See opportunities"),
    "opportunity.write": Verb("selling", "Chuyển bước cơ hội", "Move opportunities along"),
    "employee.read": Verb("people", "Xem nhân viên", "See employees"),
    "employee.write": Verb("people", "Thêm, sửa, cho nghỉ nhân viên", "Add, change and release employees"),
    "employee.move": Verb("people", "Đổi quản lý trực tiếp", "Change direct managers"),
    "employee.transfer": Verb("people", "Chuyển giao việc của người nghỉ", "Hand over what a leaver has"),
    "team.write": Verb("people", "Lập đội nhóm", "Set up teams"),
    "device.read": Verb("people", "Xem điện thoại", "See phones"),
    "device.write": Verb("people", "Cấp và khoá điện thoại", "Enrol and lock phones"),
    "pool.write": Verb("organisation", "Lập kho dữ liệu", "Set up pools"),
    "organisation.write": Verb("organisation", "Sửa tổ chức, phòng ban, chức danh", "Change the organisation's set-up"),
    "form.write": Verb("organisation", "Soạn biểu mẫu, danh mục lựa chọn", "Make forms and lists of choices"),
    "policy.write": Verb("organisation", "Đặt cách gộp dữ liệu", "Set how edits are merged"),
    "right.grant": Verb("organisation", "Phân quyền", "Grant rights"),
    "sso.write": Verb("organisation", "Cài đăng nhập một lần", "Set up single sign-on"),
    "audit.read": Verb("organisation", "Xem lịch sử hệ thống", "See the system's history"),
    "data.see_all": Verb("organisation", "Xem dữ liệu toàn tổ chức", "See the whole organisation's data"),
}

SEE_ALL = "data.see_all"

_FIELD = frozenset(
    {
        "sync.use", "form.read", "media.write", "media.read", "map.read", "notification.read", "customer.read",
        "customer.share", "customer.write", "customer.mail", "visit.read", "submission.read", "route.read", "task.read",
        "task.write", "ticket.read", "ticket.write", "note.write", "employee.read", "catalogue.read",
        "order.read", "opportunity.read", "opportunity.write",
    }
)  # fmt: skip
_REVIEW = _FIELD | {"submission.review", "conflict.read", "quarantine.read", "device.read"}
_LEAD = _REVIEW | {
    "route.write",
    "route.assign",
    "conflict.settle",
    "quarantine.write",
    "customer.assign",
    "customer.archive",
    "customer.merge",
    "device.write",
    "tag.write",
    "catalogue.write",
    "order.write",
}

SHIPPED: Mapping[str, tuple[str, str, frozenset[str]]] = {
    "rep": ("Kinh doanh", "Nhân viên bán hàng", _FIELD),
    "supervisor": ("Quản lý bán hàng", "Giám sát bán hàng", _LEAD),
    "office": ("Văn phòng", "Nhân viên văn phòng", _REVIEW | {SEE_ALL, "catalogue.write", "order.write"}),
    "admin": ("Quản trị", "Quản trị hệ thống", frozenset(VERBS)),
}
"""What an organisation begins with: (department, title, rights of the department) by a short name."""


def effective(of_department: Mapping[str, bool], of_title: Mapping[str, bool]) -> frozenset[str]:
    """Return the rights that hold: the title's word where it says something, else the department's, else none.

    Source: RB-16. Both map verbs to allowed or not.
    """
    return frozenset(verb for verb, allowed in {**of_department, **of_title}.items() if allowed)


def lacking(held: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the verbs that somebody who holds `held` may not hand on, sorted: nobody grants what he lacks."""
    return sorted(set(wanted) - set(held))


def reworded(said: Mapping[str, bool], changes: Mapping[str, bool | None]) -> dict[str, bool]:
    """Return what a department or title says of verbs after the changes; None takes its word back."""
    return {verb: word for verb, word in {**said, **changes}.items() if word is not None}


def newly_allowed(before: Mapping[str, bool], after: Mapping[str, bool]) -> frozenset[str]:
    """Return the verbs that are allowed after and were not allowed before; both map verbs to allowed or not."""
    return frozenset(verb for verb, allowed in after.items() if allowed and not before.get(verb, False))


def e164(number: str) -> str:
    """Return a telephone number in the form of E.164, one without a country taken as Vietnamese; else ValueError.

    `0903 123.456` and `84903123456` both become `+84903123456`.
    """
    digits = re.sub(r"[\s().\-]", "", number)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif re.fullmatch(r"0[1-9]\d{8,9}", digits):
        digits = f"+84{digits[1:]}"
    elif re.fullmatch(r"84[1-9]\d{8,9}", digits):
        digits = f"+{digits}"
    if not re.fullmatch(r"\+[1-9]\d{7,14}", digits, re.ASCII):
        raise ValueError(number)
    return digits


def is_open(hotline: Mapping[str, Any], moment: datetime) -> bool:
    """Tell whether a hotline `{opens, closes, days}` is open at `moment`, whose zone is the hotline's.

    Times are "HH:MM", days 1 (Monday) to 7. It has closed at `closes`; one that closes before it opens closes on the
    next day; one that opens and closes at the same time never closes on its days.
    """
    opens, closes = time.fromisoformat(hotline["opens"]), time.fromisoformat(hotline["closes"])
    clock_time, today = moment.time(), moment.isoweekday() in hotline["days"]
    if opens < closes:
        return today and opens <= clock_time < closes
    yesterday = (moment - timedelta(days=1)).isoweekday() in hotline["days"]
    return (today and clock_time >= opens) or (yesterday and clock_time < closes) or (today and opens == closes)


def password_fault(password: str, names: Iterable[str]) -> str | None:
    """Return why a password is too easy to guess, None when it is not: `short`, `simple` or `name`.

    `names` are what others know its owner by: his login, his name.
    """
    plain = _plain(password)
    if len(password) < SHORTEST_PASSWORD:
        return "short"
    if len(set(plain)) < FEWEST_LETTERS or any(plain in row or plain in row[::-1] for row in ROWS):
        return "simple"
    known = {_plain(part) for name in names for part in (name, name.partition("@")[0])}
    return "name" if plain in known or plain.rstrip("0123456789") in known else None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
