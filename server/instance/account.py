"""The account under which the database and the queue run.

`initdb` and `postgres` refuse root. Started by root, both services run as the unprivileged account that
Debian's PostgreSQL packages create; started by anybody else, they run as that person.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from server.instance.errors import InstanceError

SERVICE_ACCOUNT = "postgres"


@dataclass(frozen=True)
class Account:
    """A user of this machine; `switch` says that we are root and have to become that user first."""

    name: str
    uid: int
    gid: int
    switch: bool

    def command(self, command: list[str], *, death_signal: str = "TERM") -> list[str]:
        """Return `command` run as this user, with `death_signal` sent to it when its starter is gone."""
        become = [f"--reuid={self.uid}", f"--regid={self.gid}", "--init-groups"] if self.switch else []
        return ["setpriv", f"--pdeathsig={death_signal}", *become, "--", *command]

    def own_folder(self, folder: Path) -> Path:
        """Make `folder` if it is missing, readable by this user alone, and return it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.switch and folder.stat().st_uid != self.uid:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can reach `folder` through all of its parents."""
        return subprocess.run(self.command(["test", "-x", str(folder)]), check=False).returncode == 0


def myself() -> Account:
    """Return the account of this process."""
    entry = pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=False)


def service_account() -> Account:
    """Return the account for the database and the queue; InstanceError when root finds no such account."""
    if os.geteuid() != 0:
        return myself()
    try:
        entry = pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError:
        raise InstanceError(
            f"Không có tài khoản hệ thống “{SERVICE_ACCOUNT}” để chạy cơ sở dữ liệu. Tạo nó: "
            f"useradd --system --user-group {SERVICE_ACCOUNT}",
            f"There is no system account “{SERVICE_ACCOUNT}” to run the database. Make it: "
            f"useradd --system --user-group {SERVICE_ACCOUNT}",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=True)
