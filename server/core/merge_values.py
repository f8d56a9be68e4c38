"""JSON values as the merge looks at them. Pure."""

from typing import Any


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are the same: 1 is 1.0, but true is not 1, however deep inside."""
    if one is other:
        return True
    if isinstance(one, bool) or isinstance(other, bool) or one != other:
        return False
    if isinstance(one, list):
        return all(same(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    if isinstance(one, dict):
        return all(same(mine, other[key]) for key, mine in one.items())
    return True


def items(value: Any) -> list[Any]:
    """Return a list as it is, and nothing for what is none: a phone may send anything as `before`."""
    return value if isinstance(value, list) else []
