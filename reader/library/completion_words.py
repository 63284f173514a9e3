"""The words that a shell can complete a command line with: names, and those of queries."""

from __future__ import annotations

from collections.abc import Iterator

from reader.config import Folders
from reader.store.stored_names import KINDS, stored_names

QUERIES = "queries"
WORDS = (*KINDS, QUERIES)
"""The kinds of words."""


def completion_words(folders: Folders, kind: str) -> Iterator[str]:
    """Yield the words of a kind: `sources`, `folders`, `searches`, `rules`, `tags` or `queries`."""
    if kind == QUERIES:
        yield from _query_words(folders)
    else:
        yield from stored_names(folders.data, kind)


def _query_words(folders: Folders) -> Iterator[str]:
    """Yield the fields of the query language, and their values where there are few."""
    from reader.query.fields import FIELDS, NAMED, STATES, THINGS

    yield from (f"{name}:" for name in (*NAMED, *FIELDS))
    yield from (f"is:{state}" for state in STATES)
    yield from (f"has:{thing}" for thing in THINGS)
    for field, kind in (("tag", "tags"), ("in", "folders"), ("in", "sources")):
        for name in stored_names(folders.data, kind):
            if '"' not in name:
                yield f"{field}:{name}" if name.isalnum() else f'{field}:"{name}"'
