"""What is sent along with each change, so that whoever may do it would do it."""

from typing import Any

from tests.access.ground import NOTHING, Ground
from tests.kit.phone import FIX, shop_answers

LETTER = {"subject": "Chào", "text": "Chào anh chị"}


def body_of(ground: Ground, method: str, rule: str) -> Any:
    """Return the body of an operation; an empty one where none is needed or any will do."""
    found = _bodies(ground).get(f"{method} {rule.removeprefix('/api/v1')}")
    return found if found is not None else ({} if method != "GET" else None)


def _bodies(ground: Ground) -> dict[str, Any]:
    world, ids = ground.world, ground.ids
    rep2 = str(world.rep2.id)
    return {
        "PATCH /organisation": {"name": "Tên mới"},
        "POST /branches": {"name": "Huế"},
        "PATCH /branches/<uuid:branch_id>": {"name": "Huế"},
        "POST /departments": {"name": "Kho vận"},
        "PATCH /departments/<uuid:department_id>": {"name": "Kho vận"},
        "POST /departments/<uuid:department_id>/titles": {"name": "Thủ kho"},
        "PATCH /titles/<uuid:title_id>": {"name": "Thủ kho"},
        "PUT /rights": {"title_id": ids["title_id"], "grants": {"map.read": False}},
        "POST /employees": {
            "name": "Người Mới",
            "title_id": ids["rep_title_id"],
            "manager_id": str(world.supervisor.id),
        },
        "PATCH /employees/<uuid:employee_id>": {"name": "Tên Khác"},
        "POST /employees/<uuid:employee_id>/move": {"manager_id": str(world.director.id)},
        "POST /employees/<uuid:employee_id>/transfer": {"to": str(world.rep1.id)},
        "POST /extensions": {"employee_id": str(world.rep1.id), "number": "101"},
        "PATCH /extensions/<uuid:extension_id>": {"number": "102"},
        "POST /teams": {"name": "Đội mới", "leader_id": str(world.supervisor.id), "member_ids": []},
        "PATCH /teams/<uuid:team_id>": {"name": "Đội khác"},
        "POST /enrolment-codes": {"employee_id": str(world.rep1.id)},
        "POST /devices/<uuid:device_id>/state": {"state": "drain"},
        "POST /pools": {"name": "Kho mới"},
        "PATCH /pools/<uuid:pool_id>": {"name": "Kho khác"},
        "POST /customers/assign": {"ids": [ids["customer_id"]], "owner_id": str(world.supervisor.id)},
        "POST /customer-groups": {"name": "Nhóm mới", "description": "Để thử"},
        "POST /customer-filters": {"name": "Bộ lọc mới", "filter": {"kind": "shop"}},
        "PUT /customer-columns": {"columns": ["name", "code"]},
        "POST /customers/<uuid:customer_id>/status": {"status": "potential"},
        "POST /customers/<uuid:customer_id>/address/confirm": {"ward_code": "20242"},
        "POST /customers/<uuid:customer_id>/files": {"media_id": NOTHING, "name": "Hợp đồng"},
        "POST /customers/bulk": {"ids": [ids["customer_id"]], "action": "tag", "tag_id": NOTHING},
        "POST /customers/merge": {"winner": ids["customer_id"], "loser": NOTHING},
        "POST /customer-sets": {"name": "Tập mới", "ids": [ids["customer_id"]]},
        "PATCH /customer-sets/<uuid:set_id>": {"name": "Tập khác"},
        "POST /shares": {"customer_id": ids["customer_id"], "employee_id": rep2},
        "POST /submissions/<uuid:submission_id>/review": {"state": "approved"},
        "POST /routes": {"name": "Tuyến mới", "customer_ids": [ids["customer_id"]]},
        "PATCH /routes/<uuid:route_id>": {"name": "Tuyến khác"},
        "POST /routes/<uuid:route_id>/assignments": {"employee_id": rep2, "valid_from": "2030-01-01"},
        "POST /conflicts/<uuid:conflict_id>/settle": {"choice": "kept"},
        "POST /conflicts/settle": {"ids": [ids["conflict_id"]], "choice": "kept"},
        "POST /quarantine/<uuid:quarantined_id>/release": {"payload": "{"},
        "POST /quarantine/<uuid:quarantined_id>/dismiss": {"comment": "Gửi nhầm"},
        "POST /quarantine/release": {"ids": [NOTHING]},
        "POST /quarantine/dismiss": {"ids": [ids["quarantined_id"]], "comment": "Gửi nhầm"},
        "POST /forms": {"title": {"vi": "Biểu mẫu mới", "en": "New form"}},
        "PUT /forms/<key>/draft": {"definition": {}},
        "POST /field-definitions": {
            "scope": "customer",
            "name": "cooler",
            "type": "bool",
            "label": {"vi": "Tủ mát", "en": "Cooler"},
        },
        "PUT /field-definitions/<uuid:field_id>": {"label": {"vi": "Tủ mát", "en": "Cooler"}},
        "PUT /choice-lists/<key>": {"title": {"vi": "Khu vực", "en": "Areas"}, "options": []},
        "POST /submissions": {
            "id": NOTHING,
            "form": "customer.shop",
            "version": 2,
            "answers": shop_answers(phone="0903999888"),
        },
        "POST /submissions/<uuid:submission_id>/revisions": {
            "id": NOTHING,
            "form": "interaction.f2f",
            "version": 1,
            "answers": {"customer": ids["customer_id"], "gps": FIX},
        },
        "POST /tasks": {"title": "Việc mới", "due_at": "2030-01-01T09:00:00+07:00"},
        "PATCH /tasks/<uuid:task_id>": {"state": "done"},
        "PATCH /tickets/<uuid:ticket_id>": {"state": "closed"},
        "POST /tickets/<uuid:ticket_id>/comments": {"text": "Đã gọi"},
        "POST /customers/<uuid:customer_id>/notes": {"text": "Ghi chú mới"},
        "PATCH /notes/<uuid:note_id>": {"text": "Ghi chú khác"},
        "POST /customers/<uuid:customer_id>/emails": {"id": NOTHING, **LETTER, "to": "a@example.test"},
        "POST /customers/<uuid:customer_id>/emails/preview": {**LETTER, "to": "a@example.test"},
        "POST /email-templates": {"name": "Mẫu mới", **LETTER},
        "PUT /email-templates/<uuid:template_id>": {"name": "Mẫu khác", **LETTER},
        "POST /tags": {"name": "Thẻ mới"},
        "PUT /tags/<uuid:tag_id>": {"name": "Thẻ khác"},
        "POST /update-sets": {"name": "Bộ mới", "attributes": ["email"]},
        "PUT /update-sets/<uuid:update_set_id>": {"name": "Bộ khác", "attributes": ["email"]},
        "PUT /merge-policies": {"items": [{"form": "customer.shop", "field": "rank", "policy": "manual"}]},
        "POST /compat/watermelon/push": {},
        "POST /compat/rxdb/<kind>/push": {"rows": []},
        "POST /products/<uuid:product_id>/state": {"status": "stopped"},
        "POST /orders/<uuid:order_id>/state": {"state": "approved"},
        "POST /orders/<uuid:order_id>/answer": {"state": "declined"},
        "POST /orders/<uuid:order_id>/convert": {"into": "order"},
        "POST /opportunities/<uuid:opportunity_id>/step": {"step_id": ids["step_id"]},
        "POST /sync/push": {"ops": []},
        "POST /sync/pull": {},
        "POST /sync": {"pull": {}},
    }
