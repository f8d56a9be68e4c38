import subprocess
from pathlib import Path

import pytest

from server.instance import packages
from server.instance.errors import InstanceError


def touch(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()


def release(root: Path, version: str) -> None:
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text(f'ID=debian\nVERSION_ID="{version}"\n')


def test_a_bare_debian_lacks_everything(tmp_path: Path) -> None:
    release(tmp_path, "12")
    assert packages.missing(browser=True, services=True, root=tmp_path) == [
        "postgresql-15",
        "postgresql-15-postgis-3",
        "redis-server",
        "chromium",
        "fonts-dejavu-core",
    ]


def test_only_what_is_missing_is_named_and_in_the_version_that_is_there(tmp_path: Path) -> None:
    release(tmp_path, "13")
    touch(tmp_path, "usr/lib/postgresql/16/bin/initdb", "usr/bin/redis-server")
    assert packages.missing(browser=False, services=True, root=tmp_path) == ["postgresql-16-postgis-3"]


def test_a_server_without_postgis_is_passed_over_for_an_older_one_with_it(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "usr/lib/postgresql/17/bin/initdb",
        "usr/lib/postgresql/15/bin/initdb",
        "usr/share/postgresql/15/extension/postgis.control",
    )
    assert packages.postgres_binaries(tmp_path) == tmp_path / "usr/lib/postgresql/15/bin"


def test_without_the_right_to_install_one_message_names_all(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["postgresql-15", "redis-server"]
    monkeypatch.setattr(packages, "missing", lambda **_: wanted)
    monkeypatch.setattr(packages, "root_prefix", lambda: None)
    with pytest.raises(InstanceError) as caught:
        packages.ensure()
    for text in (caught.value.vietnamese, caught.value.english):
        assert "sudo apt-get install postgresql-15 redis-server" in text
        assert "DATABASE_URL" in text
        assert "REDIS_URL" in text


FAKE_APT = """#!/bin/sh
echo "$@" >> {root}/calls
{root}/usr/sbin/policy-rc.d; echo "policy $?" >> {root}/calls
cat {root}/etc/postgresql-common/createcluster.d/tuyen.conf >> {root}/calls
exit {code}
"""


@pytest.mark.parametrize("code", [0, 100])
@pytest.mark.parametrize("policy", [None, "#!/bin/sh\nexit 7\n"])
def test_nothing_starts_while_installing_and_the_policy_is_put_back(
    tmp_path: Path, code: int, policy: str | None
) -> None:
    (tmp_path / "usr/sbin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    before = tmp_path / "usr/sbin/policy-rc.d"
    if policy:
        before.write_text(policy)
    apt = tmp_path / "bin/apt-get"
    apt.write_text(FAKE_APT.format(root=tmp_path, code=code))
    apt.chmod(0o755)
    script = packages.INSTALL.replace("/usr/sbin/", f"{tmp_path}/usr/sbin/").replace("/etc/", f"{tmp_path}/etc/")
    done = subprocess.run(
        ["sh", "-c", script, "tuyen", "postgresql-15"],
        env={"PATH": f"{tmp_path}/bin:/usr/bin:/bin"},
        check=False,
        capture_output=True,
    )
    assert (done.returncode == 0) == (code == 0)
    calls = (tmp_path / "calls").read_text()
    assert "policy 101\ncreate_main_cluster = false" in calls
    assert ("install --no-install-recommends postgresql-15" in calls) == (code == 0)
    assert (before.read_text() if before.exists() else None) == policy
    assert not list(tmp_path.rglob("tuyen.conf"))
    assert not list(tmp_path.rglob("*.before-tuyen"))
