"""The blueprint on which the endpoints of this area stand."""

from server.web.blueprint import Blueprint

blp = Blueprint(
    "activities",
    __name__,
    url_prefix="/api/v1",
    description="What was and is to be done with customers: timeline, tasks, tickets, notes, tags, update sets, calls",
)
