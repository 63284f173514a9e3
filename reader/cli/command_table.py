"""The table of commands: each verb, and the function in `reader/cli/commands/` that does it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from reader.config import Folders

Command = Callable[[Folders, Any], int]
COMMANDS = {
    "add": "ingest.add",
    "refresh": "ingest.refresh",
    "page": "ingest.fetch_pages",
    "download": "ingest.download",
    "import": "imports.import_files",
    "preview": "ingest.preview",
    "list": "stories.list_stories",
    "show": "stories.show",
    "export": "stories.export",
    "search": "search.search",
    "count": "search.count",
    "searches": "saved_searches.saved_searches",
    "rules": "rules.rules",
    "mark": "marks.mark",
    "bookmarks": "marks.bookmarks",
    "highlight": "marks.highlight",
    "sources": "source_list.sources",
    "save": "stories.save",
    "run": "stories.run",
    "sync": "remote.sync.synchronize",
    "accounts": "remote.accounts.accounts",
    "events": "events.list_events",
    "brief": "briefing.brief",
    "split": "events.split",
    "join": "events.join",
    "regroup": "events.regroup",
    "config": "configuration.show",
    "manual": "manual.print_manual",
    "completion": "completion.completion",
    "doctor": "maintenance.doctor",
    "reindex": "maintenance.reindex",
    "vacuum": "maintenance.vacuum",
    "reclean": "maintenance.reclean",
}


def command_of(verb: str) -> Command:
    """Return function that does a verb, imported only now: each command imports what it needs."""
    module, _, function = COMMANDS[verb].rpartition(".")
    command: Command = getattr(import_module(f"reader.cli.commands.{module}"), function)
    return command
