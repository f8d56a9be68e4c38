"""What is done with the demo's customers beside visits: calls, promotions, support, tasks and notes.

All of it comes by the product's own doors: forms by the phones, the rest at the desks.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from server.activities.service import notes, tags, tasks, tickets
from server.core import clock
from server.demo.answers import position
from server.demo.customers import Profile, new_uuid
from server.demo.phone import Entry
from server.demo.stage import Stage
from server.demo.words import person

TAGS = (
    ("Khách thân thiết", "#16a34a"),
    ("Cần chăm sóc", "#f59e0b"),
    ("Nợ quá hạn", "#dc2626"),
    ("Trưng bày đẹp", "#8b5cf6"),
    ("Hỏi hàng mới", "#0ea5e9"),
)
SETS = (
    ("Hỏi thăm định kỳ", ("email", "opening_hours"), ("Khách thân thiết", "Cần chăm sóc")),
    ("Cập nhật chủ và hạng cửa hàng", ("owner_name", "rank", "outlet_type"), ("Cần chăm sóc",)),
)
TOPICS = (
    "Mua 10 thùng tặng 1 đến cuối tháng",
    "Giảm 5% cho đơn trên 5 triệu",
    "Tặng kệ trưng bày khi lấy đủ bộ sản phẩm",
    "Dùng thử vị mới, đổi hàng trong 30 ngày",
)
ACTIONS = ("call", "visit", "send_quote", "send_sample")
TROUBLES = (
    ("late_delivery", "Đơn tuần trước giao chậm hai ngày, khách hết hàng bán.", "Giao bù sáng mai"),
    ("product_fault", "Ba hộp bị móp, rỉ nước, khách đề nghị đổi.", None),
    ("invoice", "Hoá đơn ghi sai mã số thuế, cần xuất lại.", "Kế toán xuất lại hoá đơn"),
    ("usage", "Khách hỏi cách bảo quản sau khi mở nắp.", None),
)
NOTES = (
    "Chủ quán đi vắng buổi sáng, nên ghé sau 15 giờ.",
    "Khách thích trả tiền mặt, lấy hàng đều mỗi tuần.",
    "Cửa hàng sắp sửa lại mặt tiền, tạm lấy ít hàng.",
    "Đối thủ vừa đặt thêm tủ mát ở đây.",
)
TASKS = (
    ("Gọi xác nhận đơn đặt hàng", "call", timedelta(hours=6)),
    ("Mang bảng giá mới đến cửa hàng", "visit", timedelta(days=1)),
    ("Thu công nợ tháng trước", "collect_debt", timedelta(days=-1)),
    ("Chụp lại ảnh trưng bày", "visit", timedelta(days=3)),
)
EACH = 4
"""Contacts of each kind that a rep notes in the last days."""


def write_contacts(stage: Stage) -> None:
    """Let every rep with a phone note calls and promotions, ask for help, and be given tasks; supervisors help."""
    stage.progress("Ghi cuộc gọi, công việc, phiếu hỗ trợ", 0.975)
    with clock.at(stage.now - timedelta(days=40)), stage.work() as session:
        chosen = _set_up(stage, session)
    for tour in stage.plan.tours:
        if tour.rep in stage.crew.phones and tour.rep in stage.crew.bosses:
            shops = [stop for stop in tour.stops if stop.kind == "shop"] or list(tour.stops)
            _notes_of(stage, tour.rep, shops, chosen)


def _set_up(stage: Stage, session: Session) -> dict[str, UUID]:
    """Make the tags and sets at the administrator's desk; return their ids by name."""
    admin = stage.crew.desks["admin"]
    made = {name: tags.add_tag(session, admin, tags.TagInput(name, colour)).id for name, colour in TAGS}
    for name, attributes, of_tags in SETS:
        wish = tags.SetInput(name, attributes, [made[tag] for tag in of_tags])
        made[name] = tags.add_set(session, admin, wish).id
    return made


def _notes_of(stage: Stage, rep: str, shops: Sequence[Profile], chosen: Mapping[str, UUID]) -> None:
    entries = list(_contacts(stage, rep, shops, chosen))
    last = max(entry.occurred_at for entry in entries)
    with stage.work() as session:
        stage.crew.phones[rep].hand_in(session, entries, last + timedelta(minutes=4))
    _work_on_tickets(stage, rep, [entry.id for entry in entries if entry.form.startswith("support.")])
    _at_the_desk(stage, rep, shops)


def _contacts(stage: Stage, rep: str, shops: Sequence[Profile], chosen: Mapping[str, UUID]) -> Iterator[Entry]:
    """Yield the rep's contacts in the order of time, the last some hours ago."""
    rng = stage.rng
    at = stage.now - timedelta(days=2, hours=rng.randint(2, 9))
    for number in range(EACH):
        shop = shops[number % len(shops)]
        for form, answers in (
            ("interaction.tele", _interaction(stage, number, chosen)),
            ("promotion.tele", _promotion(stage, rep, number)),
            ("support.f2f" if number % 2 else "support.tele", _support(stage, rep, number)),
        ):
            at += timedelta(minutes=rng.randint(25, 140))
            yield _entry(stage, form, shop, at, answers)


def _entry(stage: Stage, form: str, shop: Profile, at: datetime, answers: Mapping[str, Any]) -> Entry:
    gps = position(shop.lat, shop.lon, 8.0, at) if form.endswith(".f2f") else None
    met = {"gps": gps} if gps else {"call_status": stage.rng.choice(("answered", "answered", "busy", "no_answer"))}
    told = {"customer": str(shop.id), **met, **answers}
    return Entry(
        id=new_uuid(stage.rng),
        form=form,
        occurred_at=at,
        gps=gps,
        answers=told,
        version=2 if form.startswith("interaction.") else 1,
    )


def _interaction(stage: Stage, number: int, chosen: Mapping[str, UUID]) -> dict[str, Any]:
    tag = TAGS[number % len(TAGS)][0]
    if number % 2:
        return {"tags": [str(chosen[tag])], "note": NOTES[number % len(NOTES)]}
    name, _, of_tags = SETS[1]
    updates = {"owner_name": person(stage.rng), "rank": stage.rng.choice("AB")}
    return {"tags": [str(chosen[of_tags[0]])], "update_set": str(chosen[name]), "updates": updates}


def _promotion(stage: Stage, rep: str, number: int) -> dict[str, Any]:
    topic = {"topic": TOPICS[number % len(TOPICS)]}
    if number % 2:
        return topic
    responsible = rep if number else stage.crew.bosses[rep]
    return topic | {
        "next_action": ACTIONS[number % len(ACTIONS)],
        "task_note": "Khách quan tâm, cần trả lời sớm.",
        "time_needed": stage.rng.randint(1, 4),
        "time_unit": "day",
        "responsible": str(stage.crew.ids[responsible]),
    }


def _support(stage: Stage, rep: str, number: int) -> dict[str, Any]:
    problem, detail, solution = TROUBLES[number % len(TROUBLES)]
    time_needed = {"time_needed": stage.rng.choice((4, 24, 96)), "time_unit": "hour"}
    answers = {"problem": problem, "detail": detail, **time_needed, **({"solution": solution} if solution else {})}
    return answers | {"notify_to": [str(stage.crew.ids[stage.crew.bosses[rep]])]}


def _work_on_tickets(stage: Stage, rep: str, ids: Sequence[UUID]) -> None:
    boss, later = stage.boss_of(rep), stage.now - timedelta(minutes=50)
    moves = (
        tickets.TicketChange(state="resolved", solution="Đã giao bù, xin lỗi khách.", comment="Kho báo đã giao."),
        tickets.TicketChange(state="in_progress", comment="Đang làm việc với kho."),
    )
    for ticket_id, move in zip(ids, moves, strict=False):
        with clock.at(later), stage.work() as session:
            tickets.change(session, boss, ticket_id, move)


def _at_the_desk(stage: Stage, rep: str, shops: Sequence[Profile]) -> None:
    """Let the rep note something and call his supervisor, and the supervisor set tasks, one of them done."""
    boss, mine = stage.boss_of(rep), stage.crew.desks[rep]
    number = stage.rng.randrange(len(NOTES))
    with clock.at(stage.now - timedelta(hours=3)), stage.work() as session:
        notes.write(session, mine, shops[0].id, notes.NewNote(NOTES[number], [boss.employee_id]))
    for place, (title, kind, due) in enumerate(TASKS):
        wish = tasks.NewTask(
            title=title,
            kind=kind,
            due_at=stage.now + due,
            customer_id=shops[place % len(shops)].id,
            responsible_id=mine.employee_id,
            priority="high" if place == number else "normal",
        )
        with clock.at(stage.now - timedelta(days=2)), stage.work() as session:
            made = tasks.create(session, boss, wish)
        if place == number:
            with clock.at(stage.now - timedelta(hours=2)), stage.work() as session:
                tasks.change(session, mine, made.id, tasks.TaskChange(state="done", result="Đã xong, khách hài lòng."))
