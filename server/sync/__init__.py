"""The sync protocol: push, pull, cursor, merge, conflicts, receipts. The engine knows no area, only the registry."""
