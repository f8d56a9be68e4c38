"""Read the cells of a workbook that nobody vouches for.

Runs as a process of its own, `python sheet.py ROWS COLUMNS <WORKBOOK >CELLS`, with limits on memory and time, so that
a hostile file ends nothing but this process. It knows nothing of Tuyen. Formulas are read as the values that they last
had; links, macros and pictures are not read.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Any

MEMORY_BYTES = 512 << 20
CPU_SECONDS = 15


def cells(workbook: bytes, rows: int, columns: int) -> list[list[str | None]]:
    """Return the first `columns` cells of the first `rows` rows of the first sheet that is shown, as text."""
    from openpyxl import load_workbook  # noqa: PLC0415 - within the limits

    book = load_workbook(BytesIO(workbook), read_only=True, data_only=True, keep_links=False)
    sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    found = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    return [[text_of(value) for value in row] for row in found]


def text_of(value: Any) -> str | None:
    """Return a cell's value as a person reads it; a figure without its decimal point."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def main() -> None:
    """Answer with the cells, or with why there are none: `too_large`, `broken`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    rows, columns = (int(argument) for argument in sys.argv[1:3])
    try:
        answer: dict[str, Any] = {"cells": cells(sys.stdin.buffer.read(), rows, columns)}
    except MemoryError:
        answer = {"failure": "too_large"}
    except Exception:  # noqa: BLE001 - whatever a hostile file breaks, it is the file that is broken
        answer = {"failure": "broken"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
