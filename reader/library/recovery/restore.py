"""Restores to the database what it has lost and a readable file beside it still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reader.library.marks import merge_marks, save_stand_in
from reader.library.recovery.recovery_report import RULES, SEARCHES, Now, Recovery
from reader.library.rules.rule_changes import read_rules
from reader.library.saved_searches import SavedSearches, read_searches, search_names
from reader.model import Keepsake, Marks, Rule, SavedSearch
from reader.model.construction import frozen
from reader.store import Store
from reader.store.files import bookmark_file
from reader.store.files.atomic_file import BACKUPS, backup_path
from reader.store.files.mirror import MirrorLevel, header_in, read_lines, read_numbered_lines

_TOLD = 5  # lines that hold no rule, each with its place
Keepsakes = dict[tuple[str, str], Keepsake]
"""Keepsakes by source and key."""


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


def restore_bookmarks(lost: LostMirror, recovery: Recovery) -> None:
    """Bring back bookmarks, tags and notes.

    A whole file that is newer is right in everything; of any other, nothing is taken away that
    the database has.
    """
    kept, bad = _read(read_lines(lost.path))
    is_right = lost.is_newer and not bad
    if not is_right:
        kept = _from_backup(lost) | kept
    theirs = _by_story(lost, kept.values())
    ours = lost.store.marks.marks_of([*theirs, *lost.store.marks.kept_ids()])
    changed = {
        story_id: wanted
        for story_id, marks in ours.items()
        if (wanted := _wanted(marks, theirs.get(story_id), is_right)) != marks
    }
    lost.store.marks.save(changed)
    recovery.marks_before |= {story_id: ours[story_id] for story_id in changed}
    _tell(recovery, changed, lost.path.name, bad)


def _wanted(ours: Marks, theirs: Marks | None, is_right: bool) -> Marks:
    """Return the marks that a story is to have."""
    if is_right:
        return replace(theirs or Marks(), read=ours.read, hidden=ours.hidden)
    return merge_marks(ours, theirs or Marks())


def _tell(recovery: Recovery, changed: dict[int, Marks], name: str, bad: int) -> None:
    back = sum(marks != Marks(read=marks.read, hidden=marks.hidden) for marks in changed.values())
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


def _read(lines: Iterable[str]) -> tuple[Keepsakes, int]:
    """Return the keepsakes in lines, and how many lines hold none."""
    found: Keepsakes = {}
    bad = 0
    for line in lines:
        try:
            keepsake = bookmark_file.read_bookmark(line)
        except (ValueError, RecursionError):
            bad += 1
        else:
            found[keepsake.source, keepsake.key] = keepsake
    return found, bad


def _from_backup(lost: LostMirror) -> Keepsakes:
    """Return what the latest backup has that is newer than the database, or of another one."""
    for path in _backups(lost.path):
        found = header_in(path)
        now = lost.store.database
        if found is None:
            is_wanted = not lost.store.stories.counts().all
        else:
            is_other = found[0].store != now.meta("store")
            is_wanted = is_other or found[0].generation > now.generation(bookmark_file.PART)
        kept, _ = _read(read_lines(path)) if is_wanted else ({}, 0)
        if kept:
            return kept
    return {}


def _backups(path: Path) -> Iterator[Path]:
    paths = (backup_path(path, number) for number in range(1, BACKUPS + 1))
    return (path for path in paths if path.is_file())


def _by_story(lost: LostMirror, kept: Iterable[Keepsake]) -> dict[int, Marks]:
    """Return the marks of keepsakes by story; a story that is not there gets a stand-in."""
    found: dict[int, Marks] = {}
    for keepsake in kept:
        place = keepsake.source, keepsake.key
        story_id = lost.store.marks.find(*place) or save_stand_in(lost.store, keepsake, lost.now())
        found[story_id] = merge_marks(found.get(story_id, Marks()), keepsake.marks)
    return found


def restore_searches(lost: LostMirror, recovery: Recovery) -> None:
    """Bring back saved searches."""
    lines = read_lines(lost.path)
    kept = tuple({one.name: one for one in read_searches(lines)}.values())
    bad = len(lines) - len(kept)
    is_right = lost.is_newer and not bad
    before = lost.store.searches.change(_replacing(kept) if is_right else _adding(kept))
    after = lost.store.searches.all()
    said = [_searches_told(len({*after} - {*before}), lost.path.name)] if before != after else []
    said += [_unreadable(lost.path.name, bad)] if bad else []
    if said:
        recovery.notes[SEARCHES] = "; ".join(said) + "."


def _searches_told(count: int, name: str) -> str:
    searches = "saved search is" if count == 1 else "saved searches are"
    return f"{count:,} {searches} back from {name}: the database had lost them"


def _replacing(kept: SavedSearches) -> Callable[[SavedSearches], SavedSearches]:
    return lambda _: kept


def _adding(kept: Iterable[SavedSearch]) -> Callable[[SavedSearches], SavedSearches]:
    def added(ours: SavedSearches) -> SavedSearches:
        return (*ours, *(one for one in kept if one.name not in search_names(ours)))

    return added


def restore_rules(lost: LostMirror, recovery: Recovery) -> None:
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
