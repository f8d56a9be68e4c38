"""A list of customers as a workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Organisation
from server.audit import service as audit
from server.core import clock
from server.core.actor import Actor
from server.customers import queries
from server.customers.errors import TooManyRowsError

LIMIT = 20_000
SHEET = {"vi": "Khách hàng", "en": "Customers"}
HEADINGS = {
    "vi": ("Mã", "Tên", "Loại", "Trạng thái", "Điện thoại", "Địa chỉ", "Vĩ độ", "Kinh độ", "Người phụ trách", "Kho"),
    "en": ("Code", "Name", "Kind", "Status", "Phone", "Address", "Latitude", "Longitude", "Owner", "Pool"),
}
YES_NO = {"vi": ("Không", "Có"), "en": ("No", "Yes")}
MARKS = {
    "vi": "{count} khách hàng · {name} xuất lúc {at:%H:%M %d/%m/%Y} · dữ liệu nội bộ",
    "en": "{count} customers · taken out by {name} at {at:%H:%M %d/%m/%Y} · internal data",
}
Cell = str | float | None


@dataclass(frozen=True)
class OwnField:
    """A field that the organisation made itself: its label by language, and the words of its choices by value."""

    name: str
    label: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


OWN_FIELDS: list[Callable[[Session], Sequence[OwnField]]] = []
"""Who tells the fields of customers that are the organisation's own (the area of forms); wired by the root."""


def export(session: Session, actor: Actor, wanted: queries.Filter) -> bytes:
    """Return the visible customers of a list as an xlsx file that says who took it out and when, in his language.

    Every text is written as text: what begins with `=` is no formula. Raises TooManyRowsError above LIMIT rows.
    """
    rows = queries.everything(session, actor, wanted, LIMIT + 1)
    if len(rows) > LIMIT:
        raise TooManyRowsError(limit=LIMIT)
    detail = {"rows": len(rows), "filter": {k: str(v) for k, v in vars(wanted).items() if v}}
    audit.record(session, actor, "customer.export", detail=detail)
    own = [field for told in OWN_FIELDS for field in told(session)]
    headings = (*HEADINGS[actor.language], *(field.label[actor.language] for field in own))
    lines = ((*_line(row), *_own(row, own, actor.language)) for row in rows)
    return _workbook(SHEET[actor.language], headings, _mark(session, actor, len(rows)), lines)


def _own(row: queries.Listed, fields: Iterable[OwnField], language: str) -> Iterator[Cell]:
    for field in fields:
        yield _told(row[0].fields.get(field.name), field, language)


def _told(value: Any, field: OwnField, language: str) -> Cell:
    """Return a value as a person reads it: choices in words, several of them one after the other."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return YES_NO[language][value]
    if isinstance(value, list):
        return ", ".join(str(_told(one, field, language)) for one in value)
    known = field.words.get(str(value))
    return known[language] if known else str(value)


def _mark(session: Session, actor: Actor, count: int) -> str:
    zone, name = session.execute(
        select(Organisation.timezone, Employee.name)
        .join(Employee, Employee.tenant_id == Organisation.id)
        .where(Organisation.id == actor.tenant_id, Employee.id == actor.employee_id)
    ).one()
    at = clock.now().astimezone(ZoneInfo(zone))
    return MARKS[actor.language].format(count=count, name=name, at=at)


def _line(row: queries.Listed) -> tuple[Cell, ...]:
    customer, owner, lat, lon, pool, _ = row
    address = customer.fields.get("house_number")
    texts = (customer.code, customer.name, customer.type, customer.status, customer.phone, address)
    return (*(None if text is None else str(text) for text in texts), lat, lon, owner, pool)


def _workbook(title: str, headings: tuple[str, ...], mark: str, lines: Iterable[tuple[Cell, ...]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in ((mark,), headings, *lines):
        sheet.append([_cell(sheet, value) for value in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
