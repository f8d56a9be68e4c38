"""The one map from errors to RFC 9457 problem documents, flask-smorest's own included."""

from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask, Response, g, json, request
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from server.core.errors import Catalogue, DomainError, Problem
from server.web.context import language

log = structlog.get_logger()
HOLD_BACK_S = 5
_BAD_VALUE = "22"  # the SQLSTATE class "data exception"


def render(code: str, catalogue: Catalogue, details: Mapping[str, Any]) -> Response:
    """Return the problem document of a code, in the request's language, with the details as extra members."""
    problem = catalogue[code]
    values = {"request_id": g.get("request_id", ""), **details}
    title, detail = _texts(problem, values)
    body = {
        "type": f"urn:tuyen:problem:{code}",
        "title": title,
        "status": problem.status,
        "code": code,
        "detail": detail,
        "request_id": values["request_id"],
        **{key: value for key, value in details.items() if key not in {"title", "status"}},
    }
    response = Response(json.dumps(body), problem.status, mimetype="application/problem+json")
    response.headers["Content-Language"] = language()
    if "retry_after_s" in details:
        response.headers["Retry-After"] = str(details["retry_after_s"])
    return response


def _texts(problem: Problem, values: Mapping[str, Any]) -> tuple[str, str]:
    vietnamese = language() == "vi"
    title = problem.vi_title if vietnamese else problem.en_title
    detail = problem.vi_detail if vietnamese else problem.en_detail
    return title, detail.format_map(_Blank(values))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def install(app: Flask, catalogue: Catalogue) -> None:
    """Answer every error of `app` with a problem document."""

    @app.errorhandler(DomainError)
    def domain(error: DomainError) -> Response:
        return render(error.code, catalogue, error.details)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.code == 422:  # noqa: PLR2004 - flask-smorest's status for arguments that do not validate
            messages = getattr(error, "data", {}).get("messages", {})
            return render("invalid_input", catalogue, {"errors": messages})
        return _plain(error)

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PoolTimeoutError)
    def database_away(error: Exception) -> Response:
        sqlstate = getattr(getattr(error, "orig", None), "sqlstate", None)
        log.error("database_away", error=type(error).__name__, sqlstate=sqlstate)
        response = render("unavailable", catalogue, {})
        response.headers["Retry-After"] = str(HOLD_BACK_S)
        return response

    @app.errorhandler(DBAPIError)
    def bad_value(error: DBAPIError) -> Response:
        unsendable = isinstance(error, DataError) and getattr(error.orig, "sqlstate", None) is None
        if unsendable or str(getattr(error.orig, "sqlstate", "")).startswith(_BAD_VALUE):
            return render("invalid_input", catalogue, {})
        return fault(error)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        log.error("fault", path=request.path, exc_info=error)
        return render("internal", catalogue, {})


def _plain(error: HTTPException) -> Response:
    response = error.get_response()
    if (error.code or 500) < 400:  # noqa: PLR2004 - a redirect is an exception of werkzeug's too
        return Response(response.get_data(), response.status, response.headers)
    code = error.name.lower().replace(" ", "_")
    body = {
        "type": f"urn:tuyen:problem:{code}",
        "title": error.name,
        "status": error.code,
        "code": code,
        "detail": error.description,
        "request_id": g.get("request_id", ""),
    }
    kept = {key: value for key, value in response.headers if key.lower() not in {"content-type", "content-length"}}
    return Response(json.dumps(body), error.code, kept, mimetype="application/problem+json")
