"""The map of customers as vector tiles."""

from flask import Response

from server.core.errors import InvalidInputError
from server.customers.api.blueprint import blp
from server.customers.queries.tiles import DEEPEST, Tile, mvt
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session

MVT = "application/vnd.mapbox-vector-tile"
FRESH_S = 15


@blp.get("/tiles/customers/<int:z>/<int:x>/<int:y>.mvt")
@requires("customer.read")
@transactional
@blp.doc(
    summary="One tile of the map of customers",
    responses={
        "200": {"description": "layers `clusters` (n) or `customers` (id, name, kind, status)", "content": {MVT: {}}}
    },
)
def customer_tile(z: int, x: int, y: int) -> Response:
    """Answer the customers of a tile that one sees: clusters from afar, each by itself from near."""
    if z > DEEPEST or not (0 <= x < 1 << z and 0 <= y < 1 << z):
        raise InvalidInputError(pointer="/z", reason="out_of_range")
    response = Response(mvt(current_session(), current_actor(), Tile(z, x, y)), mimetype=MVT)
    response.cache_control.private = True
    response.cache_control.max_age = FRESH_S
    return response
