"""The search command: prints hits, each with the passage that shows why it was found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from reader.cli.coloured_text import ColouredText
from reader.cli.index_access import ask_index, search_index, update_index
from reader.cli.json_output import Hit, hit_json
from reader.cli.open_library import open_library
from reader.cli.safe_output import print_complaint, print_json, print_line
from reader.cli.text_output import row_as_text, snippet_as_text
from reader.config import Folders
from reader.library import Library, matches, passage
from reader.model import Hits, Part, Query, Row, Search, Snippet, Story


def search(folders: Folders, chosen: Any) -> int:
    """List the stories that a query finds."""
    with open_library(folders) as library:
        is_found, hints = _print_hits(library, chosen)
        for hint in hints:
            print_complaint(hint)
    return 0 if is_found else 1


def count(folders: Folders, chosen: Any) -> int:
    """Print how many stories a query finds, in JSON also how many of them are unread."""
    text = " ".join(chosen.query)
    with open_library(folders) as library:
        hint = library.parse_query(text).hint
        update_index(library)
        counted = ask_index(library, lambda index: library.count_finds(index, text))
        if chosen.json:
            told = {"query": text, "found": counted.found, "unread": counted.unread}
            print_json(told | {"hidden": counted.hidden})
        else:
            print_line(str(counted.found))
        if hint:
            print_complaint(hint)
    return 0


def _print_hits(library: Library, chosen: Any) -> tuple[bool, list[str]]:
    """Print what a query finds; whether that is anything, and what is to be said of it."""
    text = " ".join(chosen.query)
    query = library.parse_query(text)
    order = chosen.order or library.settings().order
    hits = search_index(library, Search(query, order, chosen.limit, after=chosen.after))
    _print_stories(library, query, hits, chosen.json)
    is_found = bool(hits.total or chosen.after)  # behind the last page nothing is wrong
    hidden = f"{hits.hidden:,} hidden; is:hidden finds them" if hits.hidden else ""
    nothing = "" if is_found else _nothing_found(library, query, text)
    hints = (query.hint, hits.hint, nothing, hidden)
    return is_found, list(filter(None, hints))


def _nothing_found(library: Library, query: Query, text: str) -> str:
    """Say that a query finds nothing, with what may have been meant, or what else to try."""
    other = ask_index(library, lambda index: library.correct_query(index, query, text))
    if other:
        return f"nothing is found; did you mean “{other}”?"
    return "nothing is found; try fewer words, or the beginning of one with * behind it"


def _print_stories(library: Library, query: Query, hits: Hits, json_wanted: bool) -> None:
    """Print the stories that a search found, each with why."""
    found = list(_hits_of(library, query.part, hits, json_wanted))
    if json_wanted:
        for hit in found:
            print_json(hit_json(hit, hits.next if hit is found[-1] else ""))
        return
    for hit in found:
        print_line(row_as_text(hit.row, hit.headline))
        print_line(ColouredText("\t").append_text(snippet_as_text(hit.passage, "dim")))
    if sys.stdout.isatty():
        more = f" The next: --after {hits.next}" if hits.next else ""
        print_line(ColouredText(f"{hits.total:,} found.{more}", "dim"))


def _hits_of(library: Library, part: Part, hits: Hits, with_text: bool) -> Iterator[Hit]:
    stories = {story.id: story for story in library.store.stories.by_ids(hits.ids)}
    scores = dict(zip_longest(hits.ids, hits.scores))
    carriers = library.store.copies.sources_of(hits.ids)
    for row in library.store.stories.rows(hits.ids):
        story = stories[row.id]
        headline, best = _why(row, story, part)
        found = matches(story.text, part, "body", story.language) if with_text else ()
        yield Hit(row, carriers[row.id], scores[row.id], headline, best, found)


def _why(row: Row, story: Story, part: Part) -> tuple[Snippet, Snippet]:
    headline = Snippet(row.headline, matches(row.headline, part, "title", story.language))
    return headline, passage(story, part)
