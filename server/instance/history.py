"""`./tuyen verify-audit`: tells whether anybody has touched the history."""

from collections.abc import Callable
from pathlib import Path

from server.accounts.queries import tenants
from server.audit import service
from server.audit.rules import Anchor, Fault, read_anchor
from server.audit.service import Verdict
from server.core.database import Database, connect
from server.core.unit_of_work import unit_of_work
from server.instance.errors import InstanceError
from server.settings import Settings

FAULTS = {
    "block_missing": ("khối này đã bị xoá", "the block is gone"),
    "block_edited": ("chính khối này đã bị sửa", "the block itself was edited"),
    "chain_broken": ("khối liền trước đã bị thay", "the block before it was replaced"),
    "anchor_differs": ("khối khác với mốc đã ghi ra ngoài", "the block is not the one of the anchor"),
    "entry_missing": ("thiếu một dòng", "an entry is missing"),
    "entry_added": ("có dòng được chèn thêm", "an entry was inserted"),
    "entry_edited": ("có dòng đã bị sửa hoặc đổi chỗ", "an entry was edited or moved"),
    "detail_missing": ("chi tiết của dòng đã bị xoá", "the detail of an entry is gone"),
    "detail_edited": ("chi tiết của dòng đã bị sửa", "the detail of an entry was edited"),
    "tail_cut": ("phần cuối đã bị cắt", "the end was cut off"),
}


def verify_all(database: Database, anchors: list[Anchor], tell: Callable[[str], None]) -> int:
    """Check the history of every organisation and tell of each; return how many do not hold.

    An anchor of an organisation that is not there any more counts as one that does not hold.
    """
    with unit_of_work(database) as session:
        known = tenants(session)
    broken = 0
    for tenant_id, name in known:
        with unit_of_work(database, tenant_id) as session:
            verdict = service.verify(session, anchors)
        broken += verdict.fault is not None
        tell(_sentence(name, verdict))
    for tenant_id in sorted({anchor.tenant_id for anchor in anchors} - {number for number, _ in known}):
        broken += 1
        tell(
            f"✗ Tổ chức {tenant_id}: có mốc mà không còn dữ liệu · organisation {tenant_id}: it has anchors but is gone"
        )
    return broken


def _sentence(name: str, verdict: Verdict) -> str:
    if verdict.fault is None:
        vi = f"{verdict.entries} dòng, {verdict.blocks} khối: nguyên vẹn"
        return f"✓ {name}: {vi} · {verdict.entries} entries, {verdict.blocks} blocks: untouched"
    vi, en = FAULTS[verdict.fault.code]
    place_vi, place_en = _place(verdict.fault)
    return f"✗ {name}: {place_vi}: {vi} · {place_en}: {en}"


def _place(fault: Fault) -> tuple[str, str]:
    if fault.number is None:
        vi, en = "sau khối cuối", "behind the last block"
    else:
        vi, en = f"khối {fault.number}", f"block {fault.number}"
    return (f"{vi}, dòng {fault.n}", f"{en}, entry {fault.n}") if fault.n is not None else (vi, en)


def read_anchors(path: Path | None) -> list[Anchor]:
    """Return the anchors of a file, none without one; raise InstanceError naming the first line that is none."""
    if path is None:
        return []
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InstanceError(f"Không đọc được tệp mốc: {error}", f"The anchors cannot be read: {error}") from error
    return [_anchor(path, place, line) for place, line in enumerate(lines, 1) if line.strip()]


def _anchor(path: Path, place: int, line: str) -> Anchor:
    try:
        return read_anchor(line)
    except ValueError as error:
        raise InstanceError(
            f"Dòng {place} của {path} không phải mốc của lịch sử.", f"Line {place} of {path} is no anchor."
        ) from error


def verify_audit(given: Settings, anchors: Path | None, tell: Callable[[str], None]) -> None:
    """Check the history of every organisation of this server; raise InstanceError when any does not hold.

    Without `anchors` the file of the settings is used, if it is there.
    """
    own = given.audit_anchors if given.audit_anchors and given.audit_anchors.exists() else None
    database = Database(connect(given.database_url))
    try:
        broken = verify_all(database, read_anchors(anchors or own), tell)
    finally:
        database.engine.dispose()
    if broken:
        raise InstanceError(
            f"Lịch sử của {broken} tổ chức không còn nguyên vẹn. Giữ nguyên máy chủ và so với bản sao lưu.",
            f"The history of {broken} organisations was touched. Leave the server as it is; compare with a backup.",
        )
