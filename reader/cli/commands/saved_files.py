"""The command that saves stories as files of Markdown."""

from __future__ import annotations

from typing import Any

from reader.cli import safe_output
from reader.cli.index_access import search_index
from reader.cli.open_library import open_library
from reader.config import Folders, expand_path
from reader.library.vault.vault import save_stories
from reader.model import Search

_MOST = 1_000_000  # stories that a query may find


def save(places: Folders, chosen: Any) -> int:
    """Save the stories that a query finds into a folder."""
    with open_library(places) as library:
        query = library.query(" ".join(chosen.query))
        if query.hint:
            safe_output.print_complaint(query.hint)
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
