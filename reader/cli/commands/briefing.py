"""The command for the briefing: what came since a moment, as text, Markdown, HTML, EPUB or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from reader.cli import json_output, safe_output
from reader.cli.open_library import open_library
from reader.cli.stream_io import write_bytes, write_lines
from reader.config import Folders
from reader.library import Library
from reader.library.reports.brief_export import (
    about_item,
    briefing_as_epub,
    briefing_as_html,
    briefing_as_markdown,
    headline_of,
    news_heading,
    title_of,
)
from reader.library.reports.briefing import Briefing, BriefItem, make_briefing
from reader.library.reports.visits import parse_since, since_last_visit

_LINES = {"markdown": briefing_as_markdown, "html": briefing_as_html}


def brief(folders: Folders, chosen: Any) -> int:
    """Tell what came since a moment, or since the last visit."""
    with open_library(folders) as library:
        briefing = _make_briefing(library, chosen.since)
        if chosen.json:
            safe_output.print_json(json_output.briefing_json(briefing))
        elif chosen.format == "epub":
            stories = library.store.stories.by_ids([item.story for item in briefing.items])
            return write_bytes(chosen.file, briefing_as_epub(briefing, stories))
        elif chosen.format in _LINES:
            return write_lines(chosen.file, _LINES[chosen.format](briefing))
        elif chosen.file != "-":
            return write_lines(
                chosen.file, (f"{lead}{text}" for lead, text in _briefing_lines(briefing))
            )
        else:
            for lead, text in _briefing_lines(briefing):
                safe_output.print_hanging(lead, text)
    return 0


def _make_briefing(library: Library, since: str) -> Briefing:
    """Return the briefing that is asked for, once what has come is grouped."""
    now = library.clock.now()
    moment = parse_since(since, now) if since else since_last_visit(library.store, now)
    library.group()
    return make_briefing(library.store, moment, now, library.settings().brief.minutes)


def _briefing_lines(briefing: Briefing) -> Iterator[tuple[str, Text]]:
    """Yield the lines of a briefing for a person: what stands before each, and its text."""
    yield "", Text(title_of(briefing), "bold")
    for item in briefing.items:
        yield from _item_lines(item)
    if briefing.rest:
        yield "", Text()
        yield "", Text(f"Also came: {briefing.left_out:,} more.")
        yield from ((f"{one.stories:>6,}  ", Text(one.name, "dim")) for one in briefing.rest)


def _item_lines(item: BriefItem) -> Iterator[tuple[str, Text]]:
    """Yield the lines of an item, its number first."""
    yield "", Text()
    yield f"{item.story}\t", Text(headline_of(item), "bold")
    yield "\t", Text(about_item(item), "dim")
    if item.lede:
        yield "\t", Text(item.lede)
    if item.news:
        yield "\t", Text(f"{news_heading(item)}:", "dim")
        yield from (("\t- ", Text(sentence)) for sentence in item.news)
