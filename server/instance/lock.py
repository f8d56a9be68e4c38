"""`./tuyen lock`: pinning every Python package, with hashes and without addresses."""

import subprocess
from pathlib import Path

from server.instance.environment import ROOT, child_environment
from server.instance.errors import InstanceError
from server.instance.progress import step

FOLDER = ROOT / "server/requirements"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)
TARGETS: dict[str, tuple[str, ...]] = {
    "bootstrap": ("--group=bootstrap",),
    "main": ("pyproject.toml",),
    "local": ("pyproject.toml", "--extra=local", "--constraints=server/requirements/main.txt"),
    "dev": (
        "pyproject.toml",
        "--extra=local",
        "--extra=dev",
        "--constraints=server/requirements/local.txt",
    ),
}
"""Each set holds the one before it, at the same versions."""


def lock(*, upgrade: bool) -> list[Path]:
    """Compile the files from pyproject.toml and return them; `upgrade` takes the newest versions."""
    with step("Ghim phiên bản các gói Python", "Pinning the Python packages"):
        return [compile_one(name, arguments, upgrade=upgrade) for name, arguments in TARGETS.items()]


def compile_one(name: str, arguments: tuple[str, ...], *, upgrade: bool) -> Path:
    """Compile one file and return it."""
    target = FOLDER / f"{name}.txt"
    command = [str(ROOT / ".tuyen/bootstrap/bin/uv"), "pip", "compile", *arguments, *OPTIONS]
    done = subprocess.run(
        [*command, *(["--upgrade"] if upgrade else []), f"--output-file={target.relative_to(ROOT)}"],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise InstanceError(f"Không ghim được {name}.txt.", f"{name}.txt could not be pinned.", done.stderr)
    return target
