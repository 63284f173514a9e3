"""A real HTTP server on loopback, which does as it is told and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TypeVar

from tests.support.tracing import untraced

Kind = TypeVar("Kind", bound="Server")
Told = Callable[["Asked"], "Answer | bytes"]
GATE = "HTTP/1.1 {status} Told\r\n{headers}\r\n"


@dataclass(frozen=True)
class Asked:
    """One request, to the byte."""

    raw: bytes
    at: float  # seconds on the clock of the server
    host: str = ""

    @property
    def path(self) -> str:
        return self.raw.split(b" ", 2)[1].decode()

    @property
    def headers(self) -> dict[str, str]:
        lines = self.raw.decode("latin-1").split("\r\n")[1:]
        pairs = (line.split(": ", 1) for line in lines if line)
        return {name.lower(): value for name, value in pairs}


@dataclass(frozen=True)
class Answer:
    """What the server says."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: bool = True  # whether it says how long its body is
    drip: float = 0  # seconds between two bytes

    def head(self) -> bytes:
        told = {"Connection": "close"} | self.headers
        if self.length:
            told["Content-Length"] = str(len(self.body))
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return GATE.format(status=self.status, headers=lines).encode()


class Server:
    """The server: `pages` says what it answers at each path, `asked` what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Told] = {}
        self.asked: list[Asked] = []
        self.open = self.most = 0  # connections at the moment, and the most there ever were
        self.loop = asyncio.new_event_loop()
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def serve(self) -> None:
        self.server = await asyncio.start_server(self.talk, "0.0.0.0", 0)  # noqa: S104
        self.port = self.server.sockets[0].getsockname()[1]

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self.hear(reader, writer)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.most = max(self.most, self.open)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            raw = await reader.readexactly(1)
            if raw == b"G":  # anything else, such as encryption, is hung up on
                raw += await reader.readuntil(b"\r\n\r\n")
            asked = Asked(raw, self.loop.time(), writer.get_extra_info("sockname")[0])
            if len(raw) > 1:
                self.asked.append(asked)
                await self.say(writer, self.answer(asked))

    def answer(self, asked: Asked) -> Answer | bytes:
        told = self.pages.get(asked.path, Answer(b"nothing", 404))
        return told(asked) if callable(told) else told

    async def say(self, writer: asyncio.StreamWriter, told: Answer | bytes) -> None:
        last = told
        if isinstance(told, Answer):
            last = told.head() + told.body
            if told.drip:
                await self.drip(writer, told)
                last = told.body[-1:]
        self.open -= 1  # before the last word: who hears it may come again at once
        writer.write(last)
        await writer.drain()

    async def drip(self, writer: asyncio.StreamWriter, told: Answer) -> None:
        writer.write(told.head())
        for byte in told.body[:-1]:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(told.drip)


@contextmanager
def serving() -> Iterator[Server]:
    """A server that lives for the length of a block."""
    with living(Server()) as server:
        yield server


@contextmanager
def living(server: Kind) -> Iterator[Kind]:
    """Have a server of any kind live for the length of a block."""
    ready = Event()
    thread = Thread(target=live, args=(server, ready), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        server.loop.call_soon_threadsafe(server.loop.stop)
        thread.join()


def live(server: Server, ready: Event) -> None:
    with untraced():
        server.loop.run_until_complete(server.serve())
        ready.set()
        server.loop.run_forever()
        server.server.close()
        server.loop.run_until_complete(settled(asyncio.all_tasks(server.loop)))
        server.loop.close()


async def settled(tasks: set[asyncio.Task[object]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def feed(*titles: str, title: str = "Tides", extra: str = "") -> bytes:
    """A feed with an item for each title."""
    items = "".join(
        f"<item><guid>{name}</guid><title>{name}</title><link>https://tides.example/{name}</link>"
        f"<description>The keeper of the light counted the ships of {name}.</description></item>"
        for name in titles
    )
    head = f"<title>{title}</title><link>https://tides.example/</link>{extra}"
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()
