"""Endpoints of taking customers out of use and back."""

from typing import Any

from server.customers.api.blueprint import blp
from server.customers.schemas.holdings import ChangedSchema, CustomerIdsSchema
from server.customers.service import archiving
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.post("/customers/archive")
@requires("customer.archive")
@transactional
@blp.arguments(CustomerIdsSchema)
@blp.response(200, ChangedSchema)
def archive_customers(command: dict[str, Any]) -> dict[str, int]:
    """Take customers out of lists, maps and phones, all or none; nothing of them is lost."""
    return {"changed": archiving.archive(current_session(), current_actor(), command["ids"])}


@blp.post("/customers/restore")
@requires("customer.archive")
@transactional
@blp.arguments(CustomerIdsSchema)
@blp.response(200, ChangedSchema)
def restore_customers(command: dict[str, Any]) -> dict[str, int]:
    """Put archived customers back into use, all or none."""
    return {"changed": archiving.restore(current_session(), current_actor(), command["ids"])}
