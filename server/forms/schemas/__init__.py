"""Shapes of forms, of what they are made of, and of submissions."""

from server.forms.schemas.submissions import (
    STATES,
    FieldChangeSchema,
    NewSubmissionSchema,
    RevisionMadeSchema,
    SubmissionDetailSchema,
    SubmissionPageSchema,
    SubmissionQuerySchema,
    SubmissionSchema,
    VerdictSchema,
)

__all__ = [
    "STATES",
    "FieldChangeSchema",
    "NewSubmissionSchema",
    "RevisionMadeSchema",
    "SubmissionDetailSchema",
    "SubmissionPageSchema",
    "SubmissionQuerySchema",
    "SubmissionSchema",
    "VerdictSchema",
]
