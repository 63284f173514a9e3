"""Databases as an earlier version left them: what came since is taken out again."""

from __future__ import annotations

import sqlite3

SYNC = "SELECT type, name FROM sqlite_schema WHERE name LIKE 'sync%' AND type = ?"


def drop_sync(connection: sqlite3.Connection) -> None:
    """Take from a database what it was given for other machines."""
    for kind in ("trigger", "table"):
        for _, name in connection.execute(SYNC, (kind,)).fetchall():
            connection.execute(f"DROP {kind} {name}")
