"""The commands for marks: read, bookmark, tag, note and highlights of stories, and their file."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from reader.cli import json_output, safe_output, text_output
from reader.cli.coloured_text import ColouredText
from reader.cli.index_access import search_index
from reader.cli.open_library import open_library
from reader.cli.parsing.command_parser import whole_number
from reader.cli.safe_output import print_complaint, print_complaints, print_line
from reader.cli.stream_io import open_input, text_lines, write_lines
from reader.config import Folders
from reader.library import Library, bookmark_export
from reader.library.marks import change_marks, tags_in, with_mark, with_tags
from reader.library.reports.highlights import (
    find_words,
    make_highlight,
    placed_highlights,
    with_highlight,
    without_highlight,
)
from reader.model import Everything, Mark, Marks, QueryError, Search, StoreError, Story
from reader.model.construction import replace

_MOST = 1_000_000  # stories that a query may find
MARKS = {
    "read": (Mark.READ, True),
    "unread": (Mark.READ, False),
    "bookmark": (Mark.BOOKMARKED, True),
    "unbookmark": (Mark.BOOKMARKED, False),
    "hide": (Mark.HIDDEN, True),
    "unhide": (Mark.HIDDEN, False),
}


def _with_tags(marks: Marks, text: str) -> Marks:
    """Return marks with the tags in a text."""
    return with_tags(marks, more=tags_in(text))


def _without_tags(marks: Marks, text: str) -> Marks:
    """Return marks without the tags in a text."""
    return with_tags(marks, less=tags_in(text))


def _with_note(marks: Marks, text: str) -> Marks:
    """Return marks with a text as the note; an empty one takes the note away."""
    return replace(marks, note=text.strip())


WITH_TEXT = {"tag": _with_tags, "untag": _without_tags, "note": _with_note}


def mark(folders: Folders, chosen: Any) -> int:
    """Set or clear a mark of stories: those with some numbers, or all that a query finds."""
    with open_library(folders) as library:
        ids = _found_ids(library, chosen.ids) if chosen.query else _numbers(chosen.ids)
        known = library.store.stories.known_ids(ids)
        change_marks(library.store, known, _change_of(chosen, library.clock.now()))
        library.copy_marks()
        unknown = sorted({*ids} - {*known})
        for story_id in unknown:
            print_complaint(
                f"There is no story {story_id}; `newsreader list` shows which there are."
            )
        text_output.print_marked(known, chosen.mark, chosen.json)
        if chosen.query and not chosen.json:
            print_line(f"{len(known):,} {'story' if len(known) == 1 else 'stories'} marked.")
    return 1 if unknown else 0


def _numbers(words: Sequence[str]) -> list[int]:
    """Return the numbers of stories.

    Raises:
        QueryError: a word is none.
    """
    try:
        return list(map(whole_number, words))
    except ArgumentTypeError as error:
        raise QueryError(f"{error}; for a query say --query.") from error


def _found_ids(library: Library, words: Sequence[str]) -> Sequence[int]:
    """Return every story that a query finds.

    Raises:
        QueryError: a part of it is not understood, or it is empty, and finds what is not meant.
    """
    query = library.parse_query(" ".join(words))
    if query.hint or isinstance(query.part, Everything):
        raise QueryError(f"Nothing was marked: {query.hint or 'the query is empty'}.")
    return search_index(library, Search(query, "newest", _MOST)).ids


def bookmarks(folders: Folders, chosen: Any) -> int:
    """Export or import bookmarks, tags and notes."""
    with open_library(folders) as library:
        if chosen.way == "export":
            kept = library.store.marks.keepsakes()
            return write_lines(chosen.file, bookmark_export.FORMATS[chosen.format](kept))
        with open_input(chosen.file) as file:
            errors = list(library.import_bookmarks(text_lines(file), chosen.file))
        print_complaints(chosen.file, errors)
        library.update_index()
        library.group()
        text_output.print_imported(library.store.stories.counts().bookmarked, errors, chosen.json)
    return 1 if errors else 0


def _change_of(chosen: Any, now: datetime) -> Callable[[Marks], Marks]:
    """Return what `mark` is to do with the marks of a story.

    Raises:
        StoreError: it needs a text, and has none.
    """
    if chosen.mark in MARKS:
        kind, on = MARKS[chosen.mark]
        return lambda marks: with_mark(marks, kind, on, now)
    if chosen.text is None:
        raise StoreError(f"newsreader mark {chosen.mark} needs --text WORDS.")
    return lambda marks: WITH_TEXT[chosen.mark](marks, chosen.text)


def highlight(folders: Folders, chosen: Any) -> int:
    """Mark words of a story, or take a highlight away; without words list its highlights."""
    with open_library(folders) as library:
        story = library.store.stories.get(chosen.id)
        words = " ".join(chosen.words)
        if words:
            change = _change(story, words, chosen, library.clock.now())
            change_marks(library.store, [story.id], change)
            library.copy_marks()
        _print_highlights(story, library.store.marks.marks_of([story.id])[story.id], chosen.json)
    return 0


def _change(story: Story, words: str, chosen: Any, now: datetime) -> Callable[[Marks], Marks]:
    """Return what is to be done with the marks of a story.

    Raises:
        QueryError: the words are not in it.
    """
    if chosen.remove:
        return lambda marks: _without_words(marks, words)
    place = find_words(story.text, words)
    if place is None:
        raise QueryError(
            f"Story {story.id} has no words {words[:60]!r} in its text; "
            f"`newsreader show {story.id}` shows it."
        )
    made = replace(make_highlight(story, place, now), colour=chosen.colour, note=chosen.note)
    return lambda marks: with_highlight(marks, made)


def _without_words(marks: Marks, words: str) -> Marks:
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
        line = ColouredText(f"{one.colour}\t").append(quote, "bold" if place else "dim")
        line.append("" if place else "\t(no longer in the text)", "dim")
        safe_output.print_line(line.append(f"\t{one.note}" if one.note else "", "dim"))
