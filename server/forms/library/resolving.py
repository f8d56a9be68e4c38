"""From what a shipped form says of itself and of its relatives to the whole form. Pure.

`{"use": name}` among the fields stands for the fields of a block. A variant names its base (`extends`: "key@version")
and says how it differs: fields `without`, `override` of some properties of a field, fields to `add` after another;
whatever else it says stands instead of what the base says.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Blocks = Mapping[str, Sequence[Document]]
_OF_A_VARIANT = frozenset({"extends", "without", "override", "add"})


def resolved(documents: Iterable[Document], blocks: Blocks) -> list[dict[str, Any]]:
    """Return every form whole, in the order of keys and versions; raise KeyError for an unknown base or block."""
    written = {f"{document['key']}@{document['version']}": document for document in documents}
    whole = [_whole(document, written, blocks) for document in written.values()]
    return sorted(whole, key=lambda form: (form["key"], form["version"]))


def _whole(document: Document, written: Mapping[str, Document], blocks: Blocks) -> dict[str, Any]:
    if "extends" not in document:
        return {**document, "fields": _spliced(document["fields"], blocks)}
    base = _whole(written[document["extends"]], written, blocks)
    own = {name: value for name, value in document.items() if name not in _OF_A_VARIANT}
    return {**base, **own, "fields": _varied(base["fields"], document, blocks)}


def _spliced(fields: Iterable[Document], blocks: Blocks) -> list[dict[str, Any]]:
    return [dict(one) for field in fields for one in (blocks[field["use"]] if "use" in field else [field])]


def _varied(fields: Iterable[Document], variant: Document, blocks: Blocks) -> list[dict[str, Any]]:
    override = variant.get("override", {})
    without = set(variant.get("without", ()))
    kept = [{**field, **override.get(field["name"], {})} for field in fields if field["name"] not in without]
    for addition in variant.get("add", ()):
        after = next(place for place, field in enumerate(kept) if field["name"] == addition["after"])
        kept[after + 1 : after + 1] = _spliced(addition["fields"], blocks)
    return kept
