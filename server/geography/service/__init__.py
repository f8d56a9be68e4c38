"""What the product does with administrative units."""

from server.geography.service.atlas import CURRENT, LEGACY, Atlas, Unit, atlas
from server.geography.service.former import published_former
from server.geography.service.loading import load_units
from server.geography.service.published import Published, published_units

__all__ = [
    "CURRENT",
    "LEGACY",
    "Atlas",
    "Published",
    "Unit",
    "atlas",
    "load_units",
    "published_former",
    "published_units",
]
