"""The history holds (I7) and tells everything once; every notice reached its person once."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from server.audit import rules
from server.audit.rules import Anchor, Block, Content, Detail, Entry, Fault
from tests.simulation.facts import Facts, Line, Violation


def chain_holds(facts: Facts) -> Iterator[Violation]:
    """Recompute every organisation's history and compare it with its seals and with what was written down outside."""
    anchors = [rules.read_anchor(line) for line in facts.anchors]
    for clock in facts.tables["clock"]:
        tenant_id = clock["tenant_id"]
        wanted = {anchor.number: anchor for anchor in anchors if anchor.tenant_id == tenant_id}
        fault = _fault(facts, clock, wanted)
        if fault:
            yield Violation(f"audit_{fault.code}", f"organisation {tenant_id} block {fault.number} entry {fault.n}")


def _fault(facts: Facts, clock: Line, anchors: dict[int, Anchor]) -> Fault | None:
    tenant_id = clock["tenant_id"]
    entries = [Entry(**row) for row in facts.by("audit_entry", "tenant_id").get(tenant_id, [])]
    details = {
        row["n"]: Detail(row["salt"], row["body"]) for row in facts.by("audit_detail", "tenant_id").get(tenant_id, [])
    }
    previous: Block | None = None
    for row in facts.by("audit_block", "tenant_id").get(tenant_id, []):
        block = Block(**{name: value for name, value in row.items() if name != "tenant_id"})
        content = _between(entries, details, previous.last_n if previous else 0, block.last_n)
        fault = rules.fault_of_block(block, previous, content, anchors)
        if fault:
            return fault
        previous = block
    sealed, last_n = previous.last_n if previous else 0, entries[-1].n if entries else 0
    tail = _between(entries, details, sealed, last_n)
    fault = rules.gap_in(tail.entries, sealed + 1, last_n) or rules.detail_fault(tail)
    return fault or rules.fault_of_end(previous, last_n, clock["audited"], anchors)


def _between(entries: list[Entry], details: dict[int, Detail], after: int, upto: int) -> Content:
    return Content(
        [entry for entry in entries if after < entry.n <= upto],
        {n: detail for n, detail in details.items() if after < n <= upto},
    )


def everything_told(facts: Facts) -> Iterator[Violation]:
    """Every submission and every operation that was put aside stands in the history, once."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row in facts.tables["audit_entry"]:
        told[row["action"]][str(row["record_id"])] += 1
    for action, table in (("submission.create", "submission"), ("quarantine.create", "quarantine")):
        for row in facts.tables[table]:
            count = told[action][row["id"]]
            if count != 1:
                yield Violation("audit_missing" if count == 0 else "audit_doubled", f"{action} {row['id']}")


def notices_once(facts: Facts) -> Iterator[Violation]:
    """Whoever a submission names is told of it, once; nobody is told of what never was."""
    stored = facts.by("submission", "id")
    staff = {(row["tenant_id"], row["id"]) for row in facts.tables["employee"]}
    got: Counter[tuple[str, str]] = Counter()
    for row in facts.tables["notification"]:
        if row["kind"] != "submission_received":
            continue
        submission_id = str(row["link"]).rpartition("/")[2]
        got[(submission_id, row["employee_id"])] += 1
        if submission_id not in stored:
            yield Violation("notification_from_nowhere", row["id"])
    for row in facts.tables["submission"]:
        for employee_id in _named(row):
            count = got[(row["id"], employee_id)]
            if (row["tenant_id"], employee_id) in staff and count == 0:
                yield Violation("notification_lost", f"{row['id']} to {employee_id}")
    for (submission_id, employee_id), count in got.items():
        if count > 1:
            yield Violation("notification_doubled", f"{submission_id} to {employee_id}: {count}")


def _named(row: Line) -> list[Any]:
    named = row["answers"].get("notify_to")
    invalid = "field_invalid:notify_to" in row["flags"]
    return named if isinstance(named, list) and not invalid else []


CHECKS = (chain_holds, everything_told, notices_once)
