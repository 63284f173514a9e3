from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Iterator
from threading import Thread
from typing import IO

import pytest

from reader.library.ingest.fast_pickle import pickle_noun
from reader.library.ingest.noun_pipe import USUAL, NounPipe, widen_pipe

Ends = tuple[IO[bytes], IO[bytes]]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Where a pipe is read, and where it is written."""
    read, written = os.pipe()
    with os.fdopen(read, "rb", 0) as out, os.fdopen(written, "wb", 0) as into:
        yield out, into


def write(into: IO[bytes], *nouns: object) -> Thread:
    """Write nouns while somebody reads: no pipe holds the largest."""

    def written() -> None:
        for noun in nouns:
            left = pickle_noun(noun)
            while left:
                left = left[into.write(left) :]

    thread = Thread(target=written)
    thread.start()
    return thread


async def test_nouns_of_any_size_come_whole_and_in_order(ends: Ends) -> None:
    out, into = ends
    nouns = ["tide", "x" * (USUAL + 1), ["lamp"] * 9, "y" * (12 * USUAL), "storm"]
    pipe = NounPipe(out)

    writing = write(into, *nouns)
    found = [await pipe.read() for _ in nouns]
    writing.join()

    assert found == nouns


@pytest.mark.parametrize("raw", [b"", bytes(pickle_noun("tide"))[:-1]])
async def test_a_pipe_that_ends_brings_no_noun(ends: Ends, raw: bytes) -> None:
    out, into = ends
    pipe = NounPipe(out)
    into.write(raw)
    into.close()

    with pytest.raises(EOFError):
        await pipe.read()


async def test_who_waits_at_a_pipe_hears_that_it_is_closed(ends: Ends) -> None:
    pipe = NounPipe(ends[0])
    waiting = asyncio.create_task(pipe.read())
    await asyncio.sleep(0)

    pipe.close()
    pipe.close()

    with pytest.raises(EOFError):
        await waiting


async def test_a_noun_that_came_before_its_pipe_was_closed_is_read(ends: Ends) -> None:
    pipe = NounPipe(ends[0])
    waiting = asyncio.create_task(pipe.read())
    await asyncio.sleep(0)
    ends[1].write(pickle_noun("tide"))
    for _ in range(2):  # who waits has been told, and has not gone on yet
        await asyncio.sleep(0)

    pipe.close()

    assert await waiting == "tide"


@pytest.mark.parametrize("come", [False, True])
async def test_who_does_not_wait_any_more_leaves_the_next_noun_to_others(
    ends: Ends, come: bool
) -> None:
    out, into = ends
    pipe = NounPipe(out)
    waiting = asyncio.create_task(pipe.read())
    await asyncio.sleep(0)
    if come:
        into.write(pickle_noun("tide"))
        asyncio.get_running_loop().call_soon(waiting.cancel)
    else:
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    if not come:
        into.write(pickle_noun("tide"))

    assert await pipe.read() == "tide"


def test_a_pipe_stays_as_it_is_where_it_cannot_be_widened(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = fcntl.fcntl(ends[0].fileno(), fcntl.F_GETPIPE_SZ)
    monkeypatch.setattr("reader.library.ingest.noun_pipe.WIDE", 1 << 30)
    widen_pipe(ends[0])
    monkeypatch.delattr(fcntl, "F_SETPIPE_SZ")
    widen_pipe(ends[0])

    assert fcntl.fcntl(ends[0].fileno(), fcntl.F_GETPIPE_SZ) == size
