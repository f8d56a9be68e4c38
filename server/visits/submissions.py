"""What accepted interaction forms do."""

from server.core.submissions import Handler
from server.visits.service import check_in, note_call

HANDLERS: dict[str, Handler] = {
    "interaction.f2f": check_in,
    "interaction.tele": note_call,
}
