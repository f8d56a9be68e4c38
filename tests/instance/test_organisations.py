"""The operator's commands about organisations."""

import os

import pytest
from click.testing import CliRunner

from server.cli import cli
from tests.kit.databases import own_database


@pytest.fixture
def run(worker_id, tmp_path):
    """Run a command on a server of one's own."""
    with own_database(f"{worker_id}_cli") as address:
        added = {
            "DATABASE_URL": address,
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "TUYEN_SECRET": "x" * 32,
            "TUYEN_MEDIA_DIR": str(tmp_path),
            "TUYEN_PUBLIC_URL": "https://sales.example.vn",
        }
        environment = {**os.environ, **added}  # noqa: TID251 - a command's environment
        yield lambda *arguments: CliRunner().invoke(cli, ["organisation", *arguments], env=environment)


def test_the_operator_founds_organisations_and_lists_them(run):
    made = run("add", "Công ty Một", "--admin", "ba.chu")
    assert made.exit_code == 0, made.output
    assert made.output.startswith("https://sales.example.vn/console/invitation#")
    with_password = run("add", "Công ty Hai", "--admin", "ong.chu", "--password", "cầu-vồng-sau-mưa")
    assert "ong.chu" in with_password.output
    listed = run("list").output
    assert "Công ty Một" in listed
    assert "Công ty Hai" in listed


def test_a_login_that_is_taken_is_told_and_founds_nothing(run):
    run("add", "Công ty Một", "--admin", "ba.chu")
    refused = run("add", "Công ty Hai", "--admin", "BA.CHU")
    assert refused.exit_code == 1
    assert "BA.CHU" in refused.output
    assert "Công ty Hai" not in run("list").output
