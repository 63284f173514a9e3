"""What takes out of a database what an older version did not have."""

from __future__ import annotations

import sqlite3

_WITHOUT_SOURCES = (
    "DROP TABLE watched",
    "ALTER TABLE source DROP COLUMN reading",
    "DROP TABLE seen_message",
    "DROP TABLE all_mail",
    *(
        f"DROP TABLE account{part}"
        for part in ("_request", "_label", "_item", "_wish", "_feed", "")
    ),
)
WITHOUT_LENGTHS = (
    *_WITHOUT_SOURCES,
    "DROP INDEX story_unmeasured",
    "ALTER TABLE search DROP COLUMN alerts",
    "DROP TRIGGER highlighted_story_changed",
    "DROP TABLE highlight",
    "ALTER TABLE story DROP COLUMN seconds",
    "ALTER TABLE story DROP COLUMN teaser",
)
WITHOUT_RULES = (
    *WITHOUT_LENGTHS,
    "DROP TABLE caught",
    "DROP TABLE rule",
    "DROP TABLE list_order",
    *(f"DROP TRIGGER hidden_{did}" for did in ("came", "changed", "went")),
    "DROP INDEX mark_hidden",
    "ALTER TABLE mark DROP COLUMN hidden",
    "DELETE FROM meta WHERE name IN ('rules generation', 'hiding')",
    "ALTER TABLE act DROP COLUMN after",
    "ALTER TABLE act DROP COLUMN undone",
    "ALTER TABLE act DROP COLUMN steps",
)
_SYNC = "SELECT type, name FROM sqlite_schema WHERE name LIKE 'sync%' AND type = ?"


def drop_sync(connection: sqlite3.Connection) -> None:
    """Take from a database what it was given for other machines."""
    for kind in ("trigger", "table"):
        for _, name in connection.execute(_SYNC, (kind,)).fetchall():
            connection.execute(f"DROP {kind} {name}")
