"""`./tuyen verify-audit` tells the operator, in both languages, whether the history holds."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.audit import rules
from server.cli import cli
from server.core import clock


@pytest.fixture
def run(live_address, settings, monkeypatch):
    """Return a function that runs the command on the test's database."""
    values = {
        "DATABASE_URL": live_address,
        "REDIS_URL": settings.redis_url,
        "TUYEN_SECRET": settings.secret,
        "TUYEN_MEDIA_DIR": str(settings.media_dir),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)

    def verify(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["verify-audit", *arguments])

    return verify


def anchored(history, folder: Path) -> Path:
    """Write two entries, seal them and return the file of anchors."""
    history.write("one", "two")
    history.tick(folder / "anchors")
    return folder / "anchors"


def test_a_history_that_holds_is_told_so(run, history, tmp_path):
    told = run("--anchors", str(anchored(history, tmp_path)))
    assert told.exit_code == 0
    assert "✓ Sổ: 2 dòng, 1 khối: nguyên vẹn · 2 entries, 1 blocks: untouched" in told.stdout


def test_the_first_bad_block_is_named_and_the_command_fails(run, history, tmp_path):
    anchored(history, tmp_path)
    history.tamper("UPDATE audit_entry SET action = 'else' WHERE tenant_id = :t AND n = 1")
    told = run()
    assert told.exit_code == 1
    assert "✗ Sổ: khối 1: có dòng đã bị sửa hoặc đổi chỗ · block 1: an entry was edited or moved" in told.stdout
    assert "không còn nguyên vẹn" in told.stderr
    history.tamper("UPDATE audit_entry SET action = 'one' WHERE tenant_id = :t AND n = 1")


def test_the_anchors_of_the_settings_are_used(run, history, tmp_path, monkeypatch):
    path = anchored(history, tmp_path)
    line = rules.write_anchor(rules.Anchor(history.tenant_id, 2, 9, bytes(32), clock.now()))
    path.write_text(path.read_text() + line + "\n")
    monkeypatch.setenv("TUYEN_AUDIT_ANCHORS", str(path))
    told = run()
    assert told.exit_code == 1
    assert "khối 2, dòng 3: phần cuối đã bị cắt · block 2, entry 3: the end was cut off" in told.stdout


def test_anchors_of_an_organisation_that_is_gone_are_told(run, history, tmp_path):
    path = anchored(history, tmp_path)
    path.write_text(path.read_text().replace(f"{history.tenant_id} ", "999999 ", 1))
    told = run("--anchors", str(path))
    assert told.exit_code == 1
    assert "organisation 999999: it has anchors but is gone" in told.stdout


@pytest.mark.parametrize("content", ["not an anchor\n", "1 2 3 zz 2026-11-22\n"])
def test_a_file_that_holds_no_anchors_is_refused_by_its_line(run, history, tmp_path, content):
    path = anchored(history, tmp_path)
    path.write_text(path.read_text() + content)
    told = run("--anchors", str(path))
    assert told.exit_code == 1
    assert "Dòng 2" in told.stderr
    assert "Line 2" in told.stderr


def test_a_file_that_is_not_there_is_told(run):
    told = run("--anchors", "no-such-file")
    assert told.exit_code == 1
    assert "Không đọc được tệp mốc" in told.stderr
