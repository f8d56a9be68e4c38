"""Endpoints of importing employees from a spreadsheet."""

from collections import Counter
from typing import Any

from flask import Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from server.accounts.api.blueprint import blp
from server.accounts.errors import WorkbookRefusedError
from server.accounts.import_rules import COLUMNS, Row, read_rows
from server.accounts.schemas.importing import ImportedSchema, ListSchema
from server.accounts.service.importing import import_employees
from server.accounts.service.workbooks import MOST_BYTES, read_cells, template
from server.core.errors import InvalidInputError
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session
from server.web.strict_json import loads

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVERHEAD = 64 << 10
YES = {"1", "true", "yes", "on"}
DOCUMENTED = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": ListSchema},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "dry_run": {"type": "boolean"}},
                }
            },
        },
    }
}


@blp.get("/employees/import/template.xlsx")
@requires("employee.write", by="console")
@transactional
@blp.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def import_template() -> Response:
    """Download an empty list with its headings and one row to follow."""
    headers = {"Content-Disposition": 'attachment; filename="nhan-vien.xlsx"', "Cache-Control": "no-store"}
    return Response(template(), mimetype=XLSX, headers=headers)


@blp.post("/employees/import")
@requires("employee.write", by="console")
@transactional
@blp.doc(**DOCUMENTED)
@blp.response(200, ImportedSchema)
def import_list() -> dict[str, Any]:
    """Take the people of a list on, or change who has a row's code: all of it or nothing.

    The list is a workbook in `file`, or JSON. A dry run only tells what would happen to each row.
    """
    request.max_content_length = MOST_BYTES + OVERHEAD
    rows, dry_run = _from_workbook() if request.mimetype == "multipart/form-data" else _from_json()
    plans = import_employees(current_session(), current_actor(), rows, dry_run=dry_run)
    counted = Counter(plan.action for plan in plans)
    totals = {"created": counted["create"], "updated": counted["update"], "skipped": counted["skip"]}
    return {"rows": [plan.told() for plan in plans], **totals}


def _from_workbook() -> tuple[list[Row], bool]:
    try:
        upload, dry_run = request.files.get("file"), request.form.get("dry_run", "")
    except RequestEntityTooLarge as error:
        raise WorkbookRefusedError(reason="too_large") from error
    if upload is None:
        raise InvalidInputError(pointer="/file", reason="required")
    rows = read_rows(read_cells(upload.read()))
    if not rows:
        raise WorkbookRefusedError(reason="no_headings" if rows is None else "empty")
    return rows, dry_run.lower() in YES


def _from_json() -> tuple[list[Row], bool]:
    try:
        body = ListSchema().load(loads(request.get_data()))
    except (ValidationError, ValueError) as error:
        raise InvalidInputError(pointer="/", reason=str(error)) from error
    cells = [
        [heading for heading, _ in COLUMNS.values()],
        *([one.get(name) for name in COLUMNS] for one in body["rows"]),
    ]
    return read_rows(cells) or [], body["dry_run"]
