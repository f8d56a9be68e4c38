"""The demo organisations: companies made up for trying Tuyen out and for measuring it."""

from server.demo.seeding import Progress, Size, seed

__all__ = ["Progress", "Size", "seed"]
