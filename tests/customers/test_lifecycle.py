"""Lead, Tiềm năng, Khách hàng: forward by button, by conversion once, and archived customers come back as they were."""

import pytest


@pytest.fixture
def rep(phone, world):
    return phone(world.rep1)


@pytest.fixture
def me(console, world):
    return console(world.rep1)


@pytest.fixture
def shop(rep):
    return rep.customer_made(full_name="Cô Ba")


@pytest.mark.covers("TM-14", "F-03", "G-38")
def test_a_lead_becomes_potential_by_a_button_and_only_once(rep, me, shop):
    assert me.post(f"/customers/{shop}/advance")["status"] == "potential"
    assert me.post(f"/customers/{shop}/advance", expect=409)["code"] == "not_forward"
    rep.pull()
    assert rep.held("customer")[shop]["status"] == "potential"
    (change,) = me.get(f"/customers/{shop}/attributes/status/history")["items"]
    assert (change["before"], change["after"], change["by"]["name"]) == ("lead", "potential", "Nguyễn Thị Một")


@pytest.mark.covers("TM-11")
def test_a_conversion_happens_once_and_links_both_ways(rep, me, shop):
    rep.push(rep.submit("interaction.f2f", {"customer": shop, "note": "Ghé thăm"}))
    made = me.post(f"/customers/{shop}/convert", {"tax_code": "0401234567", "invoice_name": "Cô Ba"})
    again = me.post(f"/customers/{shop}/convert", {"invoice_name": "Khác"})
    assert (again["id"], again["details"]) == (made["id"], {"tax_code": "0401234567", "invoice_name": "Cô Ba"})
    shown = me.get(f"/customers/{shop}")
    assert (shown["status"], shown["buyer"]["id"]) == ("customer", made["id"])
    assert me.get(f"/buyers/{made['id']}")["customer"] == {"id": shop, "name": "Cô Ba"}
    assert [one["id"] for one in me.get("/buyers")["items"]] == [made["id"]]
    assert len(me.get(f"/customers/{shop}/timeline")["items"]) > 1


def test_buyers_are_seen_by_who_sees_the_customer(me, shop, console, world):
    made = me.post(f"/customers/{shop}/convert")
    stranger = console(world.rep3)
    stranger.get(f"/buyers/{made['id']}", expect=404)
    assert stranger.get("/buyers")["items"] == []
    stranger.post(f"/customers/{shop}/convert", expect=404)


def test_a_buyer_goes_between_vip_and_old_and_never_back_to_a_lead(me, shop):
    assert me.post(f"/customers/{shop}/status", {"status": "vip"}, expect=409)["code"] == "not_forward"
    me.post(f"/customers/{shop}/convert")
    for status in ("vip", "old", "customer"):
        assert me.post(f"/customers/{shop}/status", {"status": status})["status"] == status
    assert me.post(f"/customers/{shop}/status", {"status": "potential"}, expect=409)["code"] == "not_forward"
    assert [one["id"] for one in me.get("/customers", status="customer")["items"]] == [shop]


@pytest.mark.covers("TM-15", "TM-39", "TM-40", "G-38", "F-01")
def test_an_archived_customer_is_out_of_sight_and_comes_back_as_it_was(rep, me, console, world, shop):
    boss = console(world.supervisor)
    me.post(f"/customers/{shop}/advance")
    boss.post("/customers/archive", {"ids": [shop]})
    assert me.get("/customers")["items"] == me.get("/customers", q="co ba")["items"] == []
    assert me.get("/customers/points", bbox="102,8,110,24")["items"] == []
    (kept,) = me.get("/customers", archived="true")["items"]
    assert kept["archived_at"] is not None
    boss.post("/customers/restore", {"ids": [shop]})
    shown = me.get(f"/customers/{shop}")
    assert (shown["owner"]["id"], shown["status"]) == (rep.employee_id, "potential")


@pytest.mark.covers("RB-30", "RB-31")
@pytest.mark.usefixtures("console", "world")
def test_what_is_done_to_a_customer_makes_it_recently_updated(me, shop, rep):
    other = rep.customer_made(full_name="Chú Tư")
    me.post(f"/customers/{shop}/advance")
    assert [one["id"] for one in me.get("/customers/recent")["items"]] == [shop, other]
