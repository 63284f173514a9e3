"""The SQLite connection: migrated when opened, two ways to write, every failure one sentence."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache, wraps
from itertools import chain
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from reader.model import StoreError
from reader.model.system_errors import file_error_reason
from reader.store.files.atomic_file import make_private_file
from reader.store.first_screen import NAME, SELECT_META
from reader.store.migrations import migration_run

Given = ParamSpec("Given")
Got = TypeVar("Got")
UPDATE_META = (
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
SYNC_FOLDER = "sync folder"  # the fact without which no change is noted for other machines
# When it was, in milliseconds since 1970, of the changes that triggers note for other machines.
STAMP = "UPDATE sync_change SET at = ? WHERE at = 0"
AT_ONCE = 32  # rows of one statement; a power of two, so that few statements differ
_PACKED = "SELECT json_group_array(id) FROM ({})"
# Pages in memory, in kB, and pages of the log from which on they are copied to their places.
LONG_SITTING = ("PRAGMA cache_size = -4000", "PRAGMA wal_autocheckpoint = 4000")
DATA_VERSION = "PRAGMA data_version"  # differs once another connection has written
RELEASE = "PRAGMA shrink_memory"
CHECKPOINT = "PRAGMA wal_checkpoint(PASSIVE)"
BUSY_TIMEOUT = "PRAGMA busy_timeout = {:d}"  # milliseconds
# Seconds for which reading waits, where it has to: for a process that opens, repairs or closes the
# log, which on a busy machine may be put to sleep at it. Who gives up has nothing to show.
LOCKED = 60.0
SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -16000",
    "PRAGMA mmap_size = 268435456",
)


@cache
def _values(columns: int, rows: int) -> str:
    """Return the places of the values of some rows in a statement."""
    row = ",".join("?" * columns)
    return f"VALUES {','.join([f'({row})'] * rows)}"


class Database:
    """A connection, and the two ways to write through it."""

    unwritable = ""  # why it can only be read; empty where it can be written
    patience = 10.0  # seconds for which writing waits for another process that writes
    now: Callable[[], datetime] | None = None  # what time it is, for who has to note that

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def all(self, sql: str, *values: object) -> list[Any]:
        """Return every row that a statement finds."""
        return self.connection.execute(sql, values).fetchall()

    def first_row(self, sql: str, *values: object) -> Any:
        """Return the first row that a statement finds, or None."""
        return self.connection.execute(sql, values).fetchone()

    def ids_of(self, sql: str, *values: object) -> frozenset[int]:
        """Return every `id` that a statement finds: of very many in half the time of rows."""
        (packed,) = self.first_row(_PACKED.format(sql), *values)
        return frozenset(json.loads(packed))

    def rows_of(self, sql: str, ids: Sequence[object], *values: object) -> list[Any]:
        """Return every row that a statement with `{ids}` in it finds for any number of keys."""
        found = []
        for at in range(0, len(ids), 500):
            chosen = ids[at : at + 500]
            found += self.all(sql.format(ids=",".join("?" * len(chosen))), *chosen, *values)
        return found

    def insert(self, into: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert rows, many in one statement: each lets another thread of Python have its turn."""
        left = list(rows)
        while left:
            count = min(AT_ONCE, 1 << (len(left).bit_length() - 1))
            values = _values(len(left[0]), count)
            self.connection.execute(f"{into} {values}", [*chain.from_iterable(left[:count])])
            del left[:count]

    @contextmanager
    def batch(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction of stories: quick, and none of it is lost but in a power cut."""
        with self._transaction("NORMAL") as connection:
            yield connection

    @contextmanager
    def act(self) -> Iterator[sqlite3.Connection]:
        """Begin a transaction for one act of the person: on the disk when it ends."""
        with self._transaction("FULL") as connection:
            yield connection

    @contextmanager
    def _transaction(self, synchronous: str) -> Iterator[sqlite3.Connection]:
        if self.connection.in_transaction:  # a part of a larger act, which commits in its end
            yield self.connection
            return
        if self.unwritable:
            self.reopen()
        self.connection.execute(f"PRAGMA synchronous = {synchronous}")
        with self.connection:  # rolled back too where the commit itself fails
            self._begin()
            yield self.connection
            if self.now is not None:
                self.connection.execute(STAMP, (round(1_000 * self.now().timestamp()),))

    def _begin(self) -> None:
        """Begin to write as soon as nobody else does."""
        self.connection.execute(BUSY_TIMEOUT.format(round(1_000 * self.patience)))
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        finally:
            self.connection.execute(BUSY_TIMEOUT.format(round(1_000 * LOCKED)))

    def reopen(self) -> None:
        """Be a database that can be written, where the disk has room again.

        Raises:
            StoreError: it has none.
        """
        fresh = open_database(str(self.path.parent))
        if fresh.unwritable:
            fresh.connection.close()
            raise StoreError(f"{fresh.unwritable} It can be read.")
        self.connection.close()
        self.connection, self.unwritable = fresh.connection, ""

    def suit_long_sitting(self) -> None:
        """Suit who stays for days, reads here and there, and must not wait for the disk.

        Fewer pages are held in memory, as the system has them at hand all the same; and what was
        written is left in the log for longer, so that another connection can checkpoint it.
        """
        for setting in LONG_SITTING:
            self.connection.execute(setting)

    def release_pages(self) -> None:
        """Hold no pages in memory that nobody reads just now; the system has them at hand."""
        with suppress(sqlite3.Error):
            self.connection.execute(RELEASE)

    def checkpoint(self) -> None:
        """Copy what is in the log to its place in the database, as far as nobody reads older pages.

        Nobody waits for it, and nothing is lost where it fails.
        """
        with suppress(sqlite3.Error):
            self.connection.execute(CHECKPOINT)

    def content_version(self) -> Hashable:
        """Return what is another value once anything in the database may have changed.

        None within a transaction, whose changes may yet be taken back.
        """
        if self.connection.in_transaction:
            return None
        return (self.connection, self.connection.total_changes, *self.first_row(DATA_VERSION))

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let whatever is read inside be true of one moment."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def meta(self, name: str) -> str:
        """Return a fact about the database as a whole, empty when not known."""
        try:
            row = self.first_row(SELECT_META, name)
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.path, error)) from error
        return str(row[0]) if row else ""

    def generation(self, part: str) -> int:
        """Return the counter of changes to a part that a file beside the database mirrors."""
        written = self.meta(f"{part} generation")
        return int(written) if written.isdecimal() else 0

    def outrun_generation(self, part: str, generation: int) -> None:
        """Let a part be of a later generation than that."""
        with self.act():
            later = max(self.generation(part), generation) + 1
            self.set_meta(f"{part} generation", str(later))

    def draw_new_id(self) -> None:
        """Become another database for all that was made of this one.

        For one that has lost its latest changes: new ones get the numbers of those.
        """
        with self.act():
            self.set_meta("store", os.urandom(16).hex())

    def set_meta(self, name: str, value: str) -> None:
        """Remember a fact about the database as a whole; call inside a transaction."""
        self.connection.execute(UPDATE_META, (name, value))

    def close(self) -> None:
        """Let SQLite tidy its statistics where anything has changed, and let go of the file.

        It goes through a whole table each time that one of its indexes is empty.
        """
        with suppress(sqlite3.Error):  # statistics are a comfort, not worth a word
            if self.connection.total_changes:
                self.connection.execute("PRAGMA optimize")
        self.connection.close()


class Table:
    """Acts on one part of the database."""

    def __init__(self, database: Database) -> None:
        self.database = database


Acts = TypeVar("Acts", bound=Table)


def store_errors(
    act: Callable[Concatenate[Acts, Given], Got],
) -> Callable[Concatenate[Acts, Given], Got]:
    """Return an act on a table whose failures reach the user as one sentence."""

    @wraps(act)
    def guard(self: Acts, /, *given: Given.args, **named: Given.kwargs) -> Got:
        try:
            return act(self, *given, **named)
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.database.path, error)) from error

    return guard


@contextmanager
def store_errors_within(database: Database) -> Iterator[None]:
    """Have what fails inside, the end of a transaction too, reach the user as one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_sentence(database.path, error)) from error


RESCUE = "move it elsewhere, and a new one begins with what bookmarks.jsonl beside it holds"
# What helps where SQLite says one of these.
ADVICE = {
    sqlite3.SQLITE_CORRUPT: RESCUE,
    sqlite3.SQLITE_NOTADB: RESCUE,
    sqlite3.SQLITE_FULL: "make room on the disk and try again",
    sqlite3.SQLITE_BUSY: "another program holds it; try again when that is done",
    sqlite3.SQLITE_CANTOPEN: "see that its folder is there, and yours to write",
    sqlite3.SQLITE_READONLY: "see that it and its folder are yours to write",
    sqlite3.SQLITE_IOERR: "see that its disk is sound and has room",
}


def _sentence(path: Path, error: BaseException) -> str:
    """Return what went wrong with a database, for the user."""
    if isinstance(error, OSError):
        return f"The database {path} cannot be used: {file_error_reason(error)}."
    advice = ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")
    return f"The database {path} cannot be used: {error}{f'; {advice}' if advice else ''}."


def open_database(folder: str) -> Database:
    """Return the database in a folder, made or migrated first.

    Raises:
        StoreError: it cannot be opened, is damaged, or a newer newsreader made it.
    """
    path = Path(folder) / NAME
    try:
        make_private_file(path)
        connection = sqlite3.connect(path, isolation_level=None, timeout=LOCKED)
        migration_run.refuse_newer(connection, path)
        for setting in SETTINGS:
            connection.execute(setting)
        migration_run.migrate(connection, path)
    except (sqlite3.Error, OSError) as error:
        return open_read_only(path, error)
    return Database(connection, path)


# What SQLite says where nothing can be written: not the database, nor what it needs beside it.
UNWRITABLE = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
)


def open_read_only(path: Path, error: BaseException) -> Database:
    """Return a database that cannot be written now, as it was when all of it was last in one file.

    Raises:
        StoreError: it cannot be read either, is of another version, or has changes in its log.
    """
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    log = path.with_name(f"{path.name}-wal")
    # What may not be looked at is not there, where pathlib would raise.
    is_whole = os.path.isfile(path) and not (os.path.exists(log) and os.path.getsize(log))
    if not is_whole or not (code in UNWRITABLE or getattr(error, "errno", 0) == errno.EROFS):
        raise StoreError(_sentence(path, error)) from error
    from urllib.parse import quote

    place = f"file:{quote(str(path))}?immutable=1"
    try:
        connection = sqlite3.connect(place, uri=True, isolation_level=None)
        is_ours = migration_run.is_up_to_date(connection)
    except sqlite3.Error:
        is_ours = False
    if not is_ours:
        raise StoreError(_sentence(path, error)) from error
    database = Database(connection, path)
    database.unwritable = _sentence(path, error)
    return database
