"""What the demo's customers have beside their profiles: former addresses, groups, buyers, and some that look alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.core.merge import Change
from server.core.records import stamp_of_console
from server.customers import queries
from server.customers.service import duplicates, grouping, lifecycle, profiles, templates
from server.customers.service.templates import TemplateInput
from server.demo.customers import Profile
from server.demo.stage import Stage
from server.geography.service import LEGACY, Atlas, atlas

FORMER_EACH = 4
GROUPS = (
    ("Đại lý cấp 1", "Nhập hàng trực tiếp, giao trong ngày", 3),
    ("Quà Tết", "Khách được tặng quà dịp Tết", 5),
    ("Chăm sóc lại", "Đã lâu không đặt hàng, cần ghé thăm", 7),
)
"""Name, what it is for, and every how manieth customer is in it."""
TEMPLATES = (
    TemplateInput(
        "Cảm ơn sau khi ghé thăm",
        "Cảm ơn {{customer.name}} đã dành thời gian",
        """Kính gửi {{customer.name}},

Cảm ơn anh chị đã dành thời gian trao đổi với {{organisation.name}} trong lần ghé thăm vừa rồi. Những điều anh chị góp \
ý đã được ghi lại và chuyển đến bộ phận phụ trách.

Khi cần hàng gấp hoặc cần hỗ trợ, anh chị cứ gọi cho em: {{employee.phone}}, hoặc trả lời email này.

Trân trọng,
{{employee.name}}
{{organisation.name}}""",
    ),
    TemplateInput(
        "Xác nhận thông tin giao hàng",
        "{{organisation.name}} xác nhận địa chỉ giao hàng · {{customer.code}}",
        """Kính gửi {{customer.name}},

Để giao hàng đúng hẹn, nhờ anh chị xem lại giúp địa chỉ nhận hàng đang lưu:

Mã khách hàng: {{customer.code}}
Địa chỉ: {{customer.address}}

Nếu có thay đổi, anh chị chỉ cần trả lời email này hoặc gọi {{employee.phone}} trước 17 giờ hôm nay.

Trân trọng,
{{employee.name}}
{{organisation.name}}""",
    ),
)
"""What e-mails of the demo's people begin with."""


def write_records(stage: Stage) -> None:
    """Let supervisors keep groups, templates, buyers and former addresses; leave two pairs that look alike."""
    stage.progress("Nhóm, địa chỉ cũ, khách hàng trùng", 0.97)
    for rep, known in sorted(stage.plan.known.items()):
        with stage.work() as session:
            _former_addresses(session, stage, rep, known)
            for profile in known[:2]:
                lifecycle.convert(session, stage.boss_of(rep), profile.id, {"invoice_name": profile.name})
    with stage.work() as session:
        _groups(session, stage)
        for template in TEMPLATES:
            templates.add(session, stage.crew.desks["admin"], template)
        _twins(session, stage)


def _former_addresses(session: Session, stage: Stage, rep: str, known: Sequence[Profile]) -> None:
    """Let some addresses be written as people still say them: with the district and the ward of before."""
    units = atlas(session)
    went = _came_from(units)
    boss = stage.boss_of(rep)
    for profile in [one for one in known[2:] if one.ward_code in went][:FORMER_EACH]:
        former = went[profile.ward_code]
        codes = _codes(units, former[profile.id.int % len(former)])
        changes = [Change(name, None, value) for name, value in codes.items()]
        profiles.write_fields(session, boss, [profile.id], _always(changes), stamp_of_console(boss))


def _always(changes: Sequence[Change]) -> Callable[[Mapping[str, Any]], Sequence[Change]]:
    """Return what writes these values whatever stands."""
    return lambda _: changes


def _came_from(units: Atlas) -> dict[str, list[str]]:
    """Return the former wards that each ward of today took in."""
    found: dict[str, list[str]] = {}
    for old, taken in units.successors.items():
        unit = units.unit(LEGACY, old)
        for new in taken if unit and unit.level == "ward" else ():
            found.setdefault(new, []).append(old)
    return found


def _codes(units: Atlas, ward: str) -> Mapping[str, Any]:
    path = {unit.level: unit.code for unit in units.path(LEGACY, ward)}
    levels = {f"address_{level}": path[level] for level in ("province", "district", "ward")}
    return {"address_system": LEGACY, **levels}


def _groups(session: Session, stage: Stage) -> None:
    for name, description, every in GROUPS:
        chosen = [profile.id for known in stage.plan.known.values() for profile in known[::every]]
        grouping.create(session, stage.crew.desks["director"], name, description, chosen)


def _twins(session: Session, stage: Stage) -> None:
    """Give two customers the telephone number of another, as when a shop is entered twice under different names."""
    director = stage.crew.desks["director"]
    pairs = [(known[5], known[6]) for known in list(stage.plan.known.values())[:2]]
    for one, twin in pairs:
        fields = queries.held(session, [one.id])[one.id].fields
        change = [Change("phone", None, fields["phone"])]
        profiles.write_fields(session, director, [twin.id], _always(change), stamp_of_console(director))
    ids: list[UUID] = [twin.id for _, twin in pairs]
    found = duplicates.find(session, {row_id: row.fields for row_id, row in queries.held(session, ids).items()})
    duplicates.keep(session, found)
