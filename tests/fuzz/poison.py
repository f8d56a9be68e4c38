"""What no phone should send: values, operations and whole bodies, from the corpus and made here."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

CORPUS = Path(__file__).parent / "corpus"
Headers = dict[str, str]
JSON: Headers = {"Content-Type": "application/json"}
MADE = "@@"


def lines(name: str) -> list[bytes]:
    """The entries of a corpus file."""
    found = (CORPUS / name).read_bytes().split(b"\n")
    return [line for line in found if line and not line.startswith(b"#")]


FRAGMENTS = lines("fragments.txt")
OPERATIONS = lines("operations.txt")
LONG: list[Callable[[], bytes]] = [
    lambda: b"9" * 5000,
    lambda: b"-" + b"9" * 5000,
    lambda: b"0." + b"3" * 5000,
    lambda: b"1" + b"0" * 400 + b".5",
    lambda: b"[" * 290 + b"]" * 290,
    lambda: b"[" * 2000 + b"]" * 2000,
    lambda: b'{"a":' * 500 + b"1" + b"}" * 500,
    lambda: b'"' + b"x" * 20_001 + b'"',
    lambda: b'"' + "ắ".encode() * 90_000 + b'"',
    lambda: b'"' + b"\\u0301" * 30_000 + b'"',
    lambda: b"[" + b",".join([b"[108.1,16.1]"] * 15_000) + b"]",
    lambda: b"{" + b",".join(b'"k%d":1' % number for number in range(5000)) + b"}",
    lambda: b'"\xff\xfe"',
    lambda: b'"\xc0\x80"',
    lambda: b'"\xed\xa0\x80"',
    lambda: b'"a\x00b"',
    lambda: b'"a\x1fb"',
]
MONSTROUS: list[Callable[[], bytes]] = [
    lambda: b"[" * 100_000 + b"]" * 100_000,
    lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    lambda: b'"' + b"x" * 10_000_000 + b'"',
    lambda: b'{"type":"Polygon","coordinates":[[' + b",".join([b"[108.1,16.1]"] * 200_000) + b"]]}",
    lambda: b"9" * 1_000_000,
]


def fragment(random: Random) -> bytes:
    """A value out of the corpus; now and then a long one, seldom a monstrous one."""
    luck = random.random()
    if luck < 0.0005:
        return random.choice(MONSTROUS)()
    return random.choice(LONG)() if luck < 0.03 else random.choice(FRAGMENTS)


def spoilt(random: Random, operation: dict[str, Any]) -> bytes:
    """A good operation with one of its values replaced, left out, doubled, or with bytes knocked about."""
    what = random.random()
    if what < 0.1:
        return knocked(random, json.dumps(operation, ensure_ascii=False).encode())
    copy = json.loads(json.dumps(operation))
    places = [(owner, key) for owner in _objects(copy) for key in owner if (owner is not copy or key != "n")]
    owner, key = random.choice(places)
    if what < 0.2:
        del owner[key]
        return json.dumps(copy, ensure_ascii=False).encode()
    value = fragment(random)
    if what < 0.3:
        owner[f"{key}{MADE}"] = MADE
        text = json.dumps(copy, ensure_ascii=False).encode()
        return text.replace(f'"{key}{MADE}": "{MADE}"'.encode(), json.dumps(key).encode() + b":" + value)
    owner[key] = MADE
    return json.dumps(copy, ensure_ascii=False).encode().replace(f'"{MADE}"'.encode(), value)


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in _objects(inner))]
    if isinstance(value, list):
        return [found for inner in value for found in _objects(inner)]
    return []


def knocked(random: Random, text: bytes) -> bytes:
    """A few bytes changed, put in or taken out; whatever comes of it is still one item of a list, or no JSON."""
    bent = bytearray(text)
    first = text.index(b",") + 1  # the number of its place stays what it is
    for _ in range(random.randint(1, 3)):
        place = random.randrange(first, len(bent))
        match random.randrange(3):
            case 0:
                bent[place] = random.randrange(256)
            case 1:
                bent.insert(place, random.choice(b'\x00"\\{}[]:,\xff\xc3u0'))
            case _:
                del bent[place : place + random.randint(1, 4)]
    made = bytes(bent)
    try:
        alone = len(json.loads(f"[{made.decode('latin-1')}]", strict=False)) == 1
        return made if alone else text[: len(text) // 2]
    except (ValueError, RecursionError):
        return made


def operation(random: Random, n: int, used: str, shop: str) -> bytes:
    """An operation of the corpus, for the place `n` of its queue."""
    return filled(random, random.choice(OPERATIONS), n, used, shop)


def filled(random: Random, line: bytes, n: int, used: str, shop: str) -> bytes:
    """A line of the corpus with its words replaced by what they mean."""
    words = {"@NOW": "2026-11-21T09:00:00+07:00", "@N": str(n), "@USED": used, "@SHOP": shop}
    words["@ID"] = str(UUID(int=random.getrandbits(128), version=4))
    for word, meaning in words.items():
        line = line.replace(word.encode(), meaning.encode())
    return line


def with_note(operation: dict[str, Any], value: bytes) -> bytes:
    """A form whose note is the value."""
    operation["answers"]["note"] = MADE
    return json.dumps(operation).encode().replace(f'"{MADE}"'.encode(), value)


def bombs() -> list[tuple[bytes, Headers]]:
    """Bodies that unpack to more than anybody should hold, or not at all."""
    packed = {**JSON, "Content-Encoding": "gzip"}
    return [
        (gzip.compress(b'{"ops":[' + b" " * 30_000_000 + b"]}", 9), packed),
        (gzip.compress(gzip.compress(b'{"ops":[]}')), packed),
        (gzip.compress(b'{"ops":[]}')[:-6], packed),
        (b'{"ops":[]}', packed),
        (b"\x1f\x8b", packed),
    ]


def bodies(random: Random, body: bytes) -> tuple[bytes, Headers]:
    """The body of a good push as only a broken phone or proxy would send it."""
    ways: list[Callable[[], tuple[bytes, Headers]]] = [
        lambda: (body.decode("utf-8", "replace").encode("utf-16"), JSON),
        lambda: (body.decode("utf-8", "replace").encode("utf-32"), JSON),
        lambda: (b"\xef\xbb\xbf" + body, JSON),
        lambda: (body[: random.randrange(len(body))], JSON),
        lambda: (body + b"]}", JSON),
        lambda: (b"", JSON),
        lambda: (b"null", JSON),
        lambda: (b'{"ops":null}', JSON),
        lambda: (b'{"ops":{}}', JSON),
        lambda: (b'{"ops":[],"ops":5}', JSON),
        lambda: (b"[" + body + b"]", JSON),
        lambda: (b'{"ops":[' + b",".join([b'{"n":0,"t":"lost"}'] * 501) + b"]}", JSON),
        lambda: (body, {"Content-Type": random.choice(["text/plain", "multipart/form-data", "application/xml", ""])}),
        lambda: (body, {**JSON, "Content-Encoding": random.choice(["br", "deflate", "identity, gzip", "x"])}),
        lambda: (body.replace(b'"sent_at"', b'"sent_at": ' + fragment(random) + b', "x"', 1), JSON),
        lambda: (body[:-1] + b', "queue_depth": ' + fragment(random) + b"}", JSON),
        lambda: (body[:-1] + b', "epoch": ' + fragment(random) + b', "mono_ms": ' + fragment(random) + b"}", JSON),
        lambda: random.choice(bombs()),
    ]
    return random.choice(ways)()
