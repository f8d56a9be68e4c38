"""Lists of employees as workbooks: what is looked at before one is opened, reading one, and the template."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font

from server.accounts.errors import WorkbookRefusedError
from server.accounts.import_rules import COLUMNS, EXAMPLE

MOST_ROWS = 5_000
MOST_COLUMNS = 40
MOST_BYTES = 10 << 20
MOST_UNPACKED = 50 << 20
MOST_RATIO = 100
MOST_PARTS = 1_000
WALL_SECONDS = 20
NEEDED_PART = "xl/workbook.xml"
ENCRYPTED = 0x1
READER = Path(__file__).with_name("sheet.py")


def read_cells(workbook: bytes) -> list[list[str | None]]:
    """Return the cells of a workbook's first sheet as text, headings included; raise WorkbookRefusedError."""
    _look_at(workbook)
    found = _read_apart(workbook)
    while found and not any(found[-1]):
        found.pop()
    if len(found) > MOST_ROWS + 1:
        raise WorkbookRefusedError(reason="too_many_rows", most=MOST_ROWS)
    return found


def _look_at(workbook: bytes) -> None:
    """Refuse what no list of employees is, by the table of contents: nothing is unpacked yet (T15)."""
    if len(workbook) > MOST_BYTES:
        raise WorkbookRefusedError(reason="too_large")
    try:
        with ZipFile(BytesIO(workbook)) as archive:
            parts = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise WorkbookRefusedError(reason="no_workbook") from error
    names = {part.filename for part in parts}
    if NEEDED_PART not in names or any(part.flag_bits & ENCRYPTED for part in parts):
        raise WorkbookRefusedError(reason="no_workbook")
    if any(name.lower().endswith(".bin") and "vba" in name.lower() for name in names):
        raise WorkbookRefusedError(reason="macros")
    if len(parts) > MOST_PARTS or _swells(parts, len(workbook)):
        raise WorkbookRefusedError(reason="too_large")


def _swells(parts: list[ZipInfo], packed: int) -> bool:
    unpacked = sum(part.file_size for part in parts)
    return unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * packed


def _read_apart(workbook: bytes) -> list[list[str | None]]:
    command = [sys.executable, "-I", str(READER), str(MOST_ROWS + 2), str(MOST_COLUMNS)]
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            command, input=workbook, capture_output=True, env=environment, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise WorkbookRefusedError(reason="too_large") from error
    if done.returncode != 0:
        raise WorkbookRefusedError(reason="too_large")
    answer = json.loads(done.stdout)
    if "failure" in answer:
        raise WorkbookRefusedError(reason=answer["failure"])
    found: list[list[str | None]] = answer["cells"]
    return found


def template() -> bytes:
    """Return an empty list of employees with its headings and one row to follow, all of it text."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Nhân viên"
    for column, ((heading, _), example) in enumerate(zip(COLUMNS.values(), EXAMPLE, strict=True), start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        cell = sheet.cell(2, column, example)
        cell.number_format, cell.data_type = "@", "s"
        sheet.column_dimensions[cell.column_letter].width = 22
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
