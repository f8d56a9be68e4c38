import os
from pathlib import Path

import pytest

from server.instance import layout as rooms
from server.instance.account import Account, service_account
from server.instance.errors import InstanceError


def test_a_long_path_gets_a_short_folder_for_its_sockets(ground: Path) -> None:
    deep = ground / ("x" * 60) / ("y" * 60)
    made = rooms.lay_out(deep, service_account())
    assert made.postgres.is_relative_to(deep)
    assert not made.sockets.is_relative_to(deep)
    assert len(os.fsencode(made.sockets / ".s.PGSQL.5432")) <= 107
    assert made.sockets == rooms.lay_out(deep, service_account()).sockets
    made.sockets.rmdir()


def test_the_limit_counts_bytes_and_not_letters(ground: Path) -> None:
    room_for = 107 - len(os.fsencode(ground)) - len("//run/.s.PGSQL.5432")
    fits = rooms.lay_out(ground / ("a" * room_for), service_account())
    assert fits.sockets.parent.parent == ground
    accented = rooms.lay_out(ground / ("ạ" * (room_for // 2)), service_account())
    assert accented.sockets.parent.parent != ground
    accented.sockets.rmdir()


def test_a_short_folder_of_somebody_else_is_refused(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Account("stranger", os.geteuid() + 1, os.getegid(), switch=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(ground))
    wanted = ground / ("x" * 120)
    trap = ground / f"tuyen-{rooms.short_hash(wanted)}"
    trap.symlink_to(ground)
    with pytest.raises(InstanceError, match="belongs to somebody else"):
        rooms.socket_folder(wanted, stranger)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the services as somebody else")
def test_services_move_when_their_account_cannot_enter(ground: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = ground / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(rooms, "SYSTEM_FOLDER", ground / "system")
    made = rooms.lay_out(closed / "data", service_account())
    assert made.moved
    assert made.postgres.is_relative_to(ground / "system")
    assert made.media.is_relative_to(closed)
    assert not rooms.lay_out(ground / "open", service_account()).moved


def test_a_lock_is_held_once(ground: Path) -> None:
    with rooms.locked(ground / "lock") as first, rooms.locked(ground / "lock") as second:
        assert (first, second) == (True, False)
    with rooms.locked(ground / "lock") as again:
        assert again
