"""What was handed in: nothing acknowledged is lost, everything is there once and as it was sent (P2, P3, P12, P16)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from mobile_contract.device import Op
from mobile_contract.device.state import raw_bytes
from server.sync.operations import content_digest
from tests.simulation.facts import Facts, Line, PhoneFacts, Violation, outcome_of

TAKEN = frozenset({"applied", "merged", "conflict"})
ALLOWED = frozenset({"drained", "id_reuse"})
"""Codes with which a sound operation may be put aside: its phone was locked, or it went out twice."""


def acknowledged_without_receipt(facts: Facts) -> Iterator[Violation]:
    """Every answer that a phone holds has its receipt, with the hash of the bytes that were sent."""
    receipts = facts.by("receipt", "device_id", "n")
    for phone in facts.phones:
        last = {(told.device_id, told.n): told for told in phone.state.told}
        if facts.restored:  # what went under numbers of an enrolment that is lost went out again under others
            places = {(op.device_id, op.n) for op in phone.state.ops}
            last = {place: told for place, told in last.items() if place in places}
        for (device_id, n), told in last.items():
            found = receipts.get((device_id, n), [])
            if not found:
                yield Violation("acknowledged_without_receipt", f"{phone.name} {device_id} n={n}")
            elif told.result.get("code") != "id_reuse" and found[0]["sha256"].hex() != told.sha256:
                yield Violation("receipt_differs", f"{phone.name} {device_id} n={n}")


def accepted(facts: Facts) -> Iterator[tuple[PhoneFacts, Op, dict[str, Any]]]:
    """Yield every submission that a phone was told is in, with what it says."""
    for phone, op in facts.ops():
        said = op.said
        if said.get("t") == "submit" and outcome_of(op.result) in TAKEN:
            yield phone, op, said


def submissions_kept(facts: Facts) -> Iterator[Violation]:
    """Every accepted submission is there, byte-equal."""
    stored = facts.by("submission", "id")
    for phone, op, said in accepted(facts):
        rows = stored.get(said["id"], [])
        if not rows:
            yield Violation("submission_lost", f"{phone.name} n={op.n} {said['id']}")
        elif not _as_sent(rows[0], op, said):
            yield Violation("submission_altered", f"{phone.name} n={op.n} {said['id']}")


def _as_sent(row: Line, op: Op, said: dict[str, Any]) -> bool:
    record = said.get("record") or {}
    return (
        row["body_sha256"] == content_digest(raw_bytes(op.body))
        and row["answers"] == said["answers"]
        and row["before"] == said.get("before", {})
        and row["base"] == record.get("base")
        and (row["form_key"], row["form_version"]) == (said["form"], said["version"])
    )


def submissions_once(facts: Facts) -> Iterator[Violation]:
    """No submission is there twice, and none that nobody made."""
    made = {op.said.get("id") for _, op in facts.ops()}
    places: dict[tuple[str, int], list[str]] = defaultdict(list)
    ours = {device_id for phone in facts.phones for device_id in phone.state.device_ids}
    for row in facts.tables["submission"]:
        places[(row["device_id"], row["device_n"])].append(row["id"])
        if row["device_id"] in ours and row["id"] not in made:
            yield Violation("submission_from_nowhere", row["id"])
    for (device_id, n), ids in places.items():
        if device_id and len(ids) > 1:
            yield Violation("submission_doubled", f"{device_id} n={n}: {', '.join(sorted(ids))}")


def effects_once(facts: Facts) -> Iterator[Violation]:
    """Every visit and call is on its customer's timeline once, and there is none without its submission."""
    stored = facts.by("submission", "id")
    for table, form, kind in (("visit", "interaction.f2f", None), ("activity", None, None)):
        seen = Counter(row["submission_id"] for row in facts.tables[table] if row["submission_id"])
        for submission_id, count in seen.items():
            if submission_id not in stored:
                yield Violation("effect_from_nowhere", f"{table} of {submission_id}")
            if count > 1:
                yield Violation("effect_doubled", f"{table} of {submission_id}: {count}")
        del kind
        for row in facts.tables["submission"]:
            due = row["form_key"] == form if form else row["form_key"].startswith("interaction.")
            if due and row["customer_id"] and not seen[row["id"]]:
                yield Violation("effect_missing", f"{table} of {row['id']}")


def quarantine_kept(facts: Facts) -> Iterator[Violation]:
    """What was put aside is kept byte for byte, once."""
    kept = facts.by("quarantine", "device_id", "n")
    for phone, op in facts.ops():
        if outcome_of(op.result) != "quarantined":
            continue
        rows = [row for row in kept.get((op.device_id, op.n), []) if row["payload"] == op.wire]
        if not rows:
            name = "quarantine_altered" if kept.get((op.device_id, op.n)) else "quarantine_lost"
            yield Violation(name, f"{phone.name} {op.device_id} n={op.n}")
        elif len(rows) > 1:
            yield Violation("quarantine_doubled", f"{phone.name} {op.device_id} n={op.n}: {len(rows)}")


def waiting_kept(facts: Facts) -> Iterator[Violation]:
    """What waits for its parent is kept, or has been applied since."""
    waiting, stored = facts.by("waiting", "device_id", "n"), facts.by("submission", "id")
    settled = facts.by("quarantine", "device_id", "n")
    for phone, op in facts.ops():
        place = (op.device_id, op.n)
        known = op.said.get("id") in stored or place in waiting or place in settled
        if outcome_of(op.result) == "blocked" and not known:
            yield Violation("waiting_lost", f"{phone.name} {op.device_id} n={op.n}")


def judged_rightly(facts: Facts) -> Iterator[Violation]:
    """No sound operation is put aside, whatever stood beside it; no broken one is taken."""
    published = {(row["tenant_id"], row["key"], row["version"]) for row in facts.tables["form_version"]}
    for phone, op in facts.ops():
        outcome, code = outcome_of(op.result), (op.result or {}).get("code")
        if op.note == "bad" and outcome in TAKEN:
            yield Violation("bad_operation_taken", f"{phone.name} n={op.n}: {op.body[:200]}")
        if op.note != "good" or outcome != "quarantined" or code in ALLOWED:
            continue
        form = (phone.tenant_id, op.said.get("form"), op.said.get("version"))
        old = code == "unknown_form" and form in published
        name = "form_version_refused" if old else "good_operation_refused"
        yield Violation(name, f"{phone.name} n={op.n} {code} {json.dumps(op.result, ensure_ascii=False)[:300]}")


def transactions_whole(facts: Facts) -> Iterator[Violation]:
    """Operations that share a `tx` stand or fall together."""
    for phone in facts.phones:
        groups: dict[str, set[bool]] = defaultdict(set)
        for op in phone.state.ops:
            tx = op.said.get("tx")
            if tx and op.result:
                groups[tx].add(outcome_of(op.result) == "quarantined")
        for tx, outcomes in groups.items():
            if len(outcomes) > 1:
                yield Violation("tx_torn", f"{phone.name} {tx}")


def queues_empty(facts: Facts) -> Iterator[Violation]:
    """After everything is healed nothing waits on any phone."""
    for phone in facts.phones:
        waiting = phone.state.waiting()
        files = [file for file in phone.state.files.values() if file.state == "waiting"]
        if waiting or files:
            numbers = [op.n for op in waiting[:5]]
            yield Violation("stuck_queue", f"{phone.name}: {len(waiting)} operations {numbers}, {len(files)} files")


def own_tenants(facts: Facts) -> Iterator[Violation]:
    """Every row lies in the organisation of the person who made it."""
    home = {row["id"]: row["tenant_id"] for row in facts.tables["employee"]}
    device = {row["id"]: row["tenant_id"] for row in facts.tables["device"]}
    columns = {"submission": "employee_id", "quarantine": "employee_id", "notification": "employee_id"}
    columns |= {"media": "employee_id", "customer": "owner_id"}
    for table, column in columns.items():
        for row in facts.tables[table]:
            if home.get(row[column]) != row["tenant_id"]:
                yield Violation("cross_tenant_row", f"{table} {row['id']}")
    for row in facts.tables["receipt"]:
        if device.get(row["device_id"]) != row["tenant_id"]:
            yield Violation("cross_tenant_row", f"receipt {row['device_id']} n={row['n']}")


CHECKS = (
    acknowledged_without_receipt,
    submissions_kept,
    submissions_once,
    effects_once,
    quarantine_kept,
    waiting_kept,
    judged_rightly,
    transactions_whole,
    queues_empty,
    own_tenants,
)
