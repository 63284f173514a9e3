"""The near end of the pipes: what the screen holds."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

from reader.model import Order, Progress
from reader.worker.messages import COUNT, LOOK, Answer, Asked, News

SHORTEST, LONGEST_PAUSE = 0.5, 60.0  # seconds before a searcher that died is started again
LONGEST = 2**20  # bytes in a line of a pipe
ADDING_BROKE_OFF = "Adding stories broke off; the log tells why. What was added stays"


@asynccontextmanager
async def running(*job: str) -> AsyncIterator[Process]:
    """A process that does a job, and is gone in the end; it reads no code from where it runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "reader.worker", *job,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST,
    )  # fmt: skip

    try:
        yield process
    finally:
        await ended(process)


async def told(process: Process) -> AsyncIterator[dict[str, Any]]:
    """What a process tells, until it ends."""
    while process.stdout is not None and (line := await process.stdout.readline()):
        yield json.loads(line)


def end(process: Process | None) -> None:
    """End a process, however busy it is."""
    if process is not None and process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()


async def ended(process: Process) -> None:
    """End a process, and wait until it and its pipes are gone."""
    end(process)
    process.stdin.close()  # type: ignore[union-attr]  # both are pipes, see above
    try:
        await process.stdout.read()  # type: ignore[union-attr]
        await process.wait()
    finally:  # it would close itself a turn later, in which the loop may be gone
        process._transport.close()  # type: ignore[attr-defined]


class Searcher:
    """The long-lived process that answers queries; started again when it dies."""

    def __init__(self, answered: Callable[[Answer], None]) -> None:
        self.answered = answered
        self.process: Process | None = None
        self.number = 0
        self.asked: Asked | None = None

    async def run(self) -> None:
        """Pass on answers for as long as the screen lives."""
        pause = SHORTEST
        while True:
            async with running("search") as self.process:
                if self.asked is not None:
                    self.send(self.asked)
                async for line in told(self.process):
                    self.take(Answer(**line))
                    pause = SHORTEST
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)

    def take(self, answer: Answer) -> None:
        """Pass on an answer, unless a newer query has been asked."""
        if answer.number in (0, COUNT, self.number):
            self.answered(answer)

    def ask(self, text: str, order: Order, typing: bool) -> int:
        """Ask a query, which makes all older ones stale; its number."""
        self.number += 1
        self.asked = Asked(self.number, text, order, typing)
        self.send(self.asked)
        return self.number

    def look(self) -> None:
        """Ask how many stories the index lacks; the answer has the number 0."""
        self.send(LOOK)

    def count(self, text: str) -> None:
        """Ask how many stories a query finds, for when nothing else is wanted."""
        self.send(Asked(COUNT, text))

    def send(self, asked: Asked) -> None:
        """Write a query to the process, if there is one."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(ConnectionError, RuntimeError):  # it has died; it will be started again
                self.process.stdin.write(json.dumps(asdict(asked)).encode() + b"\n")


class Adder:
    """The process that adds stories and brings the index up to date, one at a time."""

    def __init__(self, broke_off: str = ADDING_BROKE_OFF) -> None:
        self.broke_off = broke_off
        self.process: Process | None = None
        self.stopped = False

    @property
    def busy(self) -> bool:
        """Whether it is at work."""
        return self.process is not None and self.process.returncode is None

    async def run(self, *job: str) -> AsyncGenerator[News, None]:
        """Do a job, and pass on what is told of it."""
        self.stopped = failed = False
        async with running(*job) as process:
            self.process = process
            async for line in told(process):
                progress = line.pop("progress")
                yield News(Progress(**progress) if progress else None, **line)
                failed = failed or bool(line["failed"])
            if await process.wait() and not failed and not self.stopped:
                yield News(failed=self.broke_off)

    def stop(self) -> None:
        """End the work; what is not committed is done again the next time."""
        self.stopped = True
        end(self.process)
