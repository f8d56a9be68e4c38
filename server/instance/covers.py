"""Which capabilities have a test: the ids in the tests' marks against the list of what the product owes."""

import json
import re
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from server.instance.environment import ROOT, child_environment, python_command
from server.instance.errors import InstanceError

CAPABILITIES = ROOT / "tests/acceptance/capabilities.txt"
PLUGIN = "server.instance.covers_plugin"


@dataclass(frozen=True)
class Coverage:
    """`tests`: a capability's id → the tests that prove it; `unknown`: ids that no capability has."""

    titles: dict[str, str]
    tests: dict[str, list[str]]
    unknown: dict[str, list[str]]

    def as_json(self) -> str:
        """Return everything as JSON text."""
        return json.dumps(
            {
                "capabilities": {key: {"title": title, "tests": self.tests[key]} for key, title in self.titles.items()},
                "unknown": self.unknown,
            },
            ensure_ascii=False,
            indent=2,
        )

    def as_text(self) -> str:
        """Return, for each prefix, how many have a test and which have none; then the unknown ids."""
        lines: list[str] = []
        for prefix, keys in self._by_prefix().items():
            bare = [key for key in keys if not self.tests[key]]
            lines.append(f"{prefix}: {len(keys) - len(bare)} / {len(keys)}")
            lines += [f"  · {key}  {self.titles[key]}" for key in bare]
        covered = sum(bool(names) for names in self.tests.values())
        lines.append(f"Đã có kiểm thử / covered: {covered} / {len(self.titles)}")
        lines += [f"✗ {key}: không có trong danh mục / not in the list ({', '.join(names)})"
                  for key, names in self.unknown.items()]  # fmt: skip
        return "\n".join(lines)

    def _by_prefix(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self.titles:
            groups[re.split(r"[-\d]", key)[0]].append(key)
        return groups


def coverage() -> Coverage:
    """Collect the tests' marks and compare them with the list."""
    titles = read_capabilities(CAPABILITIES)
    marks = collect_marks()
    tests: dict[str, list[str]] = {key: [] for key in titles}
    unknown: dict[str, list[str]] = {}
    for name, ids in marks.items():
        for key in ids:
            (tests if key in titles else unknown).setdefault(key, []).append(name)
    return Coverage(titles, tests, unknown)


def read_capabilities(file: Path) -> dict[str, str]:
    """Return id → title from a file with `ID title` on each line; `#` starts a comment line."""
    lines = [line for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")]
    pairs = [line.split(maxsplit=1) for line in lines]
    wrong = [" ".join(pair) for pair in pairs if not re.fullmatch(r"(P|[A-Z]+-)\d+[a-z]?", pair[0])]
    twice = {pair[0] for pair in pairs if sum(pair[0] == other[0] for other in pairs) > 1}
    if wrong or twice:
        raise InstanceError(
            f"{file.name}: dòng sai {wrong}, trùng {sorted(twice)}",
            f"{file.name}: wrong lines {wrong}, repeated ids {sorted(twice)}",
        )
    return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}


def collect_marks() -> dict[str, list[str]]:
    """Return test → ids of its `covers` marks, by letting pytest collect every test."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "marks.json"
        done = subprocess.run(
            python_command("pytest", "--collect-only", "-q", "-p", PLUGIN, f"--covers-file={file}"),
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise InstanceError(
                "Không thu thập được các kiểm thử.", "The tests could not be collected.", done.stdout[-4000:]
            )
        found: dict[str, list[str]] = json.loads(file.read_text())
        return found
