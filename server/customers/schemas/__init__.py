"""Shapes of customers, pools, sets and shares on the wire."""
