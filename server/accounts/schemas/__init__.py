"""Shapes of people, sign-in and phones on the wire."""

from server.accounts.schemas.people import (
    EmployeeSchema,
    EmployeesSchema,
    OrganisationSchema,
    PersonSchema,
)
from server.accounts.schemas.phones import (
    CodeQuerySchema,
    CodesSchema,
    DeviceInfoSchema,
    DeviceSchema,
    DevicesSchema,
    EnrolledSchema,
    EnrolmentSchema,
    MadeCodeSchema,
    NewCodeSchema,
    RefreshSchema,
    StateSchema,
    TokensSchema,
    UpgradeSchema,
    WipedSchema,
)
from server.accounts.schemas.session import CredentialsSchema, SessionSchema

__all__ = [
    "CodeQuerySchema",
    "CodesSchema",
    "CredentialsSchema",
    "DeviceInfoSchema",
    "DeviceSchema",
    "DevicesSchema",
    "EmployeeSchema",
    "EmployeesSchema",
    "EnrolledSchema",
    "EnrolmentSchema",
    "MadeCodeSchema",
    "NewCodeSchema",
    "OrganisationSchema",
    "PersonSchema",
    "RefreshSchema",
    "SessionSchema",
    "StateSchema",
    "TokensSchema",
    "UpgradeSchema",
    "WipedSchema",
]
