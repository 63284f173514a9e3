"""Places in, an open library out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reader.cli.safe_output import complain
from reader.config import Places
from reader.library import Library


@contextmanager
def library_in(places: Places) -> Iterator[Library]:
    """The library of these places, closed in the end."""
    library = Library.open(places)
    for note in library.recovery.notes.values():
        complain(note)
    try:
        yield library
    finally:
        library.close()
