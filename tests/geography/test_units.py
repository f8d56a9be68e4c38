import gzip
import json
from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from server.core.database import Database, tenant_bound
from server.core.unit_of_work import unit_of_work
from server.geography import queries
from server.geography.service import load_units
from tests.kit.databases import as_owner

URL = "/api/v1/geography/units.json"


@pytest.fixture
def loaded(database):
    with unit_of_work(database) as session:
        load_units(session)
    return database


@pytest.fixture
def visitor(loaded, phone, world):
    """A phone whose requests say whose it is."""
    del loaded
    rep = phone(world.rep1)
    rep.client.environ_base["HTTP_AUTHORIZATION"] = rep.headers["Authorization"]
    return rep.client


@pytest.fixture
def reading(loaded):
    with unit_of_work(loaded) as session:
        yield session


def test_loading_twice_changes_nothing(loaded):
    with unit_of_work(loaded) as session:
        assert load_units(session) is False
        assert session.scalar(text("SELECT count(*) FROM administrative_unit")) == 34 + 3321 + 63 + 696 + 10035


@pytest.fixture
def owned(database_url) -> Iterator[Session]:
    """A session of the role that owns the tables: nobody else may write the units of all."""
    engine = create_engine(as_owner(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        outer = connection.begin()
        sessions = sessionmaker(connection, join_transaction_mode="create_savepoint")
        with unit_of_work(Database(tenant_bound(sessions))) as session:
            yield session
            session.rollback()
        outer.rollback()


def test_another_version_of_the_data_set_corrects_names_and_keeps_unknown_units(owned):
    owned.execute(text("UPDATE administrative_unit SET source = 'older', name = 'sai' WHERE code <> '48'"))
    owned.execute(text("UPDATE administrative_unit SET source = 'older' WHERE code = '48'"))
    owned.execute(
        text("INSERT INTO administrative_unit (system, code, level, name, short_name, source)"
             " VALUES ('2025', '99', 'province', 'Cũ', 'Cũ', 'older')")
    )  # fmt: skip
    assert load_units(owned) is True
    assert queries.display_name(owned, "20242", "48") == "Phường Hải Châu, Thành phố Đà Nẵng"
    assert queries.display_name(owned, None, "99") == "Cũ"


def test_a_unit_is_found_by_its_code_and_only_while_in_force(reading):
    ward = queries.unit_by_code(reading, "20242")
    assert (ward.name, ward.parent_code, ward.level) == ("Phường Hải Châu", "48", "ward")
    assert queries.unit_by_code(reading, "490") is None


def test_the_nearest_ward_to_its_own_point_is_itself(reading):
    for code in ("20242", "00070", "26740"):
        ward = queries.unit_by_code(reading, code)
        assert queries.nearest_ward(reading, lat=ward.lat + 0.0005, lon=ward.lon).code == code


def test_a_display_name_leaves_out_what_is_unknown(reading):
    assert queries.display_name(reading, "20242", None) == "Phường Hải Châu"
    assert queries.display_name(reading, "nope", "48") == "Thành phố Đà Nẵng"
    assert queries.display_name(reading, None, None) == ""


def test_a_split_ward_names_all_its_successors_the_likeliest_first(reading):
    code = reading.scalar(text("SELECT legacy_code FROM administrative_unit_mapping WHERE is_split LIMIT 1"))
    found = queries.successors(reading, code)
    assert len(found) > 1
    assert [successor.is_default for successor in found] == [True] + [False] * (len(found) - 1)


def test_the_points_of_old_wards_lie_in_the_province(reading):
    points = queries.legacy_points(reading, "48")
    wards = {ward.code for ward in queries.places(reading, "ward", parent_code="48")}
    assert {code for code, _, _ in points} <= wards
    assert all(14 < lat < 17 and 107 < lon < 113 for _, lat, lon in points)


def test_everybody_who_is_signed_in_may_fetch_the_units_once(visitor):
    answer = visitor.get(URL)
    document = answer.get_json()
    assert answer.status_code == 200
    assert len(document["provinces"]) == 34
    assert len(document["wards"]) == 3321
    assert document["version"].startswith("vietnamadminunits ")
    assert ["20242", "48", "Phường Hải Châu", 16.0762, 108.218] in document["wards"]
    assert "private" in answer.headers["Cache-Control"]
    again = visitor.get(URL, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_compressed_units_are_the_same_under_a_tag_of_their_own(visitor):
    plain, packed = visitor.get(URL), visitor.get(URL, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == plain.get_json()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
