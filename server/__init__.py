"""Tuyen: offline-first field sales, from the phone's form to the supervisor's map."""
