"""Downloads a file, and goes on from where it broke off before."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import BinaryIO

import aiohttp

from reader.clock import Clock
from reader.fetch.http.decompression import PIECE, Unpacker
from reader.fetch.http.error_messages import RefusedError, status_message
from reader.fetch.http.http_client import (
    Exchange,
    HttpClient,
    failed_response,
    failure_sentence,
    header_text,
    response_head,
)
from reader.fetch.http.rate_limit import FetchPolicy
from reader.model import Download, Request, Response
from reader.model.construction import frozen
from reader.model.system_errors import file_error_reason

FILES = FetchPolicy(total=21_600, silence=30, largest=4_000_000_000)
RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")
ALL_THERE = re.compile(r"bytes \*/(\d{1,18})")
CHANGED = "is another file now than it was; it begins anew the next time"


@frozen
class DownloadTarget:
    """Where a file goes, and who is told about it."""

    file: BinaryIO  # open for reading and writing
    known: Download
    heard: Callable[[Download, str], None]  # what to remember and the name, before the first byte
    told: Callable[[int, int], None]  # how many bytes are there, of how many; 0 is not known


def download(
    request: Request, target: DownloadTarget, clock: Clock, policy: FetchPolicy = FILES
) -> str:
    """Write a file, or the rest of it; what went wrong, empty when it is whole.

    What has come stays in the file, whatever happens.
    """
    return asyncio.run(_save_file(request, target, clock, policy))


async def _save_file(
    request: Request, target: DownloadTarget, clock: Clock, policy: FetchPolicy
) -> str:
    """Ask for a file, and follow where that leads."""
    async with FileDownload(policy, target, clock) as saver:
        return (await saver.ask(request)).error


class FileDownload(HttpClient):
    """The web, asked for one file."""

    def __init__(self, policy: FetchPolicy, target: DownloadTarget, clock: Clock) -> None:
        super().__init__(policy, clock)
        self.target = target
        self.there = os.fstat(target.file.fileno()).st_size
        self.common |= {"Accept": "*/*", "Accept-Encoding": "identity"} | self.rest()

    def rest(self) -> dict[str, str]:
        """Return the headers that ask for the rest of the file, if it is still the same."""
        same = _validator(self.target.known)
        return {"Range": f"bytes={self.there}-", "If-Range": same} if self.there and same else {}

    async def read(self, exchange: Exchange, response: aiohttp.ClientResponse) -> Response:
        """Write an answer to the file."""
        known = response_head(exchange, response, self.clock.now())
        if response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return self.beyond(exchange, known, response)
        if response.status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            return replace(known, error=failure_sentence(exchange, status_message(response.status)))
        begin, size = self.extent(response)
        if size > self.policy.largest:
            raise RefusedError(self.too_large())
        self.cut(begin)  # before the tag of what comes is known: it is not that of what was there
        self.remember(response, size)
        await self.write(response, begin, size)
        return known

    def beyond(
        self, exchange: Exchange, known: Response, response: aiohttp.ClientResponse
    ) -> Response:
        """There is no rest: either all of it is there, or it is another file now."""
        size = ALL_THERE.fullmatch(response.headers.get("Content-Range", ""))
        if size and int(size[1]) == self.there:
            return known
        self.forget()
        return failed_response(exchange, CHANGED)

    def extent(self, response: aiohttp.ClientResponse) -> tuple[int, int]:
        """Return where in the file an answer begins, and the file's size; 0 when not known."""
        length = response.content_length or 0
        if response.status == HTTPStatus.OK:
            return 0, 0 if "Content-Encoding" in response.headers else length
        told = RANGE.fullmatch(response.headers.get("Content-Range", ""))
        etag = header_text(response.headers, "ETag")
        other = etag and self.target.known.etag and etag != self.target.known.etag
        packed = "Content-Encoding" in response.headers
        if not told or int(told[1]) > self.there or other or packed:
            self.forget()
            raise RefusedError(CHANGED)
        return int(told[1]), 0 if told[2] == "*" else int(told[2])

    def remember(self, response: aiohttp.ClientResponse, size: int) -> None:
        """Remember what the rest could be asked for with; what was packed has no rest."""
        packed = "Content-Encoding" in response.headers
        etag, modified = (
            "" if packed else header_text(response.headers, name)
            for name in ("ETag", "Last-Modified")
        )
        known = replace(self.target.known, etag=etag, modified=modified, size=size)
        name = response.headers.get("Content-Disposition", "")
        self.on_disk(partial(self.target.heard, known, name))

    def forget(self) -> None:
        """Begin anew the next time."""
        self.target.heard(replace(self.target.known, etag="", modified="", size=0), "")

    def cut(self, begin: int) -> None:
        """Go to a place in the file, and drop what is after it."""
        self.on_disk(partial(self.target.file.truncate, begin))
        self.target.file.seek(begin)

    async def write(self, response: aiohttp.ClientResponse, begin: int, size: int) -> None:
        """Write an answer into the file from a place on."""
        there, unpacker = (
            begin,
            Unpacker(response.headers.get("Content-Encoding", ""), finds_unnamed=False),
        )
        async for packed in response.content.iter_chunked(PIECE):
            for piece in unpacker.feed(packed):
                there += len(piece)
                self.take(piece, there, size)
        if there < size or not unpacker.is_whole:
            raise RefusedError("the server sent a part of it only; the rest can be asked for")

    def take(self, piece: bytes, there: int, size: int) -> None:
        """Write a piece to the end of the file, of which then so many bytes are there."""
        if there > self.policy.largest:
            raise RefusedError(self.too_large())
        self.on_disk(partial(self.target.file.write, piece))
        self.target.told(there, size)

    def on_disk(self, act: Callable[[], object]) -> None:
        """Change the file; raises RefusedError where the disk does not take that."""
        try:
            act()
        except OSError as error:
            raise RefusedError(
                f"cannot be written to the disk: {file_error_reason(error)}"
            ) from error

    def too_large(self) -> str:
        """Return what is said of a file without an end."""
        return f"is larger than {self.policy.largest // 1_000_000:,} MB"


def _validator(download: Download) -> str:
    """Return what tells a file from what it is later: a strong tag, else its date."""
    return (
        download.modified if download.etag.startswith("W/") or not download.etag else download.etag
    )
