"""Looks hosts up and opens sockets: never into a private network on a stranger's word."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from reader.fetch.http.error_messages import PRIVATE, PrivateAddressError
from reader.fetch.http.ssrf_guard import is_private

LONGEST_HEADER = 65_536  # bytes of one header of an answer
MOST_HEADERS = 1_000
AddressInfos = list[tuple[Any, Any, int, str, Any]]


class Resolver(AbstractResolver):
    """Looks hosts up in threads that keep nobody from leaving."""

    def __init__(self, private: set[str]) -> None:
        self.private = private  # the hosts that stand in a private network, as far as known

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the addresses of a host; raises OSError when it has none."""
        loop = asyncio.get_running_loop()
        found: asyncio.Future[AddressInfos] = loop.create_future()
        look = lambda: _look_up(loop, found, host, port, family)  # noqa: E731
        Thread(target=look, daemon=True).start()
        addresses = await found
        if any(is_private(str(one[4][0])) for one in addresses):
            self.private.add(host.lower())
        return [_result(host, *one) for one in addresses]

    async def close(self) -> None:
        """Close nothing: nothing is held."""


def _look_up(
    loop: asyncio.AbstractEventLoop,
    found: asyncio.Future[AddressInfos],
    host: str,
    port: int,
    family: socket.AddressFamily,
) -> None:
    """Look a host up, however long that takes, and hand it over if anybody still waits."""
    try:
        given = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
    except (OSError, UnicodeError) as error:
        told: Callable[[], None] = lambda e=error: resolve_future(found, [], e)  # type: ignore[misc]  # noqa: E731
    else:
        told = lambda: resolve_future(found, given, None)  # noqa: E731
    with suppress(RuntimeError):  # the loop has closed, and nobody waits any more
        loop.call_soon_threadsafe(told)


def resolve_future(
    found: asyncio.Future[AddressInfos], given: AddressInfos, error: BaseException | None
) -> None:
    """Put an answer where it is waited for."""
    if found.done():
        return
    if error is not None:
        known = error if isinstance(error, OSError) else OSError(str(error))
        found.set_exception(known)
    else:
        found.set_result(given)


def _result(host: str, family: int, _: int, proto: int, __: str, place: Any) -> ResolveResult:
    """Return an address as aiohttp takes it."""
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(
        hostname=host, host=place[0], port=place[1], family=family, proto=proto, flags=numeric
    )


def public_socket(address: Any) -> socket.socket:
    """Make a socket to an address of the open internet; raises PrivateAddressError for another."""
    if is_private(str(address[4][0])):
        raise PrivateAddressError(PRIVATE)
    return any_socket(address)


def any_socket(address: Any) -> socket.socket:
    """Make a socket to an address."""
    return socket.socket(family=address[0], type=address[1], proto=address[2])


def guarded_session(
    open_to: Callable[[Any], socket.socket], private: set[str]
) -> aiohttp.ClientSession:
    """Make what holds connections: no cookies, no limits but our own, no addresses rewritten."""
    connector = aiohttp.TCPConnector(
        limit=0,
        limit_per_host=0,
        resolver=Resolver(private),
        socket_factory=open_to,
        ttl_dns_cache=300,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=LONGEST_HEADER,
        max_field_size=LONGEST_HEADER,
        max_headers=MOST_HEADERS,
    )
