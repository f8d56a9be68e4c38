"""Form definitions, their immutable versions, answers, submissions and their review."""
