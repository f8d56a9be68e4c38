"""The digest agrees with what a phone holds, and with nothing else."""

from hashlib import sha256

import pytest

from tests.kit.phone import shop_answers


def summed(phone) -> dict[str, dict[str, object]]:
    """What the phone itself reckons of its rows."""
    lines: dict[str, list[str]] = {}
    for (kind, row_id), version in phone.versions.items():
        if (kind, row_id) in phone.rows:
            lines.setdefault(kind, []).append(f"{row_id}:{version}\n")
    return {k: {"count": len(v), "sha256": sha256("".join(sorted(v)).encode()).hexdigest()} for k, v in lines.items()}


def asked(phone, cursor: str | None = None):
    answer = phone.ask("/sync/digest", {"cursor": cursor or phone.cursor})
    assert answer.status_code == 200, answer.text
    return answer.json


def full(answer) -> dict[str, dict[str, object]]:
    return {kind: told for kind, told in answer["kinds"].items() if told["count"]}


def test_after_a_pull_both_reckon_the_same_for_every_kind(phone, world):
    rep, supervisor = phone(world.rep1), phone(world.supervisor)
    rep.customer_made()
    for someone in (rep, supervisor):
        someone.pull()
        answer = asked(someone)
        assert answer["stale"] is False
        assert full(answer) == summed(someone)
        assert {"customer", "form", "employee", "organisation"} <= set(full(answer))


def test_kinds_without_rows_are_told_too(phone, world):
    rep = phone(world.rep1)
    rep.pull(kinds={"route": 1, "organisation": 1})
    assert asked(rep)["kinds"]["route"] == {"count": 0, "sha256": sha256(b"").hexdigest()}
    assert set(asked(rep)["kinds"]) == {"route", "organisation"}


@pytest.mark.parametrize("loss", ["a row", "a version"])
def test_a_row_that_was_lost_or_is_old_shows_in_its_kind_alone_and_comes_again(phone, world, loss):
    rep = phone(world.rep1)
    customer_id = rep.customer_made()
    if loss == "a row":
        del rep.rows[("customer", customer_id)]
    else:
        rep.versions[("customer", customer_id)] -= 1
    told, own = full(asked(rep)), summed(rep)
    assert {kind for kind in told if told[kind] != own.get(kind)} == {"customer"}
    rep.pull(reset=["customer"])
    assert full(asked(rep)) == summed(rep)


def test_what_is_new_of_these_kinds_must_be_pulled_first(phone, world):
    rep = phone(world.rep1)
    rep.pull()
    rep.push(rep.submit("customer.shop", shop_answers()))
    assert asked(rep) == {"stale": True, "kinds": {}}
    rep.pull()
    assert asked(rep)["stale"] is False


def test_what_others_do_out_of_sight_does_not_make_it_stale(phone, world):
    rep, stranger = phone(world.rep1), phone(world.rep3)
    rep.pull()
    stranger.customer_made()
    assert asked(rep)["stale"] is False


def test_in_the_middle_of_a_pass_there_is_something_to_pull(phone, world):
    rep = phone(world.rep1)
    page = rep.pull_page(limit=1)
    assert asked(rep, page["cursor"])["stale"] is True


def test_a_cursor_of_somebody_else_says_nothing(phone, world):
    rep, other = phone(world.rep1), phone(world.rep2)
    rep.pull()
    answer = other.ask("/sync/digest", {"cursor": rep.cursor})
    assert (answer.status_code, answer.json["code"]) == (409, "cursor_reset")
