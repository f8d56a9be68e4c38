"""A phone in Python: speaks the sync contract, keeps a journal, and lets faults be laid between it and the server."""

from mobile_contract.device.backoff import Patience
from mobile_contract.device.clock import Clock
from mobile_contract.device.device import About, Device
from mobile_contract.device.journal import Journal
from mobile_contract.device.problems import ProblemError, StoppedError, TryLaterError, UnreachableError
from mobile_contract.device.state import MediaFile, Op, Row, State, Told
from mobile_contract.device.transport import Answer, HttpTransport, Request, Transport
from mobile_contract.device.view import SeenCustomer

__all__ = [
    "About",
    "Answer",
    "Clock",
    "Device",
    "HttpTransport",
    "Journal",
    "MediaFile",
    "Op",
    "Patience",
    "ProblemError",
    "Request",
    "Row",
    "SeenCustomer",
    "State",
    "StoppedError",
    "Told",
    "Transport",
    "TryLaterError",
    "UnreachableError",
]
