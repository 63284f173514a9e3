"""Stories in, the same index as SQLite's FTS5 makes it out, and what it takes to search that."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from reader.index.format.schema import epoch_seconds
from reader.index.index import IndexDocument

MAKE = """
    CREATE VIRTUAL TABLE found USING fts5(
        headline, outlet, byline, body,
        content='', tokenize='porter unicode61 remove_diacritics 2')
"""
TIMES = "CREATE TABLE times (id INTEGER PRIMARY KEY, published INTEGER NOT NULL)"
ADD = "INSERT INTO found (rowid, headline, outlet, byline, body) VALUES (?, ?, ?, ?, ?)"
BEST = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found, 4, 2, 2, 1) LIMIT 50"
NEWEST = """
    SELECT times.id FROM found JOIN times ON times.id = found.rowid
    WHERE found MATCH ? ORDER BY published DESC LIMIT 50
"""


def make(path: Path) -> sqlite3.Connection:
    """A new index in a file."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute(MAKE)
    database.execute(TIMES)
    return database


def add(database: sqlite3.Connection, batch: Iterable[IndexDocument]) -> None:
    """Index stories."""
    with database:
        for story in batch:
            row = (story.id, story.headline, story.outlet, story.byline, story.body)
            database.execute(ADD, row)
            database.execute(
                "INSERT INTO times VALUES (?, ?)", (story.id, epoch_seconds(story.published))
            )


def search(database: sqlite3.Connection, typed: str, order: str = "best") -> list[int]:
    """The fifty best or newest stories; words without an operator must all be there."""
    return [row[0] for row in database.execute(BEST if order == "best" else NEWEST, (typed,))]
