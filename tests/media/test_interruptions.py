"""Dead spots, killed servers, full disks: what was acknowledged is there, the rest is sent again."""

import os
import resource
import signal
import socket
import time
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
import requests
from PIL import Image
from sqlalchemy import func, select
from tusclient.client import TusClient

from server import wiring
from server.core.database import connect
from server.core.outbox import OutboxRow
from server.core.unit_of_work import unit_of_work
from server.media import queries, service
from server.media.errors import LockedError, OffsetError, StorageFullError
from server.media.rules import read_request
from server.media.storage import LocalPartial, LocalStorage
from server.media.uploads import Intake, PhoneGoneError, Uploads
from tests.kit.pictures import BODY, TUS, Shot

PATIENCE_S = 20


def noisy() -> Shot:
    """A picture of some 150 KB."""
    out = BytesIO()
    Image.effect_noise((500, 400), 90).save(out, "JPEG", quality=95)
    return Shot(out.getvalue(), str(uuid4()))


@pytest.fixture
def big() -> Shot:
    return noisy()


@pytest.fixture
def announce(address, live_rep):
    """Announce a file over the socket; returns the upload's address."""

    def run(shot):
        headers = {**live_rep.bearer, **shot.announcement()}
        answer = requests.post(f"{address}/media", headers=headers, timeout=10)
        assert answer.status_code == 201, answer.text
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc}{answer.headers['Location']}"

    return run


def offset_of(url: str, person) -> int:
    answer = requests.head(url, headers={**TUS, **person.bearer}, timeout=10)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def patch(url: str, person, offset: int, data: bytes) -> requests.Response:
    headers = {**TUS, **person.bearer, "Upload-Offset": str(offset), "Content-Type": BODY}
    return requests.patch(url, headers=headers, data=data, timeout=10)


def patch_and_vanish(url: str, person, offset: int, data: bytes, sent: int) -> None:
    """Promise all of `data`, send the first bytes, and cut the connection."""
    parts = urlsplit(url)
    head = (
        f"PATCH {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nTus-Resumable: 1.0.0\r\n"
        f"Authorization: Bearer {person.token}\r\n"
        f"Upload-Offset: {offset}\r\nContent-Type: {BODY}\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(head.encode() + data[:sent])


def wait_for_offset(url: str, person, least: int) -> int:
    """Wait until the server has noticed that the phone is gone; return what is safe."""
    deadline = time.monotonic() + PATIENCE_S
    while (offset := offset_of(url, person)) < least and time.monotonic() < deadline:
        time.sleep(0.02)
    return offset


def state_of(live_work, person, shot) -> str:
    with live_work(person.actor.tenant_id) as session:
        return queries.state_of(session, person.actor.tenant_id, [UUID(shot.media_id)])[UUID(shot.media_id)]


@pytest.mark.parametrize("piece", [50_000, 10_000_000])
def test_the_python_client_uploads(address, live_rep, live_work, big, storage, piece):
    client = TusClient(f"{address}/media", headers=live_rep.bearer)
    client.uploader(file_stream=BytesIO(big.data), chunk_size=piece, metadata=big.metadata).upload()
    assert storage.fetch(live_rep.actor.tenant_id, big.sha256).read_bytes() == big.data
    assert state_of(live_work, live_rep, big) == "stored"


def test_the_python_client_resumes_and_checks_its_pieces(address, live_rep, live_work, big):
    client = TusClient(f"{address}/media", headers=live_rep.bearer)
    options = {"chunk_size": 20_000, "metadata": big.metadata, "upload_checksum": True}
    first = client.uploader(file_stream=BytesIO(big.data), **options)
    first.upload_chunk()
    first.upload_chunk()
    second = client.uploader(file_stream=BytesIO(big.data), url=first.url, **options)
    assert second.get_offset() == 40_000
    second.upload()
    assert state_of(live_work, live_rep, big) == "stored"


def test_the_python_client_that_lost_its_notes_starts_the_same_upload(address, live_rep, live_work, big):
    client = TusClient(f"{address}/media", headers=live_rep.bearer)
    options = {"chunk_size": 30_000, "metadata": big.metadata, "retries": 3, "retry_delay": 0}
    client.uploader(file_stream=BytesIO(big.data), **options).upload_chunk()
    client.uploader(file_stream=BytesIO(big.data), **options).upload()
    assert state_of(live_work, live_rep, big) == "stored"


def test_a_connection_cut_at_every_piece_is_resumed(announce, live_rep, live_work, storage, big):
    url, offset, step = announce(big), 0, len(big.data) // 12
    while offset + step < len(big.data):
        patch_and_vanish(url, live_rep, offset, big.data[offset:], step)
        offset = wait_for_offset(url, live_rep, offset + step)
        assert offset > 0
    answer = _patch_when_free(url, live_rep, offset, big.data[offset:])
    assert answer.status_code == 204
    assert storage.fetch(live_rep.actor.tenant_id, big.sha256).read_bytes() == big.data
    assert state_of(live_work, live_rep, big) == "stored"


def _patch_when_free(url, person, offset, data):
    deadline = time.monotonic() + PATIENCE_S
    while (answer := patch(url, person, offset, data)).status_code == 423 and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def test_nothing_is_acknowledged_before_it_is_on_the_disk(live_uploads, live_rep, live_work, big):
    """A phone that vanishes without a cut leaves exactly the bytes that it sent."""
    token = _announce(live_uploads, live_work, live_rep, big)

    class Vanishing(BytesIO):
        def read(self, size=-1):
            data = super().read(min(size, 10_000))
            if not data:
                raise PhoneGoneError
            return data

    for place in (0, 30_000, 60_000):
        with pytest.raises(PhoneGoneError):
            live_uploads.append(token, Intake(place, Vanishing(big.data[place : place + 30_000]), None, None))
        assert live_uploads.progress(token).offset == place + 30_000


def test_bytes_behind_the_acknowledged_ones_count_for_nothing(live_uploads, live_rep, live_work, storage, big):
    token = _announce(live_uploads, live_work, live_rep, big)
    live_uploads.append(token, Intake(0, BytesIO(big.data[:1000]), None, 1000))
    with storage.writing(live_rep.actor.tenant_id, UUID(big.media_id)) as partial:
        partial.cut(1000)
        partial.write(b"written before a power cut, never acknowledged")
    assert live_uploads.progress(token).offset == 1000
    done = live_uploads.append(token, Intake(1000, BytesIO(big.data[1000:]), None, None))
    assert done.offset == len(big.data)
    assert state_of(live_work, live_rep, big) == "stored"


def test_a_disk_restored_from_an_older_copy_starts_where_its_bytes_end(live_uploads, live_rep, live_work, storage, big):
    token = _announce(live_uploads, live_work, live_rep, big)
    live_uploads.append(token, Intake(0, BytesIO(big.data[:5000]), None, 5000))
    with storage.writing(live_rep.actor.tenant_id, UUID(big.media_id)) as partial:
        partial.cut(2000)
    _finish_as_a_phone(live_uploads, token, big)
    assert state_of(live_work, live_rep, big) == "stored"


def test_a_lost_partial_file_starts_again(live_uploads, live_rep, live_work, storage, big):
    token = _announce(live_uploads, live_work, live_rep, big)
    live_uploads.append(token, Intake(0, BytesIO(big.data[:5000]), None, 5000))
    storage.discard(live_rep.actor.tenant_id, UUID(big.media_id))
    assert live_uploads.progress(token).offset == 0
    _finish_as_a_phone(live_uploads, token, big)
    assert state_of(live_work, live_rep, big) == "stored"


def test_long_files_are_acknowledged_on_the_way(live_uploads, live_rep, live_work, monkeypatch, big):
    monkeypatch.setattr("server.media.uploads.CHECKPOINT", 50_000)
    monkeypatch.setattr("server.media.uploads.READ", 10_000)
    token = _announce(live_uploads, live_work, live_rep, big)
    seen = []

    class Watched(BytesIO):
        def read(self, size=-1):
            seen.append(live_uploads.progress(token).offset)
            return super().read(size)

    live_uploads.append(token, Intake(0, Watched(big.data), None, len(big.data)))
    assert sorted(set(seen)) == list(range(0, len(big.data), 50_000))[: len(set(seen))]
    assert len(set(seen)) > 1


def test_a_full_disk_is_told_and_survived(live_rep, live_work, live_uploads, big):
    token = _announce(live_uploads, live_work, live_rep, big)
    with _files_of_at_most(len(big.data) // 2), pytest.raises(StorageFullError):
        live_uploads.append(token, Intake(0, BytesIO(big.data), None, len(big.data)))
    _finish_as_a_phone(live_uploads, token, big)
    assert state_of(live_work, live_rep, big) == "stored"


def test_little_room_is_left_for_the_database(tmp_path, big):
    with pytest.raises(StorageFullError):
        LocalStorage(tmp_path, spare_bytes=1 << 62).begin(1, UUID(big.media_id))


@contextmanager
def _files_of_at_most(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _announce(uploads, work, person, shot) -> str:
    tenant_id = person.actor.tenant_id
    with work(tenant_id) as session:
        service.announce(session, person.actor, read_request(shot.metadata, str(len(shot.data))))
        uploads.storage.begin(tenant_id, UUID(shot.media_id))
    return uploads.token(tenant_id, UUID(shot.media_id))


def _finish_as_a_phone(uploads, token, shot) -> None:
    """Ask how far it is, send the rest; ask again when told that it was otherwise."""
    for _ in range(5):
        offset = uploads.progress(token).offset
        if offset == len(shot.data):
            return
        try:
            uploads.append(token, Intake(offset, BytesIO(shot.data[offset:]), None, len(shot.data) - offset))
        except (LockedError, OffsetError):
            time.sleep(0.05)
    raise AssertionError("the upload did not come to an end")


class Killer:
    """Ends this process with SIGKILL at the n-th step: before and after each thing that lasts."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: type, name: str) -> None:
        original = getattr(owner, name)

        def stepping(*args, **kwargs):
            self.step()
            result = original(*args, **kwargs)
            self.step()
            return result

        setattr(owner, name, stepping)


def _upload_and_die(settings, database_url, token, shot, step) -> int:
    """Upload in a forked process that dies at `step`; return its exit code, -9 when it was killed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        killer = Killer(step)
        for name in ("cut", "write", "sync", "sha256", "publish"):
            killer.around(LocalPartial, name)
        database = wiring.database(connect(database_url), settings.media_dir)

        @contextmanager
        def work(tenant_id):
            with unit_of_work(database, tenant_id) as session:
                yield session
                killer.step()
            killer.step()

        intake = Intake(0, BytesIO(shot.data), None, len(shot.data))
        Uploads(work, LocalStorage(settings.media_dir), settings.secret).append(token, intake)
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.slow
def test_a_server_killed_at_any_step_is_healed_by_asking_again(
    live_uploads, live_work, live_rep, settings, live_database, storage, monkeypatch
):
    monkeypatch.setattr("server.media.uploads.CHECKPOINT", 60_000)
    monkeypatch.setattr("server.media.uploads.READ", 40_000)
    address = live_database.engine.url.render_as_string(hide_password=False)
    tenant_id = live_rep.actor.tenant_id
    killed = 0
    for step in range(1, 200):
        shot = noisy()
        token = _announce(live_uploads, live_work, live_rep, shot)
        code = _upload_and_die(settings, address, token, shot, step)
        assert code in {0, -signal.SIGKILL}
        _finish_as_a_phone(live_uploads, token, shot)
        assert storage.fetch(tenant_id, shot.sha256).read_bytes() == shot.data
        assert not storage.holds(tenant_id, UUID(shot.media_id))
        assert state_of(live_work, live_rep, shot) == "stored"
        with live_work(tenant_id) as session:
            jobs = select(func.count()).where(OutboxRow.args["media_id"].as_string() == shot.media_id)
            assert session.scalar(jobs) == 1
        if code == 0:
            break
        killed += 1
    assert killed >= 12


def test_a_file_that_was_moved_before_the_server_died_is_complete(live_uploads, live_work, live_rep, storage, big):
    """Nothing of it is sent again: the phone asks, and the server finishes."""
    token = _announce(live_uploads, live_work, live_rep, big)
    with storage.writing(live_rep.actor.tenant_id, UUID(big.media_id)) as partial:
        partial.cut(0)
        partial.write(big.data)
        partial.publish(big.sha256)
    assert state_of(live_work, live_rep, big) == "awaiting"
    assert live_uploads.progress(token).offset == len(big.data)
    assert state_of(live_work, live_rep, big) == "stored"
