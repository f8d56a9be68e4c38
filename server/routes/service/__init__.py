"""Setting up routes, giving them to people, and keeping in step who reads what."""

from server.routes.service.assigning import NewAssignment, assign
from server.routes.service.by_form import assign_by_form, save_routes, settle_route
from server.routes.service.membership import align, refresh
from server.routes.service.setup import NewRoute, RouteChange, create, update

__all__ = [
    "NewAssignment",
    "NewRoute",
    "RouteChange",
    "align",
    "assign",
    "assign_by_form",
    "create",
    "refresh",
    "save_routes",
    "settle_route",
    "update",
]
