"""The blueprint on which the endpoints of this area stand."""

from server.web.blueprint import Blueprint

blp = Blueprint("forms", __name__, url_prefix="/api/v1", description="Forms, submissions, review")
