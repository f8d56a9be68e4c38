"""Planting faults into the product: a patch of the source of one module or function, never of the file."""

import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch


class StalePatchError(AssertionError):
    """The source does not hold (just once) what the mutant replaces: the mutant has to be renewed."""


def replaced(source: str, old: str, new: str) -> str:
    if source.count(old) != 1:
        raise StalePatchError(f"{source.count(old)} times in the source: {old!r}")
    return source.replace(old, new)


def mutated_modules(names: list[str], changes: dict[str, tuple[str, str]]) -> ModuleType:
    """Return the last of the modules, all of them executed anew from their sources with the changes in them."""
    fresh: dict[str, ModuleType] = {}
    with patch.dict(sys.modules):
        for name in names:
            real = importlib.import_module(name)
            source = inspect.getsource(real)
            module = fresh[name] = ModuleType(name)
            sys.modules[name] = module
            if name in changes:
                source = replaced(source, *changes[name])
            exec(compile(source, f"<mutant of {name}>", "exec"), module.__dict__)  # noqa: S102 - our own source
    return fresh[names[-1]]


@contextmanager
def mutated_function(owner: ModuleType, name: str, old: str, new: str) -> Iterator[None]:
    """Let a function of a module be another while the block runs."""
    real: Callable[..., Any] = getattr(owner, name)
    source = replaced(textwrap.dedent(inspect.getsource(real)), old, new)
    space = dict(owner.__dict__)
    exec(compile(source, f"<mutant of {owner.__name__}.{name}>", "exec"), owner.__dict__ | {}, space)  # noqa: S102
    made = inspect.unwrap(space[name])
    with patch.object(owner, name, _rebound(made, owner)):
        yield


def _rebound(made: Callable[..., Any], owner: ModuleType) -> Callable[..., Any]:
    """Give the function the module's own globals, so that it sees what else is patched there."""
    return type(made)(made.__code__, owner.__dict__, made.__name__, made.__defaults__, made.__closure__)
