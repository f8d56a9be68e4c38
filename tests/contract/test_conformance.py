"""The server keeps the contract: every scenario of the conformance suite, through HTTP."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.contract.documents import CONTRACT, check
from tests.contract.runner import Answer, Participant, Runner
from tests.kit.world import PASSWORD, World

SCENARIOS = sorted((CONTRACT / "conformance").glob("*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def people(world: World) -> dict[str, Participant]:
    parts = {
        "rep": world.rep1,
        "colleague": world.rep2,
        "stranger": world.rep3,
        "supervisor": world.supervisor,
        "office": world.office,
    }
    return {part: Participant(member.login, PASSWORD, str(member.id)) for part, member in parts.items()}


def transport_of(app: Flask):
    """The application without a socket; a fresh client for each request keeps no cookie."""

    def send(method, path, headers, body) -> Answer:
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        answer = app.test_client(use_cookies=False).open(address, method=method, headers=dict(headers), data=body)
        return Answer(answer.status_code, dict(answer.headers), answer.get_data())

    return send


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_server_keeps_the_contract(app, people, path):
    Runner(transport_of(app), people, check).run(read(path))


def test_there_are_scenarios_for_every_part_of_the_contract():
    assert len(SCENARIOS) >= 20
    proved = {sentence for path in SCENARIOS for sentence in read(path)["proves"]}
    assert {sentence.split("-")[0] for sentence in proved} >= {"PUSH", "PULL", "CUR", "MERGE", "MEDIA", "FAIL", "FORM"}


def test_every_sentence_that_a_scenario_proves_is_in_the_contract():
    text = (CONTRACT / "SYNC.md").read_text(encoding="utf-8")
    written = re.findall(r"^- \*\*([A-Z]+-\d+)\*\*", text, re.MULTILINE)
    assert len(written) == len(set(written))
    proved = {sentence for path in SCENARIOS for sentence in read(path)["proves"]}
    assert proved - set(written) == set()


def test_a_scenario_that_expects_otherwise_fails(app, people):
    """The suite can fail: the first answer is not a duplicate."""
    scenario = read(CONTRACT / "conformance/replay.json")
    wrong = next(step for step in scenario["steps"] if "request" in step)
    wrong["expect"]["json"]["results"] = [{"s": "duplicate"}]
    with pytest.raises(AssertionError, match=r"step 2.*duplicate"):
        Runner(transport_of(app), people).run(scenario)
