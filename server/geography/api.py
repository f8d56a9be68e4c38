"""The list of administrative units, for pickers that work offline."""

from flask import Response, request

from server.geography.schemas import UnitsSchema
from server.geography.service import published_units
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_session

blp = Blueprint("geography", __name__, url_prefix="/api/v1", description="Administrative units of Vietnam")
FRESH_S = 3600


@blp.get("/geography/units.json")
@requires("self.read")
@transactional
@blp.response(200, UnitsSchema)
def list_units() -> Response:
    """Return every province and ward in force; ask with `If-None-Match` to fetch it once."""
    units = published_units(current_session())
    compressed = request.accept_encodings["gzip"] > 0
    response = Response(units.gzipped if compressed else units.body, mimetype="application/json")
    # Strong tags name bytes, and the compressed answer is other bytes.
    response.set_etag(f"{units.etag}-gzip" if compressed else units.etag)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.cache_control.private = True
    response.cache_control.max_age = FRESH_S
    response.make_conditional(request)
    return response
