import pytest

from server.accounts.service.founding import Founder, found
from server.core.unit_of_work import unit_of_work
from server.opportunities import queries
from tests.kit.phone import FIX
from tests.kit.selling import edited, made, product_answers


def answers(customer: str, quantities: dict[str, int], **changes) -> dict:
    items = [
        {"id": str(place), "product": product, "qty": qty, "delivery_frequency": "weekly"}
        for place, (product, qty) in enumerate(quantities.items())
    ]
    return {"customer": customer, "items": items, **changes}


@pytest.mark.covers("TB-70", "G-26")
@pytest.mark.usefixtures("listed")
def test_three_products_with_their_frequency_make_the_expected_value(boss, rep, desk, shop, soap):
    others = [made(boss, "product.profile", product_answers(code, price=20_000)) for code in ("B-1", "C-1")]
    noted = answers(shop, {soap: 2, others[0]: 3, others[1]: 1}, contact_window={"from": "09:00", "to": "10:30"})
    shown = desk.get(f"/opportunities/{made(rep, 'opportunity.tele', noted)}")
    assert shown["expected_value"] == 2 * 90_000 + 3 * 20_000 + 20_000
    assert {item["delivery_frequency"] for item in shown["items"]} == {"weekly"}
    assert (shown["contact_from"], shown["contact_to"]) == ("09:00", "10:30")
    assert shown["step"]["name"] == "Tiếp cận"


@pytest.mark.covers("TB-71")
def test_one_noted_face_to_face_counts_as_a_visit_and_is_on_the_timeline(rep, desk, shop, soap):
    made(rep, "opportunity.f2f", answers(shop, {soap: 1}, gps=FIX))
    kinds = {entry["kind"] for entry in desk.get(f"/customers/{shop}/timeline")["items"]}
    assert {"opportunity", "visit"} <= kinds
    assert len(desk.get("/visits", customer_id=shop)["items"]) == 1


@pytest.mark.covers("F-08")
def test_an_opportunity_goes_from_step_to_step_and_is_closed_when_won(rep, desk, shop, soap):
    one = made(rep, "opportunity.tele", answers(shop, {soap: 1}))
    (process,) = desk.get("/processes")["items"]
    assert [step["count"] for step in process["steps"]] == [1, 0, 0, 0, 0, 0]
    won = next(step for step in process["steps"] if step["outcome"] == "won")
    shown = desk.post(f"/opportunities/{one}/step", {"step_id": won["id"], "note": "Ký rồi"})
    assert shown["closed_at"]
    assert [(move["from_step"]["name"], move["to_step"]["name"], move["note"]) for move in shown["moves"]] == [
        ("Tiếp cận", "Chốt thành công", "Ký rồi")
    ]
    rep.pull()
    assert rep.held("opportunity")[one]["step"]["outcome"] == "won"
    assert [item["id"] for item in desk.get("/opportunities", outcome="won", customer_id=shop)["items"]] == [one]
    assert desk.get("/opportunities", outcome="open")["items"] == []


def test_a_step_of_nowhere_is_refused(rep, desk, shop, soap):
    one = made(rep, "opportunity.tele", answers(shop, {soap: 1}))
    refused = desk.post(f"/opportunities/{one}/step", {"step_id": one}, expect=422)
    assert refused["code"] == "step_unknown"


def test_an_open_one_is_changed_by_its_form_and_valued_anew(rep, desk, shop, soap):
    one = made(rep, "opportunity.tele", answers(shop, {soap: 1}))
    edited(rep, "opportunity.tele", "opportunity", one, {"items": answers(shop, {soap: 4})["items"]})
    assert desk.get(f"/opportunities/{one}")["expected_value"] == 400_000


def test_opportunities_are_seen_by_who_noted_them_and_those_above_him(rep, console, world, shop, soap):
    one = made(rep, "opportunity.tele", answers(shop, {soap: 1}))
    assert console(world.rep2).get("/opportunities")["items"] == []
    console(world.other).get(f"/opportunities/{one}", expect=404)
    assert console(world.director).get(f"/opportunities/{one}")["code"] == "CH000001"


def test_many_cost_as_many_statements_as_one(rep, shop, soap, count_queries):
    made(rep, "opportunity.tele", answers(shop, {soap: 1}))
    costs = []
    for count in (1, 10):
        with count_queries() as statements:
            rep.push(*[rep.submit("opportunity.tele", answers(shop, {soap: 1})) for _ in range(count)])
        costs.append(len(statements))
    assert costs[0] == costs[1]


@pytest.mark.covers("SW-02", "G-28")
def test_a_new_organisation_has_a_process_with_steps(database):
    with unit_of_work(database) as session:
        found(session, Founder("Công ty Mới", "Chủ", "chu@example.test"))
        (process,) = queries.processes(session)
        assert process.is_default
        assert [step.outcome for step in queries.steps(session, [process.id])] == ["open"] * 4 + ["won", "lost"]
