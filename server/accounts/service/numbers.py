"""Numbers that people read."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from server.accounts.models import NumberSeries
from server.core.database import tenant_of


def next_numbers(session: Session, series: str, count: int) -> range:
    """Return the next `count` numbers of a series of the organisation, from 1 on; no number is given twice."""
    statement = (
        upsert(NumberSeries)
        .values(tenant_id=tenant_of(session), series=series, next=count + 1)
        .on_conflict_do_update(
            index_elements=[NumberSeries.tenant_id, NumberSeries.series], set_={"next": NumberSeries.next + count}
        )
        .returning(NumberSeries.next)
    )
    following = session.execute(statement).scalar_one()
    return range(following - count, following)
