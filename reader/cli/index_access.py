"""Something to ask of the index in, its answer out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from reader.cli import text_output
from reader.library import Library
from reader.model import BrokenIndexError, Hits, Search

if TYPE_CHECKING:
    from reader.index.index import Index

Answer = TypeVar("Answer")


def bring_up_to_date(library: Library, anew: bool = False) -> None:
    """Have the index know all stories, and show how far that is."""
    if anew or library.behind():
        with text_output.Meter() as meter:
            library.update_index(meter.show, anew=anew)


def answered(library: Library, ask: Callable[[Index], Answer]) -> Answer:
    """What the index answers; it is made anew where it must be."""
    try:
        return _asked(library, ask)
    except BrokenIndexError:
        bring_up_to_date(library, anew=True)
        return _asked(library, ask)


def hits(library: Library, wanted: Search) -> Hits:
    """The stories that a search finds among all there are."""
    bring_up_to_date(library)
    return answered(library, lambda index: library.page(index, wanted))


def _asked(library: Library, ask: Callable[[Index], Answer]) -> Answer:
    with closing(library.index()) as index:
        return ask(index)
