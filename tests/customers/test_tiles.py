"""The map as vector tiles: what one sees, counted from afar and one by one from near."""

import pytest

from server.core.tiles import tile_of
from server.customers.queries.tiles import Tile, unweave, weave
from tests.kit.phone import FIX


def tile_at(zoom, lat=FIX["lat"], lon=FIX["lon"]):
    x, y = unweave(tile_of(lat, lon))
    return zoom, x >> (14 - zoom), y >> (14 - zoom)


def fetched(signed_in, z, x, y):
    answer = signed_in.client.get(f"/api/v1/tiles/customers/{z}/{x}/{y}.mvt")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/vnd.mapbox-vector-tile"
    return answer.data


@pytest.mark.parametrize("zoom", [0, 5, 6, 9, 10, 14])
def test_a_tile_shows_what_one_sees_and_nothing_else(phone, console, world, zoom):
    phone(world.rep1).customer_made(full_name="Cô Ba")
    layer = b"customers" if zoom >= 10 else b"clusters"
    assert layer in fetched(console(world.supervisor), *tile_at(zoom))
    assert fetched(console(world.rep3), *tile_at(zoom)) == b""
    assert fetched(console(world.supervisor), *tile_at(zoom, -33, 18)) in {
        b"",
        *([] if zoom else [fetched(console(world.supervisor), 0, 0, 0)]),
    }


def test_from_near_each_customer_has_its_name(phone, console, world):
    phone(world.rep1).customer_made(full_name="Cô Ba")
    assert "Cô Ba".encode() in fetched(console(world.rep1), *tile_at(14))


def test_a_shared_customer_counts_from_afar_too(phone, console, world):
    shop = phone(world.rep1).customer_made()
    body = {"customer_id": shop, "employee_id": str(world.rep3.id)}
    console(world.rep1).post("/shares", body, expect=201)
    assert b"clusters" in fetched(console(world.rep3), *tile_at(5))


def test_cells_follow_owners_archiving_and_moved_pins(phone, console, world):
    rep, boss = phone(world.rep1), console(world.supervisor)
    shop = rep.customer_made()
    boss.post("/customers/assign", {"ids": [shop], "owner_id": str(world.rep2.id)})
    assert fetched(console(world.rep1), *tile_at(5)) == b""
    assert fetched(console(world.rep2), *tile_at(5)) != b""
    boss.post("/customers/archive", {"ids": [shop]})
    assert fetched(console(world.rep2), *tile_at(5)) == b""


@pytest.mark.parametrize("address", ["23/0/0", "5/32/0", "0/1/0"])
def test_a_tile_that_is_none_is_refused(console, world, address):
    answer = console(world.rep1).client.get(f"/api/v1/tiles/customers/{address}.mvt")
    assert answer.status_code == 422


@pytest.mark.parametrize("zoom", [0, 3, 8, 12, 14, 17])
def test_the_numbers_of_a_tile_hold_the_points_in_it(zoom):
    tile = Tile(zoom, *unweave(weave(*tile_at(min(zoom, 14))[1:])))
    if zoom <= 14:
        first, last = tile.numbers(14)
        assert first <= tile_of(FIX["lat"], FIX["lon"]) <= last
        assert last - first + 1 == 4 ** (14 - zoom)
