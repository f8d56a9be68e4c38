"""Visits to customers and what proves them."""
