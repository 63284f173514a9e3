"""A folder in, the right to add stories to it out: one process at a time."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.model import StoreError

NAME = "adding.lock"


@contextmanager
def adding(folder: Path, patience: float = 30.0) -> Iterator[int]:
    """Hold the lock; the system takes it back from a process that dies, however it dies.

    Gives the descriptor by which another process can hold it too.

    Raises:
        StoreError: another process held it for longer than `patience` seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("w") as file:
        wait_for(file.fileno(), time.monotonic() + patience)
        yield file.fileno()


def wait_for(descriptor: int, deadline: float) -> None:
    """Take the lock as soon as it is free."""
    while not taken(descriptor):
        if time.monotonic() > deadline:
            raise StoreError("Another newsreader is adding stories; please try again later.")
        time.sleep(0.05)


def taken(descriptor: int) -> bool:
    """Whether the lock could be had at once."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
