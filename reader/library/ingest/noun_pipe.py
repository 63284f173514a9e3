"""Reads nouns out of a pipe to one of our own processes, straight to where they are unpickled."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pickle
from contextlib import suppress
from typing import IO, Any

from reader.library.ingest.fast_pickle import HEAD

WIDE = 1 << 20  # bytes that a pipe holds where the system lets it: what is made waits for nobody
USUAL = 1 << 18  # bytes of a noun for which there is always room


def widen_pipe(pipe: IO[bytes]) -> None:
    """Let a pipe hold more than it does by itself, where the system knows how."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # this person's pipes hold as much as they may
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, WIDE)


class NounPipe:
    """The end of a pipe where nouns come out; one task at a time reads."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._descriptor = pipe.fileno()
        self._room = bytearray(USUAL)
        self._watched: asyncio.Future[None] | None = None
        os.set_blocking(self._descriptor, False)
        widen_pipe(pipe)

    async def read(self) -> Any:
        """Return the next noun; raises EOFError where none comes any more."""
        size = int.from_bytes(await self._bytes(HEAD), "little")
        return pickle.loads(await self._bytes(size))  # noqa: S301 - our own process wrote it

    def close(self) -> None:
        """Let go of the pipe before it is closed, whoever waits for it."""
        watched = self._watched
        if watched is not None:
            self._stop_watching(watched)
            if not watched.done():
                watched.set_exception(EOFError())

    async def _bytes(self, size: int) -> memoryview:
        """Return the next bytes, which are there until others are read."""
        room = memoryview(self._room if size <= USUAL else bytearray(size))[:size]
        come = 0
        while come < size:
            try:
                more = os.readv(self._descriptor, [room[come:]])
            except BlockingIOError:
                await self._readable()
                continue
            if not more:
                raise EOFError
            come += more
        return room

    async def _readable(self) -> None:
        """Wait until there is something to read, or the end."""
        loop = asyncio.get_running_loop()
        self._watched = watched = loop.create_future()
        loop.add_reader(self._descriptor, _wake, watched)
        try:
            await watched
        finally:
            self._stop_watching(watched)

    def _stop_watching(self, watched: asyncio.Future[None]) -> None:
        """Watch the pipe no more, unless it was closed: another may have its number by now."""
        if self._watched is watched:
            asyncio.get_running_loop().remove_reader(self._descriptor)
            self._watched = None


def _wake(watched: asyncio.Future[None]) -> None:
    """Go on with what waits; it may have been told already."""
    if not watched.done():
        watched.set_result(None)
