"""Forms and files meet, whichever comes first, once."""

import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from server.core.outbox import OutboxRow
from server.media import queries, service
from server.media.models import MediaLink
from tests.kit.pictures import BODY, new_shot


@pytest.fixture
def send(client):
    def run(person, shot):
        headers = {**person.bearer, **shot.announcement()}
        answer = client.post("/api/v1/media", headers=headers, data=shot.data, content_type=BODY)
        assert answer.status_code == 201, answer.text

    return run


@pytest.fixture
def name(work):
    """Let a submission name files; returns whether any is still awaited."""

    def run(person, submission_id, *items):
        with work(person.actor.tenant_id) as session:
            return bool(service.expect(session, person.actor, {submission_id: items}))

    return run


@pytest.fixture
def refs(work):
    def run(person, submission_id):
        with work(person.actor.tenant_id) as session:
            found = queries.media_of(session, person.actor.tenant_id, [submission_id])
            return [(str(ref.media_id), ref.field, ref.state) for ref in found.get(submission_id, [])]

    return run


@pytest.fixture
def bound(work):
    def run(person, shot):
        with work(person.actor.tenant_id) as session:
            return queries.submissions_bound(session, person.actor.tenant_id, UUID(shot.media_id))

    return run


@pytest.fixture
def told(monkeypatch):
    """Collect the submissions of which a listener hears."""
    heard = []
    monkeypatch.setattr(service, "on_change", [lambda _session, _tenant, submission: heard.append(submission)])
    return heard


def test_form_first(company, shot, name, send, refs, bound, told):
    submission = uuid4()
    assert name(company.rep, submission, shot.named()) is True
    assert refs(company.rep, submission) == [(shot.media_id, "photos", "awaiting")]
    assert bound(company.rep, shot) == []
    send(company.rep, shot)
    assert refs(company.rep, submission) == [(shot.media_id, "photos", "stored")]
    assert bound(company.rep, shot) == [submission]
    assert told == [submission]


def test_file_first(company, shot, name, send, refs, bound):
    submission = uuid4()
    send(company.rep, shot)
    assert name(company.rep, submission, shot.named()) is False
    assert refs(company.rep, submission) == [(shot.media_id, "photos", "stored")]
    assert bound(company.rep, shot) == [submission]


def test_naming_and_sending_again_bind_once(company, shot, name, send, work, bound):
    submission = uuid4()
    for _ in range(2):
        name(company.rep, submission, shot.named(), shot.named())
        send(company.rep, shot)
    with work(company.rep.actor.tenant_id) as session:
        links = session.scalar(select(func.count()).where(MediaLink.media_id == UUID(shot.media_id)))
        jobs = session.scalar(select(func.count()).where(OutboxRow.task == "media.process"))
    assert (links, jobs) == (1, 1)
    assert bound(company.rep, shot) == [submission]


def test_two_submissions_share_a_photo(company, shot, name, send, refs, told):
    before, after = uuid4(), uuid4()
    name(company.rep, before, shot.named())
    send(company.rep, shot)
    name(company.rep, after, shot.named("front"))
    assert refs(company.rep, before) == [(shot.media_id, "photos", "stored")]
    assert refs(company.rep, after) == [(shot.media_id, "front", "stored")]
    assert told == [before]


def test_the_same_content_twice_in_one_submission(company, shot, name, send, refs):
    twin = type(shot)(shot.data, str(uuid4()))
    submission = uuid4()
    name(company.rep, submission, shot.named(), twin.named())
    send(company.rep, shot)
    send(company.rep, twin)
    assert sorted(refs(company.rep, submission)) == sorted(
        [(shot.media_id, "photos", "stored"), (twin.media_id, "photos", "stored")]
    )


def test_a_form_with_another_hash_is_never_bound(company, shot, name, send, refs, bound):
    submission = uuid4()
    send(company.rep, shot)
    name(company.rep, submission, shot.named(sha256="0" * 64))
    assert bound(company.rep, shot) == []
    assert refs(company.rep, submission) == [(shot.media_id, "photos", "failed")]


def test_naming_somebody_elses_file_gives_nothing(company, shot, name, send, bound, client):
    send(company.rep, shot)
    name(company.stranger, uuid4(), shot.named())
    assert bound(company.rep, shot) == []
    answer = client.get(f"/api/v1/media/{shot.media_id}", headers=company.stranger.bearer)
    assert answer.status_code == 404


def test_a_refused_file_is_failed_at_the_submission(company, name, client, refs, told):
    page = type(new_shot())(b"<html><script>alert(1)</script>" * 9, str(uuid4()))
    submission = uuid4()
    name(company.rep, submission, page.named())
    headers = {**company.rep.bearer, **page.announcement()}
    for _ in range(2):
        answer = client.post("/api/v1/media", headers=headers, data=page.data, content_type=BODY)
        assert (answer.status_code, answer.json["code"]) == (415, "media_type_refused")
    assert refs(company.rep, submission) == [(page.media_id, "photos", "failed")]
    assert told == [submission]


def test_a_submission_without_files_has_none(company, name, refs):
    submission = uuid4()
    assert name(company.rep, submission) is False
    assert refs(company.rep, submission) == []


@pytest.mark.slow
def test_form_and_file_at_the_same_moment(live_rep, live_work):
    """Each transaction sees the other or waits for it: none of 30 pairs stays unbound."""
    tenant_id = live_rep.actor.tenant_id
    for _ in range(30):
        shot, submission, start = new_shot(), uuid4(), threading.Barrier(2)
        media_id = UUID(shot.media_id)

        def store(media_id=media_id, start=start):
            start.wait()
            with live_work(tenant_id) as session:
                service.store(session, media_id, "image/jpeg", 1)

        def name(submission=submission, shot=shot, start=start):
            start.wait()
            with live_work(tenant_id) as session:
                service.expect(session, live_rep.actor, {submission: [shot.named()]})

        _announce(live_work, live_rep, shot)
        threads = [threading.Thread(target=work) for work in (store, name)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with live_work(tenant_id) as session:
            assert queries.submissions_bound(session, tenant_id, media_id) == [submission]


def _announce(work, person, shot):
    from server.media.rules import read_request  # noqa: PLC0415

    with work(person.actor.tenant_id) as session:
        service.announce(session, person.actor, read_request(shot.metadata, str(len(shot.data))))
