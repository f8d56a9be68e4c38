"""What accepted forms of contacts do."""

from server.core.submissions import Handler
from server.visits.service import contact

HANDLERS: dict[str, Handler] = {
    "interaction.f2f": contact,
    "interaction.tele": contact,
    "promotion.f2f": contact,
    "promotion.tele": contact,
    "support.f2f": contact,
    "support.tele": contact,
}
