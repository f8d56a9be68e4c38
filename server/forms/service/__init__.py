"""Publishing forms, accepting what was filled in, and reviewing it."""

from server.forms.service.accepting import Accepted, Offered, accept, touch_media
from server.forms.service.correcting import KIND
from server.forms.service.handing_in import HandedIn, hand_in
from server.forms.service.holding import hold
from server.forms.service.publishing import publish, publish_shipped
from server.forms.service.reviewing import Verdict, review

__all__ = [
    "KIND",
    "Accepted",
    "HandedIn",
    "Offered",
    "Verdict",
    "accept",
    "hand_in",
    "hold",
    "publish",
    "publish_shipped",
    "review",
    "touch_media",
]
