"""Writes what happened long ago in few statements: the same rows that the phones' door makes, thousands at a time.

Rows are staged in temporary tables first; whoever stages them says who, where and when, and the statements here make
the product's tables of it. `tests/demo/test_history.py` compares them with what the door writes.
"""

# ruff: noqa: S608 - the statements are put together from parts of our own alone

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from psycopg import Cursor
from psycopg.types.json import Jsonb
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.core import feed
from server.core.database import registry_of, tenant_of
from server.visits.rules import FAR_M, POOR_ACCURACY_M

CUSTOMER_COLUMNS = {
    "id": "uuid", "type": "text", "status": "text", "code": "text", "owner_id": "uuid", "fields": "jsonb",
    "submission_id": "uuid", "device_id": "uuid", "device_n": "bigint", "occurred_at": "timestamptz",
    "received_at": "timestamptz", "media": "jsonb", "reviewer_id": "uuid", "reviewed_at": "timestamptz",
}  # fmt: skip
VISIT_COLUMNS = {
    "submission_id": "uuid", "visit_id": "uuid", "activity_id": "uuid", "customer_id": "uuid", "employee_id": "uuid",
    "route_id": "uuid", "device_id": "uuid", "device_n": "bigint", "occurred_at": "timestamptz",
    "received_at": "timestamptz", "answers": "jsonb", "media": "jsonb", "state": "text", "comment": "text",
    "reviewer_id": "uuid", "reviewed_at": "timestamptz",
}  # fmt: skip
PICTURE_COLUMNS = {
    "media_id": "uuid", "submission_id": "uuid", "field": "text", "sha256": "text", "size": "bigint",
    "width": "integer", "height": "integer", "dhash": "bigint", "taken_at": "timestamptz", "lat": "float8",
    "lon": "float8", "employee_id": "uuid", "device_id": "uuid", "received_at": "timestamptz",
}  # fmt: skip
STAGES = {"staged_customer": CUSTOMER_COLUMNS, "staged_visit": VISIT_COLUMNS, "staged_picture": PICTURE_COLUMNS}

# A position as a form answers it, as the submission keeps it, and as a point.
FIX = """jsonb_build_object('lat', {g} -> 'lat', 'lon', {g} -> 'lon', 'accuracy_m', {g} -> 'accuracy_m',
  'fixed_at', to_jsonb(replace({g} ->> 'fixed_at', 'T', ' ')), 'provider', {g} -> 'provider', 'mock', {g} -> 'mock')"""
POINT = "ST_SetSRID(ST_MakePoint(({g} ->> 'lon')::float8, ({g} ->> 'lat')::float8), 4326)::geography"
HLC = """lpad((extract(epoch FROM occurred_at) * 1000)::bigint::text, 13, '0') || '-0000-'
  || coalesce(device_id::text, 'console')"""

CUSTOMERS = (
    """
    INSERT INTO customer (tenant_id, id, type, code, status, owner_id, fields, created_at)
    SELECT :tenant_id, id, type, code, status, owner_id, fields, received_at FROM staged_customer
    """,
    f"""
    INSERT INTO submission (tenant_id, id, form_key, form_version, employee_id, device_id, device_n, record_kind,
      record_id, customer_id, answers, before, media, location, fix, hlc, occurred_at, received_at, body_sha256,
      state, reviewer_id, reviewed_at, changes)
    SELECT :tenant_id, submission_id, 'customer.' || type, 1, owner_id, device_id, device_n, 'customer', id, id, fields,
      '{{}}', media, {POINT.format(g="(fields -> 'gps')")}, {FIX.format(g="(fields -> 'gps')")}, {HLC}, occurred_at,
      received_at, sha256(convert_to(id || fields::text, 'UTF8')), 'approved', reviewer_id, reviewed_at,
      (SELECT jsonb_agg(jsonb_build_object('field', key, 'before', NULL, 'after', value)) FROM jsonb_each(fields))
    FROM staged_customer
    """,
)
VISITS = (
    """
    CREATE TEMP TABLE told_visit ON COMMIT DROP AS
    SELECT s.*, p.at, p.accuracy_m, p.mock,
      ST_Distance(p.at, c.location) AS distance_m,
      floor((p.lon + 180) / 360 * 16384)::integer AS tile_x,
      floor((1 - asinh(tan(radians(p.lat))) / pi()) / 2 * 16384)::integer AS tile_y
    FROM staged_visit s
    JOIN customer c ON c.tenant_id = :tenant_id AND c.id = s.customer_id
    CROSS JOIN LATERAL (
      SELECT g.lat, g.lon, ST_SetSRID(ST_MakePoint(g.lon, g.lat), 4326)::geography AS at, g.accuracy_m, g.mock
      FROM jsonb_to_record(s.answers -> 'gps') AS g(lat float8, lon float8, accuracy_m float8, mock boolean)
    ) p
    """,
    f"""
    ALTER TABLE told_visit ADD COLUMN flags text[] GENERATED ALWAYS AS (array_remove(ARRAY[
      CASE WHEN distance_m - accuracy_m > {FAR_M} THEN 'far_from_pin' END,
      CASE WHEN accuracy_m > {POOR_ACCURACY_M} THEN 'poor_accuracy' END,
      CASE WHEN mock THEN 'mock_location' END], NULL)) STORED
    """,
    f"""
    INSERT INTO submission (tenant_id, id, form_key, form_version, employee_id, device_id, device_n, customer_id,
      answers, before, media, location, fix, hlc, occurred_at, received_at, body_sha256, state, comment, reviewer_id,
      reviewed_at, flags)
    SELECT :tenant_id, submission_id, 'interaction.f2f', 1, employee_id, device_id, device_n, customer_id, answers,
      '{{}}', media, at, {FIX.format(g="(answers -> 'gps')")}, {HLC}, occurred_at, received_at,
      sha256(convert_to(submission_id || answers::text, 'UTF8')), state, comment, reviewer_id, reviewed_at, flags
    FROM told_visit
    """,
    """
    INSERT INTO activity (tenant_id, id, kind, customer_id, employee_id, submission_id, occurred_at, received_at, note,
      details)
    SELECT :tenant_id, activity_id, 'visit', customer_id, employee_id, submission_id, occurred_at, received_at,
      answers ->> 'note', answers - '{customer,gps,note,notify_to,photos}'::text[]
    FROM told_visit
    """,
    """
    INSERT INTO visit (tenant_id, id, submission_id, customer_id, employee_id, route_id, checked_in_at, received_at,
      location, tile, accuracy_m, mock, distance_m, flags, note)
    SELECT :tenant_id, visit_id, submission_id, customer_id, employee_id, route_id, occurred_at, received_at, at,
      {tile}, accuracy_m, mock, round(distance_m), flags, answers ->> 'note'
    FROM told_visit
    """,
)
UPDATED = """
UPDATE customer_recency r SET updated_at = v.at
FROM (SELECT customer_id, max(received_at) AS at FROM told_visit GROUP BY customer_id) v
WHERE r.tenant_id = :tenant_id AND r.customer_id = v.customer_id AND r.updated_at < v.at
"""

PICTURES = (
    """
    INSERT INTO media_object (tenant_id, id, sha256, type, size, state, width, height, taken_at, location, dhash,
      captured_at, employee_id, device_id, created_at, stored_at, processed_at)
    SELECT :tenant_id, media_id, sha256, 'image/jpeg', size, 'ready', width, height, taken_at,
      ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography, dhash, taken_at, employee_id, device_id, received_at,
      received_at + interval '20 seconds', received_at + interval '20 seconds'
    FROM staged_picture
    """,
    """
    INSERT INTO media_link (tenant_id, submission_id, media_id, field, sha256, employee_id, bound_at)
    SELECT :tenant_id, submission_id, media_id, field, sha256, employee_id, received_at + interval '20 seconds'
    FROM staged_picture
    """,
)
REVIEWS = """
INSERT INTO submission_review (tenant_id, id, submission_id, state, comment, reviewer_id, reviewed_at)
SELECT s.tenant_id, gen_random_uuid(), s.id, s.state, s.comment, s.reviewer_id, s.reviewed_at
FROM submission s JOIN {stage} t ON t.submission_id = s.id
WHERE s.tenant_id = :tenant_id AND s.state <> 'received'
"""
RECEIPTS = """
INSERT INTO receipt (tenant_id, device_id, n, sha256, outcome, received_at)
SELECT s.tenant_id, s.device_id, s.device_n, s.body_sha256,
  json_build_object('n', s.device_n, 'id', s.id, 's', 'applied', 'warnings', '[]'::json), s.received_at
FROM submission s JOIN {stage} t ON t.submission_id = s.id
WHERE s.tenant_id = :tenant_id AND s.device_id IS NOT NULL
"""
COUNTERS = """
UPDATE device d SET last_n = greatest(d.last_n, t.n), last_push_at = t.at, last_seen_at = t.at
FROM (SELECT device_id, max(device_n) AS n, max(received_at) AS at FROM {stage} GROUP BY device_id) t
WHERE d.tenant_id = :tenant_id AND d.id = t.device_id
"""


def woven(x: str, y: str) -> str:
    """Return SQL that weaves the 14 bits of two integer expressions, as `server.core.tiles.tile_of` does."""
    bits = (f"(({x} >> {bit} & 1) << {2 * bit}) | (({y} >> {bit} & 1) << {2 * bit + 1})" for bit in range(14))
    return "(" + " | ".join(bits) + ")"


class OldCustomer(NamedTuple):
    """A row of `staged_customer`; times carry their zone, `fields` are the form's answers."""

    id: Any
    type: str
    status: str
    code: str
    owner_id: Any
    fields: dict[str, Any]
    submission_id: Any
    device_id: Any
    device_n: int | None
    occurred_at: Any
    received_at: Any
    media: list[dict[str, Any]]
    reviewer_id: Any
    reviewed_at: Any


class OldVisit(NamedTuple):
    """A row of `staged_visit`; the answers hold the position under `gps`."""

    submission_id: Any
    visit_id: Any
    activity_id: Any
    customer_id: Any
    employee_id: Any
    route_id: Any
    device_id: Any
    device_n: int | None
    occurred_at: Any
    received_at: Any
    answers: dict[str, Any]
    media: list[dict[str, Any]]
    state: str
    comment: str | None
    reviewer_id: Any
    reviewed_at: Any


class OldPicture(NamedTuple):
    """A row of `staged_picture`: a stored and rendered photograph of a submission; place in degrees."""

    media_id: Any
    submission_id: Any
    field: str
    sha256: str
    size: int
    width: int
    height: int
    dhash: int
    taken_at: Any
    lat: float | None
    lon: float | None
    employee_id: Any
    device_id: Any
    received_at: Any


Row = OldCustomer | OldVisit | OldPicture
TABLES = {OldCustomer: "staged_customer", OldVisit: "staged_visit", OldPicture: "staged_picture"}


def prepare(session: Session) -> None:
    """Make the stages, or empty them; they go with the transaction."""
    for name, columns in STAGES.items():
        listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        session.execute(text(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({listed}) ON COMMIT DROP"))
        session.execute(text(f"TRUNCATE {name}"))


def stage(session: Session, rows: Iterable[Row], kind: type[Row]) -> None:
    """Put rows of one kind on their stage."""
    table = TABLES[kind]
    cursor = session.connection().connection.cursor()
    assert isinstance(cursor, Cursor)  # noqa: S101 - narrows the type: the product speaks psycopg alone
    with cursor, cursor.copy(f"COPY {table} ({', '.join(STAGES[table])}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_plain(value) for value in row])


def _plain(value: Any) -> Any:
    return Jsonb(value, dumps=_dumps) if isinstance(value, dict | list) else value


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def trust(session: Session) -> None:
    """Leave out the checks of foreign keys until the end of the transaction, where the role may.

    They are a third of the work, and what is staged here refers to what was written here.
    """
    if session.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")):
        session.execute(text("SET LOCAL session_replication_role = replica"))


def write_customers(session: Session, *, proofs: bool = True) -> None:
    """Write the staged customers with the submissions that made them.

    `proofs` are the histories of review and the receipts of phones.
    """
    _run(session, [*CUSTOMERS, *(_proofs("staged_customer") if proofs else ())])


def write_visits(session: Session, *, proofs: bool = True) -> None:
    """Write the staged visits with their submissions and their places on the timeline; `proofs` as above."""
    *before, last = VISITS
    made = [*before, last.replace("{tile}", woven("tile_x", "tile_y"))]
    _run(session, [*made, UPDATED, *(_proofs("staged_visit") if proofs else ()), "DROP TABLE told_visit"])


def write_pictures(session: Session) -> None:
    """Write the staged photographs, bound to their submissions."""
    _run(session, PICTURES)


def _proofs(stage_name: str) -> Iterator[str]:
    return (statement.format(stage=stage_name) for statement in (REVIEWS, RECEIPTS, COUNTERS))


FEED = """
WITH projected AS MATERIALIZED (
  SELECT p.id, p.scopes, p.data, row_number() OVER (ORDER BY p.id) AS place FROM ({projection}) p
), ticked AS (
  UPDATE tenant_clock SET seq = seq + (SELECT count(*) FROM projected) WHERE tenant_id = :tenant_id
  RETURNING seq - (SELECT count(*) FROM projected) AS before
), written AS (
  INSERT INTO feed_row (tenant_id, kind, id, seq, data, scopes, field_stamps)
  SELECT :tenant_id, :kind, p.id, t.before + p.place, p.data, p.scopes, {stamps}
  FROM projected p CROSS JOIN ticked t {join}
  RETURNING id, seq, scopes
)
INSERT INTO feed_entry (tenant_id, scope, kind, id, seq, gone)
SELECT :tenant_id, s.scope, :kind, w.id, w.seq, false FROM written w CROSS JOIN LATERAL unnest(w.scopes) AS s(scope)
"""
STAMPS = f"""(
  SELECT jsonb_object_agg(k.name, jsonb_build_object('hlc', {HLC}, 'device', c.device_id, 'n', coalesce(c.device_n, 0),
    'employee', c.owner_id, 'submission', c.submission_id, 'at', c.occurred_at, 'received_at', c.received_at,
    'gps', jsonb_build_object('lat', c.fields -> 'gps' -> 'lat', 'lon', c.fields -> 'gps' -> 'lon'),
    'seq', t.before + p.place))
  FROM jsonb_object_keys(c.fields) AS k(name))"""


def feed_customers(session: Session) -> None:
    """Let phones hold the staged customers, which are new: their rows and entries of the feed, numbered."""
    _feed(session, "customer", "SELECT id FROM staged_customer", STAMPS, "JOIN staged_customer c ON c.id = p.id")


def feed_submissions(session: Session) -> None:
    """Let phones hold what they still keep of the staged visits' submissions, which are new."""
    _feed(session, "submission", "SELECT submission_id FROM staged_visit", "'{}'::jsonb", "")


def _feed(session: Session, kind: str, ids: str, stamps: str, join: str) -> None:
    projection = registry_of(session).datasets[kind].projection.replace("ANY(:ids)", f"ANY(ARRAY({ids}))")
    statement = FEED.format(projection=projection, stamps=stamps, join=join)
    session.execute(text(statement), {"tenant_id": tenant_of(session), "kind": kind})


def touch_all(session: Session, kind: str, ids: str) -> None:
    """Touch each row that the SQL in `ids` selects."""
    for row in session.execute(text(ids)):
        feed.touch(session, kind, row[0])


def _run(session: Session, statements: Sequence[str]) -> None:
    for statement in statements:
        session.execute(text(statement), {"tenant_id": tenant_of(session)} if ":tenant_id" in statement else {})
