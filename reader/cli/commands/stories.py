"""The commands that list stories, print one, and export them all."""

from __future__ import annotations

from typing import Any

from reader.cli import text_output
from reader.cli.open_library import library_in
from reader.cli.stream_io import lines_out
from reader.config import Places
from reader.library.edit_history import edits


def list_stories(places: Places, chosen: Any) -> int:
    """List the newest stories."""
    with library_in(places) as library:
        ids = library.store.stories.ids(chosen.view, chosen.limit, library.clock.zone_offset())
        carriers = library.store.sharing.carriers(ids) if chosen.json else {}
        text_output.rows(library.store.stories.rows(ids), carriers, chosen.json)
    return 0


def show(places: Places, chosen: Any) -> int:
    """Print one story."""
    with library_in(places) as library:
        if chosen.raw:
            text_output.original(library.store.stories.original(chosen.id), chosen.json)
            return 0
        story, known = library.store.stories.get(chosen.id), library.store.sharing.beside(chosen.id)
        if chosen.changes:
            text_output.edits(edits(story, known.versions), chosen.json)
        else:
            text_output.story(story, known, chosen.json)
    return 0


def export(places: Places, chosen: Any) -> int:
    """Write all stories as JSON lines, or the sources as OPML."""
    with library_in(places) as library:
        lines = library.story_lines() if chosen.what == "stories" else library.opml_lines()
        return lines_out(chosen.file, lines)
