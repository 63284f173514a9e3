"""Opens the library for a command, says what was recovered, and closes it in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reader.cli.safe_output import print_complaint
from reader.config import Folders
from reader.library import Library

WAITING = "Another newsreader is adding stories; waiting until it is done."


@contextmanager
def open_library(folders: Folders) -> Iterator[Library]:
    """Open the library of these places, closed in the end."""
    library = Library.open(folders)
    library.on_wait = _waiting_note()
    for note in library.recovery.notes.values():
        print_complaint(note)
    try:
        yield library
    finally:
        library.close()


def _waiting_note() -> Callable[[int], None]:
    """Return what says once that another newsreader is waited for."""
    unsaid = iter([WAITING])

    def tell(_: int) -> None:
        for sentence in unsaid:
            print_complaint(sentence)

    return tell
