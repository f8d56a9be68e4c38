"""What comes out, to whom, and with which headers."""

from uuid import UUID, uuid4

import pytest

from server.core.outbox import OutboxRow
from server.media import queries, service
from server.media.rules import distance
from tests.kit.phone import shop_answers
from tests.kit.pictures import BODY, Shot, new_shot, picture

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


@pytest.fixture
def send(client, work, storage):
    """Send a file and let the worker's task run."""

    def run(person, shot, *, process=True):
        headers = {**person.bearer, **shot.announcement()}
        answer = client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
        assert answer.status_code == 201, answer.text
        if process:
            with work(person.actor.tenant_id) as session:
                service.process(session, storage, UUID(shot.media_id))

    return run


def get(client, person, shot, rendition=None, **headers):
    path = f"/api/v1/media/{shot.media_id}" + (f"/{rendition}" if rendition else "")
    return client.get(path, headers={**person.bearer, **headers}, buffered=True)


def test_a_processed_picture_tells_about_itself(client, company, send):
    shot = new_shot((640, 480))
    send(company.rep, shot)
    told = get(client, company.rep, shot).json
    assert (told["state"], told["type"], told["width"], told["height"]) == ("ready", "image/jpeg", 640, 480)
    assert (told["sha256"], told["size"]) == (shot.sha256, len(shot.data))
    assert len(told["dhash"]) == 16
    assert told["gps"] is None
    assert told["taken_at"] is None


def test_the_cameras_time_without_a_zone_is_the_organisations(client, company, send):
    from PIL import Image  # noqa: PLC0415

    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:11:21 17:02:11"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 4.0, 4.08), 3: "E", 4: (108.0, 13.0, 14.88)})
    shot = Shot(picture("exif", exif=exif), str(uuid4()))
    send(company.rep, shot)
    told = get(client, company.rep, shot).json
    assert told["taken_at"] == "2026-11-21T10:02:11+00:00"
    assert told["gps"] == {"lat": pytest.approx(16.0678), "lon": pytest.approx(108.2208)}
    assert b"Exif" in get(client, company.rep, shot, "original").data
    assert b"EXIF" not in get(client, company.rep, shot, "large").data


@pytest.mark.parametrize(
    ("rendition", "kind"), [("thumb", "image/webp"), ("large", "image/webp"), ("original", "image/jpeg")]
)
def test_files_are_served_so_that_they_can_do_no_harm(client, company, shot, send, rendition, kind):
    send(company.rep, shot)
    answer = get(client, company.rep, shot, rendition)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment" if rendition == "original" else "inline")
    assert disposition.endswith((".jpg", ".webp"))
    assert (answer.data == shot.data) == (rendition == "original")


def test_parts_and_repeats_are_cheap(client, company, shot, send):
    send(company.rep, shot)
    part = get(client, company.rep, shot, "original", Range="bytes=10-19")
    assert (part.status_code, part.data) == (206, shot.data[10:20])
    whole = get(client, company.rep, shot, "thumb")
    again = get(client, company.rep, shot, "thumb", **{"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("part", "status", "original"),
    [
        ("rep", 200, 200),
        ("supervisor", 200, 200),
        ("office", 200, 200),
        ("colleague", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_files_are_for_their_maker_and_those_above_him(client, company, shot, send, part, status, original):
    send(company.rep, shot)
    person = getattr(company, part)
    assert get(client, person, shot).status_code == status
    assert get(client, person, shot, "thumb").status_code == status
    assert get(client, person, shot, "original").status_code == original


def test_another_organisation_sees_nothing(client, company, other_company, shot, send):
    send(company.rep, shot)
    for rendition in (None, "thumb", "large", "original"):
        assert get(client, other_company.office, shot, rendition).status_code == 404
        assert client.get(f"/api/v1/media/{shot.media_id}/{rendition}").status_code in {401, 404}


def test_nobody_sees_what_there_is_not(client, company, shot):
    absent = get(client, company.rep, shot)
    assert (absent.status_code, absent.json["code"]) == (404, "not_found")
    assert get(client, company.rep, shot, "thumb").status_code == 404
    assert get(client, company.rep, shot, "../../etc/passwd").status_code == 404


def test_a_picture_that_waits_for_its_renditions(client, company, shot, send):
    send(company.rep, shot, process=False)
    assert get(client, company.rep, shot).json["state"] == "stored"
    waiting = get(client, company.rep, shot, "thumb")
    assert (waiting.status_code, waiting.json["code"]) == (404, "media_rendition_missing")
    assert get(client, company.rep, shot, "original").data == shot.data


def test_processing_twice_changes_nothing(client, company, shot, send, work, storage):
    send(company.rep, shot)
    before = get(client, company.rep, shot).json, get(client, company.rep, shot, "large").data
    with work(company.rep.actor.tenant_id) as session:
        service.process(session, storage, UUID(shot.media_id))
    assert before == (get(client, company.rep, shot).json, get(client, company.rep, shot, "large").data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xd8\xff" + b"nothing of a picture" * 50, "broken"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x00\x00\x00\x00", "broken"),
    ],
)
def test_a_broken_picture_is_kept_and_marked(client, company, send, data, code):
    shot = Shot(data, str(uuid4()))
    send(company.rep, shot)
    told = get(client, company.rep, shot).json
    assert (told["state"], told["failure"]) == ("failed", code)
    assert get(client, company.rep, shot, "thumb").status_code == 404
    assert get(client, company.rep, shot, "original").data == data


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\x1aE\xdf\xa3\x9fB\x82\x84webm", "video/webm"),
    ],
)
def test_types_without_renditions_are_kept_as_they_are(client, company, send, head, kind):
    shot = Shot(head + bytes(100), str(uuid4()), kind)
    send(company.rep, shot)
    told = get(client, company.rep, shot).json
    assert (told["state"], told["type"], told["width"]) == ("ready", kind, None)
    assert get(client, company.rep, shot, "original").headers["Content-Type"] == kind
    assert get(client, company.rep, shot, "large").status_code == 404


@pytest.fixture
def document():
    return Shot(PDF + uuid4().bytes + b"\n%%EOF\n", str(uuid4()), "application/pdf")


@pytest.mark.covers("TM-21")
def test_a_pdf_is_kept_and_served_so_that_it_can_do_no_harm(client, company, send, document):
    send(company.rep, document)
    told = get(client, company.rep, document).json
    assert (told["state"], told["type"], told["size"]) == ("ready", "application/pdf", len(document.data))
    path = f"/api/v1/media/{document.media_id}/original?filename=H%E1%BB%A3p%20%C4%91%E1%BB%93ng.pdf"
    answer = client.get(path, headers=company.rep.bearer, buffered=True)
    assert (answer.data, answer.headers["Content-Type"]) == (document.data, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''H%E1%BB%A3p%20%C4%91%E1%BB%93ng.pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert get(client, company.colleague, document, "original").status_code == 404


@pytest.mark.parametrize("data", [b"<html>%PDF-1.7 %%EOF</html>", b"PK\x03\x04 word/document.xml", PDF + b"cut off"])
def test_what_only_claims_to_be_a_pdf_is_refused_and_says_what_to_do(client, company, data):
    claim = Shot(data + uuid4().bytes, str(uuid4()), "application/pdf")
    headers = {**company.rep.bearer, **claim.announcement(), "Accept-Language": "vi"}
    for _ in range(2):
        answer = client.post("/api/v1/media", headers=headers, data=claim.data, content_type=BODY)
        assert (answer.status_code, answer.json["code"]) == (415, "media_not_pdf")
        assert "Lưu thành PDF" in answer.json["detail"]
    assert get(client, company.rep, claim, "original").status_code == 404


def test_the_declared_type_is_not_believed(client, company, send):
    shot = Shot(picture("png", kind="PNG"), str(uuid4()), "text/html")
    send(company.rep, shot)
    answer = get(client, company.rep, shot, "original")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].endswith(".png")


def test_a_missing_original_is_tried_again_and_not_blamed_on_the_picture(company, shot, send, work, storage):
    send(company.rep, shot, process=False)
    storage.fetch(company.rep.actor.tenant_id, shot.sha256).unlink()
    with pytest.raises(FileNotFoundError), work(company.rep.actor.tenant_id) as session:
        service.process(session, storage, UUID(shot.media_id))
    with work(company.rep.actor.tenant_id) as session:
        assert queries.state_of(session, company.rep.actor.tenant_id, [UUID(shot.media_id)]) == {
            UUID(shot.media_id): "stored"
        }


def test_the_work_carries_the_requests_id(client, company, shot, work):
    headers = {**company.rep.bearer, **shot.announcement(), "X-Request-Id": "a-request-of-the-phone"}
    client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
    with work(company.rep.actor.tenant_id) as session:
        row = session.query(OutboxRow).filter_by(task="media.process").one()
        assert row.request_id == "a-request-of-the-phone"


def test_two_files_that_look_alike_have_near_hashes(client, company, send):
    one, two = Shot(picture("x", (640, 480)), str(uuid4())), Shot(picture("x", (320, 240)), str(uuid4()))
    send(company.rep, one)
    send(company.rep, two)
    hashes = [int(get(client, company.rep, shot).json["dhash"], 16) for shot in (one, two)]
    assert distance(*hashes) <= 4


def test_a_form_that_names_somebody_elses_file_gives_no_sight_of_it(client, company, world, phone, shot, send):
    """Knowing a file's id and even its hash is not enough: a file is bound to its sender's submissions only."""
    send(company.rep, shot)
    thief = phone(world.rep3)
    named = {"media_id": shot.media_id, "field": "photos", "sha256": shot.sha256, "size": len(shot.data)}
    operation = thief.submit("customer.shop", shop_answers(), media=[{**named, "type": shot.type}])
    assert thief.push(operation)[0]["s"] == "applied"
    for rendition in ("", "/thumb", "/original"):
        answer = client.get(f"/api/v1/media/{shot.media_id}{rendition}", headers=thief.headers)
        assert answer.status_code == 404


def test_the_phone_hears_when_its_photo_has_arrived(company, world, phone, shot, client, work, storage):
    """The submission's row reaches the phone again with each new state of the file."""
    holder = phone(world.rep1)
    named = {"media_id": shot.media_id, "field": "photos", "sha256": shot.sha256, "size": len(shot.data)}
    operation = holder.submit("customer.shop", shop_answers(), media=[{**named, "type": shot.type}])
    holder.push(operation)
    states = []
    for step in ("named", "sent", "processed"):
        if step == "sent":
            headers = {**holder.headers, **shot.announcement()}
            client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
        if step == "processed":
            with work(company.rep.actor.tenant_id) as session:
                service.process(session, storage, UUID(shot.media_id))
        holder.pull()
        states += [file["state"] for file in holder.held("submission")[operation["id"]]["media"]]
    assert states == ["awaiting", "stored", "ready"]
