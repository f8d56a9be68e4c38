"""Writing the history, sealing it, and checking that nobody has touched it since."""

from server.audit.service.recording import record, write

__all__ = ["record", "write"]
