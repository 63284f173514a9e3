"""What the verb `searches` does: lists saved searches, adds, removes and renames them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from rich.text import Text

from reader.cli import output
from reader.cli.answering import answered, bring_up_to_date
from reader.library import Library, saving
from reader.library.saving import Searches
from reader.model import Counted, Saved

# Each act: what it makes of the saved searches, and what is said of it.
Act = tuple[Callable[[Any, Searches], Searches], str]
ACTS: dict[str, Act] = {
    "add": (
        lambda chosen, saved: saving.with_one(saved, Saved(chosen.name, " ".join(chosen.query))),
        "Saved {name}.",
    ),
    "remove": (lambda chosen, saved: saving.without(saved, chosen.name), "Removed {name}."),
    "rename": (
        lambda chosen, saved: saving.renamed(saved, chosen.name, chosen.new),
        "Renamed {name} to {new}.",
    ),
}


def run(library: Library, chosen: Any) -> None:
    """List the saved searches, or change them."""
    if chosen.act is None:
        listed(library, chosen.json)
        return
    how, said = ACTS[chosen.act]
    library.change_searches(partial(how, chosen))
    if chosen.json:
        listed(library, as_json=True)
    else:
        output.say(said.format_map(vars(chosen)))


def listed(library: Library, as_json: bool) -> None:
    """Print each saved search with how many stories it finds."""
    for saved, counted in counts(library):
        if as_json:
            told = {"name": saved.name, "query": saved.query}
            output.say_json(told | {"found": counted.found, "unread": counted.unread})
        else:
            line = Text(f"{counted.found}\t{counted.unread}\t").append(saved.name, "bold")
            output.say(line.append(f"\t{saved.query}", "dim"))


def counts(library: Library) -> Iterator[tuple[Saved, Counted]]:
    """Each saved search with its counts, in an index that is brought up to date first."""
    searches = library.store.searches.all()
    if searches:
        bring_up_to_date(library)
    for saved in searches:
        yield saved, answered(library, partial(library.count, text=saved.query))
