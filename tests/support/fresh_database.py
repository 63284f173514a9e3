"""Fresh databases, as copies of one: all migrations take ten times as long as most tests do."""

from __future__ import annotations

import sqlite3
from functools import wraps
from pathlib import Path
from threading import Lock

import pytest

from reader.store import migrations
from reader.store.migrations import migration_run

# What the first migration draws for a database, so that no two are taken for one.
RENEW = "UPDATE meta SET value = lower(hex(randomblob(16))) WHERE name = 'store'"


def copy_fresh_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a new database copied from one that was migrated from nothing once in this process.

    Those that processes of a test make are migrated there, and older ones here as ever.
    """
    migrate, one_by_one = migration_run.migrate, Lock()
    migrated: dict[tuple[str, ...], sqlite3.Connection] = {}

    @wraps(migrate)
    def copy_or_migrate(connection: sqlite3.Connection, path: Path) -> None:
        with one_by_one:
            if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                if migrations.MIGRATIONS not in migrated:
                    empty = sqlite3.connect(
                        ":memory:", isolation_level=None, check_same_thread=False
                    )
                    migrate(empty, path)
                    migrated[migrations.MIGRATIONS] = empty
                migrated[migrations.MIGRATIONS].backup(connection)
                connection.execute(RENEW)
        migrate(connection, path)

    monkeypatch.setattr(migration_run, "migrate", copy_or_migrate)
