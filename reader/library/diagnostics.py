"""The checks of `doctor`: what is wrong, repaired where nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from reader.library.marks import import_bookmarks
from reader.library.recovery.bring_level import (
    RULES_MIRROR,
    SEARCHES_MIRROR,
    MirrorFile,
    bring_level,
)
from reader.model import BrokenIndexError, OnProgress, ReaderError
from reader.model.construction import frozen
from reader.store.files import bookmark_file
from reader.store.files.mirror import read_lines
from reader.store.health import HealthTable

if TYPE_CHECKING:
    from reader.library import Library

_LOST = "restore newsreader.db from a copy; bookmarks.jsonl holds your bookmarks"


@frozen
class CheckResult:
    """What one check has found."""

    check: str
    said: str
    well: bool = True  # without a repair
    repaired: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing is left to worry about."""
        return self.well or self.repaired


def run_checks(library: Library, on_progress: OnProgress) -> Iterator[CheckResult]:
    """Yield every check in turn; when the database is broken, those after it make no sense."""
    health = HealthTable(library.store.database)
    database = _run_check("database", lambda: _database(health))
    yield database
    if database.good:
        yield _run_check("links", lambda: _links(health))
        yield _run_check("texts", lambda: _texts(health))
        yield _run_check("dates", lambda: _dates(health, library.clock.now()))
        yield _run_check("bookmarks", lambda: _bookmarks(library))
        yield _run_check("searches", lambda: _check_mirror(library, "searches", SEARCHES_MIRROR))
        yield _run_check("rules", lambda: _check_mirror(library, "rules", RULES_MIRROR))
        yield _run_check("index", lambda: _check_index(library, on_progress))


def _run_check(check: str, act: Callable[[], CheckResult]) -> CheckResult:
    try:
        return act()
    except ReaderError as error:
        return CheckResult(check, str(error), well=False)


def _database(health: HealthTable) -> CheckResult:
    faults = health.faults()
    if not faults:
        return CheckResult("database", "every page is in order")
    health.rebuild_indexes()
    if left := health.faults():
        return CheckResult("database", f"is damaged ({left[0]}); {_LOST}", well=False)
    said = f"its indexes were damaged ({faults[0]}) and are built anew"
    return CheckResult("database", said, False, True)


def _links(health: HealthTable) -> CheckResult:
    strays = health.count_strays()
    if not strays:
        return CheckResult("links", "every row belongs to a story or source that is there")
    said = f"rows of a story or source that is not there: {strays:,}; {_LOST}"
    return CheckResult("links", said, well=False)


def _texts(health: HealthTable) -> CheckResult:
    bodiless = health.count_bodiless()
    if not bodiless:
        return CheckResult("texts", "every story has its text")
    said = f"stories that have lost their text: {bodiless:,}; add their sources again"
    return CheckResult("texts", said, well=False)


def _dates(health: HealthTable, now: datetime) -> CheckResult:
    misdated = health.count_misdated(now)
    if not misdated:
        return CheckResult("dates", "no story is dated before 1970 or long after today")
    health.drop_dates(now)
    said = f"stories dated before 1970 or long after today: {misdated:,}; they have no date now"
    return CheckResult("dates", said, False, True)


def _bookmarks(library: Library) -> CheckResult:
    """Return the file of bookmarks against the database; each gets what only the other has."""
    if note := library.recovery.notes.get(bookmark_file.PART):
        return _check_recovery(library, "bookmarks", note)
    path = library.folders.data / bookmark_file.NAME
    lost: dict[int, int] = {}  # hashes of lines by those of their stories
    bad = count = missing = 0
    for line in read_lines(path):
        if story := _story_in(line):
            lost[hash(story)] = hash(line)
        else:
            bad += 1
    for line in library.bookmark_lines():
        count += 1
        missing += lost.pop(hash(_story_in(line)), None) != hash(line)
    if not (missing or lost or bad):
        return _level(library, "bookmarks", bookmark_file.PART, count)
    now = library.clock.now()
    list(import_bookmarks(library.store, read_lines(path), bookmark_file.NAME, now))
    library.copy_marks(anew=True)
    said = f"missing in the file: {missing:,}, in the database: {len(lost):,}; both have all now"
    said += f"; lines that could not be read, and are in the backup: {bad:,}" if bad else ""
    return CheckResult("bookmarks", said, False, True)


def _check_recovery(library: Library, check: str, note: str) -> CheckResult:
    """Return what the start has found of a file beside the database."""
    again = bring_level(library.store, library.folders.data, library.clock.now).notes
    return CheckResult(check, note, False, repaired=not again)


def _level(library: Library, check: str, part: str, count: int) -> CheckResult:
    if part in library.recovery.behind:
        said = f"their file lagged behind the database; {count:,} in both now"
        return CheckResult(check, said, False, True)
    return CheckResult(check, f"{count:,} in the database, the same in their file")


def _check_mirror(library: Library, check: str, mirror: MirrorFile) -> CheckResult:
    """Return a readable file against the database, which is right where they differ."""
    if note := library.recovery.notes.get(mirror.part):
        return _check_recovery(library, check, note)
    ours = list(mirror.lines(library.store))
    if ours == list(read_lines(library.folders.data / mirror.file)):
        return _level(library, check, mirror.part, len(ours))
    mirror.keep(library.store, library.folders.data, anew=True)
    return CheckResult(check, f"their file differed; {len(ours):,} in both now", False, True)


def _story_in(line: str) -> tuple[str, str] | None:
    """Return the source and the key in a line of the file; None where it holds no keepsake."""
    (keepsake,) = bookmark_file.read_bookmarks([line])
    return (keepsake.source, keepsake.key) if keepsake else None


def _check_index(library: Library, on_progress: OnProgress) -> CheckResult:
    """Return the index against its checksums and against the stories."""
    try:
        with closing(library.open_index()) as index:
            index.check()
        added = library.update_index(on_progress)
        wrong = _index_differences(library)
    except BrokenIndexError as error:
        wrong = str(error)
    if not wrong:
        news = f"; put in just now: {added:,}" if added else ""
        return CheckResult("index", f"every byte is as written, and every story is in it{news}")
    count = library.update_index(on_progress, anew=True)
    return CheckResult("index", f"{wrong}; built anew with {count:,} stories", False, True)


def _index_differences(library: Library) -> str:
    """Return how the stories of the index and of the database differ."""
    with closing(library.open_index()) as index:
        held = index.ids()
    stories = set(library.store.stories.ids("everything"))
    if held == stories:
        return ""
    missing, foreign = len(stories - held), len(held - stories)
    return f"stories that it lacked: {missing:,}, that are not there: {foreign:,}"
