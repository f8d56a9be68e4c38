"""Tables of people, of what proves them, and of their phones."""

from server.accounts.models.extensions import Extension
from server.accounts.models.people import (
    Branch,
    Department,
    Employee,
    EmployeePath,
    Invitation,
    NumberSeries,
    Organisation,
    RightGrant,
    Team,
    TeamMember,
    Title,
)
from server.accounts.models.phones import Device, EnrolmentCode
from server.accounts.models.proofs import (
    Account,
    ConsoleSession,
    OidcFlow,
    OidcIdentity,
    OidcProvider,
    Passkey,
    RecoveryCode,
)

__all__ = [
    "Account",
    "Branch",
    "ConsoleSession",
    "Department",
    "Device",
    "Employee",
    "EmployeePath",
    "EnrolmentCode",
    "Extension",
    "Invitation",
    "NumberSeries",
    "OidcFlow",
    "OidcIdentity",
    "OidcProvider",
    "Organisation",
    "Passkey",
    "RecoveryCode",
    "RightGrant",
    "Team",
    "TeamMember",
    "Title",
]
