"""Shapes of the questions of foreign sync clients; their bodies are read as they are (see SYNC.md)."""

from typing import Any

import msgspec
from marshmallow import Schema, ValidationError, fields

from server.sync.compat.watermelon import Migration
from server.web.moments import Moment

NOTHING = frozenset({"", "null", "undefined"})


class NumberOrNothing(fields.Integer):
    """A number, 0 where JavaScript wrote that there is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> int:
        return 0 if value in NOTHING else super()._deserialize(value, attr, data, **more)


class MigrationField(fields.Field[Migration]):
    """WatermelonDB's account of a migration, as JSON text; `null` without one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Migration:
        del attr, data
        try:
            return Migration() if value in NOTHING else msgspec.json.decode(value, type=Migration)
        except (msgspec.MsgspecError, RecursionError, TypeError) as error:
            raise ValidationError(str(error)) from error


class WatermelonPullSchema(Schema):
    """What WatermelonDB gives its `pullChanges`; `tables` are those that the app has, all when it does not say."""

    last_pulled_at = NumberOrNothing(load_default=0, metadata={"description": "the timestamp of the pull before"})
    schema_version = NumberOrNothing(load_default=0)
    migration = MigrationField(load_default=Migration, metadata={"type": "string"})
    tables = fields.String(load_default="", metadata={"description": "names with commas between them"})


class SentSchema(Schema):
    """`sent_at` is the phone's clock at sending: times of edits are corrected by it."""

    sent_at = Moment(load_default=None)


class WatermelonPushSchema(SentSchema):
    """What WatermelonDB gives its `pushChanges`, besides the changes."""

    last_pulled_at = NumberOrNothing(load_default=0)
