"""A real HTTP proxy on loopback: it looks names up in a table of its own, and remembers all."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from tests.support.server import Answer, Asked, Server


class Proxy(Server):
    """The proxy: `knows` says where the hosts are that it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.knows: dict[str, int] = {}  # host: a port on loopback
        self.login = ""  # what it wants to be told in Proxy-Authorization

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            raw = await reader.readuntil(b"\r\n\r\n")
            asked = Asked(raw, self.loop.time())
            self.asked.append(asked)
            if self.login and asked.headers.get("proxy-authorization") != self.login:
                writer.write(Answer(b"", 407).head())
            elif raw.startswith(b"CONNECT "):
                await self.tunnel(asked, reader, writer)
            else:
                await self.forward(asked, writer)
            await writer.drain()

    async def forward(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Ask the server in the place of who asks, for the path alone."""
        parts = urlsplit(asked.path)
        port = self.knows.get(parts.hostname or "")
        if port is None:
            writer.write(Answer(b"", 502).head())
            return
        back, forth = await asyncio.open_connection("127.0.0.1", port)
        bare = parts._replace(scheme="", netloc="").geturl()
        forth.write(asked.raw.replace(asked.path.encode(), bare.encode(), 1))
        writer.write(await back.read())
        forth.close()

    async def tunnel(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Pass bytes on both ways, without a look at them."""
        port = self.knows.get(asked.path.partition(":")[0])
        if port is None:
            writer.write(Answer(b"", 403).head())
            return
        back, forth = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        forth.write(await reader.read(100_000))
        writer.write(await back.read())
        forth.close()
