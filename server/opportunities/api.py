"""Endpoints of opportunities and their processes; opportunities are noted by their forms."""

from typing import Any
from uuid import UUID

from server.audit import service as audit
from server.core import paging
from server.core.errors import NotFoundError
from server.opportunities import queries, service
from server.opportunities.models import OpportunityItem, OpportunityMove, ProcessStep
from server.opportunities.schemas import (
    OpportunityDetailSchema,
    OpportunityMoveInputSchema,
    OpportunityPageSchema,
    OpportunityQuerySchema,
    ProcessesSchema,
)
from server.web.access import requires, transactional
from server.web.blueprint import Blueprint
from server.web.context import current_actor, current_session

blp = Blueprint("opportunities", __name__, url_prefix="/api/v1", description="Opportunities and their processes")

OWN = (
    "id", "code", "channel", "process_id", "submission_id", "expected_value", "contact_from", "contact_to",
    "captured_at", "closed_at", "updated_at",
)  # fmt: skip


@blp.get("/opportunities")
@requires("opportunity.read")
@transactional
@blp.arguments(OpportunityQuerySchema, location="query")
@blp.response(200, OpportunityPageSchema)
def list_opportunities(query: dict[str, Any]) -> dict[str, Any]:
    """List the opportunities of oneself and of the people below, the newest first."""
    names = ("customer_id", "employee_id", "step_id", "outcome", "since", "until")
    wanted = queries.Filter(**{name: query.get(name) for name in names})
    after, limit = paging.after_moment(query.get("cursor")), query["limit"]
    rows = queries.page(current_session(), current_actor(), wanted, after, limit + 1)
    shown = rows[:limit]
    more = paging.encode(shown[-1][0].captured_at.isoformat(), shown[-1][0].id) if len(rows) > limit else None
    return {"items": [_view(row) for row in shown], "next": more}


def _view(row: queries.Listed) -> dict[str, Any]:
    one, owner, step, outcome, probability, customer, kind = row
    return {
        **{name: getattr(one, name) for name in OWN},
        "potential": one.fields.get("potential"),
        "owner": {"id": one.owner_id, "name": owner},
        "step": {"id": one.step_id, "name": step, "outcome": outcome, "probability": probability},
        "customer": {"id": one.customer_id, "name": customer, "kind": kind},
    }


@blp.get("/opportunities/<uuid:opportunity_id>")
@requires("opportunity.read")
@transactional
@blp.response(200, OpportunityDetailSchema)
def show_opportunity(opportunity_id: UUID) -> dict[str, Any]:
    """Show an opportunity with its items and how it moved."""
    session, actor = current_session(), current_actor()
    shown = _detail(opportunity_id)
    customer_id = shown["customer"]["id"]
    audit.record(session, actor, "opportunity.view", "opportunity", opportunity_id, customer_id=customer_id)
    return shown


def _detail(opportunity_id: UUID) -> dict[str, Any]:
    session = current_session()
    row = queries.one(session, current_actor(), opportunity_id)
    if row is None:
        raise NotFoundError(kind="opportunity", id=str(opportunity_id))
    return {
        **_view(row),
        "fields_": row[0].fields,
        "items": [_item(*item) for item in queries.items(session, opportunity_id)],
        "moves": [_move(*move) for move in queries.moves(session, opportunity_id)],
    }


def _item(item: OpportunityItem, name: str, code: str | None) -> dict[str, Any]:
    own = {column: getattr(item, column) for column in ("qty", "delivery_frequency", "price", "amount")}
    return {**own, "product": {"id": item.product_id, "name": name, "code": code}}


def _move(move: OpportunityMove, before: str, after: str, who: str) -> dict[str, Any]:
    return {
        "from_step": {"id": move.from_step_id, "name": before},
        "to_step": {"id": move.to_step_id, "name": after},
        "note": move.note,
        "by": {"id": move.by_id, "name": who},
        "at": move.at,
    }


@blp.post("/opportunities/<uuid:opportunity_id>/step")
@requires("opportunity.write")
@transactional
@blp.arguments(OpportunityMoveInputSchema)
@blp.response(200, OpportunityDetailSchema)
def move_opportunity(command: dict[str, Any], opportunity_id: UUID) -> dict[str, Any]:
    """Bring an opportunity to another step of its process."""
    service.move(current_session(), current_actor(), opportunity_id, command["step_id"], command["note"])
    return _detail(opportunity_id)


@blp.get("/processes")
@requires("opportunity.read")
@transactional
@blp.response(200, ProcessesSchema)
def list_processes() -> dict[str, Any]:
    """List the processes with their steps, and how many of the opportunities that one sees stand at each."""
    session, actor = current_session(), current_actor()
    found = queries.processes(session)
    steps, counts = queries.steps(session, [one.id for one in found]), queries.counts(session, actor)
    return {
        "items": [
            {
                "id": one.id,
                "name": one.name,
                "is_default": one.is_default,
                "steps": [_step(step, counts.get(step.id, (0, 0))) for step in steps if step.process_id == one.id],
            }
            for one in found
        ]
    }


def _step(step: ProcessStep, standing: tuple[int, int]) -> dict[str, Any]:
    own = {column: getattr(step, column) for column in ("id", "name", "outcome", "probability")}
    return {**own, "count": standing[0], "expected_value": standing[1]}
