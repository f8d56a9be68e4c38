"""A list of customers as a workbook."""

from collections.abc import Iterable
from io import BytesIO
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
MARKS = {
    "vi": "{count} khách hàng · {name} xuất lúc {at:%H:%M %d/%m/%Y} · dữ liệu nội bộ",
    "en": "{count} customers · taken out by {name} at {at:%H:%M %d/%m/%Y} · internal data",
}
Cell = str | float | None


def export(session: Session, actor: Actor, wanted: queries.Filter) -> bytes:
    """Return the visible customers of a list as an xlsx file that says who took it out and when, in his language.

    Every text is written as text: what begins with `=` is no formula. Raises TooManyRowsError above LIMIT rows.
    """
    rows = queries.everything(session, actor, wanted, LIMIT + 1)
    if len(rows) > LIMIT:
        raise TooManyRowsError(limit=LIMIT)
    detail = {"rows": len(rows), "filter": {k: str(v) for k, v in vars(wanted).items() if v}}
    audit.record(session, actor, "customer.export", detail=detail)
    return _workbook(actor.language, _mark(session, actor, len(rows)), (_line(row) for row in rows))


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


def _workbook(language: str, mark: str, lines: Iterable[tuple[Cell, ...]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET[language])
    for line in ((mark,), HEADINGS[language], *lines):
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
