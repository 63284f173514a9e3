"""Unpacks the body of a response piece by piece, as far as it can be unpacked.

The HTTP client could do this, but refuses a whole body for a few words behind its end, and takes
one that breaks off for a whole one.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Protocol

import aiohttp

PIECE = 65_536  # bytes that are unpacked at a time
SLICE = 4_096  # packed bytes that are looked at one by one where something is wrong with them
MOST_MEMBERS = 1_000  # of one body, each packed by itself
MOST_LAYERS = 3  # packings of one body around each other
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
EITHER, RAW = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS  # with a header of gzip or zlib, without any
# What no packing begins with, though a server may say that it packed it.
UNPACKED = (b"<?xml", b"<rss", b"<feed", b"<rdf:", b"<!", b"<html", b'{"', b"\xef\xbb\xbf")

BREAKS = (
    aiohttp.ClientPayloadError,
    aiohttp.ServerDisconnectedError,
    aiohttp.ClientOSError,
    aiohttp.http_exceptions.HttpProcessingError,
)


class ZipMember(Protocol):
    """What unpacks a stretch that was packed in one go."""

    rest: bytes | None  # what comes after its end; None before that

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold, a piece at a time."""


class Inflated:
    """Gzip and deflate, with or without their headers."""

    def __init__(self, window: int) -> None:
        self.opened = zlib.decompressobj(window)
        self.rest: bytes | None = None

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold."""
        while packed and not self.opened.eof:
            yield self.opened.decompress(packed, PIECE)
            packed = self.opened.unconsumed_tail
        if self.opened.eof:
            self.rest = self.opened.unused_data


class Brotli:
    """Brotli, which has one member only."""

    def __init__(self) -> None:
        import brotli

        self.opened = brotli.Decompressor()
        self.rest: bytes | None = None

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold."""
        yield self.opened.process(packed, output_buffer_limit=PIECE)
        # It says that it can take more while it still holds something back.
        while piece := self.opened.process(b"", output_buffer_limit=PIECE):
            yield piece
        if self.opened.is_finished():
            self.rest = b""


class Zstd:
    """A frame of Zstandard."""

    def __init__(self) -> None:
        self.opened = _zstandard().ZstdDecompressor()
        self.rest: bytes | None = None

    def unpack(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold."""
        yield self.opened.decompress(packed, PIECE)
        while not (self.opened.eof or self.opened.needs_input):
            yield self.opened.decompress(b"", PIECE)
        if self.opened.eof:
            self.rest = self.opened.unused_data


def _zstandard() -> Any:
    """Return the library that knows Zstandard."""
    return import_module("backports.zstd" if sys.version_info < (3, 14) else "compression.zstd")


def _inflate(first: bytes) -> ZipMember:
    """Make what unpacks deflate, which some servers send without the header that it should have."""
    is_bare = not first.startswith(GZIP) and (
        first[0] & 15 != 8 or int.from_bytes(first[:2], "big") % 31
    )
    return Inflated(RAW if is_bare else EITHER)


Make = Callable[[bytes], ZipMember]
"""What makes a member out of its first bytes."""

PACKINGS: dict[str, Make] = {
    "gzip": lambda _: Inflated(EITHER),
    "x-gzip": lambda _: Inflated(EITHER),
    "deflate": _inflate,
    "br": lambda _: Brotli(),
    "zstd": lambda _: Zstd(),
}


class Layer:
    """One packing around a body; what stands behind its end is left out."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.member: ZipMember | None = None
        self.members = 0
        self.fed = bytearray()  # packed bytes of the member so far
        self.given = 0  # bytes that they held
        self.is_over = False
        self.is_broken = False

    @property
    def is_whole(self) -> bool:
        """Whether all that was packed has come."""
        return not self.is_broken and (self.member is None or self.member.rest is not None)

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold, a piece at a time."""
        while packed and not self.is_over:
            if self.member is None or self.member.rest is not None:
                self.begin(packed)
            if self.member is not None and not self.is_over:
                yield from self.give(self.member, packed[:SLICE])
                packed = (self.member.rest or b"") + packed[SLICE:]

    def begin(self, packed: bytes) -> None:
        """Begin a member, or end where these bytes begin none."""
        self.is_over = self.members > 0 and not packed.startswith((GZIP, ZSTD))
        self.is_over = self.is_over or self.members == MOST_MEMBERS
        if not self.is_over:
            self.member, self.given = self.make(packed), 0
            self.members += 1
            self.fed.clear()

    def give(self, member: ZipMember, packed: bytes) -> Iterator[bytes]:
        """Unpack a slice; where that fails, as much of it as can be."""
        try:
            for piece in member.unpack(packed):
                self.given += len(piece)
                yield piece
        except _errors():
            yield from self.salvage(packed)
        else:
            self.fed += packed

    def salvage(self, packed: bytes) -> Iterator[bytes]:
        """Unpack the member once more, the slice where that failed byte by byte."""
        self.member, self.is_over, seen = self.make(bytes(self.fed) + packed), True, 0
        try:
            for piece in _unpack_member(self.member, self.fed, packed):
                yield piece[max(0, self.given - seen) :]
                seen += len(piece)
        except _errors():
            self.is_broken = True


def _unpack_member(member: ZipMember, fed: bytes | bytearray, packed: bytes) -> Iterator[bytes]:
    """Unpack what was fed at once, and what follows byte by byte until the end of the member."""
    yield from member.unpack(bytes(fed)) if fed else ()
    for at in range(len(packed)):
        if member.rest is None:
            yield from member.unpack(packed[at : at + 1])


def _errors() -> tuple[type[Exception], ...]:
    """Return what the libraries raise where something is wrong with what was packed."""
    import brotli

    return zlib.error, brotli.error, _zstandard().ZstdError


class Unpacker:
    """A body on its way out of all its packings: those that its server names, or does not."""

    def __init__(self, encodings: str, finds_unnamed: bool = True) -> None:
        names = [name.strip().lower() for name in encodings.split(",")]
        makes = [PACKINGS[name] for name in reversed(names) if name in PACKINGS]
        self.layers = [Layer(make) for make in makes[:MOST_LAYERS]]
        self.finds_unnamed = finds_unnamed
        self.is_begun = False

    @property
    def is_whole(self) -> bool:
        """Whether all that was packed has come."""
        return all(layer.is_whole for layer in self.layers)

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Give what some bytes hold, a piece at a time."""
        if packed and not self.is_begun:
            self.is_begun = True
            self.layers = _named_layers(self.layers, packed)
            if self.finds_unnamed and not self.layers:
                self.layers = _unnamed_layers(packed)
        return _through(self.layers, packed)


def _named_layers(named: list[Layer], first: bytes) -> list[Layer]:
    """Return the packings that a body is said to have, unless its first bytes know better."""
    return [] if first.lstrip().startswith(UNPACKED) else named


def _unnamed_layers(first: bytes) -> list[Layer]:
    """Return the packing that a body has by its first bytes."""
    if first.startswith(GZIP + b"\x08"):
        return [Layer(PACKINGS["gzip"])]
    return [Layer(PACKINGS["zstd"])] if first.startswith(ZSTD) else []


def _through(layers: Sequence[Layer], packed: bytes) -> Iterator[bytes]:
    """Take a piece through packings, the outermost first."""
    if not layers:
        yield packed
        return
    for piece in layers[0].feed(packed):
        yield from _through(layers[1:], piece)


class ResponseBody:
    """The body of an answer, unpacked, as far as it comes."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.content = response.content
        self.unpacker = Unpacker(response.headers.get("Content-Encoding", ""))
        self.is_cut = False

    @property
    def is_whole(self) -> bool:
        """Whether all of it has come."""
        return not self.is_cut and self.unpacker.is_whole

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give it piece by piece, until it ends or the server breaks off."""
        try:
            async for packed in self.content.iter_chunked(PIECE):
                for piece in self.unpacker.feed(packed):
                    yield piece
        except BREAKS:
            self.is_cut = True
            for piece in self.unpacker.feed(_unread_bytes(self.content)):
                yield piece


def _unread_bytes(content: aiohttp.StreamReader) -> bytes:
    """Return what came before a server broke off and was not read yet."""
    content.set_exception(None)  # type: ignore[arg-type] # else nothing more can be read
    return content.read_nowait()
