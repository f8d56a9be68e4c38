"""The blueprint of the sync protocol, of conflicts and of the quarantine."""

from server.web.blueprint import Blueprint

blp = Blueprint("sync", __name__, url_prefix="/api/v1", description="Sync, conflicts, quarantine")
