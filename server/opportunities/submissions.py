"""What accepted forms of opportunities do."""

from server.core.submissions import Handler
from server.opportunities.service import save

HANDLERS: dict[str, Handler] = {"opportunity.tele": save, "opportunity.f2f": save}
