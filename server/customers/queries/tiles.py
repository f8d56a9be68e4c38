"""Customers as vector tiles: counted by cells from afar, one by one from near.

Far-off tiles are added up from `customer_cell`, which triggers keep; nearer ones are ranges of the integer tile column.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from server.accounts.queries import belongs_to_reach
from server.accounts.rules import SEE_ALL
from server.core import sql
from server.core.actor import Actor
from server.core.tiles import TILE_ZOOM
from server.customers.models import Customer, CustomerCell
from server.customers.queries.visibility import granted_beyond_reach, visible_to

DEEPEST = 22
EXTENT = 4096
COUNTED = (6, 8, 12)
"""The zooms of the cells that are counted beforehand."""
FINER = 2
"""A tile shows its clusters in cells so many zooms deeper: four by four of them."""
NEAR = 10
"""From this zoom on customers are looked at one by one."""
MOST_POINTS = 1_500


@dataclass(frozen=True)
class Tile:
    """A tile of the Web Mercator pyramid: zoom, column, row."""

    z: int
    x: int
    y: int

    def numbers(self, zoom: int) -> tuple[int, int]:
        """Return the inclusive range of the woven numbers of the cells of `zoom` that the tile covers, or lies in."""
        if zoom < self.z:
            cell = weave(self.x >> (self.z - zoom), self.y >> (self.z - zoom))
            return cell, cell
        first, shift = weave(self.x, self.y), 2 * (zoom - self.z)
        return first << shift, ((first + 1) << shift) - 1


def weave(x: int, y: int) -> int:
    """Return column and row with their bits woven, as `core.tiles` and the database number tiles."""
    return sum((x >> bit & 1) << (2 * bit) | (y >> bit & 1) << (2 * bit + 1) for bit in range(DEEPEST))


def unweave(cell: int) -> tuple[int, int]:
    """Return column and row of a woven number."""
    x = sum((cell >> (2 * bit) & 1) << bit for bit in range(DEEPEST))
    return x, sum((cell >> (2 * bit + 1) & 1) << bit for bit in range(DEEPEST))


def mvt(session: Session, actor: Actor, tile: Tile) -> bytes:
    """Return the customers in a tile whom the actor sees, as a Mapbox vector tile.

    From afar, and where there are very many, a layer `clusters` (`n` customers each), else a layer `customers` (`id`,
    `name`, `kind`, `status`).
    """
    if tile.z < NEAR:
        return _clusters(session, tile, _cells(session, actor, tile))
    places = _near(session, actor, tile)
    if sum(places.values()) > MOST_POINTS and tile.z < TILE_ZOOM:
        return _clusters(session, tile, places)
    return _points(session, actor, tile) if places else b""


def _counted(tile: Tile) -> int:
    return next(zoom for zoom in COUNTED if zoom >= tile.z + FINER)


def _level(tile: Tile, deepest: int) -> int:
    return min(tile.z + FINER, deepest)


def _cells(session: Session, actor: Actor, tile: Tile) -> Counter[int]:
    """Count the customers of the actor's reach by their cells, and one by one those that he sees besides."""
    zoom = _counted(tile)
    shift = 2 * (zoom - _level(tile, zoom))
    first, last = tile.numbers(zoom)
    cell = CustomerCell.cell.op(">>")(shift)
    # Read once and then told by owner: joined the other way, the range would be read for each of a thousand people.
    inside = (
        select(cell.label("cell"), CustomerCell.owner_id.label("owner_id"), CustomerCell.n.label("n"))
        .where(
            CustomerCell.tenant_id == actor.tenant_id,
            CustomerCell.zoom == zoom,
            CustomerCell.cell.between(first, last),
        )
        .cte("inside")
        .prefix_with("MATERIALIZED")
    )
    owned = belongs_to_reach(actor, inside.c.owner_id)
    counted = select(inside.c.cell, func.sum(inside.c.n)).where(owned).group_by(inside.c.cell)
    found = Counter({row[0]: int(row[1]) for row in session.execute(counted)})
    if not actor.can(SEE_ALL):
        found.update(dict(_pairs(session, _granted(actor, tile, _level(tile, zoom)))))
    return found


def _granted(actor: Actor, tile: Tile, level: int) -> Select[int, int]:
    first, last = tile.numbers(TILE_ZOOM)
    cell = Customer.tile.op(">>")(2 * (TILE_ZOOM - level))
    beyond = granted_beyond_reach(actor).where(Customer.tile.between(first, last))
    return beyond.with_only_columns(cell, func.count()).group_by(cell)


def _near(session: Session, actor: Actor, tile: Tile) -> Counter[int]:
    first, last = tile.numbers(TILE_ZOOM)
    cell = Customer.tile.op(">>")(2 * (TILE_ZOOM - _level(tile, TILE_ZOOM)))
    statement = select(cell, func.count()).where(
        visible_to(actor), Customer.archived_at.is_(None), Customer.tile.between(first, last)
    )
    return Counter(dict(_pairs(session, statement.group_by(cell))))


def _pairs(session: Session, statement: Select[int, int]) -> Iterator[tuple[int, int]]:
    return ((row[0], int(row[1])) for row in session.execute(statement))


_CLUSTERS = """
SELECT ST_AsMVT(t, 'clusters', 4096, 'geom') AS tile
FROM (SELECT ST_Point(x, y) AS geom, n FROM json_to_recordset(CAST(:rows AS json)) AS r(x int, y int, n int)) t
"""


def _clusters(session: Session, tile: Tile, found: Counter[int]) -> bytes:
    level = _level(tile, _counted(tile) if tile.z < NEAR else TILE_ZOOM)
    rows = list(_placed(tile, level, found.items()))
    if not rows:
        return b""
    return bytes(sql.run(session, _CLUSTERS, {"rows": msgspec.json.encode(rows).decode()})[0].tile)


def _placed(tile: Tile, level: int, cells: Iterable[tuple[int, int]]) -> Iterator[dict[str, int]]:
    """Put each cell's count into its middle, in the tile's own units from its upper left corner."""
    across = 1 << (level - tile.z)
    for cell, count in cells:
        x, y = unweave(cell)
        if count > 0:
            at = (int((one - first * across + 0.5) * EXTENT / across) for one, first in ((x, tile.x), (y, tile.y)))
            yield {"x": next(at), "y": next(at), "n": count}


def _points(session: Session, actor: Actor, tile: Tile) -> bytes:
    first, last = tile.numbers(TILE_ZOOM)
    box = func.ST_TileEnvelope(tile.z, tile.x, tile.y)
    point = func.ST_Transform(func.geometry(Customer.location), 3857)
    found = (
        select(
            func.ST_AsMVTGeom(point, box, EXTENT, 0, True).label("geom"),
            func.text(Customer.id).label("id"),
            Customer.name.label("name"),
            Customer.type.label("kind"),
            Customer.status.label("status"),
        )
        .where(
            visible_to(actor),
            Customer.archived_at.is_(None),
            Customer.tile.between(first, last),
            func.ST_Intersects(point, box),
        )
        .limit(MOST_POINTS)
        .subquery("t")
    )
    made = session.scalar(select(func.ST_AsMVT(found.table_valued(), "customers", EXTENT, "geom")))
    return bytes(made or b"")
