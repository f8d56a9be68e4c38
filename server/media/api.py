"""Files over HTTP: in by tus 1.0 (https://tus.io/protocols/resumable-upload), out by GET.

The address of an upload holds a token that nobody can guess; the phone's own credential goes with it, so that an
address alone is worth nothing. Uploads do not run inside one transaction (see `uploads`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Response, g, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import http_date

from server.audit import service as audit
from server.core.unit_of_work import unit_of_work
from server.media import queries, service
from server.media.errors import BodyTypeError, BusyError, MetadataError, ProtocolVersionError, UploadNotFoundError
from server.media.queries import MediaFile
from server.media.renditions import RENDITION_TYPE
from server.media.rules import (
    VIDEO_BYTES,
    UploadRequest,
    kept_as,
    parse_checksum,
    parse_metadata,
    read_count,
    read_request,
    write_metadata,
)
from server.media.schemas import MediaSchema, OriginalQuerySchema
from server.media.storage import LocalStorage
from server.media.uploads import Intake, PhoneGoneError, Progress, Uploads
from server.web.access import public, requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session, services

blp = Blueprint("media", __name__, url_prefix="/api/v1", description="Photos and films")

VERSION = "1.0.0"
EXTENSIONS_OF_TUS = "creation,creation-with-upload,checksum,expiration,termination"
BODY_TYPE = "application/offset+octet-stream"
STALL_S = 30  # a phone in a dead spot must not hold its upload locked
RETRY_AFTER_S = {423: "1", 503: "3", 507: "60"}
SANDBOX = "sandbox; default-src 'none'"  # whatever a file contains, opened by its address it runs and loads nothing


class _RequestBody:
    """The request's bytes; a connection that breaks or stalls raises PhoneGoneError."""

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end."""
        try:
            return request.stream.read(size)
        except (ClientDisconnected, OSError) as error:
            raise PhoneGoneError from error


@blp.route("/media", methods=["OPTIONS"])
@blp.route("/media/uploads/<token>", methods=["OPTIONS"])
@public
@blp.response(204)
def offer(token: str | None = None) -> Response:  # noqa: ARG001 - the address of an upload is asked in the same way
    """Tell what the upload protocol offers."""
    return _answer(
        204,
        {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS_OF_TUS,
            "Tus-Max-Size": str(VIDEO_BYTES),
            "Tus-Checksum-Algorithm": "sha1,sha256",
        },
    )


@blp.post("/media")
@requires("media.write")
@blp.response(201)
def create() -> Response:
    """Announce a file; the answer's `Location`, the same for the same file, is where its bytes go.

    Headers: `Upload-Length`, `Upload-Metadata` with media_id and sha256 (required), filetype, submission_id,
    captured_at. A body of type application/offset+octet-stream holds the first bytes.
    """
    _check_version()
    wanted = read_request(parse_metadata(request.headers.get("Upload-Metadata", "")), _length_header())
    token, progress = _announce(wanted)
    if request.mimetype == BODY_TYPE and progress.offset == 0 and progress.expires_at:
        progress = _append(token, 0)
    return _answer(201, {"Location": url_for("media.append", token=token), **_progress_headers(progress)})


@blp.route("/media/uploads/<token>", methods=["HEAD"])
@requires("media.write")
@blp.response(200)
def inspect(token: str) -> Response:
    """Tell in `Upload-Offset` how many bytes are safe."""
    _check_version()
    _check_owner(token)
    progress = _uploads().progress(token)
    known = {"media_id": str(progress.media_id), "sha256": progress.sha256, "filetype": progress.type}
    headers = {
        "Upload-Length": str(progress.length),
        "Upload-Metadata": write_metadata(known),
        "Cache-Control": "no-store",
    }
    return _answer(200, {**headers, **_progress_headers(progress)})


@blp.patch("/media/uploads/<token>")
@requires("media.write")
@blp.response(204)
def append(token: str) -> Response:
    """Take bytes from `Upload-Offset` on; what the answer's `Upload-Offset` says is safe."""
    _check_version()
    _check_owner(token)
    if request.mimetype != BODY_TYPE:
        raise BodyTypeError
    offset = read_count(request.headers.get("Upload-Offset"), field="Upload-Offset")
    return _answer(204, _progress_headers(_append(token, offset)))


@blp.delete("/media/uploads/<token>")
@requires("media.write")
@blp.response(204)
def cancel(token: str) -> Response:
    """Forget an upload that is not complete."""
    _check_version()
    _check_owner(token)
    _uploads().cancel(token)
    return _answer(204, {})


@blp.post("/media/uploads/<token>")
@requires("media.write")
@blp.response(204)
def override(token: str) -> Response:
    """Do what `X-HTTP-Method-Override` says, for networks that let no PATCH or DELETE through."""
    views: Mapping[str, Callable[[str], Any]] = {"PATCH": append, "DELETE": cancel, "HEAD": inspect}
    view = views.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    if view is None:
        raise MetadataError(field="X-HTTP-Method-Override")
    response = view(token)
    assert isinstance(response, Response)  # noqa: S101 - each of the three returns one
    return response


@blp.get("/media/<uuid:media_id>")
@requires("media.read")
@transactional
@blp.response(200, MediaSchema)
def describe(media_id: UUID) -> MediaFile:
    """Tell what is known of a file."""
    return service.visible(current_session(), current_actor(), media_id)


@blp.get("/media/<uuid:media_id>/<any(thumb, large, original):name>")
@requires("media.read")
@transactional
@blp.arguments(OriginalQuerySchema, location="query")
@blp.response(200, content_type="application/octet-stream")
def show(query: dict[str, str], media_id: UUID, name: str) -> Response:
    """Send the bytes: thumb (256 px) and large (1600 px) as WEBP without metadata, original as it came."""
    actor = current_actor()
    found = service.visible(current_session(), actor, media_id)
    path = service.rendition(found, _storage(), actor, name)
    audit.record(current_session(), actor, "media.view", "media", media_id, detail={"size": name})
    original = name == service.ORIGINAL
    kept_name = kept_as(query.get("filename"), found.type, str(media_id)) if original else f"{media_id}-{name}.webp"
    response = send_file(
        path,
        mimetype=found.type if original else RENDITION_TYPE,
        as_attachment=original,
        download_name=kept_name,
        etag=f"{found.sha256}-{name}",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.vary.update(("Cookie", "Authorization"))
    return response


@blp.after_request
def finish(response: Response) -> Response:
    """Add what every answer of the protocol carries, refusals included."""
    if request.endpoint not in {"media.describe", "media.show"}:
        response.headers["Tus-Resumable"] = VERSION
        if response.status_code in RETRY_AFTER_S:
            response.headers["Retry-After"] = RETRY_AFTER_S[response.status_code]
        if response.status_code == 412:  # noqa: PLR2004 - another version of the protocol
            response.headers["Tus-Version"] = VERSION
    return response


@transactional
def _announce(wanted: UploadRequest) -> tuple[str, Progress]:
    actor, uploads = current_actor(), _uploads()
    upload = service.announce(current_session(), actor, wanted)
    if upload:
        uploads.storage.begin(actor.tenant_id, wanted.media_id)
    progress = Progress(
        actor.tenant_id,
        wanted.media_id,
        wanted.sha256,
        wanted.type,
        offset=upload.received if upload else wanted.length,
        length=wanted.length,
        expires_at=upload.expires_at if upload else None,
    )
    return uploads.token(actor.tenant_id, wanted.media_id), progress


@transactional
def _check_owner(token: str) -> None:
    """Raise UploadNotFoundError unless the upload was announced by the person who asks now."""
    tenant_id, media_id = _uploads().open(token)
    actor = current_actor()
    found = queries.file(current_session(), tenant_id, media_id) if tenant_id == actor.tenant_id else None
    if found is None or found.employee_id != actor.employee_id:
        raise UploadNotFoundError


def _append(token: str, offset: int) -> Progress:
    request.max_content_length = None  # the upload's own length is the limit
    offered = request.headers.get("Upload-Checksum")
    checksum = parse_checksum(offered) if offered else None
    with _impatient():
        try:
            return _uploads().append(token, Intake(offset, _RequestBody(), checksum, request.content_length))
        except PhoneGoneError as error:
            raise BusyError from error  # nobody is likely to read it


@contextmanager
def _impatient() -> Iterator[None]:
    """Let reads from the connection fail after STALL_S, where the web server shows it."""
    connection = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    if connection is None:
        yield
        return
    patience = connection.gettimeout()
    connection.settimeout(STALL_S)
    try:
        yield
    finally:
        connection.settimeout(patience)


def _check_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolVersionError


def _length_header() -> str | None:
    if "Upload-Defer-Length" in request.headers:
        raise MetadataError(field="Upload-Defer-Length")
    return request.headers.get("Upload-Length")


def _progress_headers(progress: Progress) -> dict[str, str]:
    headers = {"Upload-Offset": str(progress.offset)}
    if progress.expires_at:
        headers["Upload-Expires"] = http_date(progress.expires_at)
    return headers


def _answer(status: int, headers: Mapping[str, str]) -> Response:
    return Response(status=status, headers=dict(headers))


def _uploads() -> Uploads:
    database = services().database

    @contextmanager
    def work(tenant_id: int) -> Iterator[Session]:
        with unit_of_work(database, tenant_id) as session:
            session.info["request_id"] = g.get("request_id")
            yield session

    return Uploads(work, _storage(), services().settings.secret)


def _storage() -> LocalStorage:
    return LocalStorage(services().settings.media_dir)
