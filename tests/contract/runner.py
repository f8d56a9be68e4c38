"""Runs the conformance scenarios; `mobile_contract/conformance/README.md` describes their language."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.contract.matching import mismatch
from tests.kit.keys import PhoneKey, enrolment

FILES = Path(__file__).parents[2] / "mobile_contract/conformance/files"
DEVICE = {"name": "conformance", "platform": "test", "app_version": "0.1.0"}
PASSES = 50


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        plain = gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body
        return json.loads(plain) if plain else None


Transport = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""(method, path below the base address, headers, body) → answer."""


@dataclass(frozen=True)
class Participant:
    """Somebody whom the server under test knows."""

    login: str
    password: str
    employee_id: str


@dataclass
class Pulled:
    """What a phone holds, and how its last pass went."""

    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    cursor: str | None = None
    pages: int = 0


@dataclass
class Runner:
    transport: Transport
    people: Mapping[str, Participant]
    check: Callable[[str, Any], None] = lambda _name, _document: None
    names: dict[str, Any] = field(default_factory=dict)
    credentials: dict[str, dict[str, str]] = field(default_factory=dict)
    phones: dict[str, Pulled] = field(default_factory=dict)
    keys: dict[str, PhoneKey] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)

    def run(self, scenario: Mapping[str, Any]) -> None:
        for who, person in self.people.items():
            self.names[f"{who}.id"] = person.employee_id
        for name in scenario.get("uuids", []):
            self.names[name] = str(uuid4())
        for name, value in scenario.get("let", {}).items():
            self.names[name] = self.fill(value)
        for number, step in enumerate(scenario["steps"], start=1):
            try:
                self.take(step)
            except AssertionError as error:
                raise AssertionError(f"step {number}: {error}") from error

    def take(self, step: Mapping[str, Any]) -> None:
        actions = {
            "enrol": self.enrol,
            "sign_in": self.sign_in,
            "request": self.request,
            "pull": self.pull,
            "tokens": self.tokens,
            "wiped": self.wiped,
        }
        (name,) = set(step) & set(actions)
        found = actions[name](step[name])
        for key, pointer in step.get("save", {}).items():
            self.names[key] = at_pointer(found, pointer)
        problem = mismatch(self.fill(step.get("expect", {})), found)
        assert problem is None, f"{problem}\n{json.dumps(found, ensure_ascii=False, default=str)[:2000]}"

    def enrol(self, how: Mapping[str, str]) -> dict[str, Any]:
        """Enrol a phone of a participant; it is called `as` from now on."""
        person = self.people[how["who"]]
        name = how.get("as", "phone")
        key = self.keys[name] = self.keys.get(how.get("key", ""), PhoneKey())
        credential = {"login": person.login, "password": person.password}
        body = enrolment(key, DEVICE, **({"code": self.fill(how["code"])} if "code" in how else credential))
        found = self.send({"method": "POST", "path": "/devices", "json": body})
        if found["status"] >= 400:
            return found
        self.refresh_tokens[name] = found["json"]["refresh_token"]
        self.credentials[name] = {"Authorization": f"Bearer {found['json']['token']}"}
        self.phones[name] = Pulled()
        return found

    def tokens(self, how: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for the next tokens; unless the answer is `lost`, the phone goes on with them."""
        name = how.get("by", "phone")
        offered = self.fill(how.get("with", self.refresh_tokens[name]))
        proof = self.keys.setdefault(how.get("key", name), PhoneKey()).proof("/devices/token", offered)
        found = self.send({"path": "/devices/token", "json": {"refresh_token": offered, "proof": proof}})
        if found["status"] == 200 and not how.get("lost"):
            self.refresh_tokens[name] = found["json"]["refresh_token"]
            self.credentials[name] = {"Authorization": f"Bearer {found['json']['token']}"}
        return found

    def wiped(self, how: Mapping[str, str]) -> dict[str, Any]:
        """Say that a phone has erased everything."""
        name = how.get("by", "phone")
        token = self.refresh_tokens[name]
        headers = {"Authorization": f"Bearer {token}"}
        proof = self.keys[name].proof("/devices/wiped", token)
        return self.send({"path": "/devices/wiped", "headers": headers, "json": {"proof": proof}})

    def sign_in(self, how: Mapping[str, str]) -> dict[str, Any]:
        """Sign a participant in at the console."""
        person = self.people[how["who"]]
        found = self.send(
            {"method": "POST", "path": "/session", "json": {"login": person.login, "password": person.password}}
        )
        cookie = found["headers"]["set-cookie"].split(";")[0]
        self.credentials[how.get("as", "console")] = {"Cookie": cookie, "X-CSRF-Token": found["json"]["csrf"]}
        return found

    def request(self, what: Mapping[str, Any]) -> dict[str, Any]:
        return self.send(self.fill(what))

    def send(self, what: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"X-Requested-With": "tuyen", **self.credentials.get(what.get("by", ""), {})}
        headers |= {name: header_text(value) for name, value in what.get("headers", {}).items()}
        body, kind = body_of(what)
        if kind:
            headers.setdefault("Content-Type", kind)
        answer = self.transport(what.get("method", "POST"), what["path"], headers, body)
        is_json = "json" in answer.headers.get("Content-Type", "")
        found = {"status": answer.status, "headers": {k.lower(): v for k, v in answer.headers.items()}}
        if is_json:
            found["json"] = answer.json
            self.check(what["path"] if answer.status < 400 else "problem", answer.json)
        return found

    def pull(self, how: Mapping[str, Any]) -> dict[str, Any]:
        """Pull until complete, page by page, and apply; the answer tells what the phone holds then."""
        name = how.get("by", "phone")
        held = self.phones[name]
        if how.get("from_the_start"):
            held.cursor, held.rows = None, {}
        changes, removed, last = [], [], {}
        for held.pages in range(1, PASSES):
            asked = {name: how[name] for name in ("kinds", "reset", "held") if name in how}
            body = {"cursor": held.cursor, "limit": how.get("limit", 2000), **asked}
            found = self.send({"path": "/sync/pull", "by": name, "json": body})
            assert found["status"] == 200, found
            last = found["json"]
            changes += last["changes"]
            removed += [[kind, row_id] for kind, ids in last["remove"] for row_id in ids]
            apply(held, last)
            if last["complete"]:
                break
        rows = [{"k": kind, "id": row_id, "d": data} for (kind, row_id), data in held.rows.items()]
        return {"rows": rows, "changes": changes, "removed": removed, "pages": held.pages, "last": last}

    def fill(self, value: Any) -> Any:
        """Put the named values into a step."""
        if isinstance(value, dict):
            return {key: self.fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner) for inner in value]
        if isinstance(value, str) and value.startswith("$"):
            return self.named(value[1:])
        return (
            re.sub(r"\{\$([\w.]+)\}", lambda found: str(self.names[found[1]]), value)
            if isinstance(value, str)
            else value
        )

    def named(self, name: str) -> Any:
        kind, _, argument = name.partition(":")
        made = {
            "now": lambda _: moment(0),
            "minutes_ago": lambda minutes: moment(float(minutes)),
            "sha256": lambda file: hashlib.sha256((FILES / file).read_bytes()).hexdigest(),
            "text": lambda length: "x" * int(length),
            "list": lambda length: [{}] * int(length),
            "size": lambda file: len((FILES / file).read_bytes()),
        }
        return made[kind](argument) if kind in made else self.names[name]


def moment(minutes_ago: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()


def body_of(what: Mapping[str, Any]) -> tuple[bytes, str | None]:
    """The bytes of a request, as one of `json`, `text`, `gzip`, `zeros_gzipped`, `file` says."""
    if "json" in what:
        return json.dumps(what["json"], ensure_ascii=False).encode(), "application/json"
    if "text" in what:
        return what["text"].encode(), "application/json"
    if "gzip" in what:
        return gzip.compress(json.dumps(what["gzip"]).encode()), "application/json"
    if "zeros_gzipped" in what:
        return gzip.compress(b"0" * what["zeros_gzipped"]), "application/json"
    if "file" in what:
        return (FILES / what["file"]).read_bytes(), "application/offset+octet-stream"
    return b"", None


def header_text(value: Any) -> str:
    """A dictionary is `Upload-Metadata` of tus: keys with their values in base64."""
    if isinstance(value, dict):
        return ",".join(f"{key} {base64.b64encode(str(text).encode()).decode()}" for key, text in value.items())
    return str(value)


def apply(held: Pulled, page: Mapping[str, Any]) -> None:
    for kind, ids in page["remove"]:
        for row_id in ids:
            held.rows.pop((kind, row_id), None)
    for change in page["changes"]:
        if change.get("x"):
            held.rows.pop((change["k"], change["id"]), None)
        else:
            held.rows[(change["k"], change["id"])] = change["d"]
    held.cursor = page["cursor"]


def at_pointer(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document
