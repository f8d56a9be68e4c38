"""The demo organisations: companies made up for trying Tuyen out and for measuring it."""
