"""What phones hold: all that they should (P1, P6), nothing that they may not (P9, P10, P11)."""

from collections import defaultdict
from collections.abc import Iterator

from mobile_contract.device import Row
from mobile_contract.device.state import RowKey
from tests.simulation.checks.operations import accepted
from tests.simulation.facts import Facts, PhoneFacts, Violation
from tests.simulation.seeing import visible_customers


def as_a_new_phone(facts: Facts) -> Iterator[Violation]:
    """A phone that followed every change holds, byte for byte, what a new one is given."""
    for phone in facts.phones:
        if phone.fresh is not None:
            yield from _apart(phone.name, phone.state.rows, phone.fresh)


def as_the_other_phone(facts: Facts) -> Iterator[Violation]:
    """Two phones of one person hold the same."""
    owners: dict[str, list[PhoneFacts]] = defaultdict(list)
    for phone in facts.phones:
        owners[phone.state.employee_id].append(phone)
    for first, *others in owners.values():
        for other in others:
            if other.state.rows != first.state.rows:
                yield Violation("phones_differ", f"{first.name} and {other.name}")


def _apart(name: str, held: dict[RowKey, Row], fresh: dict[RowKey, Row]) -> Iterator[Violation]:
    for key in held.keys() - fresh.keys():
        yield Violation("row_ghost", f"{name} holds {key}")
    for key in fresh.keys() - held.keys():
        yield Violation("row_missing", f"{name} lacks {key}")
    for key in held.keys() & fresh.keys():
        if held[key] != fresh[key]:
            yield Violation("row_stale", f"{name} {key}: {held[key].v} for {fresh[key].v}")


def only_what_may_be_seen(facts: Facts) -> Iterator[Violation]:
    """The customers on a phone are those that the model lets its person see; everything personal is his own."""
    visible = visible_customers(facts)
    mine = {row["id"]: row["employee_id"] for row in facts.tables["submission"]}
    inbox = {row["id"]: row["employee_id"] for row in facts.tables["notification"]}
    for phone in facts.phones:
        me = phone.state.employee_id
        held = {row_id for kind, row_id in phone.state.rows if kind == "customer"}
        for row_id in held - visible[me]:
            yield Violation("row_denied", f"{phone.name} holds customer {row_id}")
        for row_id in visible[me] - held:
            yield Violation("row_withheld", f"{phone.name} lacks customer {row_id}")
        for kind, owner in (("submission", mine), ("notification", inbox)):
            for row_id in phone.state.held(kind):
                if owner.get(row_id) != me:
                    yield Violation("row_denied", f"{phone.name} holds {kind} {row_id}")


def only_own_organisation(facts: Facts) -> Iterator[Violation]:
    """No row of another organisation is on any phone."""
    home = {row["id"]: row["tenant_id"] for table in ("employee", "customer") for row in facts.tables[table]}
    for phone in facts.phones:
        for kind, row_id in phone.state.rows:
            if home.get(row_id, phone.tenant_id) != phone.tenant_id:
                yield Violation("row_of_another_organisation", f"{phone.name} {kind} {row_id}")


def as_in_the_tables(facts: Facts) -> Iterator[Violation]:
    """What a phone shows of a customer is what the table holds."""
    stored = facts.by("customer", "id")
    for phone in facts.phones:
        for row_id, row in phone.state.held("customer").items():
            found = stored.get(row_id, [])
            if found and (row.d["fields"], row.d["owner_id"]) != (found[0]["fields"], found[0]["owner_id"]):
                yield Violation("row_differs_from_table", f"{phone.name} customer {row_id}")


def own_work_in_view(facts: Facts) -> Iterator[Violation]:
    """After a completed pull everything acknowledged is in view."""
    stored = facts.by("submission", "id")
    for phone, op, said in accepted(facts):
        if said["id"] in stored and ("submission", said["id"]) not in phone.state.rows:
            yield Violation("own_work_missing", f"{phone.name} n={op.n} {said['id']}")


def noted_on_the_way(facts: Facts) -> Iterator[Violation]:
    """What phones noted while they lived: half transactions, numbers that went back, refusals that came late."""
    for phone in facts.phones:
        yield from phone.seen


CHECKS = (
    as_a_new_phone,
    as_the_other_phone,
    only_what_may_be_seen,
    only_own_organisation,
    as_in_the_tables,
    own_work_in_view,
    noted_on_the_way,
)
