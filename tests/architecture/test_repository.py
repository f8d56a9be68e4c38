"""What the repository holds is readable and knows no machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_MODULE = 400
SOURCES = {".py", ".ts", ".tsx", ".css", ".sh"}
MACHINE = re.compile(rb"(?<![\w.$}])/(?:work|root|home/\w+|Users/\w+|tmp/\w+)/[\w.]")
MADE_ELSEWHERE = {"package-lock.json"}


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Everything that git holds, in whatever state the working copy is."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    found = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    assert len(found) > 100
    return found


def test_no_module_is_longer_than_a_sitting(files):
    sources = [path for path in files if path.suffix in SOURCES]
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_file_names_a_path_of_a_machine(files):
    named = {
        str(path.relative_to(ROOT)): match[0]
        for path in files
        if path.name not in MADE_ELSEWHERE and (match := MACHINE.search(path.read_bytes()))
    }
    assert named == {}


def test_packages_come_from_the_public_registries(files):
    """A lock file made behind a mirror would send everybody else there."""
    named = re.compile(r'(?:"resolved": "|--(?:extra-)?index-url[ =]|--find-links[ =])(\w+://[^/"\s]+)')
    locks = [path for path in files if path.name == "package-lock.json" or path.parent.name == "requirements"]
    assert len(locks) > 2
    hosts = {host for path in locks for host in named.findall(path.read_text(encoding="utf-8"))}
    assert hosts <= {"https://registry.npmjs.org", "https://pypi.org", "https://files.pythonhosted.org"}
