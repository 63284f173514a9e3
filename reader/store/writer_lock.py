"""The lock by which one process at a time adds stories."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.model import StoreError
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import PRIVATE, make_folder
from reader.store.first_screen import NAME as DATABASE

NAME = "adding.lock"
FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC  # no link that was planted
BRIEF = 30.0  # seconds that one waits who can tell nobody of it
STILL = 600.0  # seconds that one waits who can, while the other does not get on
SOON = 3.0  # seconds of waiting that are not worth a word
_PAUSE = 0.05  # seconds between two tries

OnWait = Callable[[int], object]  # is told each second how many it has been waited


@contextmanager
def writer_lock(
    folder: Path, on_wait: OnWait | None = None, patience: float | None = None
) -> Iterator[int]:
    """Hold the lock; the system takes it back from a process that dies, however it dies.

    Gives the descriptor by which another process can hold it too. Another that holds it is waited
    for: `patience` seconds in all, or with `on_wait`, so many in which it adds nothing.

    Raises:
        StoreError: there can be no lock, or another process held it for too long.
    """
    try:
        make_folder(folder)
        descriptor = os.open(folder / NAME, FLAGS, PRIVATE)
    except OSError as error:
        said = f"Nothing can be added in {folder}: {file_error_reason(error)}."
        raise StoreError(said) from error
    try:
        usual = STILL if on_wait else BRIEF
        waiting = _Waiting(folder, on_wait, usual if patience is None else patience)
        while not _try_lock(descriptor):
            waiting.go_on()
        with suppress(OSError):  # whoever waits sees that somebody else has got it
            os.utime(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


class _Waiting:
    """Waits for a process that holds the lock, as long as there is hope."""

    def __init__(self, folder: Path, on_wait: OnWait | None, patience: float) -> None:
        self._paths = [folder / name for name in (NAME, DATABASE, f"{DATABASE}-wal")]
        self._on_wait = on_wait
        self._patience = patience  # seconds
        self._begun = self._moved = time.monotonic()
        self._told = SOON  # seconds of waiting that have to pass before the next word
        self._seen = self._changes()

    def go_on(self) -> None:
        """Wait for a moment; raises StoreError where that has gone on for too long."""
        now = time.monotonic()
        if self._on_wait is not None:
            self._look(now, self._on_wait)
        if now - self._moved > self._patience:
            raise StoreError("Another newsreader is adding stories; please try again later.")
        time.sleep(_PAUSE)

    def _look(self, now: float, on_wait: OnWait) -> None:
        """See whether the other gets on, and tell of the waiting."""
        seen = self._changes()
        if seen != self._seen:
            self._seen, self._moved = seen, now
        if now - self._begun >= self._told:
            on_wait(int(now - self._begun))
            self._told = now - self._begun + 1

    def _changes(self) -> list[int]:
        """Return when the lock was taken last, and when the database was written."""
        return [path.stat().st_mtime_ns if path.exists() else 0 for path in self._paths]


def _try_lock(descriptor: int) -> bool:
    """Tell whether the lock could be had at once."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
