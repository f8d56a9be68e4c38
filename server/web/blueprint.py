"""The blueprint of every area: flask-smorest's, with a JSON parser that refuses what cannot be stored."""

from typing import Any

import flask_smorest
from flask import Request
from webargs.core import missing
from webargs.flaskparser import FlaskParser

from server.core.errors import InvalidInputError
from server.web.strict_json import loads


class StrictParser(FlaskParser):
    """Reads bodies through `strict_json`; one that it cannot read is an InvalidInputError that says why."""

    def load_json(self, req: Request, schema: Any) -> Any:
        """Return the decoded body, webargs' `missing` when there is none."""
        del schema
        body = req.get_data(cache=True)
        if not body:
            return missing
        try:
            return loads(body)
        except ValueError as error:
            raise InvalidInputError(pointer="/", reason=str(error)) from error


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """An area's endpoints."""

    ARGUMENTS_PARSER = StrictParser()
