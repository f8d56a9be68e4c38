"""The OpenAPI document that the endpoints make."""

from typing import Any

from flask import Flask
from flask_smorest import Api

SETTINGS = {
    "API_TITLE": "Tuyen",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/api/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Field sales offline first: forms, sync, media, review, routes.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "components": {
            "securitySchemes": {
                "console": {"type": "apiKey", "in": "cookie", "name": "tuyen_sid"},
                "phone": {"type": "http", "scheme": "bearer"},
            }
        },
    },
}


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the application."""
    api = app.extensions["tuyen-api"]
    assert isinstance(api, Api)  # noqa: S101 - create_app puts it there
    spec: dict[str, Any] = api.spec.to_dict()
    return spec
