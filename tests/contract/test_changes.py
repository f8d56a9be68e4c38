"""What clients rely on does not change unseen: a breaking change since the last release is listed with its reason."""

import copy
import re

import pytest

from tests.contract.documents import CONTRACT
from tests.contract.surface import Documents, breaking, lines, published, read, surface

CHANGELOG = (CONTRACT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASES = sorted((CONTRACT / "released").glob("*.txt"), key=lambda path: [int(n) for n in path.stem.split(".")])
NOW = published()


def since(version: str) -> str:
    """Return what the change log says about everything after a release."""
    return CHANGELOG.split(f"## {version}")[0]


def test_every_breaking_change_since_the_last_release_is_listed_with_its_reason():
    """When this fails: take the change back, or write `- `finding`: why` under the next version."""
    last = RELEASES[-1]
    said = re.findall(r"^- `([^`]+)`: .{20,}", since(last.stem), re.MULTILINE)
    found = breaking(read(last.read_text(encoding="utf-8")), surface(NOW))
    assert [finding for finding in found if finding not in said] == []


def test_every_release_is_in_the_change_log():
    assert [path.stem for path in RELEASES if f"## {path.stem}\n" not in CHANGELOG] == []


def test_a_surface_that_was_written_down_reads_the_same():
    found = surface(NOW)
    assert read("\n".join(lines(found))) == found


def changed(**how) -> Documents:
    schemas = copy.deepcopy(dict(NOW.schemas))
    how["change"](schemas)
    return Documents(NOW.openapi, schemas)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda s: s["pull-answer"]["properties"].pop("acked_n"), "answer pull-answer/acked_n: gone"),
        (lambda s: s["pull-answer"]["required"].remove("cursor"), "answer pull-answer/cursor: may be missing"),
        (
            lambda s: s["pull-answer"]["properties"].update(cursor={"type": ["string", "null"]}),
            "answer pull-answer/cursor: may be null",
        ),
        (lambda s: s["push-request"]["required"].append("epoch"), "request push-request/epoch: must be sent"),
        (
            lambda s: s["push-request"]["properties"].update(epoch={"type": "string"}),
            "request push-request/epoch: no longer null",
        ),
        (
            lambda s: s["push-request"]["$defs"]["submit"]["required"].append("hlc"),
            "request push-request/ops/*/hlc: must be sent",
        ),
    ],
)
def test_what_breaks_a_client_is_found(change, finding):
    assert finding in breaking(surface(NOW), surface(changed(change=change)))


def test_additions_break_nobody():
    def add(schemas):
        schemas["pull-answer"]["properties"]["mood"] = {"type": "string"}
        schemas["pull-request"]["properties"]["wish"] = {"type": "string"}

    assert breaking(surface(NOW), surface(changed(change=add))) == []


def test_a_withdrawn_endpoint_is_found():
    openapi = copy.deepcopy(dict(NOW.openapi))
    del openapi["paths"]["/api/v1/sync/receipts"]
    found = breaking(surface(NOW), surface(Documents(openapi, NOW.schemas)))
    assert "request GET /sync/receipts: gone" in found
