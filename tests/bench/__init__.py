"""Measurements against a running instance: `./tuyen bench [--json]`. No test depends on them."""
