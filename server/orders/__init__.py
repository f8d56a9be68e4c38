"""Sales and orders of customers."""
