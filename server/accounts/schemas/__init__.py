"""Shapes of people, sign-in and phones on the wire."""

from server.accounts.schemas.people import (
    EmployeeSchema,
    EmployeesSchema,
    OrganisationSchema,
    PersonSchema,
)
from server.accounts.schemas.phones import (
    DeviceInfoSchema,
    DeviceSchema,
    DevicesSchema,
    EnrolledSchema,
    EnrolmentSchema,
)
from server.accounts.schemas.session import CredentialsSchema, SessionSchema

__all__ = [
    "CredentialsSchema",
    "DeviceInfoSchema",
    "DeviceSchema",
    "DevicesSchema",
    "EmployeeSchema",
    "EmployeesSchema",
    "EnrolledSchema",
    "EnrolmentSchema",
    "OrganisationSchema",
    "PersonSchema",
    "SessionSchema",
]
