"""`./tuyen openapi`: the description of the HTTP interface, as the endpoints make it."""

import json
import subprocess
import sys
from pathlib import Path

from server.instance.environment import ROOT, child_environment, python_command
from server.instance.errors import InstanceError
from server.instance.throwaway import throwaway

DOCUMENT = ROOT / "mobile_contract/openapi.json"


def write_document(*, check: bool, file: Path = DOCUMENT) -> bool:
    """Write the document to `file`, or only compare (`check`); tell whether `file` is up to date."""
    text = made_document()
    if check:
        return file.exists() and file.read_text() == text
    file.write_text(text)
    return True


def made_document() -> str:
    """Return the document as text; the application is made in a child that has settings of its own."""
    with throwaway() as added:
        done = subprocess.run(
            python_command("server.instance.interface"),
            env=child_environment(**added),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise InstanceError("Không tạo được mô tả API.", "The API could not be described.", done.stderr[-4000:])
    return done.stdout


def main() -> None:
    """Print the document of the application that the settings make."""
    from server.app import create_app  # noqa: PLC0415 - the command line must not import the product
    from server.web.openapi import document  # noqa: PLC0415

    json.dump(document(create_app()), sys.stdout, ensure_ascii=False, indent=2, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
