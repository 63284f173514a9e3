"""The HTTP client: sends a request and follows redirects, with limits of time and size."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from reader.clock import SYSTEM, Clock
from reader.control_characters import mask_line
from reader.fetch.http import headers, proxies
from reader.fetch.http.browser_checks import browser_check_message, browser_check_name
from reader.fetch.http.decompression import ResponseBody
from reader.fetch.http.error_messages import (
    PRIVATE,
    PrivateAddressError,
    RefusedError,
    error_message,
    is_offline,
    status_message,
)
from reader.fetch.http.guarded_sockets import any_socket, guarded_session, public_socket
from reader.fetch.http.rate_limit import FetchPolicy, HostLimiter, HostSlot, MemoryBudget
from reader.fetch.http.ssrf_guard import is_private
from reader.fetch.schedule import REFUSALS
from reader.fetch.url_normalization import redirect_target
from reader.fetch.url_parts import host_of, origin_of, printable_url, scheme_of, url_fault
from reader.model import Request, Response
from reader.model.construction import frozen

LONE = re.compile("[\ud800-\udfff]")  # bytes that aiohttp could not read as UTF-8
EXTENT = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
HEAD = 65_536  # bytes of a page that are looked at for what it is
LONGEST_LINKS = 65_536  # characters of all Link headers
LASTING = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
REDIRECTS = (*LASTING, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
SUCCESSES = range(200, 300)
EMPTY = (HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT)
# With which sites answer whom they do not take for a browser.
CHECKING = (401, 403, 405, 406, 429, 503)
FAILURES = (aiohttp.ClientError, OSError, TimeoutError, ValueError)


# What they have to say holds words of strangers, and the terminal is not theirs.
for chatty in ("aiohttp", "asyncio"):
    logging.getLogger(chatty).addHandler(logging.NullHandler())


@frozen
class Exchange:
    """How far a question has come."""

    ask: Request
    location: str
    left: float  # seconds
    hops: int = 0
    lasting: bool = True  # every hop so far was permanent


class HttpClient:
    """The open web, asked with good manners."""

    def __init__(self, policy: FetchPolicy, clock: Clock = SYSTEM) -> None:
        self.policy = policy
        self.clock = clock
        self.limiter = HostLimiter(policy)
        self.proxies = proxies.environment_proxies()
        self.memory = MemoryBudget(policy.held)
        self.common = {"User-Agent": headers.user_agent(policy.contact), "Accept": headers.ACCEPT}

    async def __aenter__(self) -> Self:
        """Make room for connections: to the open internet, and to where a person sent us."""
        self.private: set[str] = set()
        self.open = guarded_session(public_socket, self.private)
        self.trusted = guarded_session(any_socket, self.private)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        await asyncio.gather(self.open.close(), self.trusted.close())

    async def ask(self, request: Request) -> Response:
        """Put a question; whatever goes wrong is in the response."""
        went = Exchange(request, request.location, self.policy.total)
        while True:
            fault = url_fault(went.location) or self.bar_reason(went)
            if fault:
                return failed_response(went, fault)
            came = await self.ask_one_server(went)
            if isinstance(came, Response):
                return came
            went = came

    def bar_reason(self, exchange: Exchange) -> str:
        """Say why an address may not be asked, as far as that is plain before its turn comes."""
        proxy, host = self.proxies.proxy_for(exchange.location), host_of(exchange.location)
        if not proxy:  # what a name leads to is seen once it is looked up
            is_open = host == exchange.ask.trusted or not is_private(host, named=False)
            return "" if is_open else PRIVATE
        if fault := proxies.proxy_fault(proxy):
            return fault
        if proxies.is_private_host(host):
            self.private.add(host)
            return "" if host == exchange.ask.trusted else PRIVATE
        return ""

    async def ask_one_server(self, exchange: Exchange) -> Exchange | Response:
        """Ask one server, when it is its turn."""
        async with self.limiter.hold_slot(host_of(exchange.location)) as turn:
            if turn.silent:
                return replace(
                    failed_response(exchange, "its host asked to be left alone"), postponed=True
                )
            try:
                return await self.answer(exchange, turn)
            except (PrivateAddressError, RefusedError) as error:
                return failed_response(exchange, str(error))
            except FAILURES as error:
                return self.failed_response(exchange, error)

    def failed_response(self, exchange: Exchange, error: BaseException) -> Response:
        """Say why there was no answer."""
        if isinstance(getattr(error, "os_error", None), PrivateAddressError):
            return failed_response(exchange, PRIVATE)
        offline = is_offline(error)
        reason = error_message(error, self.policy.connect, self.policy.total)
        untrusted = isinstance(error, aiohttp.ClientConnectorCertificateError)
        return replace(failed_response(exchange, reason), offline=offline, untrusted=untrusted)

    async def answer(self, exchange: Exchange, turn: HostSlot) -> Exchange | Response:
        """Send one question, and read its answer or where that points to."""
        clock = asyncio.get_running_loop().time
        begin = clock()
        async with self.send(exchange) as response:
            if response.status in REDIRECTS and "Location" in response.headers:
                return self.follow_redirect(
                    replace(exchange, left=exchange.left - (clock() - begin)), response
                )
            turn.silent = response.status in REFUSALS
            return await self.read(exchange, response)

    def send(self, exchange: Exchange) -> aiohttp.client._RequestContextManager:
        """Send a question, through the door that its host may be reached by."""
        own = host_of(exchange.location) == exchange.ask.trusted
        proxy = self.proxies.proxy_for(exchange.location)  # a person set it, wherever it stands
        limits = aiohttp.ClientTimeout(
            total=max(0.1, exchange.left),
            connect=self.policy.connect,
            sock_read=self.policy.silence or None,
        )
        return (self.trusted if own or proxy else self.open).request(
            "GET" if exchange.ask.form is None else "POST",
            URL(exchange.location, encoded=exchange.location.isascii()),
            data=None if exchange.ask.form is None else urlencode(exchange.ask.form).encode(),
            headers=self.common | _request_headers(exchange),
            allow_redirects=False,
            timeout=limits,
            proxy=proxy or None,
        )

    def follow_redirect(self, exchange: Exchange, response: aiohttp.ClientResponse) -> Exchange:
        """Follow a redirect; raises RefusedError where that is not safe."""
        to = redirect_target(exchange.location, response.headers["Location"])
        if exchange.ask.form is not None:  # what was posted is for the server that was named
            raise RefusedError(f"is somewhere else now, at {printable_url(to)}")
        if exchange.hops >= self.policy.redirects:
            raise RefusedError("redirects more often than anybody should follow")
        if scheme_of(exchange.location) == "https" and scheme_of(to) == "http":
            raise RefusedError("redirects from https to http, which is not safe")
        lasting = exchange.lasting and response.status in LASTING
        return replace(exchange, location=to, hops=exchange.hops + 1, lasting=lasting)

    async def read(self, exchange: Exchange, response: aiohttp.ClientResponse) -> Response:
        """Read an answer to its end."""
        first = host_of(exchange.ask.location)
        inside = first in self.private or is_private(first, named=False)
        known = replace(response_head(exchange, response, self.clock.now()), private=inside)
        if response.status == HTTPStatus.NOT_MODIFIED:
            return known
        if response.status not in SUCCESSES or response.status in EMPTY:
            return await self.refusal_reason(exchange, response, known)
        content, is_whole = await self.read_body(response)
        check = browser_check_name(response.headers, content) if _is_page(known, content) else ""
        known = replace(known, content=content, browser_check=check)
        return known if is_whole and not _is_part(response) else _cut(exchange, known)

    async def refusal_reason(
        self, exchange: Exchange, response: aiohttp.ClientResponse, known: Response
    ) -> Response:
        """Say why there is nothing to read, in words that fit a check for browsers as well."""
        head = bytearray()
        async for piece in ResponseBody(response).pieces():
            head += piece
            if len(head) > HEAD or response.status not in CHECKING:
                break
        check = browser_check_name(response.headers, bytes(head))
        reason = browser_check_message(check) if check else status_message(response.status)
        return replace(known, error=failure_sentence(exchange, reason), browser_check=check)

    async def read_body(self, response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
        """Read the unpacked body piece by piece, and tell whether all of it came.

        Raises:
            RefusedError: it is too large, or the server broke off before the first byte of it.
        """
        held, body = bytearray(), ResponseBody(response)
        async for piece in body.pieces():
            held += piece
            self.memory.take(len(piece))
            if len(held) > self.policy.largest:
                raise RefusedError(f"is larger than {self.policy.largest // 1_000_000} MB")
        if not held and not body.is_whole:
            raise RefusedError("the server broke off, or packed its answer wrongly")
        return bytes(held), body.is_whole


def _cut(exchange: Exchange, known: Response) -> Response:
    """Return an answer that broke off, unless its server counted wrongly."""
    return replace(known, cut=failure_sentence(exchange, "the server broke off before the end"))


def _is_part(response: aiohttp.ClientResponse) -> bool:
    """Tell a part of a body, which nobody asked for, from all of it."""
    if response.status != HTTPStatus.PARTIAL_CONTENT:
        return False
    extent = EXTENT.fullmatch(response.headers.get("Content-Range", "").strip())
    return not extent or extent[1] != "0" or int(extent[2]) + 1 != int(extent[3])


def _is_page(known: Response, content: bytes) -> bool:
    """Tell by a glance whether an answer may be a page rather than a feed."""
    return "html" in known.media_type.lower() or b"<html" in content[:HEAD].lower()


def _request_headers(exchange: Exchange) -> dict[str, str]:
    """Return the headers of one question; what is secret goes to the host that it was given for."""
    request = exchange.ask
    asked = {"If-None-Match": request.etag, "If-Modified-Since": request.modified}
    own = origin_of(exchange.location) == origin_of(request.location)
    posted = () if request.form is None else _FORM
    return {name: value for name, value in asked.items() if value} | dict(
        (*posted, *request.headers) if own else ()
    )


# By which servers tell that a token has expired, and not the login.
_BAD_TOKEN = ("X-Reader-Google-Bad-Token", "Google-Bad-Token")
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def response_head(exchange: Exchange, response: aiohttp.ClientResponse, now: datetime) -> Response:
    """Return what an answer says before its body."""
    given = response.headers
    refused = response.status in REFUSALS
    return Response(
        asked=exchange.ask.location,
        location=exchange.location,
        status=response.status,
        media_type=header_text(given, "Content-Type"),
        links=", ".join(given.getall("Link", ()))[:LONGEST_LINKS],
        refresh=header_text(given, "Refresh"),
        etag=header_text(given, "ETag"),
        modified=header_text(given, "Last-Modified"),
        max_age=headers.freshness_seconds(given, now),
        retry_after=headers.retry_after_seconds(given.get("Retry-After", ""), now)
        if refused
        else 0,
        refused_by=host_of(exchange.location) if refused else "",
        moved_to=exchange.location if exchange.hops and exchange.lasting else "",
        bad_token=any(given.get(name, "").strip().lower() == "true" for name in _BAD_TOKEN),
    )


def header_text(given: Mapping[str, str], name: str) -> str:
    """Return a header as written; one that is no text could not be sent back, and is left out."""
    written = given.get(name, "")
    return "" if LONE.search(written) else written


def failed_response(exchange: Exchange, reason: str) -> Response:
    """Return a response that holds nothing but the reason why."""
    barred = reason == PRIVATE and not exchange.hops
    return Response(
        exchange.ask.location,
        exchange.location,
        error=failure_sentence(exchange, reason),
        barred=barred,
    )


def failure_sentence(exchange: Exchange, reason: str) -> str:
    """Return what went wrong, with the place that it is about, safe to print."""
    via = (
        f" (by way of {printable_url(exchange.location)})"
        if exchange.location != exchange.ask.location
        else ""
    )
    return f"{printable_url(exchange.ask.location)}{via}: {mask_line(reason)}"
