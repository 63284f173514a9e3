"""Asks the index for commands, and brings it up to date or builds it anew where needed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from reader.cli import text_output
from reader.library import Library
from reader.model import BrokenIndexError, Hits, Search

if TYPE_CHECKING:
    from reader.index.index import Index

IndexAnswer = TypeVar("IndexAnswer")


def update_index(library: Library, anew: bool = False) -> None:
    """Have the index know all stories, and show how far that is."""
    if anew or not library.is_index_current():
        with text_output.ProgressBar() as meter:
            library.update_index(meter.show, anew=anew)


def ask_index(library: Library, ask: Callable[[Index], IndexAnswer]) -> IndexAnswer:
    """Return what the index answers; it is made anew where it must be."""
    try:
        return _ask_once(library, ask)
    except BrokenIndexError:
        update_index(library, anew=True)
        return _ask_once(library, ask)


def search_index(library: Library, search: Search) -> Hits:
    """Return the stories that a search finds among all there are."""
    update_index(library)
    return ask_index(library, lambda index: library.search_page(index, search))


def _ask_once(library: Library, ask: Callable[[Index], IndexAnswer]) -> IndexAnswer:
    with closing(library.open_index()) as index:
        return ask(index)
