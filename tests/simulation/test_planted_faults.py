"""The checker notices: whatever is broken in tables, files, history or on a phone, it is named."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from mobile_contract.device import Row
from server import wiring
from server.app import create_app
from server.core.database import connect
from server.settings import Settings
from tests.kit.databases import all_seeing, as_owner, own_database
from tests.simulation.checker import check
from tests.simulation.facts import Facts, PhoneFacts
from tests.simulation.gathering import gather
from tests.simulation.scene import Scene, play


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("scene")
    with own_database(f"scene_{uuid4().hex[:8]}") as address:
        sessions = connect(address)
        settings = Settings(
            database_url=address, owner_url=as_owner(address), redis_url="redis://127.0.0.1:1/0", secret="x" * 32,
            media_dir=folder / "media", public_url="http://localhost", tiles_url=None, tiles_attribution=None,
            certificate_authority=None,
        )  # fmt: skip
        database = wiring.database(sessions, settings.media_dir)
        played = play(create_app(settings, database), database, folder, "plant")
        yield played
        sessions.kw["bind"].dispose()


@pytest.fixture(scope="module")
def phones(scene: Scene) -> list[PhoneFacts]:
    return scene.facts()


@pytest.fixture
def media(scene: Scene) -> Path:
    return scene.folder / "media"


@pytest.fixture
def connection(scene: Scene):
    """Whom no row-level security binds and no trigger stops; what he does is undone after the test."""
    engine = create_engine(all_seeing(str(scene.database.engine.url.render_as_string(hide_password=False))),
                           poolclass=NullPool)  # fmt: skip
    with engine.connect() as opened:
        opened.execute(text("SET LOCAL session_replication_role = replica"))
        yield opened
        opened.rollback()


@pytest.fixture
def facts(scene, phones, media, connection):
    """Gather what is there now."""
    return lambda: gather(connection, media, phones, scene.anchors)


def names(facts: Facts) -> set[str]:
    return {violation.name for violation in check(facts)}


def run(connection: Connection, statement: str) -> None:
    """Do it, and be sure that it hit something."""
    assert connection.execute(text(statement.replace("ONE_SHOP", ONE_SHOP))).rowcount > 0, statement


def test_a_sound_history_has_no_violation(facts):
    assert [str(violation) for violation in check(facts())] == []


ONE_SHOP = "(SELECT id FROM submission WHERE form_key = 'customer.shop' AND base IS NULL ORDER BY id LIMIT 1)"

TABLES = {
    "a submission is gone": (
        "DELETE FROM submission WHERE id = ONE_SHOP",
        "submission_lost",
    ),
    "a byte of an answer is another": (
        "UPDATE submission SET answers = jsonb_set(answers, '{full_name}', '\"Quán Mốt\"') WHERE id = ONE_SHOP",
        "submission_altered",
    ),
    "a byte of its hash is another": (
        """UPDATE submission SET body_sha256 = set_byte(body_sha256, 3, 255 - get_byte(body_sha256, 3))
            WHERE id = ONE_SHOP""",
        "submission_altered",
    ),
    "a submission is there twice": (
        """INSERT INTO submission (tenant_id, id, form_key, form_version, employee_id, device_id, device_n, answers,
            before, media, hlc, occurred_at, received_at, body_sha256, state, flags, changes)
            SELECT tenant_id, gen_random_uuid(), form_key, form_version, employee_id, device_id, device_n, answers,
            before, media, hlc, occurred_at, received_at, body_sha256, state, flags, changes
            FROM submission WHERE id = ONE_SHOP""",
        "submission_doubled",
    ),
    "an acknowledgement has no row": (
        "DELETE FROM receipt WHERE n = 2",
        "acknowledged_without_receipt",
    ),
    "a receipt is of other bytes": (
        "UPDATE receipt SET sha256 = set_byte(sha256, 0, 255 - get_byte(sha256, 0)) WHERE n = 3",
        "receipt_differs",
    ),
    "what was put aside is gone": (
        "DELETE FROM quarantine WHERE code = 'validation'",
        "quarantine_lost",
    ),
    "what was put aside is cut": (
        "UPDATE quarantine SET payload = substring(payload FROM 2) WHERE code = 'validation'",
        "quarantine_altered",
    ),
    "what waits for its parent is gone": (
        "DELETE FROM waiting_operation",
        "waiting_lost",
    ),
    "a submission stands nowhere in the history": (
        "UPDATE audit_entry SET action = 'submission.read' WHERE action = 'submission.create'",
        "audit_missing",
    ),
    "work that was begun is left": (
        "UPDATE outbox SET done_at = NULL, attempts = 1 WHERE task = 'media.process'",
        "work_left_undone",
    ),
    "a row lies in another organisation": (
        """UPDATE submission SET tenant_id = (SELECT max(id) FROM organisation) WHERE tenant_id =
            (SELECT min(id) FROM organisation) AND id IN (SELECT id FROM submission WHERE tenant_id =
            (SELECT min(id) FROM organisation) LIMIT 1)""",
        "cross_tenant_row",
    ),
    "a call is on the timeline twice": (
        """INSERT INTO activity (tenant_id, id, kind, customer_id, employee_id, submission_id, occurred_at, received_at,
            details) SELECT tenant_id, gen_random_uuid(), kind, customer_id, employee_id, submission_id, occurred_at,
            received_at, details FROM activity LIMIT 1""",
        "effect_doubled",
    ),
    "a visit is gone": (
        "DELETE FROM visit WHERE id IN (SELECT id FROM visit LIMIT 1)",
        "effect_missing",
    ),
    "work was never written": (
        "DELETE FROM outbox WHERE task = 'media.process'",
        "outbox_row_lost",
    ),
    "work was given up": (
        "UPDATE outbox SET failed_at = now(), done_at = NULL WHERE task = 'media.process'",
        "work_given_up",
    ),
    "a notice came twice": (
        """INSERT INTO notification (tenant_id, id, employee_id, key, kind, title, body, link, at)
            SELECT tenant_id, gen_random_uuid(), employee_id, key || '!', kind, title, body, link, at FROM notification
            WHERE kind = 'submission_received' LIMIT 1""",
        "notification_doubled",
    ),
    "a notice never came": (
        "DELETE FROM notification WHERE kind = 'submission_received'",
        "notification_lost",
    ),
    "the end of the history is cut of": (
        "DELETE FROM audit_entry WHERE n = (SELECT max(n) FROM audit_entry)",
        "audit_tail_cut",
    ),
    "the end is cut off and the counter set back": (
        """WITH cut AS (DELETE FROM audit_entry RETURNING 1), details AS (DELETE FROM audit_detail RETURNING 1),
            blocks AS (DELETE FROM audit_block RETURNING 1) UPDATE tenant_clock SET audited = 0""",
        "audit_tail_cut",
    ),
    "an entry of the history is edited": (
        "UPDATE audit_entry SET employee_id = gen_random_uuid() WHERE n = 2",
        "audit_entry_edited",
    ),
    "a detail of the history is edited": (
        "UPDATE audit_detail SET body = replace(body, 'shop', 'shOp') WHERE body LIKE '%customer.shop%'",
        "audit_detail_edited",
    ),
    "the losing value is nowhere": (
        "DELETE FROM conflict",
        "silent_overwrite",
    ),
    "a conflict that a phone was told of is gone": (
        "DELETE FROM conflict",
        "conflict_lost",
    ),
    "the losing value is another": (
        """UPDATE conflict SET lost = jsonb_set(lost, '{value}', '"?"')""",
        "silent_overwrite",
    ),
    "a file is bound to nothing": (
        "UPDATE media_link SET bound_at = NULL",
        "file_unbound",
    ),
    "a confirmed file has no row": (
        "DELETE FROM media_object",
        "file_lost",
    ),
    "a customer passed to another owner behind the feed's back": (
        """UPDATE customer SET owner_id = (SELECT id FROM employee e WHERE e.tenant_id = customer.tenant_id
            AND e.name LIKE 'Võ%')""",
        "row_denied",
    ),
    "a field changed behind the feed's back": (
        "UPDATE customer SET fields = jsonb_set(fields, '{rank}', '\"A\"')",
        "row_differs_from_table",
    ),
}  # fmt: skip


@pytest.mark.covers("P2", "P3", "P4", "P12", "P13")
@pytest.mark.parametrize("fault", TABLES)
def test_a_broken_table_is_noticed(facts, connection, fault):
    statement, name = TABLES[fault]
    run(connection, statement)
    assert name in names(facts())


def test_a_look_that_became_due_while_tables_were_read_is_not_late(facts, connection):
    rested_at = connection.scalar(text("SELECT now() - interval '10 s'"))
    for age, found in (("20 s", {"work_left_undone"}), ("5 s", set())):
        put_off = "UPDATE outbox SET done_at = NULL, attempts = 0, run_after = now() - CAST(:age AS interval)"
        connection.execute(text(f"{put_off} WHERE task = 'media.process'"), {"age": age})
        there = facts()
        there.rested_at = rested_at
        assert names(there) & {"work_left_undone"} == found


@contextmanager
def disturbed(path: Path):
    """Lend a file of the store to be broken; it is put back."""
    kept = path.read_bytes()
    yield
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(kept)


def originals(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("objects/*/*/*") if "." not in path.name)


def test_a_lost_file_is_noticed(facts, media):
    path = originals(media)[0]
    with disturbed(path):
        path.unlink()
        assert "file_missing" in names(facts())


def test_a_flipped_byte_of_a_file_is_noticed(facts, media):
    path = originals(media)[0]
    with disturbed(path):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        assert "file_altered" in names(facts())


def test_a_file_that_nobody_announced_is_noticed(facts, media):
    path = originals(media)[0]
    stray = path.with_name("0" * 64)
    shutil.copy(path, stray)
    assert "orphan_file" in names(facts())
    stray.unlink()


def test_the_thumbnail_of_another_photograph_is_noticed(facts, media):
    one, other = (path.with_name(f"{path.name}.thumb") for path in originals(media)[:2])
    with disturbed(one):
        shutil.copy(other, one)
        assert "thumbnail_of_another" in names(facts())


def test_a_missing_thumbnail_is_noticed(facts, media):
    path = originals(media)[0]
    thumb = path.with_name(f"{path.name}.thumb")
    with disturbed(thumb):
        thumb.unlink()
        assert "thumbnail_missing" in names(facts())


@contextmanager
def edited(rows: dict):
    """Lend a phone's rows; they are put back."""
    kept = dict(rows)
    yield rows
    rows.clear()
    rows.update(kept)


def test_a_ghost_on_a_phone_is_noticed(facts, phones):
    with edited(phones[0].state.rows) as rows:
        rows[("customer", str(uuid4()))] = Row(1, {"fields": {}, "owner_id": None})
        assert {"row_ghost", "row_denied", "phones_differ"} <= names(facts())


def test_a_row_that_a_phone_missed_is_noticed(facts, phones):
    with edited(phones[0].state.rows) as rows:
        del rows[next(key for key in rows if key[0] == "customer")]
        assert {"row_missing", "row_withheld"} <= names(facts())


def test_a_row_of_before_is_noticed(facts, phones):
    with edited(phones[0].state.rows) as rows:
        key = next(key for key in rows if key[0] == "customer")
        rows[key] = Row(rows[key].v - 1, rows[key].d)
        assert "row_stale" in names(facts())


def test_a_row_of_another_organisation_is_noticed(facts, phones):
    with edited(phones[0].state.rows) as rows:
        rows.update({key: row for key, row in phones[-1].state.rows.items() if key[0] == "customer"})
        assert "row_of_another_organisation" in names(facts())


def test_what_still_waits_on_a_phone_is_noticed(facts, phones):
    op = phones[0].state.ops[0]
    op.state, before = "waiting", op.state
    assert "stuck_queue" in names(facts())
    op.state = before


def test_a_sound_operation_that_was_put_aside_is_noticed(facts, phones):
    op = next(op for op in phones[0].state.ops if op.note == "good")
    op.result, before = {"n": op.n, "s": "quarantined", "code": "validation"}, op.result
    assert {"good_operation_refused", "quarantine_lost"} <= names(facts())
    op.result = before


def test_a_refused_version_of_a_form_is_noticed(facts, phones):
    op = next(op for op in phones[0].state.ops if op.note == "good")
    op.result, before = {"n": op.n, "s": "quarantined", "code": "unknown_form"}, op.result
    assert "form_version_refused" in names(facts())
    op.result = before


def test_a_torn_transaction_is_noticed(facts, phones):
    op = next(op for op in phones[0].state.ops if op.said.get("tx") and op.result["s"] == "quarantined")
    op.result, before = {"n": op.n, "s": "applied"}, op.result
    assert "tx_torn" in names(facts())
    op.result = before
