"""The command for saved searches: lists them with their counts, adds, removes and renames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from rich.text import Text

from reader.cli import safe_output
from reader.cli.index_access import answered, bring_up_to_date
from reader.cli.open_library import library_in
from reader.config import Places
from reader.library import Library
from reader.library.saved_searches import Searches, renamed, with_one, without
from reader.model import Counted, Saved

# Each act: what it makes of the saved searches, and what is said of it.
Act = tuple[Callable[[Any, Searches], Searches], str]
ACTS: dict[str, Act] = {
    "add": (
        lambda chosen, saved: with_one(saved, Saved(chosen.name, " ".join(chosen.query))),
        "Saved {name}.",
    ),
    "remove": (lambda chosen, saved: without(saved, chosen.name), "Removed {name}."),
    "rename": (
        lambda chosen, saved: renamed(saved, chosen.name, chosen.new),
        "Renamed {name} to {new}.",
    ),
}


def saved_searches(places: Places, chosen: Any) -> int:
    """List the saved searches, or change them."""
    with library_in(places) as library:
        _list_or_change(library, chosen)
    return 0


def _list_or_change(library: Library, chosen: Any) -> None:
    if chosen.act is None:
        _print_searches(library, chosen.json)
        return
    how, said = ACTS[chosen.act]
    library.change_searches(partial(how, chosen))
    if chosen.json:
        _print_searches(library, as_json=True)
    else:
        safe_output.say(said.format_map(vars(chosen)))


def _print_searches(library: Library, as_json: bool) -> None:
    """Print each saved search with how many stories it finds."""
    for saved, counted in _counts(library):
        if as_json:
            told = {"name": saved.name, "query": saved.query}
            safe_output.say_json(told | {"found": counted.found, "unread": counted.unread})
        else:
            line = Text(f"{counted.found}\t{counted.unread}\t").append(saved.name, "bold")
            safe_output.say(line.append(f"\t{saved.query}", "dim"))


def _counts(library: Library) -> Iterator[tuple[Saved, Counted]]:
    """Each saved search with its counts, in an index that is brought up to date first."""
    searches = library.store.searches.all()
    if searches:
        bring_up_to_date(library)
    for saved in searches:
        yield saved, answered(library, partial(library.count, text=saved.query))
