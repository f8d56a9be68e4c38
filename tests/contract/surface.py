"""What a client can rely on, as lines of text that two versions of the contract can be compared by.

`python -m tests.contract.surface > mobile_contract/released/VERSION.txt` writes down what a release promises.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).parents[2] / "mobile_contract"
PHONES = ("/sync", "/devices", "/media", "/geography", "/notifications")
"""The paths that phones and third apps use, below the base address."""
BASE = "/api/v1"
REQUESTS = {"push-request", "pull-request", "sync-request"}
DEEPEST = 8
NAMES = {str: "string", bool: "boolean", int: "integer"}

Surface = dict[str, tuple[frozenset[str], bool]]
"""By place (`request push-request/ops/*/n`): the types that it may have, and whether it must be there."""


@dataclass(frozen=True)
class Documents:
    """Where references lead: `openapi` for `#/components/…`, `schemas` by the name in their `$id`."""

    openapi: Mapping[str, Any]
    schemas: Mapping[str, Mapping[str, Any]]

    def resolved(
        self, schema: Mapping[str, Any], home: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Return the schema that a reference names and the document that it is in; any other schema itself."""
        if "$ref" not in schema:
            return schema, home
        document, _, pointer = schema["$ref"].partition("#")
        home = self.schemas[document.removeprefix("urn:tuyen:schema:")] if document else home
        found: Any = home
        for part in filter(None, pointer.split("/")):
            found = found[part]
        return self.resolved(found, home)


def published(folder: Path = CONTRACT) -> Documents:
    """Read the contract that lies in `folder`."""
    files = {
        str(path.relative_to(folder / "schemas").with_suffix("")): path for path in (folder / "schemas").rglob("*.json")
    }
    schemas = {name: json.loads(path.read_text(encoding="utf-8")) for name, path in files.items()}
    return Documents(json.loads((folder / "openapi.json").read_text(encoding="utf-8")), schemas)


def surface(documents: Documents) -> Surface:
    """Return every place of the contract that somebody can rely on."""
    found: Surface = {}
    for side, name, schema, home in _documents(documents):
        found[f"{side} {name}"] = (frozenset({"there"}), True)
        found |= dict(_places(documents, schema, home, f"{side} {name}", DEEPEST))
    return found


def _documents(documents: Documents) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    for name, schema in sorted(documents.schemas.items()):
        yield "request" if name in REQUESTS else "answer", name, schema, schema
    for path, methods in documents.openapi["paths"].items():
        short = path.removeprefix(BASE)
        if not short.startswith(PHONES):
            continue
        for method, operation in methods.items():
            if method in {"get", "post", "put", "patch", "delete", "head"}:
                yield from _operation(documents, f"{method.upper()} {short}", operation)


def _operation(documents: Documents, name: str, operation: Mapping[str, Any]) -> Iterator[Any]:
    asked = [each for each in operation.get("parameters", []) if "name" in each and each.get("in") == "query"]
    parameters = {
        "properties": {each["name"]: each.get("schema", {}) for each in asked},
        "required": [each["name"] for each in asked if each.get("required")],
    }
    yield "request", name, parameters, documents.openapi
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        yield "request", f"{name} body", body, documents.openapi
    for status, answer in operation.get("responses", {}).items():
        content = answer.get("content", {}).get("application/json", {}).get("schema")
        if status.startswith("2") and content:
            yield "answer", f"{name} {status}", content, documents.openapi


def _places(
    documents: Documents, schema: Mapping[str, Any], home: Mapping[str, Any], place: str, depth: int
) -> Iterator[tuple[str, tuple[frozenset[str], bool]]]:
    schema, home = documents.resolved(schema, home)
    if depth == 0:
        return
    for part in [*schema.get("allOf", []), *schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from _places(documents, part, home, place, depth - 1)
    if isinstance(schema.get("items"), Mapping):
        yield from _places(documents, schema["items"], home, f"{place}/*", depth - 1)
    for name, member in schema.get("properties", {}).items():
        inner = f"{place}/{name}"
        yield inner, (_types(documents, member, home, depth), name in schema.get("required", []))
        yield from _places(documents, member, home, inner, depth - 1)


def _types(documents: Documents, schema: Mapping[str, Any], home: Mapping[str, Any], depth: int) -> frozenset[str]:
    schema, home = documents.resolved(schema, home)
    parts = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    if parts and depth:
        return frozenset().union(*(_types(documents, part, home, depth - 1) for part in parts))
    said = schema.get("type") or (NAMES[type(schema["const"])] if "const" in schema else "any")
    return frozenset([said] if isinstance(said, str) else said)


def breaking(before: Surface, now: Surface) -> list[str]:
    """Name what a client of `before` can no longer rely on in `now`; additions break nobody.

    Of a request: what is new and must be there, and types that are no longer taken. Of an answer: what is gone or may
    be missing, and types that it never had.
    """
    found = [f"{place}: gone" for place in sorted(before.keys() - now.keys())]
    found += [
        f"{place}: must be sent"
        for place in sorted(now)
        if place.startswith("request") and _newly_wanted(place, before, now)
    ]
    for place in sorted(before.keys() & now.keys()):
        (types, required), (types_now, required_now) = before[place], now[place]
        asked = place.startswith("request")
        if asked and "any" not in types_now and (lost := types - types_now):
            found.append(f"{place}: no longer {' or '.join(sorted(lost))}")
        if not asked and "any" not in types and (new := types_now - types):
            found.append(f"{place}: may be {' or '.join(sorted(new))}")
        if not asked and required and not required_now:
            found.append(f"{place}: may be missing")
    return found


def _newly_wanted(place: str, before: Surface, now: Surface) -> bool:
    parent = place.rpartition("/")[0].removesuffix("/*")
    wanted = now[place][1] and now[place][0] != frozenset({"there"})
    return wanted and not before.get(place, (frozenset(), False))[1] and (parent in before or place in before)


def lines(found: Surface) -> Iterator[str]:
    """Write a surface down, a place a line."""
    for place, (types, required) in sorted(found.items()):
        yield f"{place} | {' '.join(sorted(types))} | {'always' if required else 'maybe'}"


def read(text: str) -> Surface:
    """Read what `lines` wrote."""
    parts = [line.split(" | ") for line in text.splitlines()]
    return {place: (frozenset(types.split()), required == "always") for place, types, required in parts}


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines(surface(published())))
