"""The near end of the pipes: what the screen holds."""

from __future__ import annotations

import asyncio
import json
from asyncio import StreamReaderProtocol
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict
from subprocess import DEVNULL, Popen
from threading import Thread
from typing import Any

from reader.library.own_processes import start_module
from reader.model import Progress, SearchOrder
from reader.model.construction import frozen
from reader.worker.protocol import COUNT, LOOK, AnswerMessage, JobEvent, QueryMessage

SHORTEST, LONGEST_PAUSE = 0.5, 60.0  # seconds before a searcher that died is started again
LONGEST = 2**20  # bytes in a line of a pipe
ADDING_BROKE_OFF = "Adding stories broke off; the log tells why. What was added stays"


@frozen
class ChildProcess:
    """Start a process that does a job, and the near ends of its pipes."""

    process: Popen[bytes]
    lines: asyncio.StreamReader  # what it tells
    asked: asyncio.WriteTransport  # what it is asked

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """Yield what it tells, until it ends."""
        while line := await self.lines.readline():
            yield json.loads(line)

    def end(self) -> None:
        """End it, however busy it is."""
        self.process.kill()


@asynccontextmanager
async def _start_job(*job: str) -> AsyncIterator[ChildProcess]:
    """Start a process for a job, gone in the end."""
    lines, loop = asyncio.StreamReader(limit=LONGEST), asyncio.get_running_loop()
    process = start_module("reader.worker", *job, stderr=DEVNULL)
    try:
        with ExitStack() as held:
            held.callback(_close_pipes, process)
            held.callback(process.kill)
            out, _ = await loop.connect_read_pipe(
                lambda: StreamReaderProtocol(lines), process.stdout
            )
            held.callback(out.close)
            asked, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, process.stdin)
            held.callback(_let_go, asked)
            yield ChildProcess(process, lines, asked)
    finally:
        await _exit_code_of(process)


async def _exit_code_of(process: Popen[bytes]) -> int:
    """Wait until a process is gone, whoever cuts that off; return how it ended.

    In a thread: one that works at low priority takes its time to die on a busy machine, and until
    then no key would act.
    """
    loop = asyncio.get_running_loop()
    gone: asyncio.Future[int] = loop.create_future()

    def wait() -> None:
        code = process.wait()
        loop.call_soon_threadsafe(gone.set_result, code)

    Thread(target=wait, daemon=True).start()
    cut_off: asyncio.CancelledError | None = None
    while not gone.done():
        try:
            await asyncio.shield(gone)
        except asyncio.CancelledError as error:
            cut_off = error
    if cut_off is not None:
        raise cut_off
    return gone.result()


def _close_pipes(process: Popen[bytes]) -> None:
    for pipe in filter(None, (process.stdin, process.stdout)):
        pipe.close()


def _let_go(pipe: asyncio.WriteTransport) -> None:
    """Close a pipe at once, whatever still waits to be written, unless its process has died."""
    if not pipe.is_closing():
        pipe.abort()


class Searcher:
    """The long-lived process that answers queries; started again when it dies."""

    def __init__(self, answered: Callable[[AnswerMessage], None]) -> None:
        self.answered = answered
        self.running: ChildProcess | None = None
        self.number = 0
        self.asked: QueryMessage | None = None

    async def run(self) -> None:
        """Pass on answers for as long as the screen lives."""
        pause = SHORTEST
        while True:
            async with _start_job("search") as self.running:
                pause = SHORTEST if await self._pass_on_all(self.running) else pause
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    def start_again(self) -> None:
        """End the process, so that another one takes its place, with the settings of now."""
        if self.running is not None:
            self.running.end()

    async def _pass_on_all(self, process: ChildProcess) -> bool:
        """Pass on what a process answers until it dies; whether that was anything."""
        if self.asked is not None:
            self._send(self.asked)
        answered = False
        async for line in process.messages():
            self.pass_on(AnswerMessage(**line))
            answered = True
        return answered

    def pass_on(self, answer: AnswerMessage) -> None:
        """Pass on an answer, unless a newer query has been asked."""
        if answer.number in (0, COUNT, self.number):
            self.answered(answer)

    def ask(self, text: str, order: SearchOrder, typing: bool) -> int:
        """Ask a query, which makes all older ones stale; its number."""
        self.number += 1
        self.asked = QueryMessage(self.number, text, order, typing)
        self._send(self.asked)
        return self.number

    def ask_unindexed(self) -> None:
        """Ask how many stories the index lacks; the answer has the number 0."""
        self._send(LOOK)

    def ask_count(self, text: str) -> None:
        """Ask how many stories a query finds, for when nothing else is wanted."""
        self._send(QueryMessage(COUNT, text))

    def _send(self, message: QueryMessage) -> None:
        """Write a query to the process, if there is one."""
        if self.running is not None:  # one that has died is asked again when it is started again
            self.running.asked.write(json.dumps(asdict(message)).encode() + b"\n")


class JobRunner:
    """The process that adds stories and brings the index up to date, one at a time."""

    def __init__(self, broke_off: str = ADDING_BROKE_OFF) -> None:
        self.broke_off = broke_off
        self.running: ChildProcess | None = None
        self.stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether it is at work."""
        return self.running is not None and self.running.process.poll() is None

    async def run(self, *job: str) -> AsyncGenerator[JobEvent, None]:
        """Do a job, and pass on what is told of it."""
        self.stopped = failed = False
        async with _start_job(*job) as self.running:
            if self.stopped:  # while it was being started
                self.running.end()
            async for line in self.running.messages():
                progress = line.pop("progress")
                pairs: dict[str, Any] = {
                    name: tuple(map(tuple, line.pop(name)))
                    for name in ("others", "alerts", "lists")
                }
                left = tuple(line.pop("left"))
                told = Progress(**progress) if progress else None
                yield JobEvent(told, left=left, **pairs, **line)
                failed = failed or bool(line["failed"])
            if await _exit_code_of(self.running.process) and not failed and not self.stopped:
                yield JobEvent(failed=self.broke_off)

    def stop(self) -> None:
        """End the work; what is not committed is done again the next time."""
        self.stopped = True
        if self.running is not None:
            self.running.end()
