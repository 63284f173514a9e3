"""The command for highlights: marks words of a story, takes that back, lists what is marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from rich.text import Text

from reader.cli import json_output, safe_output
from reader.cli.open_library import open_library
from reader.config import Folders
from reader.library.marks import change_marks
from reader.library.reports.highlights import (
    find_words,
    make_highlight,
    placed_highlights,
    with_highlight,
    without_highlight,
)
from reader.model import Marks, QueryError, Story


def highlight(places: Folders, chosen: Any) -> int:
    """Mark words of a story, or take a highlight away; without words list its highlights."""
    with open_library(places) as library:
        story = library.store.stories.get(chosen.id)
        words = " ".join(chosen.words)
        if words:
            change = _change(story, words, chosen, library.clock.now())
            change_marks(library.store, [story.id], change)
            library.keep()
        _print_highlights(story, library.store.marks.marks_of([story.id])[story.id], chosen.json)
    return 0


def _change(story: Story, words: str, chosen: Any, now: datetime) -> Callable[[Marks], Marks]:
    """Return what is to be done with the marks of a story.

    Raises:
        QueryError: the words are not in it.
    """
    if chosen.remove:
        return lambda marks: _without(marks, words)
    place = find_words(story.text, words)
    if place is None:
        raise QueryError(f"Story {story.id} has no words {words[:60]!r} in its text.")
    made = replace(make_highlight(story, place, now), colour=chosen.colour, note=chosen.note)
    return lambda marks: with_highlight(marks, made)


def _without(marks: Marks, words: str) -> Marks:
    """Return marks without the highlights of some words.

    Raises:
        QueryError: there is none.
    """
    wanted = [one for one in marks.highlights if one.quote.split() == words.split()]
    if not wanted:
        raise QueryError(f"There is no highlight of {words[:60]!r}.")
    for one in wanted:
        marks = without_highlight(marks, one)
    return marks


def _print_highlights(story: Story, marks: Marks, as_json: bool) -> None:
    """Print the highlights of a story, in the order of its text."""
    for one, place in placed_highlights(story.text, marks):
        if as_json:
            safe_output.print_json(json_output.highlight_json(story, one))
            continue
        quote = " ".join(one.quote.split())
        line = Text(f"{one.colour}\t").append(quote, "bold" if place else "dim")
        line.append("" if place else "\t(no longer in the text)", "dim")
        safe_output.print_line(line.append(f"\t{one.note}" if one.note else "", "dim"))
