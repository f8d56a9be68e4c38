"""How concurrent edits are settled, field by field."""

from typing import Any

from server.forms.policies import Choice, choose, overview
from server.sync.api.blueprint import blp
from server.sync.policy_schemas import ChoicesSchema, PoliciesSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/merge-policies")
@requires("conflict.read")
@transactional
@blp.response(200, PoliciesSchema)
def list_policies() -> dict[str, Any]:
    """List the fields that are merged: the policy that is shipped, the one chosen, and those that make sense."""
    return {"items": overview(current_session())}


@blp.put("/merge-policies")
@requires("policy.write", by="console")
@transactional
@blp.arguments(ChoicesSchema)
@blp.response(200, PoliciesSchema)
def set_policies(wanted: dict[str, Any]) -> dict[str, Any]:
    """Choose policies for fields, all or none; what is in conflict already stays as it is."""
    session = current_session()
    choose(session, current_actor(), [Choice(**item) for item in wanted["items"]])
    return {"items": overview(session)}
