"""The commands that list stories, print, save and export them, and run a command for one."""

from __future__ import annotations

from typing import Any

from reader.cli import safe_output, text_output
from reader.cli.index_access import search_index
from reader.cli.open_library import open_library
from reader.cli.stream_io import write_lines
from reader.config import CommandSettings, Folders, expand_path
from reader.library import Library
from reader.library.edit_history import edits_of
from reader.model import ConfigError, QueryError, Search

_MOST = 1_000_000  # stories that a query may find


def list_stories(folders: Folders, chosen: Any) -> int:
    """List the newest stories."""
    with open_library(folders) as library:
        limit = -1 if chosen.order else chosen.limit
        ids = library.store.stories.ids(chosen.view, limit, library.clock.zone_offset())
        if chosen.order:
            ids = library.orders.sorted(ids, chosen.order)[: chosen.limit]
        carriers = library.store.copies.sources_of(ids) if chosen.json else {}
        text_output.print_rows(library.store.stories.rows(ids), carriers, chosen.json)
    return 0


def show(folders: Folders, chosen: Any) -> int:
    """Print one story."""
    with open_library(folders) as library:
        if chosen.raw:
            text_output.print_original(library.store.stories.original_entry(chosen.id), chosen.json)
            return 0
        story, known = (
            library.store.stories.get(chosen.id),
            library.store.copies.story_context(chosen.id),
        )
        if chosen.changes:
            text_output.print_edits(edits_of(story, known.versions), chosen.json)
        else:
            text_output.print_story(story, known, chosen.json)
    return 0


def export(folders: Folders, chosen: Any) -> int:
    """Write all stories as JSON lines, or the sources as OPML."""
    with open_library(folders) as library:
        lines = library.story_lines() if chosen.what == "stories" else library.opml_lines()
        return write_lines(chosen.file, lines)


def save(folders: Folders, chosen: Any) -> int:
    """Save the stories that a query finds into a folder."""
    from reader.library.vault.vault import save_stories

    with open_library(folders) as library:
        query = library.parse_query(" ".join(chosen.query))
        if query.hint:
            raise QueryError(f"Nothing was saved: {query.hint}.")
        hits = search_index(library, Search(query, "newest", _MOST))
        saved = save_stories(library.store, hits.ids, expand_path(chosen.to))
    for failure in saved.failures:
        safe_output.print_complaint(failure)
    if chosen.json:
        counts = {"written": list(saved.written), "same": saved.same}
        safe_output.print_json(counts | {"errors": list(saved.failures)})
    else:
        written = len(saved.written)
        files = "1 file" if written == 1 else f"{written:,} files"
        safe_output.print_line(f"{files} written, {saved.same:,} as they were.")
    return 1 if saved.failures else 0


def run(folders: Folders, chosen: Any) -> int:
    """Run a command of the configuration for a story, and print what it wrote."""
    from reader.library.hooks.run_command import apply_output, run_command

    with open_library(folders) as library:
        command = _command_named(library, chosen.name)
        story = library.store.stories.get(chosen.id)
        result = run_command(command, story)
        if not result.failure:
            apply_output(library, command, story, result.output)
    if chosen.json:
        told = {"command": command.name, "id": story.id, "output": result.output}
        safe_output.print_json(told | {"failure": result.failure or None})
    elif result.output:
        safe_output.print_line(result.output)
    if result.failure:
        safe_output.print_complaint(result.failure)
    return 1 if result.failure else 0


def _command_named(library: Library, name: str) -> CommandSettings:
    """Return a command of the configuration.

    Raises:
        ConfigError: there is none of that name.
    """
    commands = library.settings().commands
    if name in commands:
        return commands[name]
    listed = ", ".join(commands) or "none"
    raise ConfigError(f"There is no command {name!r} in config.toml; there is {listed}.")
