"""The network between a phone and the server: it loses, doubles, repeats and cuts."""

import threading
from collections import Counter, deque
from dataclasses import replace
from random import Random

from mobile_contract.device import Answer, HttpTransport, Request, UnreachableError
from tests.simulation.proxy import Cut, CutTransport, Proxy

PATIENCE_S = 20.0
REMEMBERED = 8
HEAD_BYTES = 500
ANSWER_BYTES = 6_000
SHARES = {"lost": 0.06, "duplicated": 0.05, "replayed": 0.04, "cut": 0.08}
"""How often a request meets each fault."""


class Network:
    """A phone's way to the server. While `healthy` is set nothing happens on it."""

    def __init__(
        self, base: str, proxy: Proxy, chance: Random, faults: frozenset[str], healthy: threading.Event
    ) -> None:
        self._base, self._proxy, self._chance = base, proxy, chance
        self._faults, self._healthy = faults, healthy
        self._direct = HttpTransport(base, patience_s=PATIENCE_S)
        self._sent: deque[Request] = deque(maxlen=REMEMBERED)
        self.met: Counter[str] = Counter()

    def send(self, request: Request) -> Answer:
        """Send, unless the network is against it."""
        fault = self._draw()
        answer = self._through(fault, request)
        self.met[_named(answer)] += 1
        if request.path.endswith("/sync/push"):
            self._sent.append(request)
        return answer

    def close(self) -> None:
        self._direct.close()

    def _draw(self) -> str:
        drawn = self._chance.random()
        if self._healthy.is_set():
            return ""
        for fault, share in SHARES.items():
            if drawn < share:
                return fault if fault in self._faults else ""
            drawn -= share
        return ""

    def _through(self, fault: str, request: Request) -> Answer:
        if fault:
            self.met[fault] += 1
        match fault:
            case "lost":
                return self._lose(request)
            case "duplicated":
                return self._double(request)
            case "replayed":
                return self._repeat(request)
            case "cut":
                return self._cut(request)
        return self._direct.send(request)

    def _lose(self, request: Request) -> Answer:
        """Lose the request, or the answer to it."""
        if self._chance.random() < 0.6:
            self._direct.send(request)
        raise UnreachableError("lost")

    def _double(self, request: Request) -> Answer:
        """Send twice, one after the other or at the same time."""
        if self._chance.random() < 0.5:
            self._direct.send(request)
            return self._direct.send(request)
        other = threading.Thread(target=_in_vain, args=(HttpTransport(self._base, patience_s=PATIENCE_S), request))
        other.start()
        try:
            return self._direct.send(request)
        finally:
            other.join()

    def _repeat(self, request: Request) -> Answer:
        """Send a batch of long ago first, with the credential of today."""
        if self._sent and "Authorization" in request.headers:
            old = self._chance.choice(list(self._sent))
            headers = {**old.headers, "Authorization": request.headers["Authorization"]}
            self._direct.send(replace(old, headers=headers))
        return self._direct.send(request)

    def _cut(self, request: Request) -> Answer:
        """Break the connection after any byte of the request or of the answer."""
        if self._chance.random() < 0.5:
            cut = Cut(request=self._chance.randint(0, HEAD_BYTES + len(request.body)))
        else:
            cut = Cut(answer=self._chance.randint(0, ANSWER_BYTES))
        way = CutTransport(self._proxy, cut, patience_s=PATIENCE_S)
        try:
            return way.send(request)
        finally:
            way.close()


def _named(answer: Answer) -> str:
    """Return what an answer is counted as: its status, and the code of a refusal."""
    problem = answer.json if answer.status >= 400 else None
    code = problem.get("code", "") if isinstance(problem, dict) else ""
    return f"http {answer.status} {code}".strip()


def _in_vain(way: HttpTransport, request: Request) -> None:
    try:
        way.send(request)
    except UnreachableError:
        return
    finally:
        way.close()
