"""A database and the readable files beside it in; both on one level out, with nothing lost.

Every start compares them by a number. Where the file lags behind, it is written anew; where the
database has lost what the file has, it comes back from there, and a person is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reader.model import Marks, StoreError
from reader.store import Store, keepsakes
from reader.store.mirror import Header, Level, mirror_lock, read_level, save_mirror

SEARCHES, SEARCHES_FILE = "saved searches", "searches.jsonl"


@dataclass(slots=True)
class Recovery:
    """What was brought to one level."""

    notes: dict[str, str] = field(default_factory=dict)  # a part: what a person has to know of it
    behind: set[str] = field(default_factory=set)  # the parts whose file lagged behind
    marks_before: dict[int, Marks] = field(default_factory=dict)  # what `put` takes back


@dataclass(frozen=True, slots=True)
class Lost:
    """A file whose database may have lost something."""

    store: Store
    path: Path
    level: Level
    generation: int  # of the file

    @property
    def is_newer(self) -> bool:
        """Whether the database is older than the file by its own counting."""
        return self.level is Level.AHEAD


@dataclass(frozen=True, slots=True)
class Mirror:
    """A part of the database that a file beside it shows."""

    part: str
    file: str
    lines: Callable[[Store], list[str]]
    restore: Callable[[Lost, Recovery], bool]  # whether something in the file could not be read

    def header(self, store: Store) -> Header:
        """What the first line of a file that is level says."""
        return Header(store.database.meta("store"), store.database.generation(self.part))

    def keep(self, store: Store, folder: Path, anew: bool = False) -> None:
        """Bring the file up to the database; `anew` even where it says that it is.

        Raises:
            StoreError: it cannot be written; the database has all of it all the same.
        """
        try:
            with mirror_lock(folder):
                self._write(store, folder / self.file, anew)
        except OSError as error:
            said = f"The {self.part} could not be copied to {folder / self.file}"
            raise StoreError(f"{said}: {error.strerror or error}.") from error

    def bring_level(self, store: Store, folder: Path, recovery: Recovery) -> None:
        """Bring file and database to one level.

        Raises:
            StoreError: one of them cannot be read or written.
        """
        path = folder / self.file
        with mirror_lock(folder):  # another process may have done it by now
            level, generation = read_level(path, self.header(store))
            is_damaged = False
            if level in (Level.AHEAD, Level.DOUBTFUL):
                is_damaged = self.restore(Lost(store, path, level, generation), recovery)
                store.database.outrun(self.part, generation, renewed=level is Level.AHEAD)
            elif level is Level.BEHIND:
                recovery.behind.add(self.part)
            self._write(store, path, is_damaged)

    def _write(self, store: Store, path: Path, anew: bool) -> None:
        with store.database.moment():
            now, lines = self.header(store), self.lines(store)
        level, _ = read_level(path, now)
        if anew or level is not Level.EVEN:
            save_mirror(path, self.part, now, lines, backup=anew or level is not Level.BEHIND)


def bring_level(store: Store, folder: Path) -> Recovery:
    """Bring the database and all files beside it to one level; what that was.

    Costs one line of each file where nothing has happened.
    """
    recovery = Recovery()
    for mirror in () if store.database.unwritable else MIRRORS:
        try:
            if read_level(folder / mirror.file, mirror.header(store))[0] is not Level.EVEN:
                mirror.bring_level(store, folder, recovery)
        except (StoreError, OSError) as error:
            recovery.notes[mirror.part] = str(error)
    return recovery


def _bookmark_lines(store: Store) -> list[str]:
    return list(keepsakes.lines(store.marks.keepsakes()))


def _restore_bookmarks(lost: Lost, recovery: Recovery) -> bool:
    from reader.library.restoring import restore_bookmarks

    return restore_bookmarks(lost, recovery)


def _search_lines(store: Store) -> list[str]:
    from reader.library.saving import line

    return [line(one) for one in store.searches.all()]


def _restore_searches(lost: Lost, recovery: Recovery) -> bool:
    from reader.library.restoring import restore_searches

    return restore_searches(lost, recovery)


BOOKMARKS_MIRROR = Mirror(keepsakes.PART, keepsakes.NAME, _bookmark_lines, _restore_bookmarks)
SEARCHES_MIRROR = Mirror(SEARCHES, SEARCHES_FILE, _search_lines, _restore_searches)
MIRRORS = (BOOKMARKS_MIRROR, SEARCHES_MIRROR)
