"""What every answer carries: the request's id, and what a browser may do with the page."""

import re
import time
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, request

from server.core.ids import new_id
from server.settings import Settings

log = structlog.get_logger()
REQUEST_ID = re.compile(r"^[0-9A-Za-z-]{8,64}$")


def install(app: Flask, settings: Settings) -> None:
    """Give each request an id (the phone's own, when it sent one), each answer its headers, each request a log line."""
    policy = _content_policy(settings)

    @app.before_request
    def begin() -> None:
        offered = request.headers.get("X-Request-Id", "")
        g.request_id = offered if REQUEST_ID.fullmatch(offered) else str(new_id())
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        _secure(response, policy)
        rule = request.url_rule.rule if request.url_rule else None
        spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
        log.info("request", method=request.method, route=rule, status=response.status_code, ms=spent)
        return response


def _secure(response: Response, policy: str) -> None:
    headers = response.headers
    headers["X-Request-Id"] = g.get("request_id", "")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)")
    if response.mimetype in {"application/json", "application/problem+json"}:
        headers.setdefault("Cache-Control", "no-store")


def _content_policy(settings: Settings) -> str:
    tiles = urlsplit(settings.tiles_url or "")
    outside = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the component library writes style elements
            f"img-src 'self' blob: data:{outside}",
            "media-src 'self' blob:",
            f"connect-src 'self'{outside}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )
