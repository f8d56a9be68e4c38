"""Customers of four kinds: person, organisation, shop, household."""
