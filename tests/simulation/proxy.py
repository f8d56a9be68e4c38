"""A TCP proxy on loopback that breaks connections after a given number of bytes, either way."""

import asyncio
import http.client
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mobile_contract.device import HttpTransport

LOOPBACK = "127.0.0.1"
BLOCK = 65_536
STALL_S = 30.0


@dataclass(frozen=True)
class Cut:
    """After how many bytes of the request or of the answer the connection breaks; None: not there."""

    request: int | None = None
    answer: int | None = None


class Proxy:
    """Passes connections on to `port`; who is known by his own port to have a plan is cut by it."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._plans: dict[int, Cut] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, LOOPBACK, 0), self._loop
        ).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def expect(self, own_port: int, cut: Cut) -> None:
        """Let the connection that will come from `own_port` be cut."""
        self._plans[own_port] = cut

    def close(self) -> None:
        """Take no more connections and break those that are open."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        cut = self._plans.pop(writer.get_extra_info("peername")[1], Cut())
        try:
            inner_reader, inner_writer = await asyncio.open_connection(LOOPBACK, self._target)
        except OSError:
            writer.transport.abort()
            return
        ways = (_pass(reader, inner_writer, cut.request), _pass(inner_reader, writer, cut.answer))
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if not any(task.done() and task.result() for task in tasks):
                await asyncio.wait(tasks, timeout=STALL_S)
        finally:
            for end in (writer, inner_writer):
                end.transport.abort()
            await asyncio.wait(tasks)


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter, most: int | None) -> bool:
    """Pass bytes on until the end, or until `most` of them; tell whether it was cut."""
    passed = 0
    with suppress(OSError):
        while block := await source.read(BLOCK):
            if most is not None and passed + len(block) > most:
                target.write(block[: most - passed])
                await target.drain()
                return True
            target.write(block)
            await target.drain()
            passed += len(block)
        target.write_eof()
    return False


class _Bound(http.client.HTTPConnection):
    """A connection that tells its own port before it is made."""

    announce: Callable[[int], None]

    def connect(self) -> None:
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.settimeout(self.timeout)
        made.bind((LOOPBACK, 0))
        self.announce(made.getsockname()[1])
        try:
            made.connect((self.host, self.port))
        except OSError:
            made.close()
            raise
        self.sock = made


class CutTransport(HttpTransport):
    """One request through the proxy, on a connection that breaks as planned."""

    def __init__(self, proxy: Proxy, cut: Cut, *, patience_s: float) -> None:
        super().__init__(f"http://{LOOPBACK}:{proxy.port}", patience_s=patience_s)
        self._proxy, self._cut = proxy, cut

    def connection(self, host: str, port: int, patience_s: float) -> http.client.HTTPConnection:
        made = _Bound(host, port, timeout=patience_s)
        made.announce = lambda own_port: self._proxy.expect(own_port, self._cut)
        return made
