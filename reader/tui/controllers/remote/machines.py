"""Other machines: what is marked goes to the folder that they share, and what is there is shown.

A process does each round. The folder may lie on a disk that is slow or hangs, so a thread looks
whether anything in it is new, and another has the system tell when something comes; nobody waits
for these threads, not even the end of the screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from reader.model import ReaderError
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.sidebar import SidebarController
from reader.tui.layout import MainLayout
from reader.tui.messages import progress_line, share_text
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.worker.clients import JobRunner
from reader.worker.protocol import JobEvent

if TYPE_CHECKING:
    from reader.tui.screens.command_search import Command

LOOK_EVERY = 30.0  # seconds between two looks into the folder
_WORK = "sync"  # what the bottom line knows all of this by
_BROKE_OFF = "Synchronising broke off; the log tells why. What is marked stays"


@dataclass(eq=False, repr=False)
class MachinesController:
    """Have rounds of sync done, and show what came of them."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    reading: ReadingController
    listing: ListUpdatesController
    sidebar: SidebarController
    set_interval: Callable[..., object]
    run_beside: Callable[[Coroutine[Any, Any, None]], None]
    runner: JobRunner = field(default_factory=lambda: JobRunner(_BROKE_OFF), init=False)
    is_running = False
    last_round: Popen[bytes] | None = field(default=None, init=False)  # which the end started
    _looking: Thread | None = field(default=None, init=False)
    _has_come = False  # whether something has come since the folder was looked at last
    _watching: Thread | None = field(default=None, init=False)
    _watched = ("", "")  # the folder that is watched, and what this machine is called there
    _end_of_watch: Event = field(default_factory=Event, init=False)
    _seen: int | None = field(default=None, init=False)  # how the folder was when it was read last
    _fault = ""  # why the last round failed

    def begin(self) -> None:
        """Look into the folder now, and then again and again."""
        self.look()
        self.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Look whether anything is new in the folder, where there is one."""
        if self.is_running or (self._looking is not None and self._looking.is_alive()):
            self._has_come = True
            return
        self._has_come = False
        with suppress(ReaderError):  # what is wrong with the database is told by what needs it
            sync = self.session.library.store.sync
            if sync.folder:
                given = (asyncio.get_running_loop(), Path(sync.folder), sync.fact("machine"))
                self._looking = Thread(target=self._look_in_thread, args=given, daemon=True)
                self._looking.start()
                self._watch(*given)

    def _look_in_thread(self, loop: asyncio.AbstractEventLoop, folder: Path, machine: str) -> None:
        """Find out how the folder is."""
        from reader.library.sync_folder.journal_files import folder_signature

        signature = folder_signature(folder, machine)
        with suppress(RuntimeError):  # the screen has ended meanwhile
            loop.call_soon_threadsafe(self._on_look, signature)

    def _watch(self, loop: asyncio.AbstractEventLoop, folder: Path, machine: str) -> None:
        """Have the system tell when something comes into the folder, where it does not yet."""
        wanted = str(folder), machine
        is_watched = self._watching is not None and self._watching.is_alive()
        if is_watched and wanted == self._watched:
            return
        self._end_of_watch.set()
        self._watched, self._end_of_watch = wanted, Event()
        given = (loop, folder, machine, self._end_of_watch)
        self._watching = Thread(target=self._watch_in_thread, args=given, daemon=True)
        self._watching.start()

    def _watch_in_thread(
        self, loop: asyncio.AbstractEventLoop, folder: Path, machine: str, stop: Event
    ) -> None:
        """Look into the folder whenever something has come."""
        from reader.library.sync_folder.folder_watch import folder_changes

        with suppress(RuntimeError):  # the screen has ended meanwhile
            for _ in folder_changes(folder, machine, stop):
                loop.call_soon_threadsafe(self._on_change, stop)

    def _on_change(self, stop: Event) -> None:
        if not stop.is_set():
            self.look()

    def _on_look(self, signature: int) -> None:
        """Have a round done where the folder is otherwise, or something was marked here."""
        self._looking = None
        is_new = signature != self._seen
        if is_new or (not self._fault and self.session.library.store.sync.has_changes):
            self._seen = signature
            self._start(is_asked=False)
        elif self._has_come:
            self.look()

    def synchronize(self) -> None:
        """Have a round done because a person wants it."""
        if not self.session.library.store.sync.folder:
            self.bars.show_status("Nothing is synchronised; `newsreader sync init DIR` begins")
        elif self.is_running:
            self.bars.show_status("That is being done already")
        else:
            self.bars.show_progress(_WORK, "Synchronising", "…")
            self._start(is_asked=True)

    def _start(self, is_asked: bool) -> None:
        if not self.is_running:
            self.is_running = True
            self.run_beside(self._run(is_asked))

    async def _run(self, is_asked: bool) -> None:
        """Show what a round tells, and what it brought."""
        last = JobEvent()
        async with aclosing(self.runner.run("sync")) as all_news:
            async for news in all_news:
                if news.progress is None:
                    last = news
                elif is_asked:
                    sentence = progress_line(news.progress, self.bars.key_of)
                    self.bars.show_progress(_WORK, sentence, share_text(news.progress))
        self.is_running = False
        self._show_outcome(last, is_asked)
        if self._has_come:
            self.look()

    def _show_outcome(self, last: JobEvent, is_asked: bool) -> None:
        """Say what came of a round; unasked, only what is new."""
        is_told = last.failed == self._fault and not is_asked
        self._fault = last.failed
        if last.failed:
            self.bars.keep_complaint(last.failed)
            if not is_told:
                self.bars.show_outcome(_WORK, last.failed, warning=True)
        elif last.note:
            self.bars.show_outcome(_WORK, last.note)
            self.layout.list.forget()
            self.reading.show_changed_marks()
            self.listing.show_new()
            self.sidebar.refresh()
        elif is_asked:
            self.bars.show_outcome(_WORK, "Nothing new from other machines")

    def commands(self) -> Iterator[Command]:
        """Yield the round, for the palette."""
        from reader.tui.screens.command_search import Command

        does = "Synchronise with other machines"
        yield Command(does, self.synchronize, group="Sources", name="sync")

    def end(self) -> None:
        """Have a last round begun, which outlives the screen, where something was marked."""
        self._end_of_watch.set()
        with suppress(ReaderError, OSError):
            sync = self.session.library.store.sync
            if sync.folder and sync.has_changes:
                from reader.library.own_processes import start_module

                self.last_round = start_module(
                    "reader.worker", "sync", stdout=DEVNULL, stderr=DEVNULL
                )
