"""Endpoints of forms, what they are made of, and what was handed in."""

from server.forms.api import forms, registry, submissions
from server.forms.api.blueprint import blp

__all__ = ["blp", "forms", "registry", "submissions"]
