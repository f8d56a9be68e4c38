from collections import Counter

import pytest

from server.geography.service.source import Unit, read_mapping, read_units


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return read_units()


def test_holds_34_provinces_and_3321_wards_in_force_and_the_old_three_levels(units):
    assert Counter((unit.system, unit.level) for unit in units) == {
        ("2025", "province"): 34,
        ("2025", "ward"): 3321,
        ("legacy", "province"): 63,
        ("legacy", "district"): 696,
        ("legacy", "ward"): 10035,
    }


def test_a_code_stands_once_in_its_system(units):
    assert len({(unit.system, unit.code) for unit in units}) == len(units)


def test_every_parent_is_a_unit_of_the_same_system(units):
    known = {(unit.system, unit.code) for unit in units}
    assert all((unit.system, unit.parent_code) in known for unit in units if unit.parent_code)
    assert {unit.level for unit in units if unit.parent_code is None} == {"province"}


def test_the_archipelagos_are_units_of_vietnam(units):
    current = {unit.code: unit for unit in units if unit.system == "2025"}
    zones = [unit for unit in current.values() if unit.name.startswith("Đặc khu")]
    islands = {unit.name: current[unit.parent_code].name for unit in zones}
    assert islands["Đặc khu Hoàng Sa"] == "Thành phố Đà Nẵng"
    assert islands["Đặc khu Trường Sa"] == "Tỉnh Khánh Hòa"


def test_an_unknown_area_is_none_and_not_zero(units):
    assert all(unit.area_km2 is None or unit.area_km2 > 0 for unit in units)


def test_every_legacy_ward_went_somewhere_and_471_were_split(units):
    mapping = read_mapping()
    legacy = {unit.code for unit in units if unit.system == "legacy" and unit.level == "ward"}
    current = {unit.code for unit in units if unit.system == "2025" and unit.level == "ward"}
    assert legacy <= {row.legacy_code for row in mapping}
    assert {row.new_code for row in mapping} <= current
    assert len({row.legacy_code for row in mapping if row.is_split}) == 471


def test_each_legacy_ward_has_one_likeliest_successor():
    likeliest = Counter(row.legacy_code for row in read_mapping() if row.is_default)
    assert set(likeliest.values()) == {1}
    assert set(likeliest) == {row.legacy_code for row in read_mapping()}
