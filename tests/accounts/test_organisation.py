"""Setting up an organisation: its first steps, branches, departments, titles, and where its people find help."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from server.accounts.rules import e164, is_open
from server.core import clock
from server.core.unit_of_work import unit_of_work

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HOTLINE = {
    "label": "Tổng đài",
    "phone": "0973.090.393",
    "opens": "07:00",
    "closes": "22:00",
    "days": [1, 2, 3, 4, 5, 6],
}
HELP = {
    "hotlines": [HOTLINE, {**HOTLINE, "label": "Trực đêm", "opens": "22:00", "closes": "02:00", "days": [6]}],
    "guides": [{"title": "Câu hỏi thường gặp", "url": "https://help.example/faq", "kind": "faq"}],
    "channels": [{"kind": "zalo", "label": "Zalo", "url": "https://zalo.me/0973090393"}],
}


@pytest.fixture
def admin(console, world):
    return console(world.admin)


def saturday(hour: int, minute: int = 0, day: int = 21) -> datetime:
    """21 November 2026 is a Saturday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


def done(console) -> set[str]:
    return {step["key"] for step in console.get("/organisation")["steps"] if step["done"]}


def history(database, world, action: str) -> list[str]:
    with unit_of_work(database, world.tenant_id) as session:
        query = text("SELECT d.body FROM audit_entry e JOIN audit_detail d USING (tenant_id, n) WHERE e.action = :a")
        return list(session.scalars(query, {"a": action}))


@pytest.mark.covers("RB-12")
def test_the_first_steps_are_done_by_doing_them(admin, phone, world):
    assert done(admin) == {"branch", "department", "employee", "invite"}
    rep = phone(world.rep1)
    rep.customer_made(full_name="Tạp hoá Cô Ba")
    assert done(admin) == {"branch", "department", "employee", "invite", "phone", "customer"}


def test_who_does_not_set_up_sees_no_steps(console, world):
    assert console(world.rep1).get("/organisation")["steps"] == []
    console(world.rep1).patch("/organisation", {"name": "Của tôi"}, expect=403)


def test_a_change_of_the_organisation_reaches_phones_and_the_history(admin, phone, database, world):
    rep = phone(world.rep1)
    admin.patch("/organisation", {"name": "  Công ty Mới ", "hotline": None, "help": HELP})
    rep.pull()
    (held,) = rep.held("organisation").values()
    assert (held["name"], held["help"]["hotlines"][0]["phone"]) == ("Công ty Mới", "0973.090.393")
    (entry,) = history(database, world, "organisation.change")
    assert "Công ty a" in entry


@pytest.mark.covers("RB-13")
def test_branches_are_added_renamed_and_archived_when_empty(admin, world):
    hue = admin.post("/branches", {"name": "Huế"}, expect=201)
    assert admin.patch(f"/branches/{hue['id']}", {"name": "Thừa Thiên Huế"})["name"] == "Thừa Thiên Huế"
    assert admin.patch(f"/branches/{hue['id']}", {"archived": True})["archived"] is True
    (da_nang,) = [item for item in admin.get("/branches")["items"] if not item["archived"]]
    assert admin.patch(f"/branches/{da_nang['id']}", {"archived": True}, expect=409)["code"] == "in_use"
    del world


def test_two_branches_of_one_name_are_refused_whatever_the_accents(admin):
    assert admin.post("/branches", {"name": "da nang"}, expect=409)["code"] == "name_taken"


@pytest.mark.covers("RB-14", "RB-15")
def test_a_department_has_titles_and_its_rights(admin, world):
    department = admin.post("/departments", {"name": "Chăm sóc khách hàng"}, expect=201)
    path = f"/departments/{department['id']}"
    title = admin.post(f"{path}/titles", {"name": "Tư vấn viên"}, expect=201)
    (shown,) = [item for item in admin.get("/departments")["items"] if item["id"] == department["id"]]
    assert (shown["people"], [item["name"] for item in shown["titles"]]) == (0, ["Tư vấn viên"])
    admin.patch(f"/titles/{title['id']}", {"archived": True})
    admin.patch(path, {"archived": True})
    assert admin.post(f"{path}/titles", {"name": "Trưởng nhóm"}, expect=404)["code"] == "not_found"
    del world


def test_what_somebody_is_in_is_not_archived(admin):
    (sales,) = [item for item in admin.get("/departments")["items"] if item["name"] == "Kinh doanh"]
    refused = admin.patch(f"/departments/{sales['id']}", {"archived": True}, expect=409)
    assert (refused["code"], refused["people"]) == ("in_use", 3)
    title = sales["titles"][0]["id"]
    assert admin.patch(f"/titles/{title}", {"archived": True}, expect=409)["code"] == "in_use"


def test_a_renamed_title_is_renamed_on_phones(admin, phone, world):
    rep = phone(world.rep1)
    (sales,) = [item for item in admin.get("/departments")["items"] if item["name"] == "Kinh doanh"]
    admin.patch(f"/titles/{sales['titles'][0]['id']}", {"name": "Đại diện thương mại"})
    rep.pull()
    assert rep.held("employee")[str(world.rep1.id)]["title"] == "Đại diện thương mại"


@pytest.mark.covers("RB-17")
@pytest.mark.parametrize("path", ["/branches", "/departments"])
def test_only_who_sets_up_adds_parts(console, world, path):
    assert console(world.supervisor).post(path, {"name": "Thêm"}, expect=403)["code"] == "forbidden"


@pytest.mark.covers("RB-40", "RB-41")
@pytest.mark.parametrize(
    ("moment", "answered"),
    [
        (saturday(6, 59), [False, False]),
        (saturday(7), [True, False]),
        (saturday(21, 59), [True, False]),
        (saturday(22), [False, True]),
        (saturday(1, 59, day=22), [False, True]),
        (saturday(2, day=22), [False, False]),
        (saturday(12, day=22), [False, False]),
    ],
)
def test_help_tells_who_answers_now(console, world, moment, answered):
    with clock.at(moment):
        console(world.admin).patch("/organisation", {"help": HELP})
        shown = console(world.rep1).get("/help")
    assert [hotline["open_now"] for hotline in shown["hotlines"]] == answered
    assert shown["open_now"] is any(answered)
    assert (shown["guides"], shown["channels"]) == (HELP["guides"], HELP["channels"])


def test_a_hotline_that_opens_and_closes_at_the_same_time_never_closes():
    always = {**HOTLINE, "opens": "00:00", "closes": "00:00", "days": [6]}
    assert is_open(always, saturday(0))
    assert is_open(always, saturday(23, 59))
    assert not is_open(always, saturday(12, day=23))


def test_phones_learn_at_which_address_the_exchange_dials(admin, phone, world):
    rep = phone(world.rep1)
    admin.patch("/organisation", {"call_url": "https://pbx.example/dial?to={phone}"})
    rep.pull()
    (held,) = rep.held("organisation").values()
    assert held["call_url"] == "https://pbx.example/dial?to={phone}"
    assert admin.patch("/organisation", {"call_url": None})["call_url"] is None


@pytest.mark.parametrize("address", ["javascript:alert('{phone}')", "https://pbx.example/dial", "sip:{phone}@pbx {x}"])
def test_an_exchange_that_could_not_dial_or_could_harm_is_refused(admin, address):
    assert admin.patch("/organisation", {"call_url": address}, expect=422)["code"] == "invalid_input"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("channels", {"kind": "zalo", "label": "x", "url": "javascript:alert(1)"}),
        ("guides", {"kind": "faq", "title": "x", "url": "data:text/html,x"}),
        ("hotlines", {**HOTLINE, "opens": "25:00"}),
        ("hotlines", {**HOTLINE, "days": [8]}),
    ],
)
def test_help_that_could_harm_is_refused(admin, part, value):
    assert admin.patch("/organisation", {"help": {part: [value]}}, expect=422)["code"] == "invalid_input"


def test_a_time_zone_that_does_not_exist_is_refused(admin):
    admin.patch("/organisation", {"timezone": "Asia/Sao_Hoa"}, expect=422)


@pytest.mark.parametrize(
    "spelling", ["0903 123 456", "0903.123.456", "+84 903 123 456", "84903123456", "0084-903-123456", "(0903) 123456"]
)
def test_a_telephone_number_has_one_form(spelling):
    assert e164(spelling) == "+84903123456"


@pytest.mark.parametrize("nothing", ["", "090", "không có", "+0123456789", "0903123456x", "٠٩٠٣١٢٣٤٥٦"])
def test_what_is_no_telephone_number_is_refused(nothing):
    with pytest.raises(ValueError, match=r".*"):
        e164(nothing)
