"""Brings the database and the readable files beside it to one level, with nothing lost.

Every start compares them by a number. Where the file lags behind, it is written anew; where the
database has lost what the file has, it comes back from there, and a person is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.recovery.recovery_report import (
    RULES,
    RULES_FILE,
    SEARCHES,
    SEARCHES_FILE,
    Now,
    RecoveryReport,
)
from reader.model import StoreError
from reader.model.system_errors import file_error_reason
from reader.store import Store
from reader.store.files import bookmark_file
from reader.store.files.mirror import (
    MirrorHeader,
    MirrorLevel,
    mirror_lock,
    read_level,
    save_mirror,
)

Stopped = Callable[[], bool]
if TYPE_CHECKING:  # what is seldom lost is not waited for at every start
    from reader.library.recovery.restore import LostMirror


class MirrorFile:
    """A part of the database that a file beside it shows."""

    def __init__(
        self,
        part: str,
        file: str,
        lines: Callable[[Store], Iterable[str]],
        restore: Callable[[LostMirror, RecoveryReport], None],
    ) -> None:
        self.part = part
        self.file = file
        self.lines = lines
        self.restore = restore

    def header(self, store: Store) -> MirrorHeader:
        """Return what the first line of a file that is level says."""
        return MirrorHeader(store.database.meta("store"), store.database.generation(self.part))

    def keep(
        self, store: Store, folder: Path, anew: bool = False, stopped: Stopped | None = None
    ) -> None:
        """Bring the file up to the database; `anew` even where it says that it is.

        Once `stopped` the file stays as it was.

        Raises:
            StoreError: it cannot be written; the database has all of it all the same.
        """
        try:
            with mirror_lock(folder), suppress(_StopError):
                self.write(store, folder / self.file, anew, stopped)
        except OSError as error:
            said = f"The {self.part} could not be copied to {folder / self.file}"
            raise StoreError(f"{said}: {file_error_reason(error)}.") from error

    def level(self, store: Store, folder: Path) -> tuple[MirrorLevel, int]:
        """Return how the file stands to the database, and the generation of the file."""
        return read_level(folder / self.file, lambda: self.header(store))

    def settle(self, lost: LostMirror, recovery: RecoveryReport) -> None:
        """Bring into the database what it has lost.

        Raises:
            StoreError: one of both cannot be read or written.
        """
        if lost.level is MirrorLevel.BEHIND:
            recovery.behind.add(self.part)
        if lost.level in (MirrorLevel.AHEAD, MirrorLevel.DOUBTFUL):
            self.restore(lost, recovery)
            lost.store.database.outrun_generation(self.part, lost.generation)

    def write(self, store: Store, path: Path, anew: bool, stopped: Stopped | None = None) -> None:
        """Write the file where it is not level, or `anew`; what nobody knows gets a backup.

        Raises:
            StoreError: it cannot be written; the file is as it was.
        """
        with store.database.moment():
            now = self.header(store)
            level, _ = read_level(path, lambda: now)
            if anew or level is not MirrorLevel.EVEN:
                backup = anew or level is not MirrorLevel.BEHIND
                lines = self.lines(store)
                if stopped is not None:
                    lines = _until(stopped, lines)
                save_mirror(path, self.part, now, lines, backup)


class _StopError(Exception):
    """Nobody wants the file any more as it is being written."""


def _until(stopped: Stopped, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines until that is stopped.

    Raises:
        _StopError: it was.
    """
    for line in lines:
        if stopped():
            raise _StopError
        yield line


def bring_level(store: Store, folder: Path, now: Now) -> RecoveryReport:
    """Bring the database and all files beside it to one level; what that was.

    Costs one line of each file where nothing has happened.
    """
    recovery = RecoveryReport()
    if store.database.unwritable or all(_is_even(mirror, store, folder) for mirror in MIRRORS):
        return recovery
    try:
        with mirror_lock(folder):  # another process may have done it by now
            _settle(store, folder, recovery, now)
    except (StoreError, OSError) as error:
        said = file_error_reason(error) if isinstance(error, OSError) else str(error)
        recovery.notes[bookmark_file.PART] = said
    return recovery


def _is_even(mirror: MirrorFile, store: Store, folder: Path) -> bool:
    return mirror.level(store, folder)[0] is MirrorLevel.EVEN


def _settle(store: Store, folder: Path, recovery: RecoveryReport, now: Now) -> None:
    from reader.library.recovery.restore import LostMirror

    found = [
        (mirror, LostMirror(store, folder / mirror.file, *mirror.level(store, folder), now))
        for mirror in MIRRORS
    ]
    for mirror, lost in found:
        with _noting(mirror, recovery):
            mirror.settle(lost, recovery)
    if any(lost.is_newer for _, lost in found):
        store.database.draw_new_id()
    for mirror, lost in found:
        with _noting(mirror, recovery):
            mirror.write(store, lost.path, lost.level in (MirrorLevel.AHEAD, MirrorLevel.DOUBTFUL))


@contextmanager
def _noting(mirror: MirrorFile, recovery: RecoveryReport) -> Iterator[None]:
    """Note what cannot be done for a part, and go on with the next."""
    try:
        yield
    except StoreError as error:
        recovery.notes.setdefault(mirror.part, str(error))


def renew_files(store: Store, folder: Path) -> None:
    """Have all that was made of a database be made anew, but for the files beside it.

    Raises:
        StoreError: it or a file cannot be written.
    """
    store.database.draw_new_id()
    for mirror in MIRRORS:
        mirror.keep(store, folder)


def _bookmark_lines(store: Store) -> Iterator[str]:
    return bookmark_file.bookmark_lines(store.marks.keepsakes())


def _restore_bookmarks(lost: LostMirror, recovery: RecoveryReport) -> None:
    from reader.library.recovery.restore import restore_bookmarks

    restore_bookmarks(lost, recovery)


def _search_lines(store: Store) -> list[str]:
    from reader.library.saved_searches import search_as_json

    return [search_as_json(one) for one in store.searches.all()]


def _restore_searches(lost: LostMirror, recovery: RecoveryReport) -> None:
    from reader.library.recovery.restore import restore_searches

    restore_searches(lost, recovery)


def _rule_lines(store: Store) -> list[str]:
    from reader.library.rules.rule_list import rule_line

    return [rule_line(one) for one in store.rules.all()]


def _restore_rules(lost: LostMirror, recovery: RecoveryReport) -> None:
    from reader.library.recovery.restore import restore_rules

    restore_rules(lost, recovery)


BOOKMARKS_MIRROR = MirrorFile(
    bookmark_file.PART, bookmark_file.NAME, _bookmark_lines, _restore_bookmarks
)
SEARCHES_MIRROR = MirrorFile(SEARCHES, SEARCHES_FILE, _search_lines, _restore_searches)
RULES_MIRROR = MirrorFile(RULES, RULES_FILE, _rule_lines, _restore_rules)
MIRRORS = (BOOKMARKS_MIRROR, SEARCHES_MIRROR, RULES_MIRROR)
