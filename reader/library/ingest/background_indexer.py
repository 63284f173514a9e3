"""A process that indexes stories while they come in, begun when there is enough to do.

A process of its own indexes what has come, while more is fetched and cleaned.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Thread

from reader.config import Folders
from reader.control_characters import print_crash
from reader.library.indexed_store import BATCH, IndexedStore
from reader.library.own_processes import start_module
from reader.model import IngestReport, ReaderError
from reader.store import Store

SOON = 200  # new stories after which more are likely to come
ENOUGH = 1_000  # new stories that are worth the first segment of the index
MANY = 5_000  # and each after it: several small ones would be merged in the end
PAUSE = 0.2  # seconds between two looks for who began this process
GO, LAST = b"\n", b"."


def _do_nothing() -> None:
    """Leave the time until all is indexed unused."""


def index_in_background(
    indexer: BackgroundIndexer,
    arriving: Iterator[IngestReport],
    meanwhile: Callable[[], object] = _do_nothing,
) -> Iterator[IngestReport]:
    """Pass on what arrives, and have it indexed meanwhile where that is much.

    `meanwhile` is done here once all has arrived, while the other process indexes what is left.
    """
    try:
        for found, new in arriving:
            yield IngestReport(found, new)
            indexer.count_new(new)
        if indexer.process is not None:
            indexer.send(LAST)
            meanwhile()
        indexer.finish()
    finally:
        indexer.end()


class BackgroundIndexer:
    """The process that indexes, begun when there is enough for it to do.

    `lock` is the descriptor of the right to add, which the other process holds too, so that
    nobody adds to the index beside it, even if this process is killed.
    """

    def __init__(self, folders: Folders, lock: int) -> None:
        self.folders = folders
        self.lock = lock
        self.waiting = 0  # stories
        self.enough = ENOUGH  # of them
        self.process: subprocess.Popen[bytes] | None = None

    def count_new(self, stories: int) -> None:
        """Take note of new stories, and have them indexed when they are enough."""
        self.waiting += stories
        if self.waiting >= SOON:
            self.process = self.process or self._start()
        if self.waiting >= self.enough:
            self.waiting, self.enough = 0, MANY
            self.send(GO)

    def catch_up(self) -> None:
        """Have all that waits indexed: little more will come, and that is to take little then."""
        if self.waiting >= SOON:
            self.waiting = 0
            self.send(GO)

    def _start(self) -> subprocess.Popen[bytes]:
        """Return the process."""
        places = self.folders
        where = [str(one) for one in (places.data, places.cache, places.config, places.log)]
        return start_module(
            "reader.library.ingest.background_indexer",
            str(os.getpid()),
            *where,
            stdout=subprocess.DEVNULL,
            pass_fds=[self.lock],
        )

    def send(self, word: bytes) -> None:
        """Say that there is something to do; who has died is not missed."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.write(word)
                self.process.stdin.flush()

    def finish(self) -> None:
        """Wait until all is indexed."""
        self.send(LAST)
        if self.process is not None:
            self.process.communicate()

    def end(self) -> None:
        """End the process, whatever it is at; what is not indexed will be."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def index_until_closed(library: IndexedStore, given: int) -> None:
    """Index what has come whenever that is wanted, until all is or the other end is gone."""
    with closing(library.open_or_make_index()) as index:
        library.forget_dropped(index)
        while words := os.read(given, BATCH):
            while library.index_next(index) and LAST in words:
                pass
            if LAST in words:
                return


def _end_with(parent: int) -> None:
    """End at once when the process that began this one is gone, however that came.

    Else the right to add, which this one holds too, would be held until a long batch is indexed.
    """
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os._exit(1)


def _main() -> None:
    """Serve the process that began this one."""
    sys.excepthook = print_crash
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this gets the key, and decides
    Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    places = Folders(*map(Path, sys.argv[2:]))
    with suppress(ReaderError):  # who began this indexes what is left, and says what is wrong
        store = Store.open(str(places.data))
        index_until_closed(IndexedStore(store, places), sys.stdin.fileno())
        store.close()


if __name__ == "__main__":
    _main()
