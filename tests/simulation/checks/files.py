"""Files: every confirmed byte is exact and bound once (P13); every effect happened and counts once (I5)."""

from collections.abc import Iterator

from tests.simulation.checks.operations import accepted
from tests.simulation.facts import Facts, Line, Violation

FAR = 24.0
"""Mean difference of grey (0 to 255) above which two pictures are not of the same thing."""


def confirmed_files_kept(facts: Facts) -> Iterator[Violation]:
    """What a phone was told is stored, is."""
    rows = facts.by("media", "id")
    for phone in facts.phones:
        for file in phone.state.files.values():
            row = next(iter(rows.get(file.media_id, [])), None)
            if file.state != "sent":
                continue
            if row is None or row["stored_at"] is None:
                yield Violation("file_lost", f"{phone.name} {file.media_id}")
            elif row["sha256"] != file.sha256:
                yield Violation("file_altered", f"{phone.name} {file.media_id}: the row has another hash")


def store_agrees(facts: Facts) -> Iterator[Violation]:
    """Every stored row has its file, every file its row, and each is what its name says."""
    on_disk = {(file.tenant_id, file.name): file for file in facts.files}
    rows = {(row["tenant_id"], row["sha256"]): row for row in facts.tables["media"] if row["stored_at"]}
    announced = {(row["tenant_id"], row["sha256"]) for row in facts.tables["media"]}
    for place, row in rows.items():
        if place not in on_disk:
            yield Violation("file_missing", f"{row['id']} {row['sha256']}")
    for (tenant_id, name), file in on_disk.items():
        original, _, rendition = name.partition(".")
        if (tenant_id, original) not in announced:
            yield Violation("orphan_file", f"{tenant_id}/{name}")
        elif not rendition and file.sha256 != original:
            yield Violation("file_altered", f"{tenant_id}/{name}")


def thumbnails_fit(facts: Facts) -> Iterator[Violation]:
    """Every processed picture has renditions, and they show what it shows."""
    on_disk = {(file.tenant_id, file.name): file for file in facts.files}
    for row in facts.tables["media"]:
        if row["state"] == "stored" and row["type"].startswith("image/"):
            yield Violation("file_not_processed", row["id"])
        original = on_disk.get((row["tenant_id"], row["sha256"]))
        if row["state"] != "ready" or not row["type"].startswith("image/") or not original or not original.look:
            continue
        for side in ("thumb", "large"):
            made = on_disk.get((row["tenant_id"], f"{row['sha256']}.{side}"))
            if made is None:
                yield Violation("thumbnail_missing", f"{row['id']} {side}")
            elif made.look is None or _apart(original.look, made.look) > FAR:
                yield Violation("thumbnail_of_another", f"{row['id']} {side}")


def _apart(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def bound_once(facts: Facts) -> Iterator[Violation]:
    """A confirmed file is bound to the submission that names it."""
    links = facts.by("media_link", "submission_id", "media_id")
    for phone, op, said in accepted(facts):
        for item in said.get("media", []):
            file = phone.state.files.get(item["media_id"])
            found = links.get((said["id"], item["media_id"]), [])
            if file and file.state == "sent" and not (found and found[0]["bound_at"]):
                yield Violation("file_unbound", f"{phone.name} n={op.n} {item['media_id']}")


def work_written(facts: Facts) -> Iterator[Violation]:
    """Every stored file has its work in the outbox."""
    asked = {row["args"].get("media_id") for row in facts.tables["outbox"] if row["task"] == "media.process"}
    for row in facts.tables["media"]:
        if row["stored_at"] and row["id"] not in asked:
            yield Violation("outbox_row_lost", f"media.process of {row['id']}")


def work_done(facts: Facts) -> Iterator[Violation]:
    """No work that is due is left, none was given up."""
    for row in facts.tables["outbox"]:
        if row["failed_at"]:
            yield Violation("work_given_up", f"{row['task']} {row['id']}: {row['last_error']}")
        elif row["undone"] and not _just_due(facts, row):
            yield Violation("work_left_undone", f"{row['task']} {row['id']} attempts={row['attempts']}")


def _just_due(facts: Facts, row: Line) -> bool:
    return facts.rested_at is not None and row["attempts"] == 0 and row["run_after"] > facts.rested_at


CHECKS = (confirmed_files_kept, store_agrees, thumbnails_fit, bound_once, work_written, work_done)
