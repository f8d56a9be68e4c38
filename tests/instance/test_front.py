import json
import subprocess
from pathlib import Path

import pytest

from server.instance import front
from server.instance.front import FrontEnds


def lock(packages: dict[str, object]) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": {"": {"name": "x"}, **packages}})


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace whose build counts how often it ran."""
    root = tmp_path / "root"
    for folder in (*front.SOURCES, *front.BUILDS, "node_modules"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "mobile_contract/phone/app.ts").write_text("1")
    build = "echo x >> builds; for d in " + " ".join(front.BUILDS) + "; do echo > $d/index.html; done"
    (root / "package.json").write_text(json.dumps({"name": "x", "scripts": {"build": build}}))
    (root / "package-lock.json").write_text(lock({}))
    (root / "node_modules/.package-lock.json").write_text(lock({}))
    return root


def builds(root: Path) -> int:
    return (root / "builds").read_text().count("x")


def test_builds_once_for_each_state_of_the_sources(workspace: Path, tmp_path: Path) -> None:
    ends = FrontEnds(workspace, tmp_path / "home")
    ends.ensure_built()
    ends.ensure_built()
    assert builds(workspace) == 1
    (workspace / "mobile_contract/phone/app.ts").write_text("2")
    ends.ensure_built()
    assert builds(workspace) == 2
    (workspace / "server/console/client/dist/index.html").unlink()
    ends.ensure_built()
    assert builds(workspace) == 3
    (workspace / "mobile_contract/phone/node_modules").mkdir()
    (workspace / "mobile_contract/phone/node_modules/x.js").write_text("x")
    ends.ensure_built()
    assert builds(workspace) == 3


@pytest.mark.parametrize(
    ("wanted", "there", "current"),
    [
        ({"version": "1.0.0"}, {"version": "1.0.0"}, True),
        ({"version": "1.0.0"}, {"version": "2.0.0"}, False),
        ({"version": "1.0.0"}, None, False),
        ({"version": "1.0.0", "optional": True}, None, True),
    ],
)
def test_packages_are_installed_only_when_the_lock_file_wants_others(
    workspace: Path, tmp_path: Path, wanted: object, there: object, *, current: bool
) -> None:
    (workspace / "package-lock.json").write_text(lock({"node_modules/a": wanted}))
    installed = lock({"node_modules/a": there} if there else {})
    (workspace / "node_modules/.package-lock.json").write_text(installed)
    assert FrontEnds(workspace, tmp_path / "home")._packages_are_current() is current  # noqa: SLF001


@pytest.mark.parametrize(
    ("node", "npm", "suits"),
    [
        ("v20.19.0", "11.1.0", True),
        ("v20.18.9", "11.1.0", False),
        ("v21.9.0", "11.1.0", False),
        ("v22.12.0", "11.1.0", True),
        ("v24.0.0", "10.9.0", False),
        (None, None, False),
    ],
)
def test_the_systems_node_is_taken_only_when_it_is_new_enough(
    monkeypatch: pytest.MonkeyPatch, node: str | None, npm: str | None, *, suits: bool
) -> None:
    monkeypatch.setattr(front, "printed", lambda name, _: {"node": node, "npm": npm}[name])
    assert (front.system_node_version() is not None) is suits


def test_the_node_of_the_python_package_runs_npm(
    monkeypatch: pytest.MonkeyPatch, workspace: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(front, "system_node_version", lambda: None)
    environment = FrontEnds(workspace, tmp_path / "home").environment()
    told = subprocess.run(
        ["npm", "exec", "-c", "node --version"],
        env=environment,
        cwd=workspace,
        capture_output=True,
        text=True,
        check=True,
    )
    assert front.version_of(told.stdout) >= (22, 12)
