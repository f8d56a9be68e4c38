"""Who may see which customer, by the model of the visibility oracle, filled from the tables."""

from collections import defaultdict
from typing import Any

from tests.simulation.facts import Facts, Line
from tests.visibility.model import Model, ModelPool, ModelShare, ModelTeam


def visible_customers(facts: Facts) -> dict[str, set[str]]:
    """Return for every employee the ids of the customers that he may see; none for who has left."""
    found: dict[str, set[str]] = defaultdict(set)
    for organisation in facts.tables["organisation"]:
        tenant_id = organisation["tenant_id"]
        model: Any = _model(facts, tenant_id)
        for person in model.in_service():
            found[person] = model.customers_of(person)
    return found


def _model(facts: Facts, tenant_id: int) -> Model:
    def rows(table: str) -> list[Line]:
        return facts.by(table, "tenant_id").get(tenant_id, [])

    staff = rows("employee")
    model: Any = Model(
        manager={row["id"]: row["manager_id"] for row in staff},
        all_seeing={row["id"] for row in rows("all_seeing")},
        left={row["id"] for row in staff if row["state"] != "active"},
        owner={row["id"]: row["owner_id"] for row in rows("customer") if row["archived_at"] is None},
    )
    _add_teams(model, rows("team"), rows("team_member"), rows("share"), rows("set_member"))
    _add_pools(model, rows("pool"), rows("pool_manager"), rows("customer"))
    return model  # type: ignore[no-any-return]


def _add_teams(model: Any, teams: list[Line], members: list[Line], shares: list[Line], sets: list[Line]) -> None:
    place = {}
    for number, row in enumerate(teams):
        inside = frozenset(member["employee_id"] for member in members if member["team_id"] == row["id"])
        model.teams.append(ModelTeam(row["leader_id"], inside, row["archived_at"] is not None))
        place[row["id"]] = number
    for row in shares:
        chosen = {one["customer_id"] for one in sets if one["set_id"] == row["set_id"]} | {row["customer_id"]}
        model.shares.append(
            ModelShare(
                row["granted_by"],
                frozenset(chosen - {None}),
                row["employee_id"],
                place.get(row["team_id"]),
                row["ended_at"] is not None,
            )
        )


def _add_pools(model: Any, pools: list[Line], managers: list[Line], customers: list[Line]) -> None:
    for row in pools:
        if row["archived_at"] is not None:
            continue
        chosen = frozenset(one["employee_id"] for one in managers if one["pool_id"] == row["id"])
        inside = {one["id"] for one in customers if one["pool_id"] == row["id"]}
        model.pools.append(ModelPool(chosen, inside))
