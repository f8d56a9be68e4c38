"""Shapes of lists of employees on the wire."""

from marshmallow import Schema, fields, validate

from server.accounts.import_rules import COLUMNS, PROBLEMS
from server.accounts.service.workbooks import MOST_ROWS

ACTIONS = ["create", "update", "skip"]

ListedSchema = Schema.from_dict(
    {name: fields.String(allow_none=True, metadata={"description": heading}) for name, (heading, _) in COLUMNS.items()},
    name="ListedSchema",
)
"""An employee as a row of a list names him: everything by what people call it."""


class ListSchema(Schema):
    """A list of employees; a `dry_run` only tells what would happen."""

    rows = fields.List(fields.Nested(ListedSchema), required=True, validate=validate.Length(1, MOST_ROWS))
    dry_run = fields.Boolean(load_default=False)


class RowProblemSchema(Schema):
    """Why a row cannot be taken, in both languages."""

    code = fields.String(metadata={"enum": list(PROBLEMS)})
    vi = fields.String()
    en = fields.String()


class ImportedRowSchema(Schema):
    """What becomes of a row; `row` is its number in the sheet."""

    row = fields.Integer()
    action = fields.String(metadata={"enum": ACTIONS})
    name = fields.String(allow_none=True)
    problems = fields.List(fields.Nested(RowProblemSchema))


class ImportedSchema(Schema):
    """What becomes of a list."""

    rows = fields.List(fields.Nested(ImportedRowSchema))
    created = fields.Integer()
    updated = fields.Integer()
    skipped = fields.Integer()
