"""The process that searches for a screen, started when something is asked of it."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

import pytest

from reader.worker.clients import ChildProcess, Searcher
from reader.worker.protocol import QueryMessage


def start_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no process started for screens that search nothing: it takes longer than most tests."""
    wanted: WeakKeyDictionary[Searcher, asyncio.Event] = WeakKeyDictionary()
    early: WeakKeyDictionary[Searcher, list[QueryMessage]] = WeakKeyDictionary()
    run, pass_on, send = Searcher.run, Searcher._pass_on_all, Searcher._send

    async def run_once_wanted(self: Searcher) -> None:
        await wanted.setdefault(self, asyncio.Event()).wait()
        await run(self)

    async def pass_on_early(self: Searcher, process: ChildProcess) -> bool:
        for asked in early.pop(self, ()):
            send(self, asked)
        return await pass_on(self, process)

    def want_and_send(self: Searcher, asked: QueryMessage) -> None:
        if self.running is None and asked is not self.asked:  # what is asked last is sent anyway
            early.setdefault(self, []).append(asked)
        wanted.setdefault(self, asyncio.Event()).set()
        send(self, asked)

    monkeypatch.setattr(Searcher, "run", run_once_wanted)
    monkeypatch.setattr(Searcher, "_pass_on_all", pass_on_early)
    monkeypatch.setattr(Searcher, "_send", want_and_send)
