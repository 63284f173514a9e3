"""Documents in, their stories out, cleaned in processes beside the one that fetches."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from reader.library.hand import HEAD
from reader.model import Cleaned, Document

MOST = 3  # processes
AHEAD = 3  # documents that are on their way to one of them
PATIENCE = 20.0  # seconds for one document


class Crew:
    """The processes that clean, begun when they are first needed; all of it runs in one loop."""

    def __init__(self, hands: int = 0, patience: float = PATIENCE) -> None:
        count = hands or max(1, min(MOST, (os.cpu_count() or 1) - 1))
        self.hands = [Hand(patience) for _ in range(count)]

    async def begin(self) -> None:
        """Have the processes there by the time that they are needed."""
        for hand in self.hands:
            await hand.begun()

    async def cleaned(self, document: Document) -> Cleaned:
        """A document as clean stories, or as the reason why not."""
        return await min(self.hands, key=lambda hand: hand.busy).cleaned(document)

    async def end(self) -> None:
        """End all of them, whatever they are at."""
        for hand in self.hands:
            await hand.end()


class Hand:
    """One process that cleans, started again when it ends over a document."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.busy = 0  # documents
        self.process: Process | None = None
        self.room = asyncio.Semaphore(AHEAD)
        self.sending, self.reading = asyncio.Lock(), asyncio.Lock()

    async def cleaned(self, document: Document) -> Cleaned:
        """A document as clean stories, or as the reason why not."""
        self.busy += 1
        try:
            async with self.room:
                return await self.tried(document)
        finally:
            self.busy -= 1

    async def tried(self, document: Document) -> Cleaned:
        """Have a document cleaned; once more where the process ended over one before it."""
        while True:
            process = await self.sent(document)
            async with self.reading:  # whose turn it is comes in the order of sending
                if process is self.process:
                    return await self.read(process, document)

    async def begun(self) -> Process:
        """The process, which is started where there is none."""
        self.process = process = self.process or await started()
        return process

    async def sent(self, document: Document) -> Process:
        """Send a document to the process."""
        async with self.sending:
            process = await self.begun()
            with suppress(ConnectionError):  # it has ended, as reading will show
                process.stdin.write(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))  # type: ignore[union-attr]  # a pipe
                await process.stdin.drain()  # type: ignore[union-attr]
            return process

    async def read(self, process: Process, document: Document) -> Cleaned:
        """Read what became of a document; a process that makes nothing of it is ended."""
        try:
            return await asyncio.wait_for(received(process), self.patience)
        except TimeoutError:
            said = f"takes longer to read than {self.patience:g} seconds"
        except asyncio.IncompleteReadError:
            said = "could not be read: it ended the program that reads"
        await self.end()
        return failed(document, said)

    async def end(self) -> None:
        """End the process, whatever it is at."""
        process, self.process = self.process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            process.stdin.close()  # type: ignore[union-attr]  # a pipe
            await process.stdout.read()  # type: ignore[union-attr]
            await process.wait()


async def started() -> Process:
    """A process that cleans; it reads no code from where it runs."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "reader.library.hand", stdin=PIPE, stdout=PIPE
    )


async def received(process: Process) -> Cleaned:
    """The next noun out of the pipe of a process."""
    pipe = process.stdout
    size = int.from_bytes(await pipe.readexactly(HEAD), "little")  # type: ignore[union-attr]
    found: Cleaned = pickle.loads(await pipe.readexactly(size))  # type: ignore[union-attr]  # noqa: S301 - our own process wrote it
    return found


def failed(document: Document, said: str) -> Cleaned:
    """The reason why nothing became of a document."""
    from reader.clean import plain

    return Cleaned(document.location, error=f"{plain(document.location)}: {said}")
