"""A pool of processes that parse and clean documents beside the one that fetches."""

from __future__ import annotations

import asyncio
import os
import pickle
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from contextlib import suppress
from subprocess import Popen

from reader.library.ingest.noun_pipe import NounPipe, widen_pipe
from reader.library.own_processes import start_module
from reader.model import CleanedDocument, Document
from reader.model.construction import frozen

MOST = 3  # processes
AHEAD = 3  # documents that are on their way to one of them
PATIENCE = 20.0  # seconds for one document


@frozen
class Pipes:
    """What leads to a process and back."""

    to_process: StreamWriter
    from_process: NounPipe

    def close(self) -> None:
        """Let go of them, whatever still waits to be written."""
        if not self.to_process.is_closing():  # it is when the process has died
            self.to_process.transport.abort()
        self.from_process.close()


class CleaningPool:
    """The processes that clean, begun when they are first needed; all of it runs in one loop."""

    def __init__(self, processes: int = 0, patience: float = PATIENCE) -> None:
        count = processes or max(1, min(MOST, (os.cpu_count() or 1) - 1))
        self.processes = [CleaningProcess(patience) for _ in range(count)]

    async def begin(self) -> None:
        """Have the processes there by the time that they are needed."""
        for process in self.processes:
            await process.begin()

    async def clean(self, document: Document, packed: bool = False) -> CleanedDocument:
        """Return a document as clean stories, or as the reason why not.

        They are `packed` where most of them will be new, so that saving them takes little.
        """
        return await min(self.processes, key=lambda process: process.busy).clean(document, packed)

    async def end(self) -> None:
        """End all of them, whatever they are at."""
        for process in self.processes:
            process.end()


class CleaningProcess:
    """One process that cleans, started again when it ends over a document."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.busy = 0  # documents
        self.process: Popen[bytes] | None = None
        self.pipes: Pipes | None = None
        self.room = asyncio.Semaphore(AHEAD)
        self.sending, self.reading = asyncio.Lock(), asyncio.Lock()

    async def clean(self, document: Document, packed: bool = False) -> CleanedDocument:
        """Return a document as clean stories, or as the reason why not."""
        self.busy += 1
        try:
            async with self.room:
                return await self._clean_patiently(document, packed)
        finally:
            self.busy -= 1

    async def _clean_patiently(self, document: Document, packed: bool) -> CleanedDocument:
        """Have a document cleaned; once more where the process ended over one before it."""
        while True:
            pipes = await self._send(document, packed)
            try:
                async with self.reading:  # whose turn it is comes in the order of sending
                    if pipes is self.pipes:
                        return await self._receive(pipes, document)
            except asyncio.CancelledError:  # the answer would be taken for that to the next one
                self.end()
                raise

    async def begin(self) -> Pipes:
        """Return what leads to the process, which is started where there is none."""
        if self.pipes is None:
            self.end()  # one whose start was cut off
            self.process = _start_worker()
            self.pipes = await _connect_pipes(self.process)
        return self.pipes

    async def _send(self, document: Document, packed: bool) -> Pipes:
        """Send a document to the process."""
        async with self.sending:
            pipes = await self.begin()
            with suppress(ConnectionError):  # it has ended, as reading will show
                pipes.to_process.write(pickle.dumps((document, packed), pickle.HIGHEST_PROTOCOL))
                await pipes.to_process.drain()
            return pipes

    async def _receive(self, pipes: Pipes, document: Document) -> CleanedDocument:
        """Read what became of a document; a process that makes nothing of it is ended."""
        try:
            async with asyncio.timeout(self.patience):
                found: CleanedDocument = await pipes.from_process.read()
                return found
        except TimeoutError:
            said = f"takes longer to read than {self.patience:g} seconds"
        except EOFError:
            said = "could not be read: it ended the program that reads"
        self.end()
        return _failed_document(document, said)

    def end(self) -> None:
        """End the process, whatever it is at, and wait until it is gone."""
        process, self.process = self.process, None
        pipes, self.pipes = self.pipes, None
        if pipes is not None:
            pipes.close()
        if process is not None:
            with process:
                process.kill()


def _start_worker() -> Popen[bytes]:
    """Return a process that cleans."""
    return start_module("reader.library.ingest.cleaning_worker")


async def _connect_pipes(process: Popen[bytes]) -> Pipes:
    """Return what leads to a process and back."""
    loop = asyncio.get_running_loop()
    assert process.stdin is not None  # noqa: S101 - for the checker of types, as below
    assert process.stdout is not None  # noqa: S101
    widen_pipe(process.stdin)
    given, protocol = await loop.connect_write_pipe(
        lambda: StreamReaderProtocol(StreamReader()), process.stdin
    )
    return Pipes(StreamWriter(given, protocol, None, loop), NounPipe(process.stdout))


def _failed_document(document: Document, said: str) -> CleanedDocument:
    """Return the reason why nothing became of a document."""
    from reader.clean import safe_line

    return CleanedDocument(document.location, error=f"{safe_line(document.location)}: {said}")
