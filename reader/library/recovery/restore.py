"""Restores to the database what it has lost and a readable file beside it still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from reader.library.marks import merge_marks, save_stand_in
from reader.library.recovery.recovery_report import RULES, SEARCHES, Now, RecoveryReport
from reader.library.rules.rule_list import read_rules
from reader.library.saved_searches import SavedSearches, read_searches, search_names
from reader.model import Marks, Rule, SavedSearch
from reader.model.construction import frozen
from reader.store import Store
from reader.store.files import bookmark_file
from reader.store.files.atomic_file import BACKUPS, backup_path
from reader.store.files.mirror import MirrorLevel, header_in, read_lines, read_numbered_lines

_TOLD = 5  # lines that hold no rule, each with its place
_AT_A_TIME = 500  # stories whose marks are saved at once


@frozen
class LostMirror:
    """A file whose database may have lost something."""

    store: Store
    path: Path
    level: MirrorLevel
    generation: int  # of the file
    now: Now

    @property
    def is_newer(self) -> bool:
        """Whether the database is older than the file by its own counting."""
        return self.level is MirrorLevel.AHEAD


def restore_bookmarks(lost: LostMirror, recovery: RecoveryReport) -> None:
    """Bring back bookmarks, tags and notes.

    A whole file that is newer is right in everything; of any other, nothing is taken away that
    the database has. Marks come in one transaction, as a part of them would look like all.
    """
    places, bad = _find_stories(lost, lost.path, {})
    is_right = lost.is_newer and not bad
    backup = None if is_right else _find_in_backup(lost, places)
    returning = _ReturningMarks(lost.store, is_right)
    with lost.store.act():
        for path in filter(None, (backup, lost.path)):
            for few in _in_fews(_marks_at(path, places)):
                returning.take(few)
        returning.take_from_others()
    recovery.marks_before |= returning.before
    _tell(recovery, returning.changed, lost.path.name, bad)


@frozen
class _KnownLine:
    """The last line about a story of a source, and the story."""

    path: Path
    number: int
    story_id: int


_Places = dict[int, _KnownLine]
"""Lines by the hash of source and key: the texts of all of them may be very much."""


def _find_stories(lost: LostMirror, path: Path, known: _Places) -> tuple[_Places, int]:
    """Return the lines of a file by their stories but for known ones, and how many hold nothing.

    A story that is not there gets a stand-in.
    """
    found: _Places = {}
    bad = 0
    for number, keepsake in enumerate(bookmark_file.read_bookmarks(read_lines(path))):
        if keepsake is None:
            bad += 1
            continue
        place = keepsake.source, keepsake.key
        if hash(place) not in known:
            there = lost.store.marks.find(*place)
            story_id = there or save_stand_in(lost.store, keepsake, lost.now())
            found[hash(place)] = _KnownLine(path, number, story_id)
    return found, bad


def _find_in_backup(lost: LostMirror, places: _Places) -> Path | None:
    """Add what the latest backup has that is newer than the database, or of another one."""
    for path in _backups(lost.path):
        header = header_in(path)
        now = lost.store.database
        if header is None:
            is_wanted = not lost.store.stories.counts().all
        else:
            is_other = header[0].store != now.meta("store")
            is_wanted = is_other or header[0].generation > now.generation(bookmark_file.PART)
        has_any = is_wanted and any(bookmark_file.read_bookmarks(read_lines(path)))
        if has_any:
            places |= _find_stories(lost, path, places)[0]
            return path
    return None


def _marks_at(path: Path, places: _Places) -> Iterator[tuple[int, Marks]]:
    """Yield stories with the marks that the last lines about them in a file hold."""
    for number, keepsake in enumerate(bookmark_file.read_bookmarks(read_lines(path))):
        line = keepsake and places.get(hash((keepsake.source, keepsake.key)))
        if keepsake and line and (line.path, line.number) == (path, number):
            yield line.story_id, keepsake.marks


def _in_fews(marked: Iterator[tuple[int, Marks]]) -> Iterator[dict[int, Marks]]:
    """Yield marks by story, of some at a time."""
    while few := list(islice(marked, _AT_A_TIME)):
        marks: dict[int, Marks] = {}
        for story_id, more in few:
            marks[story_id] = merge_marks(marks.get(story_id, Marks()), more)
        yield marks


class _ReturningMarks:
    """Marks on their way back into a database, some stories at a time."""

    def __init__(self, store: Store, is_right: bool) -> None:
        self._store = store
        self._is_right = is_right  # whether all that the file does not have is to go
        self._taken: set[int] = set()  # stories of the file
        self.before: dict[int, Marks] = {}  # of what was changed
        self.changed: dict[int, bool] = {}  # whether it has marks now

    def take(self, theirs: dict[int, Marks]) -> None:
        """Give stories the marks that the file has of them."""
        ours = self._store.marks.marks_of(list(theirs))
        self._save(ours, {one: self._wanted_marks(one, ours[one], theirs[one]) for one in ours})
        self._taken.update(theirs)

    def _wanted_marks(self, story_id: int, ours: Marks, theirs: Marks) -> Marks:
        """Return the marks that a story is to have; another line may have spoken of it."""
        if self._is_right and story_id not in self._taken:
            return replace(theirs, read=ours.read, hidden=ours.hidden)
        return merge_marks(ours, theirs)

    def take_from_others(self) -> None:
        """Take away the marks of which a file that is right has nothing."""
        if not self._is_right:
            return
        others = [one for one in self._store.marks.kept_ids() if one not in self._taken]
        for at in range(0, len(others), _AT_A_TIME):
            ours = self._store.marks.marks_of(others[at : at + _AT_A_TIME])
            self._save(ours, {one: _without_marks(ours[one]) for one in ours})

    def _save(self, ours: dict[int, Marks], wanted: dict[int, Marks]) -> None:
        """Save what differs, and remember how it was."""
        changed = {one: marks for one, marks in wanted.items() if marks != ours[one]}
        self._store.marks.save(changed)
        self.before = {one: ours[one] for one in changed} | self.before
        self.changed |= {one: marks != _without_marks(marks) for one, marks in changed.items()}


def _without_marks(marks: Marks) -> Marks:
    """Return what is left of marks where the file has none of the story."""
    return Marks(read=marks.read, hidden=marks.hidden)


def _tell(recovery: RecoveryReport, changed: dict[int, bool], name: str, bad: int) -> None:
    back = sum(changed.values())
    gone = len(changed) - back
    said = []
    if back:
        marks = "story has its marks" if back == 1 else "stories have their marks"
        said.append(f"{back:,} {marks} back from {name}: the database had lost them")
    if gone:
        marks = "story has" if gone == 1 else "stories have"
        said.append(f"{gone:,} {marks} none any more, as {name} has it")
    said += [_unreadable(name, bad)] if bad else []
    if said:
        recovery.notes[bookmark_file.PART] = "; ".join(said) + "."


def _unreadable(name: str, bad: int) -> str:
    """Return what is said of lines of a file that could not be read."""
    return f"lines of {name} that could not be read, and are in {name}.1: {bad:,}"


def _backups(path: Path) -> Iterator[Path]:
    paths = (backup_path(path, number) for number in range(1, BACKUPS + 1))
    return (path for path in paths if path.is_file())


def restore_searches(lost: LostMirror, recovery: RecoveryReport) -> None:
    """Bring back saved searches."""
    lines = list(read_lines(lost.path))
    kept = tuple({one.name: one for one in read_searches(lines)}.values())
    bad = len(lines) - len(kept)
    is_right = lost.is_newer and not bad
    before = lost.store.searches.change(
        _replace_searches(kept) if is_right else _add_searches(kept)
    )
    after = lost.store.searches.all()
    said = [_searches_told(len({*after} - {*before}), lost.path.name)] if before != after else []
    said += [_unreadable(lost.path.name, bad)] if bad else []
    if said:
        recovery.notes[SEARCHES] = "; ".join(said) + "."


def _searches_told(count: int, name: str) -> str:
    searches = "saved search is" if count == 1 else "saved searches are"
    return f"{count:,} {searches} back from {name}: the database had lost them"


def _replace_searches(searches: SavedSearches) -> Callable[[SavedSearches], SavedSearches]:
    return lambda _: searches


def _add_searches(searches: Iterable[SavedSearch]) -> Callable[[SavedSearches], SavedSearches]:
    def added(ours: SavedSearches) -> SavedSearches:
        return (*ours, *(one for one in searches if one.name not in search_names(ours)))

    return added


def restore_rules(lost: LostMirror, recovery: RecoveryReport) -> None:
    """Bring back rules; what of their file is none is told with its place."""
    read = list(read_rules(read_numbered_lines(lost.path), lost.now()))
    kept = {one.name: one for one in read if isinstance(one, Rule)}
    bad = [one for one in read if isinstance(one, str)]
    is_right = lost.is_newer and not bad

    def change(ours: tuple[Rule, ...]) -> tuple[Rule, ...]:
        named = {one.name: one for one in ours}
        if is_right:
            return tuple(replace(one, id=_id_of(named.get(one.name), one)) for one in kept.values())
        return (*ours, *(one for one in kept.values() if one.name not in named))

    before = {replace(one, id=0) for one in lost.store.rules.change(change)}
    count = len({replace(one, id=0) for one in lost.store.rules.all()} - before)
    rules = "rule is" if count == 1 else "rules are"
    told = f"{count:,} {rules} back from {lost.path.name}: the database had lost them"
    said = [told] if count else []
    said += [f"{lost.path.name}, {one}" for one in bad[:_TOLD]]
    said += [_unreadable(lost.path.name, len(bad))] if bad else []
    if said:
        recovery.notes[RULES] = "; ".join(one.rstrip(".") for one in said) + "."


def _id_of(ours: Rule | None, theirs: Rule) -> int:
    """Return the id of a rule that is there already, where it is the same."""
    return ours.id if ours is not None and ours.query == theirs.query else 0
