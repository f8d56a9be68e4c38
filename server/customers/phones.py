"""Telephone numbers as they are stored: E.164, whatever way they were typed. Pure.

On 15 September 2018 Vietnam's mobile numbers of eleven digits became ten digits: the prefix changed, the last seven
stayed. People still have the old ones in their books. Source: the ministry's table, as in `MOVED`.
"""

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers

COUNTRY = "VN"
MOVED: Mapping[str, str] = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
    "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
"""The first four digits of a mobile number before 15 September 2018 → the first three since."""

_SEPARATORS = re.compile(r"[\s().\-/]")
_HOME = re.compile(r"^(?:\+84|0084|84(?=[1-9]\d{8}))\(?0?\)?")
_OLD_MOBILE = re.compile(r"0\d{10}")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")
_SERVICE = re.compile(r"1[89]00\d{4,6}")
FEWEST_DIGITS = 3
_TYPED_NUMBER = re.compile(r"[\d\s+().\-]+")


def national(typed: str) -> str:
    """Return a Vietnamese number as it is dialled at home, of today: digits alone, `0903123456`, `19001234`.

    A number of another country, and what is no number at all, comes back without its separators.
    """
    digits = _SEPARATORS.sub("", typed)
    if not digits.startswith(("1800", "1900")):
        digits = _HOME.sub("0", digits)
    if digits.startswith(("01800", "01900")):
        digits = digits[1:]
    if _OLD_MOBILE.fullmatch(digits):
        digits = MOVED.get(digits[:4], digits[:4]) + digits[4:]
    return digits


def kind_of(typed: str) -> str | None:
    """Return what a Vietnamese number is: mobile, landline or service (1800, 1900); None for anything else."""
    digits = national(typed)
    kinds = {"mobile": _MOBILE, "landline": _LANDLINE, "service": _SERVICE}
    return next((kind for kind, form in kinds.items() if form.fullmatch(digits)), None)


def e164(typed: str) -> str | None:
    """Return a number in E.164, one without a country taken as Vietnamese; None where it is no number.

    `0169 123 4567`, `(+84) 39 123 4567` and `84391234567` are all `+84391234567`.
    """
    digits = national(typed)
    if kind_of(digits):
        return f"+84{digits.removeprefix('0')}"
    abroad = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not abroad.startswith("+"):
        return None
    try:
        number = phonenumbers.parse(abroad, COUNTRY)
    except phonenumbers.NumberParseException:
        return None
    known = phonenumbers.is_possible_number(number) and number.country_code != phonenumbers.country_code_for_region(
        "VN"
    )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if known else None


def stored(typed: str) -> str:
    """Return what is stored for what was typed: E.164, or the text itself where it cannot be read as a number."""
    return e164(typed) or typed


def shown(number: str | None) -> str | None:
    """Return a stored number as people read it: `0903 123 456`, `024 3825 1234`, foreign ones with their country."""
    if not number or not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(COUNTRY)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if home else form.INTERNATIONAL)


def sought(query: str) -> str | None:
    """Return the digits to look for where a query is a telephone number in any written form; None where it is none.

    They are what `national` gives, so that a number is found by the form that it had before 2018 as well.
    """
    if not _TYPED_NUMBER.fullmatch(query.strip()):
        return None
    digits = national(query)
    return digits.removeprefix("+") if sum(map(str.isdigit, digits)) >= FEWEST_DIGITS else None


def normalised(form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers of a form (or what it was prefilled with) with every number in it as it is stored."""
    found = dict(values)
    for field in form["fields"]:
        name = field["name"]
        if name in found:
            found[name] = _normalised(field, found[name])
    return found


def _normalised(field: Mapping[str, Any], value: Any) -> Any:
    if field["type"] == "phone" and isinstance(value, str):
        return stored(value)
    if field["type"] == "repeat" and isinstance(value, list):
        return [normalised(field, row) if isinstance(row, dict) else row for row in value]
    return value
