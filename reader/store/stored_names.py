"""The names that a shell completes words of a command line with, read without opening the library.

Who waits for a completion has pressed a key: nothing but SQLite is imported, nothing is locked,
and a database that is not there, damaged or of another version has no names.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from reader.store.first_screen import NAME

MOST = 2_000  # names of a kind
_SOURCES = """
SELECT CASE title WHEN '' THEN location ELSE title END FROM source WHERE subscribed = 1
ORDER BY id LIMIT ?
"""
_SELECTS = {
    "sources": _SOURCES,
    "folders": """
SELECT DISTINCT folder FROM source WHERE subscribed = 1 AND folder != '' ORDER BY folder LIMIT ?
""",
    "searches": "SELECT name FROM search ORDER BY place LIMIT ?",
    "rules": "SELECT name FROM rule ORDER BY place LIMIT ?",
    "tags": "SELECT tag FROM tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?",
}
KINDS = tuple(_SELECTS)


def stored_names(data: Path, kind: str) -> list[str]:
    """Return the names of a kind: `sources`, `folders`, `searches`, `rules` or `tags`."""
    place = f"file:{quote(str(data / NAME))}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True, timeout=0.5)) as connection:
            names = [row[0] for row in connection.execute(_SELECTS[kind], (MOST,))]
    except sqlite3.Error:
        return []
    return [name for name in names if isinstance(name, str) and name.strip() and name.isprintable()]
