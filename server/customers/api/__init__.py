"""Endpoints of customers, pools, sets and shares."""

from server.customers.api import customers, holdings
from server.customers.api.blueprint import blp

__all__ = ["blp", "customers", "holdings"]
