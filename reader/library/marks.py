"""Changes of marks, and bookmarks that are imported from their readable file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from reader.model import ContentForm, Entry, Highlight, Keepsake, Mark, Marks
from reader.model.construction import replace
from reader.model.safe_text import safe_tag
from reader.store import Store
from reader.store.files import bookmark_file
from reader.store.files.mirror import is_header

_AT_A_TIME = 5_000  # stories whose marks are in memory twice
# Spaces and commas, and what no tag may hold because it would not be seen.
_BETWEEN_TAGS = re.compile(r"[\s,\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u206f]+")


def with_mark(marks: Marks, mark: Mark, on: bool, now: datetime) -> Marks:
    """Return marks with one of them set or cleared; a bookmark that is there keeps its time."""
    if mark is Mark.READ:
        return replace(marks, read=on)
    if mark is Mark.HIDDEN:
        return replace(marks, hidden=on)
    return replace(marks, bookmarked=(marks.bookmarked or now) if on else None)


def change_marks(
    store: Store, ids: Sequence[int], how: Callable[[Marks], Marks]
) -> dict[int, Marks]:
    """Change the marks of stories, all or none; return those that they had."""
    before: dict[int, Marks] = {}
    with store.act():
        for at in range(0, len(ids), _AT_A_TIME):
            had = store.marks.marks_of(ids[at : at + _AT_A_TIME])
            store.marks.save({story_id: how(marks) for story_id, marks in had.items()})
            before |= had
    return before


def tags_in(typed: str) -> tuple[str, ...]:
    """Return the tags that a person typed: words, with or without a # before each."""
    words = (word.lstrip("#") for word in _BETWEEN_TAGS.split(typed.casefold()))
    return tuple(sorted({tag for tag in map(safe_tag, words) if tag}))


def with_tags(marks: Marks, more: Iterable[str] = (), less: Iterable[str] = ()) -> Marks:
    """Return marks with some tags more, and some less."""
    return replace(marks, tags=tuple(sorted({*marks.tags, *more} - set(less))))


def import_bookmarks(store: Store, lines: Iterable[str], name: str, now: datetime) -> Iterator[str]:
    """Take in keepsakes, one a line; a sentence for each line that holds none."""
    for number, line in enumerate(lines, start=1):
        if not line.strip() or is_header(line):
            continue
        try:
            keepsake = bookmark_file.read_bookmark(line)
        except (ValueError, RecursionError) as error:
            yield f"{name}, line {number}: is not a bookmark: {error}."
        else:
            _take_in(store, keepsake, now)


def _take_in(store: Store, keepsake: Keepsake, now: datetime) -> None:
    """Add a keepsake's marks to its story, or to a stand-in until its source is read again."""
    found = store.marks.find(keepsake.source, keepsake.key) or save_stand_in(store, keepsake, now)
    had = store.marks.marks_of([found])[found]
    store.marks.save({found: merge_marks(had, keepsake.marks)})


def save_stand_in(store: Store, keepsake: Keepsake, now: datetime) -> int:
    """Make a story out of what the keepsake remembers of it; its id."""
    from reader.clean import clean

    entry = Entry(
        source=keepsake.source,
        content=keepsake.text,
        form=ContentForm.TEXT,
        arrived=now,
        guid=keepsake.guid,
        link=keepsake.link,
        title=keepsake.headline,
        author=keepsake.byline,
        outlet=keepsake.outlet,
        published=bookmark_file.iso_moment(keepsake.published) or "",
    )
    story = replace(clean(entry), key=keepsake.key)
    store.stories.save(store.sources.make_known(keepsake.source), [(entry, story)], again=True)
    return store.marks.find(keepsake.source, keepsake.key) or 0


def merge_marks(had: Marks, more: Marks) -> Marks:
    """Return two sets of marks as one; where they disagree, what was there stays."""
    return Marks(
        read=had.read,
        bookmarked=had.bookmarked or more.bookmarked,
        tags=tuple(sorted({*had.tags, *more.tags})),
        note=had.note or more.note,
        hidden=had.hidden,
        highlights=_merge_highlights(had.highlights, more.highlights),
    )


def _merge_highlights(
    had: tuple[Highlight, ...], more: tuple[Highlight, ...]
) -> tuple[Highlight, ...]:
    """Return highlights of two files or databases; what both have stays as it was."""
    known = {(one.quote, one.before, one.after) for one in had}
    new = (one for one in more if (one.quote, one.before, one.after) not in known)
    return tuple(sorted((*had, *new), key=lambda one: one.at))
