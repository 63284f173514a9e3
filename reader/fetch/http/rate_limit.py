"""Rate limits: few requests to a host at a time, a pause between two, memory within a budget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from reader.fetch.url_parts import is_this_machine
from reader.model.construction import frozen


@frozen
class FetchPolicy:
    """How much is asked of servers, and how long they are waited for."""

    apart: float = 1.0  # seconds between two questions to one host
    apart_here: float = 0.0  # the same on this machine, whose servers are its person's own
    per_host: int = 2  # connections to one host at a time
    together: int = 32  # connections in all
    connect: float = 10.0  # seconds
    total: float = 30.0  # seconds for an answer with its redirects, waiting for a turn aside
    silence: float = 0.0  # seconds without a byte after which a server is left; 0: no such limit
    redirects: int = 5
    largest: int = 15_000_000  # bytes after decompression
    held: int = 48_000_000  # bytes of answers that are in memory at a time, and one answer more
    contact: str = ""  # where who is asking can be reached


class HostSlot:
    """One host's turn: how many may talk to it, and from when on the next may."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.connections = asyncio.Semaphore(policy.per_host)
        self.next = 0.0  # on the clock of the loop
        self.silent = False  # it asked to be left alone

    async def wait_for_turn(self, apart: float) -> None:
        """Wait until a pause has passed since the question before."""
        clock = asyncio.get_running_loop().time
        begin = max(clock(), self.next)
        self.next = begin + apart
        await asyncio.sleep(begin - clock())


class HostLimiter:
    """The turns of all hosts; who waits for one host keeps nobody from another."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy
        self.together = asyncio.Semaphore(policy.together)
        self.hosts: dict[str, HostSlot] = {}

    def slot_of(self, host: str) -> HostSlot:
        """Return the turn of a host."""
        return self.hosts.setdefault(host, HostSlot(self.policy))

    @asynccontextmanager
    async def hold_slot(self, host: str) -> AsyncIterator[HostSlot]:
        """Hold the turn for one question to a host."""
        turn = self.slot_of(host)
        async with turn.connections:
            apart = self.policy.apart_here if is_this_machine(host) else self.policy.apart
            await turn.wait_for_turn(0 if turn.silent else apart)
            async with self.together:
                yield turn


class CrowdedError(Exception):
    """There is no room in memory for an answer; it is to be asked for once more, alone."""


class MemoryBudget:
    """How many bytes of answers are in memory; beyond the most, one answer at a time goes on."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: dict[asyncio.Task[object] | None, int] = {}
        self.over = asyncio.Lock()
        self.alone: asyncio.Task[object] | None = None

    def take(self, size: int) -> None:
        """Hold more bytes for the task that runs; raises CrowdedError where there is no room."""
        task = asyncio.current_task()
        self.held[task] = self.held.get(task, 0) + size
        if self.alone is not task and sum(self.held.values()) > self.most:
            raise CrowdedError

    async def be_alone(self) -> None:
        """Wait until the task that runs is the one that may go on in any case."""
        self.let_go(asyncio.current_task())
        await self.over.acquire()
        self.alone = asyncio.current_task()

    def let_go(self, task: asyncio.Task[object] | None) -> None:
        """Forget what was held for a task."""
        self.held.pop(task, None)
        if self.alone is not None and self.alone is task:
            self.alone = None
            self.over.release()
