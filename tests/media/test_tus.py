"""The upload protocol as clients see it: tus 1.0, chapter by chapter."""

import hashlib
import threading
from base64 import b64encode
from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest

from server.core import clock
from server.media import service, uploads
from server.media.queries import MediaFile
from server.media.queries import file as file_of
from server.media.rules import parse_metadata
from tests.kit.pictures import BODY, TUS


@pytest.fixture
def client(app, company):
    """The rep's phone: what does not say who asks is asked by him."""
    made = app.test_client()
    made.environ_base["HTTP_AUTHORIZATION"] = company.rep.bearer["Authorization"]
    return made


def create(client, person, shot, **options):
    return client.post("/api/v1/media", headers={**person.bearer, **shot.announcement(**options)})


def patch(client, address, offset, data, **headers):
    headers = {**TUS, "Upload-Offset": str(offset), **{k.replace("_", "-"): v for k, v in headers.items()}}
    return client.patch(address, headers=headers, data=data, content_type=BODY)


def head(client, address):
    return client.head(address, headers=TUS)


def stored(work, person, shot) -> MediaFile:
    with work(person.actor.tenant_id) as session:
        found = file_of(session, person.actor.tenant_id, shot.media_id)
        assert found is not None
        return found


def send(client, person, shot) -> str:
    address = create(client, person, shot).headers["Location"]
    assert patch(client, address, 0, shot.data, **person.bearer).status_code == 204
    return address


def test_options_tells_version_extensions_and_limits(client):
    for path in ("/api/v1/media", "/api/v1/media/uploads/whatever"):
        answer = client.options(path)
        assert answer.status_code == 204
        assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
        offered = set(answer.headers["Tus-Extension"].split(","))
        assert offered == {"creation", "creation-with-upload", "checksum", "expiration", "termination"}
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert int(answer.headers["Tus-Max-Size"]) == 500 * 1024 * 1024


def test_creation_answers_an_address_and_an_expiry(client, company, shot):
    answer = create(client, company.rep, shot)
    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("/api/v1/media/uploads/")
    assert answer.headers["Upload-Offset"] == "0"
    assert parsedate_to_datetime(answer.headers["Upload-Expires"]) > clock.now()


def test_head_tells_offset_and_length_and_is_not_cached(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    patch(client, address, 0, shot.data[:100])
    answer = head(client, address)
    assert answer.status_code == 200
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == ("100", str(len(shot.data)))
    assert answer.headers["Cache-Control"] == "no-store"
    assert parse_metadata(answer.headers["Upload-Metadata"]) == shot.metadata


def test_a_whole_file_is_stored_exactly(client, company, shot, work, storage):
    address = send(client, company.rep, shot)
    found = stored(work, company.rep, shot)
    assert (found.state, found.type, found.size) == ("stored", "image/jpeg", len(shot.data))
    assert storage.fetch(company.rep.actor.tenant_id, shot.sha256).read_bytes() == shot.data
    done = head(client, address)
    assert done.headers["Upload-Offset"] == str(len(shot.data))
    assert "Upload-Expires" not in done.headers


def test_many_pieces_make_the_same_file(client, company, shot, storage):
    address = create(client, company.rep, shot).headers["Location"]
    for start in range(0, len(shot.data), 97):
        answer = patch(client, address, start, shot.data[start : start + 97])
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(min(start + 97, len(shot.data)))
    assert storage.fetch(company.rep.actor.tenant_id, shot.sha256).read_bytes() == shot.data


def test_creation_with_upload_takes_the_first_bytes(client, company, shot):
    headers = {**company.rep.bearer, **shot.announcement()}
    answer = client.post("/api/v1/media", headers=headers, data=shot.data[:500], content_type=BODY)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "500")
    assert patch(client, answer.headers["Location"], 500, shot.data[500:]).status_code == 204


def test_creation_with_the_whole_upload(client, company, shot, work):
    headers = {**company.rep.bearer, **shot.announcement()}
    answer = client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(shot.data)))
    assert stored(work, company.rep, shot).state == "stored"


def test_the_same_file_again_has_the_same_address_and_goes_on(client, company, shot):
    first = create(client, company.rep, shot)
    patch(client, first.headers["Location"], 0, shot.data[:300])
    again = create(client, company.rep, shot)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Upload-Offset"] == "300"


def test_a_stored_file_announced_again_is_complete(client, company, shot):
    address = send(client, company.rep, shot)
    again = create(client, company.rep, shot)
    assert (again.status_code, again.headers["Location"]) == (201, address)
    assert again.headers["Upload-Offset"] == str(len(shot.data))
    blind = patch(client, address, 0, shot.data)  # a client that did not look at the offset
    assert (blind.status_code, blind.json["offset"]) == (409, len(shot.data))


@pytest.mark.parametrize("change", ["sha256", "person"])
def test_an_id_cannot_be_taken_over(client, company, shot, change):
    create(client, company.rep, shot)
    person = company.colleague if change == "person" else company.rep
    options = {"sha256": hashlib.sha256(b"else").hexdigest()} if change == "sha256" else {}
    answer = create(client, person, shot, **options)
    assert (answer.status_code, answer.json["code"]) == (422, "media_id_reused")


def test_another_organisation_may_use_the_same_id(client, company, other_company, shot):
    assert send(client, company.rep, shot) != send(client, other_company.rep, shot)


def test_bytes_must_start_where_the_stored_ones_end(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    patch(client, address, 0, shot.data[:100])
    for offset in (0, 99, 101):
        answer = patch(client, address, offset, b"xyz")
        assert (answer.status_code, answer.json["code"], answer.json["offset"]) == (
            409,
            "media_offset_mismatch",
            100,
        )
    assert head(client, address).headers["Upload-Offset"] == "100"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_right_checksum_is_taken(client, company, shot, algorithm):
    address = create(client, company.rep, shot).headers["Location"]
    digest = b64encode(hashlib.new(algorithm, shot.data[:200]).digest()).decode()
    answer = patch(client, address, 0, shot.data[:200], Upload_Checksum=f"{algorithm} {digest}")
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "200")


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_wrong_checksum_drops_these_bytes_only(client, company, shot, algorithm):
    address = create(client, company.rep, shot).headers["Location"]
    patch(client, address, 0, shot.data[:100])
    digest = b64encode(hashlib.new(algorithm, b"something else").digest()).decode()
    answer = patch(client, address, 100, shot.data[100:], Upload_Checksum=f"{algorithm} {digest}")
    assert (answer.status_code, answer.json["code"]) == (460, "media_checksum_mismatch")
    assert head(client, address).headers["Upload-Offset"] == "100"
    assert patch(client, address, 100, shot.data[100:]).status_code == 204


@pytest.mark.parametrize("value", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1 !!!", "sha256 aGk=", "sha1"])
def test_a_checksum_that_cannot_be_checked_is_refused(client, company, shot, value):
    address = create(client, company.rep, shot).headers["Location"]
    answer = patch(client, address, 0, shot.data, Upload_Checksum=value)
    assert (answer.status_code, answer.json["field"]) == (400, "Upload-Checksum")
    assert head(client, address).headers["Upload-Offset"] == "0"


def test_a_damaged_file_is_dropped_and_can_be_sent_again(client, company, shot, work):
    address = create(client, company.rep, shot).headers["Location"]
    damaged = bytes([shot.data[0] ^ 1]) + shot.data[1:]
    answer = patch(client, address, 0, damaged)
    assert (answer.status_code, answer.json["code"]) == (460, "media_hash_mismatch")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert head(client, address).headers["Upload-Offset"] == "0"
    assert stored(work, company.rep, shot).state == "awaiting"
    assert patch(client, address, 0, shot.data).status_code == 204
    assert stored(work, company.rep, shot).state == "stored"


def test_more_bytes_than_announced_are_refused(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    answer = patch(client, address, 0, shot.data + b"x")
    assert (answer.status_code, answer.json["code"]) == (413, "media_too_large")
    assert head(client, address).headers["Upload-Offset"] == "0"


def test_termination_forgets_the_upload(client, company, shot, media_dir):
    address = create(client, company.rep, shot).headers["Location"]
    patch(client, address, 0, shot.data[:100])
    partial = media_dir / "partial" / str(company.rep.actor.tenant_id) / shot.media_id
    assert partial.stat().st_size == 100
    assert client.delete(address, headers=TUS).status_code == 204
    assert head(client, address).status_code == 404
    assert not partial.exists()
    assert create(client, company.rep, shot).headers["Upload-Offset"] == "0"


def test_what_is_stored_cannot_be_cancelled(client, company, shot, work):
    address = send(client, company.rep, shot)
    answer = client.delete(address, headers=TUS)
    assert (answer.status_code, answer.json["code"]) == (409, "media_already_stored")
    assert stored(work, company.rep, shot).state == "stored"


def test_an_upload_left_alone_expires_and_is_swept(client, company, shot, work, storage, monkeypatch):
    address = create(client, company.rep, shot).headers["Location"]
    patch(client, address, 0, shot.data[:100])
    later = clock.now() + service.UPLOAD_LIFE * 1.1
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: later)
        answer = head(client, address)
        assert answer.status_code == 410
        with work(company.rep.actor.tenant_id) as session:
            service.sweep(session, storage)
    assert head(client, address).status_code == 404
    assert not storage.holds(company.rep.actor.tenant_id, shot.media_id)
    assert send(client, company.rep, shot) == address


def test_two_writers_at_once_are_kept_apart(client, company, shot, storage):
    address = create(client, company.rep, shot).headers["Location"]
    with storage.writing(company.rep.actor.tenant_id, shot.media_id):
        answer = patch(client, address, 0, shot.data)
        assert (answer.status_code, answer.json["code"]) == (423, "media_upload_locked")
        assert "Retry-After" in answer.headers
        assert head(client, address).headers["Upload-Offset"] == "0"
    assert patch(client, address, 0, shot.data).status_code == 204


def test_too_many_files_at_once_are_told_to_come_back(client, company, shot, monkeypatch):
    address = create(client, company.rep, shot).headers["Location"]
    monkeypatch.setattr(uploads, "SLOTS", threading.BoundedSemaphore(1))
    with uploads.SLOTS:
        answer = patch(client, address, 0, shot.data)
    assert (answer.status_code, answer.json["code"]) == (503, "media_busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert patch(client, address, 0, shot.data).status_code == 204


@pytest.mark.parametrize("method", ["post", "patch", "head", "delete"])
def test_another_version_of_the_protocol_is_refused(client, company, shot, method):
    address = create(client, company.rep, shot).headers["Location"]
    path = "/api/v1/media" if method == "post" else address
    headers = {**company.rep.bearer, **shot.announcement(), "Tus-Resumable": "0.2.2", "Upload-Offset": "0"}
    answer = getattr(client, method)(path, headers=headers)
    assert answer.status_code == 412
    assert answer.headers["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize("method", ["PATCH", "HEAD", "DELETE"])
def test_methods_may_be_overridden(client, company, shot, method):
    address = create(client, company.rep, shot).headers["Location"]
    headers = {**TUS, "X-HTTP-Method-Override": method, "Upload-Offset": "0"}
    answer = client.post(address, headers=headers, data=shot.data, content_type=BODY)
    assert answer.status_code == {"PATCH": 204, "HEAD": 200, "DELETE": 204}[method]


def test_bytes_need_their_content_type(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    headers = {**TUS, "Upload-Offset": "0"}
    answer = client.patch(address, headers=headers, data=shot.data, content_type="image/jpeg")
    assert (answer.status_code, answer.json["code"]) == (415, "media_body_type")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("media_id", ""),
        ("media_id", "{0192aaaa-0000-7000-8000-000000000000}"),
        ("media_id", "../../etc/passwd"),
        ("sha256", "abc"),
        ("sha256", "g" * 64),
        ("submission_id", "1"),
    ],
)
def test_wrong_metadata_is_named(client, company, shot, field, value):
    answer = create(client, company.rep, shot, **{field: value})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (
        400,
        "media_metadata_invalid",
        field,
    )


@pytest.mark.parametrize(
    "metadata", ["media_id !!!", "media_id /w==", "a aGk=,a aGk=", "media_id AAAA,\x00 aGk=", "ключ aGk=".encode()]
)
def test_malformed_metadata_is_refused(client, company, shot, metadata):
    text = metadata.decode("latin-1") if isinstance(metadata, bytes) else metadata
    headers = {**company.rep.bearer, **shot.announcement(), "Upload-Metadata": text}
    assert client.post("/api/v1/media", headers=headers).status_code == 400


@pytest.mark.parametrize("length", [None, "-1", "0", "1e3", "\uff19", "9" * 30])
def test_a_length_that_is_no_number_of_bytes_is_refused(client, company, shot, length):
    headers = {**company.rep.bearer, **shot.announcement()}
    del headers["Upload-Length"]
    extra = {} if length is None else {"Upload-Length": length.encode().decode("latin-1")}
    answer = client.post("/api/v1/media", headers={**headers, **extra})
    assert (answer.status_code, answer.json["field"]) == (400, "Upload-Length")


@pytest.mark.parametrize(
    ("media_type", "length", "status"),
    [
        ("image/jpeg", 25 * 1024 * 1024, 201),
        ("image/jpeg", 25 * 1024 * 1024 + 1, 413),
        ("", 25 * 1024 * 1024 + 1, 413),
        ("video/mp4", 500 * 1024 * 1024, 201),
        ("video/mp4", 500 * 1024 * 1024 + 1, 413),
    ],
)
def test_size_limits_by_kind(client, company, shot, media_type, length, status):
    headers = {**company.rep.bearer, **shot.announcement(filetype=media_type), "Upload-Length": str(length)}
    assert client.post("/api/v1/media", headers=headers).status_code == status


def test_a_large_picture_called_a_film_is_refused(client, company, shot, work):
    big = type(shot)(shot.data + bytes(25 * 1024 * 1024), shot.media_id, "video/mp4")
    address = create(client, company.rep, big).headers["Location"]
    assert patch(client, address, 0, big.data).status_code == 413
    assert stored(work, company.rep, big).state == "failed"


def test_an_address_cannot_be_guessed(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    prefix, token = address.rsplit("/", 1)
    tenant, media_id, seal = token.split(".")
    wrong = seal[:-1] + ("A" if seal[-1] != "A" else "B")
    forged = [f"{tenant}.{media_id}.{wrong}", f"{int(tenant) + 1}.{media_id}.{seal}", f"{tenant}.{uuid4().hex}.{seal}"]
    for value in [*forged, "x", f"{tenant}.{media_id}.é", "..", f"{tenant}..{seal}"]:
        assert head(client, f"{prefix}/{value}").status_code == 404


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_the_address_of_an_upload_is_worth_nothing_without_the_phone(app, client, company, other_company, shot, method):
    address = create(client, company.rep, shot).headers["Location"]
    headers = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    bare = app.test_client()
    assert bare.open(address, method=method, headers=headers, content_type=BODY).status_code == 401
    for somebody in (company.colleague, company.supervisor, other_company.rep):
        asked = {**headers, **somebody.bearer}
        assert bare.open(address, method=method, headers=asked, content_type=BODY).status_code == 404
    assert head(client, address).headers["Upload-Offset"] == "0"


def test_announcing_needs_a_sign_in(app, shot):
    assert app.test_client().post("/api/v1/media", headers=shot.announcement()).status_code == 401


def test_every_answer_names_the_protocol(client, company, shot):
    address = create(client, company.rep, shot).headers["Location"]
    answers = [head(client, address), patch(client, address, 7, b"x"), client.delete(address, headers=TUS)]
    assert {answer.headers["Tus-Resumable"] for answer in answers} == {"1.0.0"}
