"""A pytest plugin that writes the ids of every test's `covers` marks to a file, for `./tuyen covers`."""

import json
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the file."""
    parser.addoption("--covers-file", help="write the tests' capability ids to this file")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write test name → capability ids, parameters of a test left out."""
    marks: dict[str, list[str]] = {}
    for item in items:
        ids = [key for mark in item.iter_markers("covers") for key in mark.args]
        if ids:
            name = item.nodeid.split("[", 1)[0]
            marks[name] = sorted({*marks.get(name, []), *ids})
    Path(config.getoption("--covers-file")).write_text(json.dumps(marks))
