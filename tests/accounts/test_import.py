"""Lists of employees from Excel: every row is looked at first, then all are taken or none; no file does harm."""

import io
import time
import zipfile
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from server.accounts.import_rules import COLUMNS, in_cycle, read_rows
from server.accounts.service.workbooks import template
from server.core.unit_of_work import unit_of_work
from tests.accounts.test_tree import is_exact
from tests.kit.console import UNSAFE

HEADINGS = [heading for heading, _ in COLUMNS.values()]
SALES = ("Kinh doanh", "Nhân viên bán hàng")
LEAD = ("Quản lý bán hàng", "Giám sát bán hàng")


@pytest.fixture
def admin(console, world):
    """The administrator; the director has a code by which rows name him."""
    signed_in = console(world.admin)
    signed_in.patch(f"/employees/{world.director.id}", {"code": "GD"})
    return signed_in


def row(code: str, manager: str | None = "GD", place: tuple = SALES, name: str | None = None, **more) -> list:
    said = {
        "code": code,
        "name": name or f"Người {code}",
        "department": place[0],
        "title": place[1],
        "manager": manager,
    }
    return [{**said, **more}.get(column) for column in COLUMNS]


def workbook(*rows: list, headings: list | None = None) -> bytes:
    book = Workbook()
    for cells in (headings or HEADINGS, *rows):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(console, content: bytes, expect: int = 200, *, dry_run: bool = False) -> dict:
    form = {"file": (io.BytesIO(content), "ds.xlsx"), "dry_run": "true" if dry_run else "false"}
    answer = console.client.post("/api/v1/employees/import", data=form, headers=UNSAFE)
    assert answer.status_code == expect, answer.text
    return answer.json


def totals(answer: dict) -> tuple[int, int, int]:
    return answer["created"], answer["updated"], answer["skipped"]


def problems(answer: dict) -> dict[int, list[str]]:
    return {one["row"]: [problem["code"] for problem in one["problems"]] for one in answer["rows"] if one["problems"]}


def people(admin) -> dict[str, dict]:
    return {item["code"]: item for item in admin.get("/employees")["items"] if item["code"]}


def test_managers_may_stand_anywhere_in_the_same_list(admin, database, world):
    content = workbook(row("C", "B"), row("B", "A", LEAD), row("A", "GD", LEAD, phone=903123456))
    assert totals(send(admin, content)) == (3, 0, 0)
    found = people(admin)
    assert (found["C"]["manager_id"], found["B"]["manager_id"]) == (found["B"]["id"], found["A"]["id"])
    assert (found["C"]["depth"], found["A"]["phone"]) == (3, "+84903123456")
    with unit_of_work(database, world.tenant_id) as session:
        assert is_exact(session)


def test_who_comes_by_a_list_is_seen_above_and_reads_what_is_his(admin, console, phone, world):
    send(admin, workbook(row("A", world.supervisor.name)))
    assert "Người A" in {item["name"] for item in console(world.supervisor).get("/employees")["items"]}
    assert "Người A" not in {item["name"] for item in console(world.other).get("/employees")["items"]}
    rep = phone(world.rep3)
    rep.pull()
    assert "Người A" in {one["name"] for one in rep.held("employee").values()}


def test_a_dry_run_tells_everything_and_changes_nothing(admin, world):
    before = admin.get("/employees")["items"]
    answer = send(admin, workbook(row("A"), row("B", "A")), dry_run=True)
    assert [(one["row"], one["action"]) for one in answer["rows"]] == [(2, "create"), (3, "create")]
    assert admin.get("/employees")["items"] == before
    del world


def test_the_same_list_twice_changes_nothing_the_second_time(admin):
    content = workbook(row("A", phone="0903 123 456"), row("B", "A"))
    assert totals(send(admin, content)) == (2, 0, 0)
    assert totals(send(admin, content)) == (0, 0, 2)


def test_who_has_the_code_is_changed_and_moved(admin, database, world):
    send(admin, workbook(row("A", place=LEAD), row("B", "A", LEAD), row("C", "B")))
    answer = send(admin, workbook(row("B", "GD", LEAD, name="Tên Mới"), row("A", "B", LEAD)))
    assert totals(answer) == (0, 2, 0)
    found = people(admin)
    assert (found["B"]["name"], found["A"]["manager_id"], found["C"]["depth"]) == ("Tên Mới", found["B"]["id"], 2)
    with unit_of_work(database, world.tenant_id) as session:
        assert is_exact(session)


def test_each_row_is_told_what_is_wrong_with_it(admin, world):
    del world
    content = workbook(
        row("A", "không ai"), row("B", place=("Kinh doanh", "Vua")), row("C", place=("Hoàng cung", "Vua")),
        row("D", branch="Sao Hoả"), row("E", email="e@"), row("F", phone="12"), row("G"), row("g"),
        row("H", None), ["I", None, *SALES, "GD"], [None, "Không Mã", *SALES, "GD"], row("K", "L"), row("L", "K"),
        row("M", name="x" * 300), row("N"),
    )  # fmt: skip
    answer = send(admin, content, dry_run=True)
    assert problems(answer) == {
        2: ["unknown_manager"], 3: ["unknown_title"], 4: ["unknown_department"], 5: ["unknown_branch"],
        6: ["bad_email"], 7: ["bad_phone"], 8: ["duplicate_code"], 9: ["duplicate_code"], 10: ["manager_missing"],
        11: ["name_missing"], 12: ["code_missing"], 13: ["manager_cycle"], 14: ["manager_cycle"], 15: ["too_long"],
    }  # fmt: skip
    assert answer["rows"][0]["problems"][0]["vi"] == "Không thấy quản lý này"
    assert answer["created"] == 1


def test_one_bad_row_keeps_the_whole_list_out(admin):
    refused = send(admin, workbook(row("A"), row("B", "không ai")), expect=422)
    assert (refused["code"], [one["row"] for one in refused["rows"]]) == ("import_refused", [3])
    assert "A" not in people(admin)


def test_a_list_makes_no_cycle_with_those_who_are_there(admin):
    send(admin, workbook(row("A", place=LEAD), row("B", "A", LEAD)))
    assert problems(send(admin, workbook(row("A", "B", LEAD)), expect=422)) == {2: ["manager_cycle"]}


@pytest.fixture
def limited(admin, console, world):
    """A supervisor who may take people on, and no more."""
    department = next(item for item in admin.get("/rights")["departments"] if item["name"] == "Quản lý bán hàng")
    admin.put("/rights", {"department_id": department["id"], "grants": {"employee.write": True}})
    for code, member in (("GS", world.supervisor), ("N3", world.rep3), ("N1", world.rep1)):
        admin.patch(f"/employees/{member.id}", {"code": code})
    return console(world.supervisor)


def test_a_list_gives_nobody_more_than_the_one_who_sends_it(limited):
    admins = ("Quản trị", "Quản trị hệ thống")
    content = workbook(
        row("X", "GS", admins), row("Y", "N3"), row("N3", "GS"), row("Z", "gốc"), row("N1", "gốc"), row("V", "GS")
    )
    assert problems(send(limited, content, dry_run=True)) == {
        2: ["cannot_grant"], 4: ["out_of_reach", "move_not_allowed"], 5: ["root_not_allowed"], 6: ["root_not_allowed"],
    }  # fmt: skip
    assert problems(send(limited, workbook(row("Y", "N3")), dry_run=True)) == {2: ["unknown_manager"]}


def test_only_who_may_imports(console, world):
    send(console(world.rep1), workbook(row("A")), expect=403)
    console(world.rep1).get("/employees/import/template.xlsx", expect=403)


def test_a_list_in_json_is_taken_like_one_in_a_workbook(admin):
    rows = [dict(zip(COLUMNS, row("A"), strict=True))]
    assert totals(admin.post("/employees/import", {"rows": rows, "dry_run": True})) == (1, 0, 0)
    admin.post("/employees/import", {"rows": "x"}, expect=422)


def test_the_template_is_a_list_without_formulas(admin):
    answer = admin.client.get("/api/v1/employees/import/template.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert {cell.data_type for cells in sheet for cell in cells} == {"s"}
    assert problems(send(admin, answer.data, dry_run=True)) == {2: ["unknown_manager"]}


def test_headings_are_understood_in_other_spellings():
    (read,) = read_rows([["MA NV", "họ tên *", "SĐT"], ["7", "Người Bảy", "0903123456"]])
    assert (read.code, read.name, read.number_of_phone()) == ("7", "Người Bảy", "+84903123456")
    assert read_rows([["x", "y"], ["1", "2"]]) is None


ids = st.integers(0, 7).map(lambda number: UUID(int=number))


@given(st.dictionaries(ids, st.none() | ids))
def test_a_cycle_is_found_as_by_walking(managers):
    def loops(one) -> bool:
        seen = set()
        while one is not None and one not in seen:
            seen.add(one)
            one = managers.get(one)
        return one is not None

    assert in_cycle(managers) >= {one for one in managers if loops(one)}
    assert not any(not loops(one) for one in in_cycle(managers))


def archive(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    """A workbook with some of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or template())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
OPEN = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def sheet(data: bytes, before: bytes = b"") -> bytes:
    return OPEN + before + b"<sheetData>" + data + b"</sheetData></worksheet>"


def far_cell() -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    return archive({SHEET: sheet(cell, b'<dimension ref="A1:XFD1048576"/>')})


def laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]>"
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    cell = b'<row r="1"><c r="A1" t="str"><v>&l11;</v></c></row></sheetData></worksheet>'
    return archive({SHEET: head + body + cell})


def outside() -> bytes:
    """A cell that wants to hold a file of the server."""
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = OPEN.removeprefix(b'<?xml version="1.0"?>') + b'<sheetData><row r="1"><c r="A1" t="str"><v>&f;</v></c></row>'
    return archive({SHEET: head + body + b"</sheetData></worksheet>"})


def many_rows() -> bytes:
    return archive({SHEET: sheet(b"".join(b'<row r="%d"><c t="str"><v>x</v></c></row>' % n for n in range(1, 60_000)))})


def macros() -> bytes:
    return archive({"xl/vbaProject.bin": b"x"})


def swollen() -> bytes:
    return archive({"xl/media/image1.png": b"\0" * 60_000_000})


def same_letter() -> bytes:
    return archive({"xl/sharedStrings.xml": b" " * 20_000_000})


HOSTILE = {
    "far cell": far_cell, "billion laughs": laughs, "outside entity": outside, "too many rows": many_rows,
    "macros": macros, "swollen": swollen, "ratio": same_letter, "nothing": lambda: b"", "text": lambda: b"ma,ten\n1,2",
    "cut off": lambda: template()[:-400], "no sheet": lambda: archive({SHEET: b"<x/>"}),
    "no XML": lambda: archive({"xl/workbook.xml": b"\xff\xfe"}), "zip": lambda: archive({}, workbook(["x"]))[:60],
    "no headings": lambda: workbook(["x"], headings=["a", "b"]), "only headings": workbook,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_does_harm(admin, name):
    content, began = HOSTILE[name](), time.perf_counter()
    refused = send(admin, content, expect=422, dry_run=True)
    assert refused["code"] == "workbook_refused", refused
    assert time.perf_counter() - began < 20


def test_formulas_are_read_as_their_last_values_and_never_run(admin):
    content = workbook(row("A", name='=HYPERLINK("http://evil.example","x")'))
    assert problems(send(admin, content, dry_run=True)) == {2: ["name_missing"]}


def test_hidden_sheets_are_not_read(admin):
    book = load_workbook(io.BytesIO(workbook(row("A"))))
    hidden = book.create_sheet("x", 0)
    hidden.sheet_state = "hidden"
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    assert totals(send(admin, out.getvalue(), dry_run=True)) == (1, 0, 0)


@pytest.mark.slow
def test_a_thousand_people_come_within_seconds(admin):
    rows = [row(f"N{n}", f"N{n // 8}" if n >= 8 else "GD", LEAD) for n in range(1, 1001)]
    began = time.perf_counter()
    assert totals(send(admin, workbook(*rows))) == (1000, 0, 0)
    assert time.perf_counter() - began < 30
