"""A national sales force in bulk: thousands of people in five levels and a million customers, for measuring."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from server.accounts.models import Device, Employee
from server.accounts.passwords import new_token, token_hash
from server.accounts.queries import identity_of_account
from server.accounts.service import found_organisation, inbox_of, memberships, open_account, shipped_title
from server.core import clock
from server.core.actor import Actor
from server.core.database import Database, tenant_of
from server.core.ids import new_id
from server.core.unit_of_work import unit_of_work

CHIEFS, AREAS, TEAMS, TEAM = 4, 8, 6, 9
"""Below the director: branches, areas in a branch, teams in an area, reps in a team."""
CHUNK = 50_000


@dataclass(frozen=True)
class Crowd:
    """Somebody of each level, with the token of a phone, and all people by level (0 is the director)."""

    tenant_id: int
    levels: list[list[UUID]]
    tokens: dict[int, str]
    actors: dict[int, Actor]


def people(database: Database) -> Crowd:
    """Found the organisation and take 2,000 people on."""
    with unit_of_work(database) as session:
        found_organisation(session, "Đông người")
        levels = _hire(session)
        _paths(session)
        memberships.refresh(session, None)
        chosen = {level: ids[0] for level, ids in enumerate(levels)}
        equipped = {level: _equip(session, one, level) for level, one in chosen.items()}
        tokens = {level: token for level, (token, _) in equipped.items()}
        return Crowd(tenant_of(session), levels, tokens, {level: actor for level, (_, actor) in equipped.items()})


def _hire(session: Session) -> list[list[UUID]]:
    lead, sell = shipped_title(session, "supervisor"), shipped_title(session, "rep")
    levels: list[list[UUID]] = [[new_id()]]
    rows = [_row(session, levels[0][0], None, lead)]
    for size, title in ((CHIEFS, lead), (AREAS, lead), (TEAMS, lead), (TEAM, sell)):
        made = [(new_id(), boss) for boss in levels[-1] for _ in range(size)]
        rows += [_row(session, one, boss, title) for one, boss in made]
        levels.append([one for one, _ in made])
    session.execute(insert(Employee), rows)
    return levels


def _row(session: Session, employee_id: UUID, manager_id: UUID | None, title_id: UUID) -> dict[str, object]:
    return {
        "tenant_id": tenant_of(session),
        "id": employee_id,
        "name": f"Người {employee_id.hex[-6:]}",
        "title_id": title_id,
        "manager_id": manager_id,
        "inbox": inbox_of(employee_id),
        "state": "active",
    }


PATHS = text("""
WITH RECURSIVE path AS (
  SELECT id AS ancestor, id AS descendant, 0 AS depth FROM employee WHERE tenant_id = :t
  UNION ALL
  SELECT p.ancestor, e.id, p.depth + 1 FROM path p JOIN employee e ON e.tenant_id = :t AND e.manager_id = p.descendant
)
INSERT INTO employee_path (tenant_id, ancestor_id, descendant_id, depth)
SELECT :t, ancestor, descendant, depth FROM path
""")


def _paths(session: Session) -> None:
    session.execute(PATHS, {"t": tenant_of(session)})


def _equip(session: Session, employee_id: UUID, level: int) -> tuple[str, Actor]:
    account = open_account(session, employee_id, f"level{level}@crowd.test", password_hash="none")
    identity = identity_of_account(session, account.tenant_id, account.id)
    assert identity is not None
    token, device_id = new_token(account.tenant_id), new_id()
    session.add(
        Device(
            tenant_id=account.tenant_id, id=device_id, account_id=account.id, employee_id=employee_id, name="bench",
            platform="bench", app_version="1", token_hash=token_hash(token), enrolled_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    return token, identity.actor(device_id)


CUSTOMERS = text("""
INSERT INTO customer (tenant_id, id, type, code, status, owner_id, fields, created_at)
SELECT :t, gen_random_uuid(), 'shop', 'KH' || lpad(n::text, 8, '0'), 'customer',
  (CAST(:owners AS uuid[]))[1 + n % cardinality(CAST(:owners AS uuid[]))],
  jsonb_build_object(
    'full_name', (ARRAY['Tạp hoá','Quán','Cửa hàng','Đại lý','Siêu thị mini','Nhà thuốc'])[1 + (random() * 5)::int]
      || ' ' || (ARRAY['Hoa','Lan','Minh','Hùng','Thảo','Phương','Đức','Hạnh'])[1 + (random() * 7)::int] || ' ' || n,
    'house_number', (random() * 500)::int || ' Trần Phú', 'phone', '09' || lpad((n % 100000000)::text, 8, '0'),
    'rank', (ARRAY['A','B','C'])[1 + n % 3], 'source', CASE n % 10 WHEN 0 THEN 'fair' ELSE 'street' END,
    'licence', 'GP' || n,
    'gps', jsonb_build_object('lat', 8.6 + random() * 14.5, 'lon', 102.2 + random() * 7.2)),
  now() - random() * interval '300 days'
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS n
""")


def customers(database: Database, crowd: Crowd, count: int) -> None:
    """Give `count` customers, spread over the country, to the reps in turn."""
    for first in range(0, count, CHUNK):
        with unit_of_work(database, crowd.tenant_id) as session:
            values = {"t": crowd.tenant_id, "owners": crowd.levels[-1], "first": first, "last": first + CHUNK - 1}
            session.execute(CUSTOMERS, values)
