"""Endpoints of customers and of all that belongs to them."""

from server.customers.api import archiving, customers, duplicates, emails, grouping, holdings, records, tiles
from server.customers.api.blueprint import blp

__all__ = ["archiving", "blp", "customers", "duplicates", "emails", "grouping", "holdings", "records", "tiles"]
