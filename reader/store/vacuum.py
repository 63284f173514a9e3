"""Gives back the room that deleted rows took."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.store.database import Table, store_errors

STEPS = 10_000  # of SQLite's machine between two looks for an interrupt
VACUUM = "VACUUM"
EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"


class VacuumTable(Table):
    """The room that the database takes."""

    def size(self) -> int:
        """Return the bytes of the database with its log."""
        path = self.database.path
        files = (path, path.with_name(f"{path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    @store_errors
    def squeeze(self) -> None:
        """Write the database anew without what was dropped from it.

        Interrupted or killed meanwhile, it stays as it was.
        """
        connection = self.database.connection
        connection.set_progress_handler(lambda: 0, STEPS)  # a place for an interrupt to come in
        try:
            for statement in (EMPTY_LOG, VACUUM, EMPTY_LOG):
                connection.execute(statement)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise KeyboardInterrupt from error
            raise
        finally:
            connection.set_progress_handler(None, 0)


def folder_size(folder: Path) -> int:
    """Return the bytes of the files in a folder; none where it is not there."""
    files = folder.iterdir() if folder.is_dir() else ()
    return sum(file.stat().st_size for file in files if file.is_file())
