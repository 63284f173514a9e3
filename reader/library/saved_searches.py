"""Changes of saved searches, and their readable file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from reader.model import QueryError, SavedSearch
from reader.model.construction import replace
from reader.model.safe_text import safe_query, to_json

LONGEST = 200  # letters of a name
SavedSearches = tuple[SavedSearch, ...]


def add_search(searches: SavedSearches, saved: SavedSearch) -> SavedSearches:
    """Return them with one more, at the end; in the place of one that has the name already.

    Where that one alerts, this one does.
    """
    saved = _check_search(saved)
    if saved.name in search_names(searches):
        return tuple(
            replace(saved, alert=saved.alert or one.alert) if one.name == saved.name else one
            for one in searches
        )
    return (*searches, saved)


def remove_search(searches: SavedSearches, name: str) -> SavedSearches:
    """Return them without the one of a name.

    Raises:
        QueryError: there is none.
    """
    find_search(searches, name)
    return tuple(one for one in searches if one.name != name)


def rename_search(searches: SavedSearches, name: str, new: str) -> SavedSearches:
    """Return them with another name for one of them.

    Raises:
        QueryError: there is none of that name, or the new name is taken or empty.
    """
    saved = _check_search(replace(find_search(searches, name), name=new))
    if new != name and new in search_names(searches):
        raise QueryError(f"There is a saved search called {new!r} already; choose another name.")
    return tuple(saved if one.name == name else one for one in searches)


def find_search(searches: SavedSearches, name: str) -> SavedSearch:
    """Return the one of a name.

    Raises:
        QueryError: there is none.
    """
    for one in searches:
        if one.name == name:
            return one
    raise QueryError(f"There is no saved search called {name!r}; `newsreader searches` lists them.")


def _check_search(saved: SavedSearch) -> SavedSearch:
    """Return a saved search whose name and words can be shown on a line.

    Raises:
        QueryError: they cannot.
    """
    if not saved.name.strip() or not saved.query.strip():
        raise QueryError("A saved search needs a name and something to search for.")
    whole = saved.name + saved.query
    if len(saved.name) > LONGEST or safe_query(whole) != whole:
        raise QueryError(f"A name is one line of at most {LONGEST} letters, a search one line.")
    return saved


def search_names(searches: SavedSearches) -> set[str]:
    """Return the names that are taken."""
    return {one.name for one in searches}


def search_as_json(saved: SavedSearch) -> str:
    """Return a saved search as a line of JSON."""
    return to_json({"name": saved.name, "query": saved.query, "alert": saved.alert})


def read_searches(lines: Iterable[str]) -> Iterator[SavedSearch]:
    """Yield the saved searches in lines of JSON; a line that holds none is passed over."""
    for line in lines:
        try:
            told = json.loads(line)
            saved = SavedSearch(str(told["name"]), str(told["query"]), told.get("alert") is True)
            yield _check_search(saved)
        except (ValueError, TypeError, KeyError, RecursionError, QueryError):
            continue
