"""Handing in: what is taken, what is kept aside, and that no operation spoils another."""

import json

from tests.kit.phone import shop_answers


def test_a_shop_profile_becomes_a_customer_that_the_phone_pulls(phone, world):
    rep = phone(world.rep1)
    customer_id = rep.customer_made(full_name="Quán Cà Phê Sông Hàn")
    held = rep.held("customer")[customer_id]
    assert held["fields"]["full_name"] == "Quán Cà Phê Sông Hàn"
    assert held["owner_id"] == rep.employee_id


def test_the_same_batch_again_gives_the_first_answers_and_changes_nothing(phone, world):
    rep = phone(world.rep1)
    operation = rep.submit("customer.shop", shop_answers())
    (first,) = rep.push(operation)
    (second,) = rep.push(operation)
    assert (first["s"], second["s"], second["first"]) == ("applied", "duplicate", "applied")
    rep.pull()
    assert len(rep.held("customer")) == 1


def test_other_content_under_a_taken_number_is_kept_and_refused(phone, world, console):
    rep = phone(world.rep1)
    operation = rep.submit("customer.shop", shop_answers())
    rep.push(operation)
    (answer,) = rep.push({**operation, "answers": shop_answers(full_name="Khác")})
    assert (answer["s"], answer["code"]) == ("quarantined", "id_reuse")
    (kept,) = console(world.supervisor).get("/quarantine")["items"]
    assert "Khác" in kept["payload"]


def test_other_content_under_a_taken_submission_id_is_kept_and_refused(phone, world):
    rep = phone(world.rep1)
    first = rep.submit("customer.shop", shop_answers())
    second = {**rep.submit("customer.shop", shop_answers(full_name="Khác")), "id": first["id"]}
    answers = rep.push(first, second)
    assert [answer["s"] for answer in answers] == ["applied", "quarantined"]
    assert answers[1]["code"] == "id_reuse"


def test_a_missing_operation_is_asked_for_by_its_number(phone, world):
    rep = phone(world.rep1)
    rep.n = 3
    answer = rep.post([rep.submit("customer.shop", shop_answers())])
    assert answer.status_code == 409
    assert (answer.json["code"], answer.json["expected"]) == ("op_gap", 1)


def test_operations_before_a_gap_are_taken(phone, world):
    rep = phone(world.rep1)
    first = rep.submit("customer.shop", shop_answers())
    rep.n = 5
    answer = rep.post([first, rep.submit("customer.shop", shop_answers())])
    assert answer.json["processed_to"] == 1
    assert len(answer.json["results"]) == 1


def test_bad_items_get_their_own_answers_and_stop_no_neighbour(phone, world):
    rep = phone(world.rep1)
    good = rep.submit("customer.shop", shop_answers())
    bad_form = rep.submit("customer.spaceship", {})
    no_answers = {"n": rep.n, "t": "submit", "id": "not-a-uuid"}
    rep.n += 1
    strange = {"n": rep.n, "t": "dance"}
    rep.n += 1
    not_an_item = "garbage"
    rep.n += 1
    last = rep.submit("customer.shop", shop_answers(full_name="Sau cùng"))
    answers = rep.push(good, bad_form, no_answers, strange, not_an_item, last)
    assert [answer.get("code", answer["s"]) for answer in answers] == [
        "applied", "unknown_form", "validation", "unknown_kind", "validation", "applied",
    ]  # fmt: skip
    rep.pull()
    assert len(rep.held("customer")) == 2


def test_a_name_that_is_no_text_stops_no_neighbour(phone, world):
    """Members that nobody knows are passed over when a form is read, and were read for its digest."""
    rep = phone(world.rep1)
    strange, good = (rep.submit("customer.shop", shop_answers()) for _ in range(2))
    spoilt = json.dumps({**strange, "NAME": 1}).encode().replace(b"NAME", b"\xabecord")
    body = b'{"ops": [' + spoilt + b", " + json.dumps(good).encode() + b"]}"
    answer = rep.client.post("/api/v1/sync/push", data=body, headers=rep.headers, content_type="application/json")
    assert [one["s"] for one in answer.json["results"]] == ["quarantined", "applied"]


def test_what_cannot_be_applied_is_kept_with_its_reason(phone, world, console):
    rep = phone(world.rep1)
    rep.push(rep.submit("customer.spaceship", {"x": 1}))
    (kept,) = console(world.supervisor).get("/quarantine")["items"]
    assert (kept["code"], kept["employee"]["name"]) == ("unknown_form", world.rep1.name)
    assert '"customer.spaceship"' in kept["payload"]


def test_a_batch_that_cannot_be_read_names_the_place(phone, world):
    rep = phone(world.rep1)
    answer = rep.client.post("/api/v1/sync/push", data=b'{"ops": [1, 2', headers=rep.headers)
    assert answer.status_code == 422
    assert answer.json["code"] == "invalid_input"
    assert "pointer" in answer.json


def test_answers_that_break_a_rule_are_stored_and_flagged(phone, world, console):
    rep = phone(world.rep1)
    (answer,) = rep.push(rep.submit("customer.shop", {"full_name": "Thiếu", "phone": 5, "colour": "red"}))
    assert answer["s"] == "applied"
    (listed,) = console(world.supervisor).get("/submissions")["items"]
    assert "field_invalid:phone" in listed["flags"]
    assert "field_unknown:colour" in listed["flags"]
    assert "field_missing:address_ward" in listed["flags"]


def test_operations_of_one_transaction_fall_together(phone, world):
    rep = phone(world.rep1)
    one = rep.submit("customer.shop", shop_answers(), tx="pair")
    other = rep.submit("customer.spaceship", {}, tx="pair")
    after = rep.submit("customer.shop", shop_answers(full_name="Riêng"))
    answers = rep.push(one, other, after)
    assert [answer.get("code", answer["s"]) for answer in answers] == ["tx", "unknown_form", "applied"]
    rep.pull()
    assert [row["fields"]["full_name"] for row in rep.held("customer").values()] == ["Riêng"]


def test_a_console_cannot_push(console, world):
    signed_in = console(world.supervisor)
    refused = signed_in.post("/sync/push", {"ops": []}, expect=403)
    assert refused["code"] == "phone_only"


def test_a_form_that_goes_out_again_after_a_new_enrolment_is_the_same_form(phone, world, console):
    lost = phone(world.rep1)
    operation = lost.submit("customer.shop", shop_answers())
    lost.push(operation)
    again = phone(world.rep1)
    again.n = 2
    filler = {"n": 1, "t": "lost"}
    answers = again.push(filler, {**operation, "n": 2})
    assert [answer["s"] for answer in answers] == ["quarantined", "duplicate"]
    again.pull()
    assert len(again.held("customer")) == 1
    assert [kept["code"] for kept in console(world.supervisor).get("/quarantine")["items"]] == ["unknown_kind"]
