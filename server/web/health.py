"""Is it alive, is it ready."""

import shutil

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from server.web.context import services

blp = Blueprint("health", __name__)
LEAST_FREE_BYTES = 1 << 30


@blp.get("/livez")
def alive() -> Response:
    """Answer without touching anything: the process runs."""
    return jsonify(status="ok")


@blp.get("/readyz")
def ready() -> tuple[Response, int]:
    """Answer 200 when the database can be written and files can be kept, else 503 with what is missing."""
    faults = [*_database_faults(), *_media_faults()]
    return jsonify(status="fail" if faults else "ok", faults=faults), 503 if faults else 200


def _database_faults() -> list[str]:
    try:
        with services().database.sessions() as session:
            standby = session.scalar(text("SELECT pg_is_in_recovery()"))
            migrated = session.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
    except SQLAlchemyError:
        return ["database"]
    return (["database_read_only"] if standby else []) + ([] if migrated else ["migrations"])


def _media_faults() -> list[str]:
    folder = services().settings.media_dir
    if not folder.is_dir():
        return ["media_dir"]
    return ["disk"] if shutil.disk_usage(folder).free < LEAST_FREE_BYTES else []
