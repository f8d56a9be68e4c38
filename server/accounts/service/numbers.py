"""Numbers that people read."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.accounts.models import NumberSeries
from server.core.database import tenant_of


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series of the organisation, 1 at first; no number is given twice."""
    statement = (
        upsert(NumberSeries)
        .values(tenant_id=tenant_of(session), series=series, next=2)
        .on_conflict_do_update(
            index_elements=[NumberSeries.tenant_id, NumberSeries.series], set_={"next": NumberSeries.next + 1}
        )
        .returning(NumberSeries.next)
    )
    return session.execute(statement).scalar_one() - 1
