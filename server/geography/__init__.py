"""Dated administrative units of Vietnam and the addresses written with them."""
