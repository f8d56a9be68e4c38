"""Writing the history, sealing it, and checking that nobody has touched it since."""

from server.audit.service.reading import customer_history, history
from server.audit.service.recording import record, record_look, write
from server.audit.service.sealing import HistoryGapError, seal
from server.audit.service.verifying import Verdict, verify

__all__ = [
    "HistoryGapError",
    "Verdict",
    "customer_history",
    "history",
    "record",
    "record_look",
    "seal",
    "verify",
    "write",
]
