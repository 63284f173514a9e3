"""A folder in, an open SQLite connection out, with every failure of it turned into a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from reader.model import StoreError
from reader.store import schema
from reader.store.glance import NAME, SELECT_META

Given = ParamSpec("Given")
Got = TypeVar("Got")
UPDATE_META = (
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -16000",
    "PRAGMA mmap_size = 268435456",
)


class Database:
    """A connection, and the two ways to write through it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def all(self, sql: str, *values: object) -> list[Any]:
        """Every row that a statement finds."""
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """The first row that a statement finds, or None."""
        return self.connection.execute(sql, values).fetchone()

    def some(self, sql: str, ids: Sequence[object], *values: object) -> list[Any]:
        """Every row that a statement with `{ids}` in it finds for any number of ids, or keys."""
        found = []
        for at in range(0, len(ids), 500):
            chosen = ids[at : at + 500]
            found += self.all(sql.format(ids=",".join("?" * len(chosen))), *chosen, *values)
        return found

    @contextmanager
    def batch(self) -> Iterator[sqlite3.Connection]:
        """One transaction of stories: quick, and none of it is lost but in a power cut."""
        with self._transaction("NORMAL") as connection:
            yield connection

    @contextmanager
    def act(self) -> Iterator[sqlite3.Connection]:
        """One transaction for one act of the person: on the disk when it ends."""
        with self._transaction("FULL") as connection:
            yield connection

    @contextmanager
    def _transaction(self, synchronous: str) -> Iterator[sqlite3.Connection]:
        if self.connection.in_transaction:  # a part of a larger act, which commits in its end
            yield self.connection
            return
        self.connection.execute(f"PRAGMA synchronous = {synchronous}")
        with self.connection:  # rolled back too where the commit itself fails
            self.connection.execute("BEGIN IMMEDIATE")
            yield self.connection

    def meta(self, name: str) -> str:
        """A fact about the database as a whole, empty when not known."""
        row = self.one(SELECT_META, name)
        return str(row[0]) if row else ""

    def set_meta(self, name: str, value: str) -> None:
        """Remember a fact about the database as a whole; call inside a transaction."""
        self.connection.execute(UPDATE_META, (name, value))

    def close(self) -> None:
        """Let SQLite tidy its statistics, and let go of the file."""
        with suppress(sqlite3.Error):  # statistics are a comfort, not worth a word
            self.connection.execute("PRAGMA optimize")
        self.connection.close()


class Table:
    """Acts on one part of the database."""

    def __init__(self, database: Database) -> None:
        self.database = database


Acts = TypeVar("Acts", bound=Table)


def guarded(
    act: Callable[Concatenate[Acts, Given], Got],
) -> Callable[Concatenate[Acts, Given], Got]:
    """An act on a table whose failures reach the user as one sentence."""

    @wraps(act)
    def guard(self: Acts, /, *given: Given.args, **named: Given.kwargs) -> Got:
        try:
            return act(self, *given, **named)
        except sqlite3.Error as error:
            raise StoreError(sentence(self.database.path, error)) from error

    return guard


def sentence(path: Path, error: BaseException) -> str:
    """What went wrong with a database, for the user."""
    return f"The database {path} cannot be used: {error}."


def opened(folder: str) -> Database:
    """The database in a folder, made or migrated first.

    Raises:
        StoreError: it cannot be opened, is damaged, or a newer newsreader made it.
    """
    path = Path(folder) / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(setting)
        migrate(connection, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(sentence(path, error)) from error
    return Database(connection, path)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database up to date, keeping a copy of the old one beside it."""
    version = version_of(connection)
    wanted = len(schema.MIGRATIONS)
    if version > wanted:
        raise StoreError(f"The database {path} was made by a newer newsreader; please update.")
    if 0 < version < wanted:
        back_up(connection, path.with_name(f"{path.name}.version{version}"))
    while version < wanted:
        version = step(connection, version)


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations a database has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def step(connection: sqlite3.Connection, version: int) -> int:
    """Run one migration, unless another process was quicker; the version that results."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if version_of(connection) == version:
            for statement in statements(schema.MIGRATIONS[version]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    return version_of(connection)


def statements(script: str) -> Iterator[str]:
    """The statements of a script; executescript would commit before the first."""
    held = ""
    for part in script.strip().rstrip(";").split(";"):
        held += part + ";"
        if sqlite3.complete_statement(held):  # a trigger holds semicolons of its own
            yield held
            held = ""


def back_up(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a database, with what its write-ahead log holds."""
    copy = sqlite3.connect(path)
    try:
        connection.backup(copy)
    finally:
        copy.close()
