"""The command for saved searches: lists them with their counts, adds, removes and renames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from reader.cli import safe_output
from reader.cli.coloured_text import ColouredText
from reader.cli.index_access import ask_index, update_index
from reader.cli.open_library import open_library
from reader.config import Folders
from reader.library import Library
from reader.library.hooks.alerts import stories_to_look_at, switch_alert
from reader.library.saved_searches import SavedSearches, add_search, remove_search, rename_search
from reader.model import SavedSearch, SearchCounts

# Each act: what it makes of the saved searches, and what is said of it.
Act = tuple[Callable[[Any, SavedSearches], SavedSearches], str]
ACTS: dict[str, Act] = {
    "add": (
        lambda chosen, saved: add_search(saved, SavedSearch(chosen.name, " ".join(chosen.query))),
        "Saved {name}.",
    ),
    "remove": (lambda chosen, saved: remove_search(saved, chosen.name), "Removed {name}."),
    "rename": (
        lambda chosen, saved: rename_search(saved, chosen.name, chosen.new),
        "Renamed {name} to {new}.",
    ),
    "alert": (
        lambda chosen, saved: switch_alert(saved, chosen.name, True),
        "{name} alerts from now on.",
    ),
    "quiet": (
        lambda chosen, saved: switch_alert(saved, chosen.name, False),
        "{name} alerts no longer.",
    ),
}


def saved_searches(folders: Folders, chosen: Any) -> int:
    """List the saved searches, or change them."""
    with open_library(folders) as library:
        _list_or_change(library, chosen)
    return 0


def _list_or_change(library: Library, chosen: Any) -> None:
    if chosen.act is None:
        _print_searches(library, chosen.json)
        return
    how, said = ACTS[chosen.act]
    if chosen.act == "alert":
        stories_to_look_at(library.store)  # what is there already is no news
    library.change_searches(partial(how, chosen))
    if chosen.json:
        _print_searches(library, as_json=True)
    else:
        safe_output.print_line(said.format_map(vars(chosen)))


def _print_searches(library: Library, as_json: bool) -> None:
    """Print each saved search with how many stories it finds."""
    alerts = library.store.searches.alerts()
    for saved, counted in _counts(library):
        if as_json:
            told = {"name": saved.name, "query": saved.query, "alert": saved.alert}
            counts = {"found": counted.found, "unread": counted.unread}
            safe_output.print_json(told | counts | {"alerts": alerts.get(saved.name, 0)})
        else:
            line = ColouredText(f"{counted.found}\t{counted.unread}\t").append(saved.name, "bold")
            sign = " (alerts)" if saved.alert else ""
            safe_output.print_line(line.append(f"\t{saved.query}{sign}", "dim"))


def _counts(library: Library) -> Iterator[tuple[SavedSearch, SearchCounts]]:
    """Yield each saved search with its counts, in an index that is brought up to date first."""
    searches = library.store.searches.all()
    if searches:
        update_index(library)
    for saved in searches:
        yield saved, ask_index(library, partial(library.count_finds, text=saved.query))
