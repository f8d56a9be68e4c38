"""What accepted forms of routes do."""

from server.core.submissions import Handler
from server.routes.service import assign_by_form, save_routes

HANDLERS: dict[str, Handler] = {
    "route.setup": save_routes,
    "route.special": save_routes,
    "route.assign": assign_by_form,
}
