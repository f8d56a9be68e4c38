"""What the demo's supervisors decide on what their reps handed in. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.demo.itinerary import Call
from server.demo.places import metres
from server.demo.words import Rng

FRESH = timedelta(days=2)
DOUBTFUL_M = 300
BACK = (
    "Ảnh bị mờ, em chụp lại mặt tiền giúp anh.",
    "Thiếu ảnh kệ hàng, bổ sung trong lần ghé tới.",
    "Em ghi rõ đã gặp ai và đặt bao nhiêu thùng.",
    "Ảnh chụp chưa thấy bảng giá, chụp lại nhé.",
    "Khách báo chưa gặp em hôm đó, em giải trình giúp chị.",
    "Nội dung sơ sài quá, viết thêm tình hình tồn kho.",
)
FAR = "Vị trí check-in cách cửa hàng quá xa, em giải thích lý do."
FAKED = "Máy báo vị trí giả lập. Không chấp nhận lượt ghé này."


@dataclass(frozen=True)
class Decision:
    """A verdict with its time."""

    state: str
    comment: str | None
    at: datetime


def decide(rng: Rng, call: Call, received_at: datetime, now: datetime) -> Decision | None:
    """Return what the supervisor made of a visit, None while it waits for him: most of the newest do."""
    at = received_at + timedelta(hours=rng.uniform(1, 20))
    waits = 0.85 if now - received_at < FRESH else 0.03
    drawn = rng.random()
    if at > now or rng.random() < waits:
        return None
    if call.mock:
        return Decision("rejected", FAKED, at)
    if metres((call.lat, call.lon), call.profile.point) > DOUBTFUL_M:
        return Decision("has_issues", FAR, at)
    return Decision("has_issues", rng.choice(BACK), at) if drawn < 0.025 else Decision("approved", None, at)  # noqa: PLR2004
