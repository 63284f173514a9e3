"""The hits of a search in, lines with why each was found out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rich.text import Text

from reader.cli import shapes
from reader.cli.printing import as_json, passage, row_line, say
from reader.library import Library, matches, snippet
from reader.model import Hits, Part, Query, Row, Snippet, Story


@dataclass(frozen=True, slots=True)
class Find:
    """A story that was found, and why."""

    row: Row
    score: float | None
    headline: Snippet
    passage: Snippet
    matches: tuple[tuple[int, int], ...]  # in its text


def found(library: Library, query: Query, hits: Hits, json_wanted: bool) -> None:
    """Print the stories that a search found, each with why."""
    finds = list(_finds(library, query.part, hits))
    if json_wanted:
        for find in finds:
            as_json(shapes.find(find, hits.next if find is finds[-1] else ""))
        return
    for find in finds:
        say(row_line(find.row, find.headline))
        say(Text("\t").append_text(passage(find.passage, "dim")))
    if sys.stdout.isatty():
        more = f" The next: --after {hits.next}" if hits.next else ""
        say(Text(f"{hits.total:,} found.{more}", "dim"))


def _finds(library: Library, part: Part, hits: Hits) -> Iterator[Find]:
    stories = {story.id: story for story in library.store.stories.some(hits.ids)}
    scores = dict(zip_longest(hits.ids, hits.scores))
    for row in library.store.stories.rows(hits.ids):
        yield _find(row, stories[row.id], scores[row.id], part)


def _find(row: Row, story: Story, score: float | None, part: Part) -> Find:
    headline = Snippet(row.headline, matches(row.headline, part, "title", story.language))
    why = snippet(story.text, part, language=story.language)
    return Find(row, score, headline, why, matches(story.text, part, "body", story.language))
