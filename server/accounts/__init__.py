"""Organisations, branches, employees and their manager tree, function rights, devices, sign-in."""
