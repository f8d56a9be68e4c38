"""What a person sees: the rows with everything that is still pending laid on top (P6)."""

from dataclasses import dataclass
from typing import Any

from mobile_contract.device.state import State

PENDING = frozenset({"waiting", "answered"})


@dataclass(frozen=True)
class SeenCustomer:
    """A customer as it is shown: `base` is the number to edit from, None where only this device knows the record."""

    id: str
    base: int | None
    fields: dict[str, Any]
    owner_id: str | None
    pending: bool


def customers(state: State) -> dict[str, SeenCustomer]:
    """Return the customers as shown, by id."""
    found = {
        row_id: SeenCustomer(row_id, row.v, dict(row.d["fields"]), row.d.get("owner_id"), pending=False)
        for row_id, row in state.held("customer").items()
    }
    for op in state.ops:  # as they were made: numbers begin anew with each enrolment
        if op.state not in PENDING:
            continue
        said = op.said
        if said.get("t") == "submit" and str(said.get("form", "")).startswith("customer."):
            _lay(found, state, said)
    return found


def _lay(found: dict[str, SeenCustomer], state: State, said: dict[str, Any]) -> None:
    record, answers = said.get("record") or {}, said.get("answers")
    row_id = record.get("id") or said.get("id")
    if not isinstance(row_id, str) or not isinstance(answers, dict):
        return
    before = found.get(row_id)
    if before is None and record.get("base") is not None:
        return  # an edit of a customer that was taken from us since
    fields = {**(before.fields if before else {}), **answers}
    owner_id = before.owner_id if before else state.employee_id
    found[row_id] = SeenCustomer(row_id, before.base if before else None, fields, owner_id, pending=True)
