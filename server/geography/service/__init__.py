"""What the product does with administrative units."""

from server.geography.service.loading import load_units
from server.geography.service.published import Published, published_units

__all__ = ["Published", "load_units", "published_units"]
