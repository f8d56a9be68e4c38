"""Reviewing what was sent: a decision, its reason, and word of it on the rep's phone."""

import pytest

from tests.kit.phone import shop_answers


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def submission_id(rep) -> str:
    return rep.customer_made()


@pytest.fixture
def boss(console, world):
    return console(world.supervisor)


def notices(rep):
    rep.pull()
    return list(rep.held("notification").values())


def test_an_approved_submission_is_shown_as_such_to_its_rep(rep, boss, submission_id, world):
    detail = boss.post(f"/submissions/{submission_id}/review", {"state": "approved"})
    assert detail["state"] == "approved"
    assert [(made["state"], made["by"]["name"]) for made in detail["reviews"]] == [("approved", world.supervisor.name)]
    rep.pull()
    held = rep.held("submission")[submission_id]
    assert (held["state"], held["reviewer"], held["comment"]) == ("approved", world.supervisor.name, None)
    assert notices(rep) == []


@pytest.mark.parametrize("state", ["has_issues", "rejected"])
def test_a_submission_that_comes_back_says_why_and_tells_its_rep(rep, boss, submission_id, state):
    boss.post(f"/submissions/{submission_id}/review", {"state": state, "comment": "Thiếu ảnh mặt tiền"})
    (notice,) = notices(rep)
    assert (notice["kind"], notice["body"], notice["read_at"]) == ("submission_reviewed", "Thiếu ảnh mặt tiền", None)
    assert notice["link"] == f"/submissions/{submission_id}"
    held = rep.held("submission")[submission_id]
    assert (held["state"], held["comment"]) == (state, "Thiếu ảnh mặt tiền")


@pytest.mark.parametrize("state", ["has_issues", "rejected"])
@pytest.mark.parametrize("comment", [None, "", "   "])
def test_nothing_is_sent_back_without_a_reason(rep, boss, submission_id, state, comment):
    refused = boss.post(f"/submissions/{submission_id}/review", {"state": state, "comment": comment}, expect=422)
    assert refused["code"] == "comment_needed"
    assert boss.get(f"/submissions/{submission_id}")["state"] == "received"
    assert notices(rep) == []


def test_praise_reaches_the_rep_too(rep, boss, submission_id):
    boss.post(f"/submissions/{submission_id}/review", {"state": "approved", "comment": "Ảnh đẹp"})
    assert [notice["body"] for notice in notices(rep)] == ["Ảnh đẹp"]


def test_nobody_reviews_what_he_sent_himself(phone, console, world):
    own = phone(world.supervisor).customer_made()
    refused = console(world.supervisor).post(f"/submissions/{own}/review", {"state": "approved"}, expect=403)
    assert refused["code"] == "own_submission"
    assert console(world.director).post(f"/submissions/{own}/review", {"state": "approved"})["state"] == "approved"


@pytest.mark.covers("RB-22", "RB-29")
@pytest.mark.parametrize(("part", "status"), [("other", 404), ("rep2", 403), ("office", 200), ("director", 200)])
def test_only_those_above_and_the_office_review(console, world, submission_id, part, status):
    """The right is asked for first; without sight the submission does not exist."""
    verdict = {"state": "approved"}
    console(getattr(world, part)).post(f"/submissions/{submission_id}/review", verdict, expect=status)


def test_a_second_look_stands_and_the_first_is_kept(rep, boss, console, world, submission_id):
    boss.post(f"/submissions/{submission_id}/review", {"state": "rejected", "comment": "Sai địa chỉ"})
    detail = console(world.director).post(f"/submissions/{submission_id}/review", {"state": "approved"})
    assert detail["state"] == "approved"
    assert [made["state"] for made in detail["reviews"]] == ["rejected", "approved"]
    rep.pull()
    assert rep.held("submission")[submission_id]["comment"] is None


@pytest.mark.parametrize("state", ["received", "lovely", None])
def test_a_decision_that_is_none_is_refused(boss, submission_id, state):
    boss.post(f"/submissions/{submission_id}/review", {"state": state}, expect=422)


def test_the_list_counts_by_state_and_narrows_to_one(rep, boss):
    made = [rep.submit("customer.shop", shop_answers(full_name=f"Shop {n}")) for n in range(3)]
    rep.push(*made)
    boss.post(f"/submissions/{made[0]['id']}/review", {"state": "approved"})
    page = boss.get("/submissions", state="received")
    assert {item["id"] for item in page["items"]} == {made[1]["id"], made[2]["id"]}
    assert page["counts"] == {"received": 2, "approved": 1}


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_bring_every_submission_once_the_newest_first(rep, boss, limit):
    for number in range(5):
        rep.push(rep.submit("customer.shop", shop_answers(full_name=f"Shop {number}")))
    seen, cursor = [], None
    while True:
        page = boss.get("/submissions", limit=limit, **({"cursor": cursor} if cursor else {}))
        seen += [item["received_at"] for item in page["items"]]
        if not (cursor := page["next"]):
            break
    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


def test_the_list_is_narrowed_by_form_and_time(rep, boss, submission_id):
    rep.push(rep.submit("interaction.tele", {"customer": submission_id, "note": "Gọi lại"}))
    assert [item["form"] for item in boss.get("/submissions", form="interaction.tele")["items"]] == ["interaction.tele"]
    assert len(boss.get("/submissions", **{"from": "2020-01-01T00:00:00Z"})["items"]) == 2
    assert boss.get("/submissions", **{"from": "2099-01-01T00:00:00Z"})["items"] == []
    assert boss.get("/submissions", to="2020-01-01T00:00:00Z")["items"] == []
    assert len(boss.get("/submissions", customer_id=submission_id)["items"]) == 2


def test_a_submission_shows_what_was_filled_in_and_in_which_form(rep, boss, submission_id):
    detail = boss.get(f"/submissions/{submission_id}")
    assert detail["answers"]["full_name"] == "Tạp hoá Cô Ba"
    assert (detail["definition"]["key"], detail["version"]) == ("customer.shop", 1)
    assert detail["form_title"] == detail["definition"]["title"]
    assert detail["customer"] == {"id": submission_id, "name": "Tạp hoá Cô Ba"}
    assert detail["employee"]["id"] == rep.employee_id
    assert {change["field"] for change in detail["changes"]} == set(detail["answers"])


@pytest.mark.covers("TB-06")
def test_a_report_notifies_whom_it_names_once(rep, phone, world, submission_id):
    named = [str(world.supervisor.id), str(world.supervisor.id), "01920000-0000-7000-8000-000000000001"]
    operation = rep.submit("interaction.f2f", {"customer": submission_id, "notify_to": named})
    for _ in range(2):
        rep.push(operation)
    boss = phone(world.supervisor)
    boss.pull()
    assert [row["kind"] for row in boss.held("notification").values()] == ["submission_received"]
