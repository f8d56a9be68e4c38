"""What the server's processes take of processor and memory, read where the kernel tells it."""

import os
import time
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from tests.kit.databases import all_seeing

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 300
_DUE = "SELECT EXISTS (SELECT FROM outbox WHERE run_after <= now() AND done_at IS NULL AND failed_at IS NULL)"


def come_to_rest(owner_url: str) -> None:
    """Return once the worker has done what the demonstration left it: it would take half of two processors."""
    engine, until = create_engine(all_seeing(owner_url)), time.monotonic() + PATIENCE_S
    with engine.connect() as connection:
        while connection.execute(text(_DUE)).scalar_one():
            if time.monotonic() > until:
                raise TimeoutError("the worker has not come to rest")
            connection.rollback()
            time.sleep(0.2)
    engine.dispose()


def web_pids(base: str) -> list[int]:
    """Return the web server's processes: whoever was started to listen at the address."""
    wanted = f"--bind={base.removeprefix('http://')}".encode()
    lines = {file.parent.name: file for file in Path("/proc").glob("[0-9]*/cmdline")}
    return [int(pid) for pid, file in lines.items() if wanted in _content(file)]


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""  # it has ended meanwhile


def memory_mb(pids: list[int]) -> float:
    """Return what the largest of them holds, in MB."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in pids]
    return max(pages, default=0) * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def cpu_s(pids: list[int]) -> float:
    """Return the processor seconds that they have taken together."""
    return sum(int(stat[11]) + int(stat[12]) for stat in map(_stat, pids)) / TICKS


def postmaster_of(engine: Engine) -> int:
    """Return the process whose children the database's backends are."""
    with engine.connect() as connection:
        return int(_stat(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())[1])


def database_cpu_s(postmaster: int) -> float:
    """Return the processor seconds of the whole database server, of backends that have ended too."""
    stats = [_content(file).decode("ascii", "replace") for file in Path("/proc").glob("[0-9]*/stat")]
    parts = [stat.rsplit(")", 1)[1].split() for stat in stats if ")" in stat]
    living = sum(int(part[11]) + int(part[12]) for part in parts if int(part[1]) == postmaster)
    ended = _stat(postmaster)
    return (living + sum(int(ended[place]) for place in (11, 12, 13, 14))) / TICKS


def _stat(pid: int) -> list[str]:
    """Return what /proc/<pid>/stat says after the name: [1] the parent, [11] to [14] the times, its children's last."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
