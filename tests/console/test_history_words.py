"""The system's history speaks in words: the console has one for every action that the server records."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).parents[2] / "server"
CATALOGUES = SERVER / "console/client/src/i18n"
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded() -> Iterator[str]:
    """Yield the actions that calls of `audit.record` name outright."""
    for file in SERVER.glob("*/**/*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                yield from filter(ACTION.fullmatch, texts)


@pytest.mark.covers("TM-22")
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_has_words(language):
    catalogue = (CATALOGUES / f"history.{language}.ts").read_text(encoding="utf-8")
    worded = set(re.findall(r'"history\.action\.([a-z_.]+)"', catalogue))
    actions = set(recorded())
    assert len(actions) > 50
    assert actions - worded == set()
