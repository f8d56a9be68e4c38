"""What Tuyen needs from the system: looked for as files, installed as Debian packages where we may."""

import os
import shutil
import subprocess
from pathlib import Path

from server.instance.errors import InstanceError
from server.instance.progress import step

POSTGRES_OF_RELEASE = {"12": "15", "13": "17", "22.04": "14", "24.04": "16", "26.04": "18"}
"""The PostgreSQL that a Debian or Ubuntu release ships."""
DEFAULT_POSTGRES = "15"

INSTALL = r"""
set -eu
policy=/usr/sbin/policy-rc.d
kept=$policy.before-tuyen
quiet=/etc/postgresql-common/createcluster.d/tuyen.conf
restore() {
  rm -f "$policy" "$quiet"
  if [ -e "$kept" ]; then mv "$kept" "$policy"; fi
}
trap restore EXIT
trap 'exit 1' INT TERM HUP
# An earlier run that was killed left its own files; what it kept is still the operator's.
if [ -e "$policy" ] && [ ! -e "$kept" ]; then mv "$policy" "$kept"; fi
printf '#!/bin/sh\nexit 101\n' > "$policy"
chmod 755 "$policy"
mkdir -p "${quiet%/*}"
printf 'create_main_cluster = false\n' > "$quiet"
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"
# Nor may the queue's own service start with the machine: we run a Redis of our own.
case " $* " in
*" redis-server "*)
  systemctl disable redis-server.service 2>/dev/null || deb-systemd-helper disable redis-server.service || true
  ;;
esac
"""
"""Run by root with the packages as arguments. No service starts, no default cluster is made, and what was in
force before is in force again afterwards."""


def ensure(*, browser: bool = False, services: bool = True) -> None:
    """Install what is missing, or raise InstanceError with one message that names all of it."""
    wanted = missing(browser=browser, services=services)
    if not wanted:
        return
    become_root = root_prefix()
    if become_root is None or shutil.which("apt-get") is None:
        raise InstanceError(*how_to_install(wanted, services=services))
    names = " ".join(wanted)
    with step(f"Cài gói hệ thống: {names}", f"Installing system packages: {names}"):
        done = subprocess.run(
            [*become_root, "sh", "-c", INSTALL, "tuyen", *wanted],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
    left = missing(browser=browser, services=services)
    if done.returncode != 0 or left:
        raise InstanceError(*how_to_install(left or wanted, services=services), (done.stdout + done.stderr)[-2000:])


def missing(*, browser: bool, services: bool, root: Path = Path("/")) -> list[str]:
    """Return the names of the Debian packages whose files are not on the machine at `root`."""
    wanted: list[str] = []
    if services:
        wanted += missing_postgres(root)
        if not has_program("redis-server", root):
            wanted.append("redis-server")
    if browser:
        if not has_program("chromium", root):
            wanted.append("chromium")
        if not any((root / "usr/share/fonts").rglob("*.[to]tf")):
            wanted.append("fonts-dejavu-core")  # Vietnamese letters in screenshots
    return wanted


def missing_postgres(root: Path) -> list[str]:
    """Return the packages that make a PostgreSQL with PostGIS complete."""
    if postgres_binaries(root) is not None:
        return []
    version = postgres_version(root)
    server = root / "usr/lib/postgresql" / version / "bin/initdb"
    return ([] if server.exists() else [f"postgresql-{version}"]) + [f"postgresql-{version}-postgis-3"]


def postgres_binaries(root: Path = Path("/")) -> Path | None:
    """Return the folder of `initdb` and `postgres` of the newest PostgreSQL that has PostGIS, or None."""
    versions = [found.parts[-3] for found in (root / "usr/lib/postgresql").glob("*/bin/initdb")]
    for version in sorted(versions, key=int, reverse=True):
        if (root / "usr/share/postgresql" / version / "extension/postgis.control").exists():
            return root / "usr/lib/postgresql" / version / "bin"
    return elsewhere() if root == Path("/") else None


def elsewhere() -> Path | None:
    """Return the folder of a PostgreSQL with PostGIS on PATH, not where Debian puts it, or None."""
    tool = shutil.which("pg_config")
    if tool is None or shutil.which("initdb") is None:
        return None
    asked = subprocess.run([tool, "--bindir", "--sharedir"], capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        return None
    binaries, shared = asked.stdout.splitlines()
    complete = (Path(binaries) / "initdb").exists() and (Path(shared) / "extension/postgis.control").exists()
    return Path(binaries) if complete else None


def postgres_version(root: Path) -> str:
    """Return the major version to install: the newest already there, else the one of the release."""
    present = [found.parts[-3] for found in (root / "usr/lib/postgresql").glob("*/bin/initdb")]
    if present:
        return max(present, key=int)
    try:
        lines = (root / "etc/os-release").read_text().splitlines()
    except FileNotFoundError:
        return DEFAULT_POSTGRES
    release = dict(line.split("=", 1) for line in lines if "=" in line).get("VERSION_ID", "").strip('"')
    return POSTGRES_OF_RELEASE.get(release, DEFAULT_POSTGRES)


def has_program(name: str, root: Path) -> bool:
    """Tell whether a program is there: on PATH, or in the usual folders of another root."""
    if root == Path("/") and shutil.which(name):
        return True
    return any((root / folder / name).exists() for folder in ("usr/bin", "bin", "usr/sbin"))


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, or None when we may not."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def how_to_install(wanted: list[str], *, services: bool) -> tuple[str, str]:
    """Return the message in Vietnamese and in English: what to install, or which servers to name instead."""
    command = f"sudo apt-get install {' '.join(wanted)}"
    own_vi = " Hoặc đặt DATABASE_URL và REDIS_URL trỏ tới máy chủ PostgreSQL (có PostGIS) và Redis của bạn."
    own_en = " Or set DATABASE_URL and REDIS_URL to a PostgreSQL (with PostGIS) and a Redis of your own."
    return (
        f"Thiếu gói hệ thống. Cài bằng:  {command} .{own_vi if services else ''}",
        f"System packages are missing. Install them with:  {command} .{own_en if services else ''}",
    )
