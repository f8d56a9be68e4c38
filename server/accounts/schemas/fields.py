"""Fields that people fill in: text in one normal form, telephone numbers in another."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from server.accounts.rules import e164
from server.core.text import nfc


class Line(fields.String):
    """A line of text, composed (NFC) and trimmed, that says something."""

    def __init__(self, longest: int = 200, **options: Any) -> None:
        super().__init__(validate=validate.Length(1, longest), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return nfc(super()._deserialize(value, attr, data, **options)).strip()


class Telephone(fields.String):
    """A telephone number, taken in any usual spelling and kept in that of E.164."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        number = super()._deserialize(value, attr, data, **options)
        try:
            return e164(number)
        except ValueError as error:
            raise ValidationError("not a telephone number") from error
