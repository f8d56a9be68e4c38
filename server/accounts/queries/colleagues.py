"""Finding colleagues by name: whom to share with, whom to mention. Names are no secret inside an organisation."""

from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from server.accounts.models import Employee, Title
from server.core.actor import Actor
from server.core.text import fold

LIMIT = 50


def colleagues(session: Session, actor: Actor, q: str) -> list[Row[UUID, str, str]]:
    """Return (id, name, title) of up to LIMIT employees in service whose names hold every word of `q`, by name."""
    name = func.fold_vi(Employee.name)
    statement = (
        select(Employee.id, Employee.name, Title.name)
        .join(Title, (Title.tenant_id == Employee.tenant_id) & (Title.id == Employee.title_id))
        .where(Employee.tenant_id == actor.tenant_id, Employee.state == "active")
        .where(*(func.strpos(name, word) > 0 for word in fold(q).split()))
    )
    return list(session.execute(statement.order_by(Employee.name, Employee.id).limit(LIMIT)))
