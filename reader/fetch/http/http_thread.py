"""Runs the HTTP client in a thread of its own, and hands responses over as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Self, TypeAlias, TypeVar

from reader.clock import SYSTEM, Clock
from reader.fetch.http.rate_limit import CrowdedError, FetchPolicy
from reader.fetch.url_parts import host_of
from reader.model import Request, Response

ROOM = 96  # responses that are on the way or wait to be taken
HANDFUL = 16  # responses that are handed over together, where so many come
SOON = 0.05  # seconds within which another has to come: keeping each by itself takes long
GOOD = FetchPolicy()

Came = TypeVar("Came")
LoopAct = Callable[[], Awaitable[None]]
Come: TypeAlias = "SimpleQueue[asyncio.Task[Came]]"
"""The questions that are done with; each holds in memory what came of it."""


async def do_nothing() -> None:
    """Leave it at that."""


async def _itself(response: Response) -> Response:
    """Return a response as it came."""
    return response


class HttpThread:
    """The web, for callers that know nothing of loops; leaving it ends all that is under way."""

    def __init__(
        self,
        policy: FetchPolicy = GOOD,
        on_start: LoopAct = do_nothing,
        on_end: LoopAct = do_nothing,
        clock: Clock = SYSTEM,
    ) -> None:
        self.policy = policy
        self.clock = clock
        self.on_start = on_start  # what is done where the asking will run, before all of it
        self.on_end = on_end  # and when nothing is under way any more
        self.loop = asyncio.new_event_loop()
        self.ready: Future[None] = Future()
        self.gates: dict[str, asyncio.Semaphore] = {}

    def __enter__(self) -> Self:
        """Begin."""
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()
        self.ready.result()
        return self

    def __exit__(self, *_: object) -> None:
        """End at once, whatever is under way."""
        self.loop.call_soon_threadsafe(self.ending.set)
        self.thread.join()

    def _run(self) -> None:
        """Live until the end is wanted."""
        self.loop.run_until_complete(self._live())
        self.loop.close()

    async def _live(self) -> None:
        """Hold the connections open, and end what is under way in the end."""
        self.ending, self.room = asyncio.Event(), asyncio.Semaphore(ROOM)
        await self.on_start()
        from reader.fetch.http.http_client import (
            HttpClient,  # aiohttp takes long to import, so not before
        )

        self.client = HttpClient(self.policy, self.clock)
        async with self.client:
            self.ready.set_result(None)
            await self.ending.wait()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await self.on_end()

    def get(self, request: Request) -> Response:
        """Put one question."""
        return next(self.get_all([request]))

    def get_all(self, requests: Sequence[Request]) -> Iterator[Response]:
        """Put many questions at once; each response as it comes. What nobody takes is ended."""
        return _singly(self.get_each(requests, _itself))

    def get_each(
        self, requests: Sequence[Request], then: Callable[[Response], Awaitable[Came]]
    ) -> Iterator[list[Came]]:
        """Put many questions at once; what comes of each response, a handful at a time.

        `then` runs where the asking runs. What nobody takes is ended.
        """
        come: Come[Came] = SimpleQueue()
        begun: list[asyncio.Task[Came]] = []
        self.loop.call_soon_threadsafe(self._begin, requests, then, come, begun)
        return self._hand_over(len(requests), come, begun)

    def _begin(
        self,
        requests: Sequence[Request],
        then: Callable[[Response], Awaitable[Came]],
        come: Come[Came],
        begun: list[asyncio.Task[Came]],
    ) -> None:
        """Begin to put questions; runs where the asking runs."""
        for request in requests:
            task = self.loop.create_task(self._submit(request, then))
            begun.append(task)
            task.add_done_callback(come.put)

    def _hand_over(
        self, left: int, come: Come[Came], begun: Sequence[asyncio.Task[Came]]
    ) -> Iterator[list[Came]]:
        """Hand over what has come, until nothing is left to come."""
        try:
            while left:
                found = take_batch(come, left)
                left -= len(found)
                yield [one.result() for one in found]
                self.loop.call_soon_threadsafe(self._make_room, found)
        finally:
            if left and not self.loop.is_closed():
                self.loop.call_soon_threadsafe(_cancel, begun)

    def _make_room(self, tasks: Iterable[asyncio.Task[Came]]) -> None:
        """Make room where responses were."""
        for task in tasks:
            self.client.memory.let_go(task)
            self.room.release()

    async def _submit(self, request: Request, then: Callable[[Response], Awaitable[Came]]) -> Came:
        """Put a question when there is room for its response; few of one host take up room."""
        task = asyncio.current_task()
        host = host_of(request.location)
        gate = self.gates.setdefault(host, asyncio.Semaphore(self.policy.per_host))
        try:
            async with gate:
                await self.room.acquire()
                response = await self._ask(request)
            return await then(response)
        except asyncio.CancelledError:
            self.client.memory.let_go(task)
            raise

    async def _ask(self, request: Request) -> Response:
        """Put a question, once more where there was no room for its answer in memory."""
        try:
            return await self.client.ask(request)
        except CrowdedError:
            await self.client.memory.be_alone()
            return await self.client.ask(request)


def _singly(handfuls: Iterator[list[Came]]) -> Iterator[Came]:
    """Yield what came in handfuls, one at a time."""
    for some in handfuls:
        yield from some


def _cancel(tasks: Iterable[asyncio.Task[Came]]) -> None:
    """End tasks, whatever they are at."""
    for task in tasks:
        task.cancel()


def take_batch(come: Come[Came], left: int) -> list[asyncio.Task[Came]]:
    """Return what has come or comes soon of what is left: at least one, and not too many."""
    found = [come.get()]
    with suppress(Empty):
        while len(found) < min(HANDFUL, left):
            found.append(come.get(timeout=SOON))
    return found
