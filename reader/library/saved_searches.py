"""Saved searches in, the same with one more, one less or another name out; and their file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from reader.model import QueryError, Saved
from reader.model.safe_text import safe_query, to_json

LONGEST = 200  # letters of a name
Searches = tuple[Saved, ...]


def with_one(searches: Searches, saved: Saved) -> Searches:
    """With one more, at the end; in the place of one that has the name already."""
    saved = checked(saved)
    if saved.name in names(searches):
        return tuple(saved if one.name == saved.name else one for one in searches)
    return (*searches, saved)


def without(searches: Searches, name: str) -> Searches:
    """Without the one of a name.

    Raises:
        QueryError: there is none.
    """
    known(searches, name)
    return tuple(one for one in searches if one.name != name)


def renamed(searches: Searches, name: str, new: str) -> Searches:
    """With another name for one of them.

    Raises:
        QueryError: there is none of that name, or the new name is taken or empty.
    """
    saved = checked(replace(known(searches, name), name=new))
    if new != name and new in names(searches):
        raise QueryError(f"There is a saved search called {new!r} already.")
    return tuple(saved if one.name == name else one for one in searches)


def known(searches: Searches, name: str) -> Saved:
    """The one of a name.

    Raises:
        QueryError: there is none.
    """
    for one in searches:
        if one.name == name:
            return one
    raise QueryError(f"There is no saved search called {name!r}.")


def checked(saved: Saved) -> Saved:
    """A saved search whose name and words can be shown on a line.

    Raises:
        QueryError: they cannot.
    """
    if not saved.name.strip() or not saved.query.strip():
        raise QueryError("A saved search needs a name and something to search for.")
    whole = saved.name + saved.query
    if len(saved.name) > LONGEST or safe_query(whole) != whole:
        raise QueryError(f"A name is one line of at most {LONGEST} letters, a search one line.")
    return saved


def names(searches: Searches) -> set[str]:
    """The names that are taken."""
    return {one.name for one in searches}


def line(saved: Saved) -> str:
    """A saved search as a line of JSON."""
    return to_json(asdict(saved))


def read(lines: Iterable[str]) -> Iterator[Saved]:
    """The saved searches in lines of JSON; a line that holds none is passed over."""
    for line in lines:
        try:
            told = json.loads(line)
            yield checked(Saved(str(told["name"]), str(told["query"])))
        except (ValueError, TypeError, KeyError, RecursionError, QueryError):
            continue
