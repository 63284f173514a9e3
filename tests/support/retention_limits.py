"""Libraries with limits, and what is left in them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from reader.library import Library
from reader.model import Query, Retention, Search, Word


def limit(library: Library, limits: str, source: int = 1) -> None:
    """Give a source its own limits."""
    (found,) = [one for one in library.store.sources.all() if one.id == source]
    library.store.sources.change(replace(found, keep=Retention.read(limits)))


def ids(library: Library) -> list[int]:
    return sorted(library.store.stories.ids("all"))


def hits(library: Library, word: str) -> tuple[int, ...]:
    with closing(library.open_index()) as index:
        index.check()
        return library.search(index, Search(Query(Word(word)), "newest")).ids
