"""What customers know of the merging of forms. Pure."""

from server.core.edits import NOT_OF_THE_RECORD, SETS, distance_m, edits, normalised, policy_of, without_empty

__all__ = ["NOT_OF_THE_RECORD", "SETS", "distance_m", "edits", "normalised", "policy_of", "without_empty"]
