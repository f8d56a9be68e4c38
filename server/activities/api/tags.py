"""The endpoints of tags and update-instruction sets."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from server.activities.api.blueprint import blp
from server.activities.models import UpdateSet
from server.activities.queries import tags as queries
from server.activities.schemas.tags import (
    AttributesSchema,
    TagInputSchema,
    TagSchema,
    TagsSchema,
    UpdateSetInputSchema,
    UpdateSetQuerySchema,
    UpdateSetSchema,
    UpdateSetsSchema,
)
from server.activities.service import tags as service
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session


@blp.get("/tags")
@requires("customer.read")
@transactional
@blp.response(200, TagsSchema)
def list_tags() -> dict[str, Any]:
    """List the tags in use."""
    return {"items": queries.tags(current_session(), current_actor())}


@blp.post("/tags")
@requires("tag.write")
@transactional
@blp.arguments(TagInputSchema)
@blp.response(201, TagSchema)
def add_tag(body: dict[str, Any]) -> Any:
    """Add a tag."""
    return service.add_tag(current_session(), current_actor(), service.TagInput(**body))


@blp.put("/tags/<uuid:tag_id>")
@requires("tag.write")
@transactional
@blp.arguments(TagInputSchema)
@blp.response(200, TagSchema)
def change_tag(body: dict[str, Any], tag_id: UUID) -> Any:
    """Rename or recolour a tag."""
    return service.change_tag(current_session(), current_actor(), tag_id, service.TagInput(**body))


@blp.delete("/tags/<uuid:tag_id>")
@requires("tag.write")
@transactional
@blp.response(204)
def delete_tag(tag_id: UUID) -> None:
    """Take a tag out of use."""
    service.drop_tag(current_session(), current_actor(), tag_id)


@blp.get("/update-sets")
@requires("customer.read")
@transactional
@blp.arguments(UpdateSetQuerySchema, location="query")
@blp.response(200, UpdateSetsSchema)
def list_update_sets(query: dict[str, Any]) -> dict[str, Any]:
    """List the update-instruction sets in use, of one tag or all."""
    return {"items": _views(queries.update_sets(current_session(), current_actor(), query.get("tag_id")))}


def _views(sets: Sequence[UpdateSet]) -> list[dict[str, Any]]:
    tags = queries.tags_of(current_session(), [one.id for one in sets])
    return [
        {
            "id": one.id,
            "name": one.name,
            "tags": tags[one.id],
            "attributes": one.attributes,
            "updated_at": one.updated_at,
        }
        for one in sets
    ]


@blp.get("/update-sets/attributes")
@requires("tag.write")
@transactional
@blp.response(200, AttributesSchema)
def list_attributes() -> dict[str, Any]:
    """List the customer's attributes that a set may ask for."""
    return {"items": list(queries.attributes(current_session()).values())}


@blp.post("/update-sets")
@requires("tag.write")
@transactional
@blp.arguments(UpdateSetInputSchema)
@blp.response(201, UpdateSetSchema)
def add_update_set(body: dict[str, Any]) -> dict[str, Any]:
    """Add an update-instruction set."""
    return _views([service.add_set(current_session(), current_actor(), service.SetInput(**body))])[0]


@blp.put("/update-sets/<uuid:update_set_id>")
@requires("tag.write")
@transactional
@blp.arguments(UpdateSetInputSchema)
@blp.response(200, UpdateSetSchema)
def change_update_set(body: dict[str, Any], update_set_id: UUID) -> dict[str, Any]:
    """Change an update-instruction set as a whole."""
    return _views([service.change_set(current_session(), current_actor(), update_set_id, service.SetInput(**body))])[0]


@blp.delete("/update-sets/<uuid:update_set_id>")
@requires("tag.write")
@transactional
@blp.response(204)
def delete_update_set(update_set_id: UUID) -> None:
    """Take an update-instruction set out of use."""
    service.drop_set(current_session(), current_actor(), update_set_id)
