"""Why an operation was kept, in words for whoever decides. Pure.

The reason of a refusal is stored as it was found, for machines and for repairs; these words are made of it when it is
read, so that what was kept before has them as well.
"""

import re
from typing import NamedTuple

from server.sync.messages import MESSAGES

Words = dict[str, str]


class _Shape(NamedTuple):
    code: str
    reason: str
    vi: str
    en: str


AT = r"(?: - at `(?P<at>.+)`)?"
SHAPES = (
    _Shape(
        "unknown_form",
        r"['\"](?P<form>.+)['\"] version (?P<version>-?\d+)",
        "Biểu mẫu “{form}” không có phiên bản {version} trên máy chủ",
        "The server has no version {version} of the form “{form}”",
    ),
    _Shape(
        "unknown_kind",
        r"operation type ['\"](?P<kind>.*)['\"]",
        "Máy chủ không biết loại thao tác “{kind}”",
        "The server knows no operation of type “{kind}”",
    ),
    _Shape(
        "unknown_kind",
        r"record kind ['\"](?P<kind>.*)['\"]",
        "Máy chủ không biết loại hồ sơ “{kind}”",
        "The server knows no record of kind “{kind}”",
    ),
    _Shape("too_large", r"above (?P<most>\d+) bytes", "Lớn hơn {most} byte", "Larger than {most} bytes"),
    _Shape(
        "tx",
        r"operation (?P<n>\d+): (?P<other>\w+)",
        "Thao tác số {n} gửi cùng không áp dụng được: {other_vi}",
        "Operation {n}, which goes with it, could not be applied: {other_en}",
    ),
    _Shape(
        "drained",
        r".*",
        "Điện thoại chỉ còn được nộp bài; bài được giữ để quản lý xem",
        "The phone may only hand in; this is kept for review",
    ),
    _Shape("fault", r"(?P<fault>\w+)", "Lỗi bên trong máy chủ ({fault})", "A fault inside the server ({fault})"),
    _Shape("validation", r"not an operation", "Nội dung không phải là một thao tác", "What was sent is no operation"),
    _Shape(
        "validation",
        r"NUL characters cannot be stored",
        "Nội dung có ký tự NUL không lưu được",
        "It holds NUL characters, which cannot be stored",
    ),
    _Shape(
        "validation",
        r"occurred_at has no time zone",
        "Thời điểm thực hiện (occurred_at) thiếu múi giờ",
        "The moment at which it was done (occurred_at) has no time zone",
    ),
    _Shape(
        "validation",
        r"more than (?P<most>\d+) operations share a tx",
        "Hơn {most} thao tác đi chung một nhóm (tx)",
        "More than {most} operations share a tx",
    ),
    _Shape(
        "validation",
        r"no notification (?P<id>\S+) of this person",
        "Người này không có thông báo {id}",
        "This person has no notice {id}",
    ),
    _Shape(
        "validation",
        r"Expected `(?P<wanted>.+?)`, got `(?P<got>.+?)`" + AT,
        "Sai kiểu ở {at}: cần {wanted}, nhận được {got}",
        "Wrong type at {at}: {wanted} is needed, {got} was sent",
    ),
    _Shape(
        "validation",
        r"Object missing required field `(?P<name>.+?)`" + AT,
        "Thiếu trường {name} ở {at}",
        "The field {name} is missing at {at}",
    ),
    _Shape(
        "validation",
        r"JSON is malformed: (?P<rest>.*)",
        "Nội dung không phải JSON đúng ({rest})",
        "It is no well-formed JSON ({rest})",
    ),
)
FALLBACK = {"vi": "{means} Chi tiết kỹ thuật: {reason}", "en": "{means} Technical detail: {reason}"}


def explain(code: str, reason: str) -> Words:
    """Return in `vi` and `en` why an operation was refused, of the code and the reason that are stored of it.

    What is not recognised is what its code means, followed by the reason as it stands.
    """
    for shape in SHAPES:
        found = re.fullmatch(shape.reason, reason, re.DOTALL) if shape.code == code else None
        if found:
            parts = {name: part or "$" for name, part in found.groupdict().items()} | _other(found.groupdict())
            return {"vi": shape.vi.format(**parts), "en": shape.en.format(**parts)}
    means = MESSAGES.get(code, {"vi": code, "en": code})
    return {language: text.format(means=means[language], reason=reason) for language, text in FALLBACK.items()}


def _other(parts: dict[str, str | None]) -> Words:
    """Return what the refusal of another operation means, by the code in `other`."""
    other = parts.get("other")
    if other is None:
        return {}
    means = MESSAGES.get(other, {"vi": other, "en": other})
    return {"other_vi": means["vi"].rstrip("."), "other_en": means["en"].rstrip(".")}
