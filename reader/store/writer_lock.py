"""The lock by which one process at a time adds stories."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.model import StoreError
from reader.store.files.atomic_file import PRIVATE, make_folder

NAME = "adding.lock"
FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC  # no link that was planted


@contextmanager
def writer_lock(folder: Path, patience: float = 30.0) -> Iterator[int]:
    """Hold the lock; the system takes it back from a process that dies, however it dies.

    Gives the descriptor by which another process can hold it too.

    Raises:
        StoreError: there can be no lock, or another process held it for `patience` seconds.
    """
    try:
        make_folder(folder)
        descriptor = os.open(folder / NAME, FLAGS, PRIVATE)
    except OSError as error:
        said = f"Nothing can be added in {folder}: {error.strerror or error}."
        raise StoreError(said) from error
    try:
        _wait_for(descriptor, time.monotonic() + patience)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, deadline: float) -> None:
    """Take the lock as soon as it is free."""
    while not _taken(descriptor):
        if time.monotonic() > deadline:
            raise StoreError("Another newsreader is adding stories; please try again later.")
        time.sleep(0.05)


def _taken(descriptor: int) -> bool:
    """Tell whether the lock could be had at once."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
