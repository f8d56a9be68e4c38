"""The published schemas, read as a phone's developer reads them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

CONTRACT = Path(__file__).parents[2] / "mobile_contract"
SCHEMAS = CONTRACT / "schemas"
ANSWERS = {
    "/sync/push": "push-answer",
    "/sync/pull": "pull-answer",
    "/sync": "sync-answer",
    "/sync/digest": "digest-answer",
    "problem": "problem",
}


def schema_names() -> list[str]:
    return sorted(path.relative_to(SCHEMAS).with_suffix("").as_posix() for path in SCHEMAS.rglob("*.json"))


def read(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def registry() -> Registry:
    resources = [Resource.from_contents(read(name)) for name in schema_names()]
    return Registry().with_resources([(resource.id(), resource) for resource in resources])


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(read(name), registry=registry(), format_checker=FormatChecker())


def faults(name: str, document: Any) -> list[str]:
    """What of a document is not as the schema says, with its place."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(document)]


def check(path: str, document: Any) -> None:
    """Fail when the answer of an endpoint is not as its schema says; endpoints without one pass."""
    if path in ANSWERS:
        assert faults(ANSWERS[path], document) == []
