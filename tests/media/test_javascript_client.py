"""tus-js-client, which Uppy builds on, against the web server that production runs."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from server.media.uploads import READ
from tests.kit.pictures import TUS, new_shot

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PATIENCE_S = 40


@pytest.fixture(scope="module")
def gunicorn(settings, live_database, tmp_path_factory):
    """The product under gunicorn; returns the base address of its endpoints."""
    port = _free_port()
    environment = {
        **os.environ,  # noqa: TID251 - a child's
        "DATABASE_URL": live_database.engine.url.render_as_string(hide_password=False),
        "REDIS_URL": settings.redis_url,
        "TUYEN_SECRET": settings.secret,
        "TUYEN_MEDIA_DIR": str(settings.media_dir),
    }
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
    command = [sys.executable, "-P", "-m", "gunicorn", *options, "--no-control-socket", "server.app:create_app()"]
    with (tmp_path_factory.mktemp("gunicorn") / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/livez")
    yield f"{address}/api/v1"
    process.terminate()
    process.wait(PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            requests.get(address, timeout=5).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the web server did not start")


@pytest.fixture
def upload(gunicorn, live_rep, tmp_path):
    """Run the client; returns what it printed."""

    def run(shot, **task):
        path = tmp_path / shot.media_id
        path.write_bytes(shot.data)
        whole = {
            "endpoint": f"{gunicorn}/media",
            "path": str(path),
            "metadata": shot.metadata,
            "headers": live_rep.bearer,
            "chunkSize": 100_000,
            **task,
        }
        script = str(Path(__file__).with_name("clients") / "upload.mjs")
        done = subprocess.run(
            ["node", script, json.dumps(whole)], capture_output=True, timeout=PATIENCE_S, check=False, cwd=ROOT
        )
        assert done.stdout, done.stderr.decode()
        return json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.fixture
def shot():
    """A picture of some hundred kilobytes."""
    return new_shot((2400, 1800), quality=100)


def state(gunicorn, person, shot) -> str:
    return requests.get(f"{gunicorn}/media/{shot.media_id}", headers=person.bearer, timeout=10).json()["state"]


@pytest.mark.parametrize("task", [{"chunkSize": 50_000}, {"whole": True}, {"chunkSize": 10_000_000, "whole": True}])
def test_it_uploads(gunicorn, upload, live_rep, shot, task):
    assert "error" not in upload(shot, **task)
    assert state(gunicorn, live_rep, shot) == "stored"


def test_it_resumes_what_it_aborted(gunicorn, upload, live_rep, shot):
    first = upload(shot, chunkSize=40_000, abortAfter=60_000)
    offset = int(requests.head(first["url"], headers={**TUS, **live_rep.bearer}, timeout=10).headers["Upload-Offset"])
    assert 0 < offset < len(shot.data)
    assert "error" not in upload(shot, url=first["url"])
    assert state(gunicorn, live_rep, shot) == "stored"


def test_it_goes_on_without_its_notes_and_when_all_is_there(gunicorn, upload, live_rep, shot):
    first = upload(shot, chunkSize=40_000, abortAfter=60_000)
    assert upload(shot)["url"] == first["url"]
    assert state(gunicorn, live_rep, shot) == "stored"
    assert upload(shot)["url"] == first["url"]


def test_it_is_told_of_a_refusal(upload, shot):
    page = type(shot)(b"<html>" * 100, shot.media_id, "image/jpeg")
    assert upload(page)["status"] == 415


def test_a_phone_in_a_dead_spot_does_not_keep_its_upload_locked(gunicorn, upload, live_rep, shot):
    """Its connection stays open and silent; the server lets go of it and keeps what came in."""
    host, port = gunicorn.removeprefix("http://").removesuffix("/api/v1").split(":")
    created = requests.post(f"{gunicorn}/media", headers={**live_rep.bearer, **shot.announcement()}, timeout=10)
    path = created.headers["Location"]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: {host}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
        f"Authorization: Bearer {live_rep.token}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(shot.data)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=60) as silent:
        silent.sendall(head.encode() + shot.data[:30_000])
        silent.settimeout(60)
        assert b"503" in silent.recv(100)  # after STALL_S
    url = f"http://{host}:{port}{path}"
    offset = int(requests.head(url, headers={**TUS, **live_rep.bearer}, timeout=10).headers["Upload-Offset"])
    assert 30_000 - READ <= offset <= 30_000
    assert "error" not in upload(shot, url=url)
    assert state(gunicorn, live_rep, shot) == "stored"
