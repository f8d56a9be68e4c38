"""Which function rights a role holds. Pure: deny by default, one table."""

from collections.abc import Mapping

REP = frozenset(
    {
        "self.read", "sync.use", "media.write", "media.read", "form.read", "customer.read", "employee.read",
        "route.read", "visit.read", "submission.read", "notification.read", "map.read",
    }
)  # fmt: skip
OFFICE = REP | {"submission.review", "conflict.read", "quarantine.read", "device.read"}
SUPERVISOR = OFFICE | {"route.write", "route.assign", "conflict.settle"}

RIGHTS: Mapping[str, frozenset[str]] = {
    "rep": REP,
    "office": OFFICE,
    "supervisor": SUPERVISOR,
    "admin": SUPERVISOR,
}


def rights_of(role: str) -> frozenset[str]:
    """Return the rights of a role; none for a role that is not known."""
    return RIGHTS.get(role, frozenset())


def sees_all(role: str) -> bool:
    """Tell whether the role sees every record of the organisation, not only its own subtree's."""
    return role in {"office", "admin"}
