"""What the areas contribute fits together: tasks, errors, kinds."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import server
from server import wiring
from server.core.errors import DomainError
from server.core.registry import Registry
from server.media.storage import LocalStorage
from server.sync.messages import MESSAGES
from server.sync.verdicts import CODES

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "mobile_contract/schemas"
APART = ("server.migrations", "server.instance", "server.cli", "server.demo")  # run by themselves


def modules() -> list[str]:
    found = pkgutil.walk_packages(server.__path__, "server.")
    return [module.name for module in found if not module.name.startswith(APART)]


def registry(tmp_path: Path) -> Registry:
    return wiring.registry(LocalStorage(tmp_path))


def tasks_sent() -> Iterator[str]:
    """The first argument after the session of every `outbox.send(…)`; a name is looked up in its module."""
    for name in modules():
        module = importlib.import_module(name)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "outbox.send":
                task = call.args[1]
                yield task.value if isinstance(task, ast.Constant) else getattr(module, ast.unparse(task))


def test_every_task_that_is_sent_has_somebody_who_does_it(tmp_path):
    sent = set(tasks_sent())
    assert {"media.process", "media.sweep"} <= sent
    assert sent - set(registry(tmp_path).tasks) == set()


def refusals() -> set[type[DomainError]]:
    for name in modules():
        importlib.import_module(name)
    waiting, found = [DomainError], set()
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {kind for kind in below if kind.__module__.startswith("server.")}
    return found


def test_every_refusal_is_told_in_both_languages():
    codes = {kind.code for kind in refusals()}
    assert len(codes) > 20
    assert codes - set(wiring.CATALOGUE) - CODES == set()
    texts = [text for problem in wiring.CATALOGUE.values() for text in vars(problem).values() if text != problem.status]
    assert all(isinstance(text, str) and text.strip() for text in texts)


def test_every_refusal_has_a_code_of_its_own():
    codes = sorted(kind.code for kind in refusals())
    assert [code for code in set(codes) if codes.count(code) > 1] == []


def test_every_code_of_an_operation_is_told_in_both_languages():
    assert set(MESSAGES) == CODES
    assert all(set(texts) == {"vi", "en"} and all(texts.values()) for texts in MESSAGES.values())


def test_vietnamese_texts_are_vietnamese():
    """Whoever pastes the English text into both places is found out."""
    same = [code for code, problem in wiring.CATALOGUE.items() if problem.vi_title == problem.en_title]
    same += [code for code, problem in wiring.CATALOGUE.items() if problem.vi_detail == problem.en_detail]
    assert same == []


def test_every_kind_that_phones_hold_has_a_schema(tmp_path):
    described = {path.stem for path in (SCHEMAS / "rows").glob("*.json")}
    assert described == set(registry(tmp_path).datasets)


def test_every_form_that_is_shipped_has_somebody_who_acts_on_it(tmp_path):
    library = ROOT / "server/forms/library"
    shipped = {path.name.rsplit(".", 2)[0] for path in library.glob("*.v*.json")}
    assert shipped == set(registry(tmp_path).handlers)
