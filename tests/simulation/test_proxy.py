"""The proxy breaks connections exactly where it was told to."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mobile_contract.device import Request, UnreachableError
from tests.simulation.proxy import Cut, CutTransport, Proxy

ANSWER = b"x" * 1000


class Echo(BaseHTTPRequestHandler):
    taken: list[int] = []  # noqa: RUF012 - shared on purpose

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append(len(data))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    Echo.taken.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    made = Proxy(server.server_address[1])
    yield made
    made.close()
    server.shutdown()
    thread.join()
    server.server_close()


def send(proxy: Proxy, cut: Cut) -> bytes:
    way = CutTransport(proxy, cut, patience_s=5)
    try:
        return way.send(Request("POST", "/", {"Content-Type": "text/plain"}, b"y" * 500)).body
    finally:
        way.close()


def test_what_is_not_cut_passes_whole(proxy):
    assert send(proxy, Cut()) == ANSWER


def test_a_request_that_is_cut_never_arrives_whole(proxy):
    with pytest.raises(UnreachableError):
        send(proxy, Cut(request=300))
    assert 500 not in Echo.taken


@pytest.mark.parametrize("place", [0, 10, 500, 1050])
def test_an_answer_that_is_cut_is_no_answer(proxy, place):
    with pytest.raises(UnreachableError):
        send(proxy, Cut(answer=place))
    assert Echo.taken == [500]
