"""The lists of administrative units, for pickers that work offline, and where a former address lies now."""

from typing import Any

from flask import Response, request

from server.geography.schemas import (
    FormerUnitsSchema,
    SettledAddressSchema,
    SettleQuerySchema,
    UnitQuerySchema,
    UnitsFoundSchema,
    UnitsSchema,
)
from server.geography.service import CURRENT, LEGACY, Atlas, Published, Unit, atlas, published_former, published_units
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
    return _sent(published_units(current_session()))


@blp.get("/geography/legacy.json")
@requires("self.read")
@transactional
@blp.response(200, FormerUnitsSchema)
def list_former_units() -> Response:
    """Return every province, district and ward until 30 June 2025 and where each ward went; as `units.json`."""
    return _sent(published_former(current_session()))


def _sent(units: Published) -> Response:
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


@blp.get("/geography/search")
@requires("self.read")
@transactional
@blp.arguments(UnitQuerySchema, location="query")
@blp.response(200, UnitsFoundSchema)
def search_units(query: dict[str, Any]) -> dict[str, Any]:
    """Find units by their names of today or their former ones, whatever the diacritics."""
    known = atlas(current_session())
    return {"items": [unit_view(known, unit) for unit in known.search(query["q"], query["limit"])]}


@blp.get("/geography/settle")
@requires("self.read")
@transactional
@blp.arguments(SettleQuerySchema, location="query")
@blp.response(200, SettledAddressSchema)
def settle_address(query: dict[str, Any]) -> dict[str, Any]:
    """Tell in which ward of today a former ward lies; where it was split, by a map point if one is given."""
    known = atlas(current_session())
    where = (query["lat"], query["lon"]) if "lat" in query and "lon" in query else None
    found = known.settle(query["ward"], where)
    candidates = [unit_view(known, unit) for code in found.candidates if (unit := known.unit(CURRENT, code))]
    return {**vars(found), "candidates": candidates, "text": known.text(CURRENT, found.ward)}


def unit_view(known: Atlas, unit: Unit) -> dict[str, Any]:
    """Return a unit as the wire shows it."""
    went = known.successors.get(unit.code, ()) if unit.system == LEGACY else ()
    return {
        "system": unit.system,
        "code": unit.code,
        "level": unit.level,
        "name": unit.name,
        "parent_code": unit.parent,
        "text": known.text(unit.system, unit.code),
        "successors": list(went),
    }
