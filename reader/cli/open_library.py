"""Opens the library for a command, says what was recovered, and closes it in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reader.cli.safe_output import print_complaint
from reader.config import Folders
from reader.library import Library


@contextmanager
def open_library(places: Folders) -> Iterator[Library]:
    """Open the library of these places, closed in the end."""
    library = Library.open(places)
    for note in library.recovery.notes.values():
        print_complaint(note)
    try:
        yield library
    finally:
        library.close()
