"""The blueprint on which the endpoints of this area stand."""

from server.web.blueprint import Blueprint

blp = Blueprint("customers", __name__, url_prefix="/api/v1", description="Customers, pools, sets and shares")
