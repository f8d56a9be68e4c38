"""Function rights: the title's word, else its department's, else none; nobody hands on what he lacks."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from server.accounts import queries
from server.accounts.models import Department, Employee, RightGrant, Title
from server.accounts.queries.rights import rights_of_title
from server.accounts.rules import VERBS, effective, lacking, newly_allowed, reworded
from server.core import clock

verbs = st.sampled_from(sorted(VERBS)[:6])
words = st.dictionaries(verbs, st.booleans())
changes = st.dictionaries(verbs, st.none() | st.booleans())


@pytest.mark.covers("RB-16")
@given(words, words)
def test_the_title_speaks_first_then_its_department_and_silence_denies(of_department, of_title):
    held = effective(of_department, of_title)
    for verb in VERBS:
        assert (verb in held) is of_title.get(verb, of_department.get(verb, False))


@given(words, changes)
def test_words_are_changed_one_by_one(said, changes):
    after = reworded(said, changes)
    for verb in VERBS:
        assert after.get(verb) == (changes[verb] if verb in changes else said.get(verb))


@given(words, words)
def test_newly_allowed_is_what_was_not_allowed_before(before, after):
    assert newly_allowed(before, after) == {v for v in after if after[v] and not before.get(v)}


@given(st.sets(verbs), st.sets(verbs))
def test_nothing_is_lacking_that_is_held(held, wanted):
    assert set(lacking(held, wanted)) == wanted - held


@pytest.mark.covers("RB-16")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, words)
def test_the_database_reads_rights_as_the_rule_does(session, world, of_department, of_title):
    title = session.get(Title, (world.tenant_id, session.get(Employee, (world.tenant_id, world.rep1.id)).title_id))
    session.execute(delete(RightGrant).where(RightGrant.subject_id.in_([title.id, title.department_id])))
    rows = [
        {"tenant_id": world.tenant_id, column: subject, "verb": verb, "allowed": word, "granted_at": clock.now()}
        for column, subject, said in (
            ("department_id", title.department_id, of_department),
            ("title_id", title.id, of_title),
        )
        for verb, word in said.items()
    ]
    for row in rows:
        session.execute(insert(RightGrant).values(row))
    assert queries.rights_of(session, world.tenant_id, world.rep1.id) == effective(of_department, of_title)
    assert rights_of_title(session, title) == effective(of_department, of_title)


@pytest.fixture
def admin(console, world):
    return console(world.admin)


def part(rights: dict, department: str) -> dict:
    return next(item for item in rights["departments"] if item["name"] == department)


@pytest.mark.covers("RB-16", "SW-18")
def test_a_right_granted_to_a_title_holds_at_the_next_request(admin, console, world):
    rep = console(world.rep1)
    rep.get("/devices", expect=403)
    title = part(admin.get("/rights"), "Kinh doanh")["titles"][0]
    shown = admin.put("/rights", {"title_id": title["id"], "grants": {"device.read": True}})
    assert part(shown, "Kinh doanh")["titles"][0]["grants"] == {"device.read": True}
    rep.get("/devices")


@pytest.mark.covers("RB-16", "RB-17")
def test_a_right_denied_to_a_department_is_gone_at_the_next_request(admin, console, world):
    rep = console(world.rep1)
    rep.get("/customers")
    department = part(admin.get("/rights"), "Kinh doanh")
    admin.put("/rights", {"department_id": department["id"], "grants": {"customer.read": None}})
    assert rep.get("/customers", expect=403)["right"] == "customer.read"


@pytest.mark.covers("RB-16")
def test_the_word_of_a_title_overrides_its_department(admin, console, world):
    title = part(admin.get("/rights"), "Kinh doanh")["titles"][0]["id"]
    admin.put("/rights", {"title_id": title, "grants": {"customer.read": False}})
    console(world.rep1).get("/customers", expect=403)
    admin.put("/rights", {"title_id": title, "grants": {"customer.read": None}})
    console(world.rep1).get("/customers")


@pytest.mark.covers("RB-18")
def test_nothing_is_granted_to_what_does_not_exist(admin, world):
    nowhere = str(UUID(int=7))
    for subject in ("department_id", "title_id"):
        assert admin.put("/rights", {subject: nowhere, "grants": {"sync.use": True}}, expect=404)["code"] == "not_found"
    del world


@pytest.mark.covers("RB-18")
def test_nothing_is_granted_to_what_is_not_in_use_any_more(admin):
    department = admin.post("/departments", {"name": "Kho"}, expect=201)["id"]
    title = admin.post(f"/departments/{department}/titles", {"name": "Thủ kho"}, expect=201)["id"]
    admin.patch(f"/departments/{department}", {"archived": True})
    admin.put("/rights", {"department_id": department, "grants": {"sync.use": True}}, expect=404)
    admin.put("/rights", {"title_id": title, "grants": {"sync.use": True}}, expect=409)


@pytest.mark.parametrize("grants", [{"fly": True}, {"self.read": True}, {"sync.use": "maybe"}])
def test_rights_that_there_are_not_cannot_be_granted(admin, grants):
    department = part(admin.get("/rights"), "Kinh doanh")["id"]
    admin.put("/rights", {"department_id": department, "grants": grants}, expect=422)


def grant(session, world, part: str, *verbs: str) -> UUID:
    """Behind the product: let a member's department do more."""
    member = session.get(Employee, (world.tenant_id, getattr(world, part).id))
    title = session.get(Title, (world.tenant_id, member.title_id))
    for verb in verbs:
        session.add(
            RightGrant(tenant_id=world.tenant_id, title_id=title.id, verb=verb, allowed=True, granted_at=clock.now())
        )
    session.flush()
    return title.department_id


@pytest.fixture
def granting_office(session, world) -> UUID:
    """The office may grant, but lacks much of what there is."""
    return grant(session, world, "office", "right.grant")


def test_nobody_grants_what_he_lacks(console, world, session, granting_office):
    session.commit()
    answer = console(world.office).put(
        "/rights",
        {"department_id": str(granting_office), "grants": {"sso.write": True, "route.write": True}},
        expect=403,
    )
    assert (answer["code"], answer["verbs"]) == ("cannot_grant", ["route.write", "sso.write"])
    assert "Lập và sửa tuyến" in answer["detail"]


def test_taking_back_a_denial_is_granting_too(console, world, session, granting_office):
    """The department allows what its title denies: to silence the title is to allow it."""
    del granting_office
    admins = session.get(Employee, (world.tenant_id, world.admin.id)).title_id
    row = {"tenant_id": world.tenant_id, "title_id": admins, "verb": "sso.write", "allowed": False}
    session.execute(insert(RightGrant).values(**row, granted_at=clock.now()))
    session.commit()
    body = {"title_id": str(admins), "grants": {"sso.write": None}}
    assert console(world.office).put("/rights", body, expect=403)["verbs"] == ["sso.write"]


def test_who_may_grant_what_he_holds_does(console, world, session, granting_office):
    session.commit()
    body = {"department_id": str(granting_office), "grants": {"media.write": False}}
    console(world.office).put("/rights", body)
    assert session.get(Department, (world.tenant_id, granting_office)).name == "Văn phòng"


@pytest.mark.parametrize("word", [False, None])
def test_the_last_who_may_grant_keeps_the_right(admin, word):
    department = part(admin.get("/rights"), "Quản trị")["id"]
    refused = admin.put("/rights", {"department_id": department, "grants": {"right.grant": word}}, expect=409)
    assert refused["code"] == "last_administrator"
    assert part(admin.get("/rights"), "Quản trị")["grants"]["right.grant"] is True


def test_only_who_may_grant_sees_the_matrix(console, world):
    console(world.supervisor).get("/rights", expect=403)
    console(world.supervisor).put("/rights", {"grants": {}}, expect=403)


def test_granting_asks_for_a_fresh_proof(admin):
    department = part(admin.get("/rights"), "Kinh doanh")["id"]
    with clock.at(clock.now() + timedelta(minutes=6)):
        body = {"department_id": department, "grants": {"audit.read": True}}
        assert admin.put("/rights", body, expect=403)["code"] == "step_up_required"


def test_everybody_reads_what_he_may_do_himself(console, world):
    own = console(world.rep1).get("/rights/own")["rights"]
    assert "customer.read" in own
    assert "right.grant" not in own
