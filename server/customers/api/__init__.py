"""Endpoints of customers, pools, sets and shares."""

from server.customers.api import archiving, customers, holdings
from server.customers.api.blueprint import blp

__all__ = ["archiving", "blp", "customers", "holdings"]
