"""Addresses of endpoints filled in with what nobody has."""

from werkzeug.routing import Rule

NOBODYS = "01920000-0000-7000-8000-000000000001"


def example(rule: Rule) -> str:
    """Return an address of the endpoint: ids that nobody has, numbers where it asks for numbers."""
    return rule.build({name: _value(rule, name) for name in rule.arguments})[1]


def _value(rule: Rule, name: str) -> str | int:
    if f"<int:{name}>" in rule.rule:
        return 1
    return "thumb" if name == "name" else NOBODYS
