"""Waiting for news."""

from flask import current_app

from server.accounts.service import refuse_drained
from server.core import feed
from server.core.actor import Actor
from server.core.unit_of_work import unit_of_work
from server.sync.api.blueprint import blp
from server.sync.poke import LATER_S, Waiting, is_news
from server.sync.schemas import PokeQuerySchema, PokeSchema
from server.web.access import requires, transactional
from server.web.context import current_actor, current_session, services


@blp.get("/sync/poke")
@requires("sync.use")
@blp.arguments(PokeQuerySchema, location="query")
@blp.response(200, PokeSchema)
def poke(query: dict[str, int]) -> dict[str, int]:
    """Tell the number of the newest change, at once or when there is one that concerns the asker."""
    actor, seq = _look()
    if seq != query["since"] or not query["wait"]:
        return {"seq": seq}

    def matters(since: int) -> bool:
        if actor.device_id is None:
            return True  # the console shows more than phones hold
        with unit_of_work(services().database, actor.tenant_id) as session:
            return is_news(session, actor, since)

    reached = _waiting().wait(actor.tenant_id, seq, query["wait"], matters)
    return {"seq": seq, "retry_after_s": LATER_S} if reached is None else {"seq": reached}


@transactional
def _look() -> tuple[Actor, int]:
    actor = current_actor()
    refuse_drained(actor)
    return actor, feed.current_seq(current_session())


def _waiting() -> Waiting:
    """Return those who wait in this process."""
    found = current_app.extensions.get("tuyen-waiting")
    if not isinstance(found, Waiting):
        given = services()
        found = current_app.extensions.setdefault("tuyen-waiting", Waiting(given.database, given.settings.redis_url))
    assert isinstance(found, Waiting)  # noqa: S101 - nobody else puts anything there
    return found
