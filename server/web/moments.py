"""Moments in what clients send."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields

from server.core import clock


class Moment(fields.AwareDateTime):
    """A moment with its zone, ISO 8601; refused where it could be stored and not be read again."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **rest)
        if not clock.is_sayable(moment):
            raise ValidationError(f"Not between {clock.FIRST.date()} and {clock.LAST.date()}.")
        return moment
