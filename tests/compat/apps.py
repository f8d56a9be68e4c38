"""Apps with WatermelonDB and RxDB, real ones, moved from here: a Node process that obeys line by line."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from server.instance.environment import ROOT
from server.instance.front import FrontEnds

PUPPET = ROOT / "mobile_contract/adapters/tests/puppet.ts"
CUSTOMER = {
    "type": "string", "code": "string", "status": "string", "owner_id": "string", "full_name": "string",
    "phone": "string", "address_province": "string", "address_ward": "string", "house_number": "string",
    "rank": "string", "note": "string", "opening_hours": "string", "gps": "any", "local_mark": "string",
}  # fmt: skip
NOTIFICATION = {"kind": "string", "title": "any", "body": "string", "read_at": "string"}
SHOP = {
    "type": "shop", "full_name": "Tạp hoá Cô Ba", "phone": "0903 123 456", "address_province": "48",
    "address_ward": "20242",
}  # fmt: skip
TABLES = {"customer": CUSTOMER, "notification": NOTIFICATION}


@dataclass
class Stage:
    """The Node process, its complaints, and the apps that it plays."""

    process: subprocess.Popen[str]
    complaints: Path
    opened: list["App"] = field(default_factory=list)

    def order(self, app: str, what: str, *values: Any, ago: int = 0) -> Any:
        self.process.stdin.write(json.dumps({"app": app, "do": what, "with": values, "ago": ago}) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith('{"'):
                answer = json.loads(line)
                assert "failed" not in answer, answer
                return answer["done"]
        raise AssertionError(self.complaints.read_text())

    def open(self, maker: str, address: str, token: str, **how: bool) -> "App":
        app = App(self, uuid4().hex, maker)
        given = {"maker": maker, "address": address, "token": token, "tables": TABLES, **how}
        self.order(app.name, "open", given)
        self.opened.append(app)
        return app


@dataclass
class App:
    """One database on one phone."""

    stage: Stage
    name: str
    maker: str

    def sync(self) -> None:
        """Hand in and take over; RxDB pulls before it has pushed all, so that two rounds make one of ours."""
        for _ in range(2 if self.maker == "rxdb" else 1):
            self.stage.order(self.name, "sync")

    def plain_sync(self) -> None:
        """Synchronise as WatermelonDB's manual has it: take over first, hand in after."""
        self.stage.order(self.name, "plainSync")

    def create(self, table: str = "customer", **row: Any) -> str:
        return self.stage.order(self.name, "create", table, row)

    def update(self, row_id: str, table: str = "customer", *, minutes_ago: int = 0, **changes: Any) -> None:
        self.stage.order(self.name, "update", table, row_id, changes, ago=minutes_ago * 60_000)

    def remove(self, row_id: str, table: str = "customer") -> None:
        self.stage.order(self.name, "remove", table, row_id)

    def lose_the_next_answer(self) -> None:
        self.stage.order(self.name, "lose")

    def results(self) -> list[dict[str, Any]]:
        """What the server said of each edit since the last time."""
        return self.stage.order(self.name, "results")

    def rows(self, table: str = "customer") -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.stage.order(self.name, "rows", table)}

    def content(self) -> dict[str, dict[str, Any]]:
        """The customers without what is the client's own, and without what is empty."""
        return {key: comparable(row) for key, row in self.rows().items()}

    def wait_for(self, row_id: str) -> None:
        """Return once a customer has come by itself."""
        self.stage.order(self.name, "waitFor", "customer", row_id)

    def close(self) -> None:
        self.stage.order(self.name, "close")


def comparable(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a customer that every client has."""
    return {name: as_text(row[name]) for name in CUSTOMER if row.get(name) not in (None, "")}


def as_text(value: Any) -> Any:
    """Return lists and objects as the same JSON text, whether a client holds them as text or as they are."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        value = json.loads(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def of_phone(phone) -> dict[str, dict[str, Any]]:
    """Return what our own phone holds, in the same shape."""
    held = phone.held("customer")
    return {key: comparable({**data, **data["fields"]}) for key, data in held.items()}


@contextmanager
def staged(worker: str, folder: Path) -> Iterator[Stage]:
    """Bundle the apps and run them in one Node process; it ends with its input."""
    FrontEnds().ensure_packages()
    environment = FrontEnds().environment()
    bundle = ROOT / f".tuyen/puppet-{worker}.mjs"  # below node_modules' folder, where Node finds the packages
    build = ["npx", "rolldown", str(PUPPET), "--platform", "node", "--format", "esm", "-o", str(bundle)]
    subprocess.run(build, cwd=ROOT, env=environment, check=True, capture_output=True)
    complaints = folder / "complaints"
    with complaints.open("w") as errors:
        process = subprocess.Popen(
            ["node", str(bundle)], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
        with process:
            yield Stage(process, complaints)
            process.stdin.close()
            process.wait(30)
    bundle.unlink()
