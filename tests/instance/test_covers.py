import json
import subprocess
from pathlib import Path

import pytest

from server.instance import covers
from server.instance.environment import child_environment, python_command
from server.instance.errors import InstanceError

TESTS = """
import pytest

@pytest.mark.covers("AB-1", "AB-3")
@pytest.mark.parametrize("n", [1, 2])
def test_one(n): ...

@pytest.mark.covers("ZZ-9")
class TestMany:
    @pytest.mark.covers("AB-1")
    def test_two(self): ...

def test_three(): ...
"""


def test_marks_are_collected_from_functions_and_classes(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = covers(*ids): x\n")
    command = python_command(
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        covers.PLUGIN,
        "--covers-file=marks.json",
        "-p",
        "no:cacheprovider",
    )
    subprocess.run(command, cwd=tmp_path, env=child_environment(), check=True, capture_output=True)
    assert json.loads((tmp_path / "marks.json").read_text()) == {
        "test_sample.py::test_one": ["AB-1", "AB-3"],
        "test_sample.py::TestMany::test_two": ["AB-1", "ZZ-9"],
    }


def test_what_has_a_test_and_what_has_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "capabilities.txt"
    listed.write_text("# comment\n\nAB-1 the first\nAB-2 the second\nCD-1 another\n")
    monkeypatch.setattr(covers, "CAPABILITIES", listed)
    monkeypatch.setattr(covers, "collect_marks", lambda: {"test_x": ["AB-1", "ZZ-9"], "test_y": ["AB-1"]})
    found = covers.coverage()
    assert found.tests == {"AB-1": ["test_x", "test_y"], "AB-2": [], "CD-1": []}
    assert found.unknown == {"ZZ-9": ["test_x"]}
    text = found.as_text()
    assert "AB: 1 / 2\n  · AB-2  the second\nCD: 0 / 1" in text
    assert "✗ ZZ-9" in text
    assert json.loads(found.as_json())["capabilities"]["AB-2"] == {"title": "the second", "tests": []}


@pytest.mark.parametrize("line", ["AB1 wrong", "AB-1 twice", "ab-3 small"])
def test_a_wrong_line_in_the_list_is_an_error(tmp_path: Path, line: str) -> None:
    file = tmp_path / "capabilities.txt"
    file.write_text(f"AB-1 first\n{line}\n")
    with pytest.raises(InstanceError):
        covers.read_capabilities(file)


def test_the_list_holds_every_capability() -> None:
    titles = covers.read_capabilities(covers.CAPABILITIES)
    prefixes = [key.split("-")[0].rstrip("0123456789") for key in titles]
    counts = {prefix: prefixes.count(prefix) for prefix in dict.fromkeys(prefixes)}
    assert counts == {"RB": 41, "TB": 33, "SW": 66, "CV": 61, "TM": 38, "F": 18, "G": 40, "P": 16}
    assert all(titles.values())
