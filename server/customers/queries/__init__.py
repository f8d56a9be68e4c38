"""Reading customers, pools, sets and shares: every path goes through `visible_to`."""

from server.customers.queries.customers import (
    COUNT_LIMIT,
    MAP_LIMIT,
    ROUTES_OF,
    Filter,
    Listed,
    count,
    lock,
    locked,
    names,
    one,
    page,
    points,
    routes_of,
)
from server.customers.queries.visibility import (
    GRANTS,
    editable_by,
    granted_ids,
    is_editable,
    is_visible,
    visible_ids,
    visible_to,
)

__all__ = [
    "COUNT_LIMIT",
    "GRANTS",
    "MAP_LIMIT",
    "ROUTES_OF",
    "Filter",
    "Listed",
    "count",
    "editable_by",
    "granted_ids",
    "is_editable",
    "is_visible",
    "lock",
    "locked",
    "names",
    "one",
    "page",
    "points",
    "routes_of",
    "visible_ids",
    "visible_to",
]
