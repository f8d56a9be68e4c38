import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.instance.account import service_account
from server.instance.layout import Layout, lay_out


@pytest.fixture
def ground() -> Iterator[Path]:
    """A folder with a short path that the account of the services may enter; pytest's own is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="tuyen-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def layout(ground: Path) -> Layout:
    return lay_out(ground / "data", service_account())
