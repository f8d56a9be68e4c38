"""What child processes find in their environment.

The product reads the environment in `server.settings` alone. This module is the other half: the command
line hands what it made (addresses of the database and the queue, secrets, folders) to the processes that it
starts.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the script `tuyen`."""


def child_environment(**added: str) -> dict[str, str]:
    """Return a child's environment: this process's own, `added` on top, our tools first on PATH."""
    environment = dict(os.environ)  # noqa: TID251 - copied for children, never read for settings
    environment["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), environment.get("PATH", "")))
    return environment | added


def given(name: str) -> str | None:
    """Return what the operator set under `name`, or None when it is unset or empty."""
    return child_environment().get(name) or None


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs `module` with this Python, whatever the current folder holds."""
    return [sys.executable, "-P", "-m", module, *arguments]
