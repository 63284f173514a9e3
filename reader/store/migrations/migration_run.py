"""Migrates a database: copies the old one, then runs one migration after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from reader.model import StoreError
from reader.store import migrations
from reader.store.files.atomic_file import make_private_file
from reader.store.migrations.story_steps import ADD_EVIDENCE

_EVIDENCE = 2  # the version that has evidence of fields; its first days did not


def is_up_to_date(connection: sqlite3.Connection) -> bool:
    """Tell whether a database is as this version makes it."""
    return _version_of(connection) == len(migrations.MIGRATIONS)


def refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    """Leave a database alone that this version does not know.

    Raises:
        StoreError: a newer newsreader made it.
    """
    if _version_of(connection) > len(migrations.MIGRATIONS):
        connection.close()
        raise StoreError(f"The database {path} was made by a newer newsreader; please update.")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database up to date, keeping a copy of the old one beside it."""
    version = _version_of(connection)
    wanted = len(migrations.MIGRATIONS)
    if version == wanted:
        return
    if version:
        _back_up(connection, path.with_name(f"{path.name}.version{version}"))
        _add_evidence(connection)
    while version < wanted:
        version = migrate_step(connection, version)


def _add_evidence(connection: sqlite3.Connection) -> None:
    """Add evidence of fields, which databases of one and the same version have or lack."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(body)")}
    if "evidence" not in columns and _version_of(connection) >= _EVIDENCE:
        connection.execute(ADD_EVIDENCE)


def _version_of(connection: sqlite3.Connection) -> int:
    """Return how many migrations a database has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate_step(connection: sqlite3.Connection, version: int) -> int:
    """Run one migration, unless another process was quicker; the version that results."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if _version_of(connection) == version:
            for statement in script_statements(migrations.MIGRATIONS[version]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    return _version_of(connection)


def script_statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; executescript would commit before the first."""
    held = ""
    for part in script.strip().rstrip(";").split(";"):
        held += part + ";"
        if sqlite3.complete_statement(held):  # a trigger holds semicolons of its own
            yield held
            held = ""


def _back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a database, with what its write-ahead log holds."""
    path.unlink(missing_ok=True)  # half a copy of a process that was killed, or a planted link
    make_private_file(path)
    copy = sqlite3.connect(path)
    try:
        connection.backup(copy)
    finally:
        copy.close()
