"""Numbers that people read."""

from sqlalchemy.orm import Session

from server.core import sql
from server.core.database import tenant_of

_NEXT = """
INSERT INTO number_series (tenant_id, series, next) VALUES (:tenant_id, :series, :count + 1)
ON CONFLICT (tenant_id, series) DO UPDATE SET next = number_series.next + :count RETURNING next
"""


def next_numbers(session: Session, series: str, count: int) -> range:
    """Return the next `count` numbers of a series of the organisation, from 1 on; no number is given twice."""
    values = {"tenant_id": tenant_of(session), "series": series, "count": count}
    following = sql.run(session, _NEXT, values)[0].next
    return range(following - count, following)
