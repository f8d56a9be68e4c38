"""Phones and consoles in a real browser, against a real server, worker, database and queue."""
