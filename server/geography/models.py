"""Tables of administrative units: one truth for every organisation, so no `tenant_id`."""

from datetime import date

from geoalchemy2 import Geography, WKBElement
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Base


class AdministrativeUnit(Base):
    """A province, district (until 1 July 2025) or ward-level unit.

    `system` is '2025' (two levels, in force) or 'legacy' (three levels, until 30 June 2025); a code means
    something only together with its system, since both use '01' and '00004'. Valid from `valid_from` until
    before `valid_to`. `location` is a representative point, `area_km2` is known for wards of 2025 alone.
    `source` names the data set and version that the row came from.
    """

    __tablename__ = "administrative_unit"
    __table_args__ = (
        CheckConstraint("system IN ('2025', 'legacy')", name="system"),
        CheckConstraint("level IN ('province', 'district', 'ward')", name="level"),
        ForeignKeyConstraint(
            ["system", "parent_code"],
            ["administrative_unit.system", "administrative_unit.code"],
            name="administrative_unit_parent_fkey",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("administrative_unit_parent_idx", "system", "parent_code"),
        Index("administrative_unit_location_idx", "location", postgresql_using="gist"),
    )

    system: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    level: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    parent_code: Mapped[str | None] = mapped_column(Text)
    location: Mapped[WKBElement | None] = mapped_column(
        Geography(geometry_type="POINT", srid=4326, spatial_index=False)
    )
    area_km2: Mapped[float | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)


class AdministrativeUnitMapping(Base):
    """Into which unit of 2025 a legacy ward went; `is_split` where it went into several.

    Five island districts had no wards; they stand here with their district code. Of a split ward `is_default`
    marks the part that the source holds for the likeliest.
    """

    __tablename__ = "administrative_unit_mapping"
    __table_args__ = (Index("administrative_unit_mapping_new_idx", "new_code"),)

    legacy_code: Mapped[str] = mapped_column(Text, primary_key=True)
    new_code: Mapped[str] = mapped_column(Text, primary_key=True)
    is_split: Mapped[bool]
    is_default: Mapped[bool]
