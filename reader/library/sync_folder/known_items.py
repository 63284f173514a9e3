"""What all machines together know of the stories that are here, under each name that a story has.

A story is known by its sources' names for it and by its page. What was marked where only another
source has it is found by the page, unless so many stories here share it that it names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from reader.fetch import is_web
from reader.model import Highlight, Marks
from reader.store import Store
from reader.store.tables.sync_state import ItemRow, StoryIdentity, StoryNames
from reader.sync.act_merge import Item, item_as_json, latest_value, live_dots, note_text, read_item
from reader.sync.acts import ActKind, page_name, story_name
from reader.sync.written_values import name_of, read_highlight

MOST_ON_PAGE = 3  # stories here that one page may be of, and still say which story is meant
_READ, _BOOKMARK, _NOTE = ActKind.READ.value, ActKind.BOOKMARK.value, ActKind.NOTE.value
_TAG, _HIGHLIGHT = f"{ActKind.TAG} ", f"{ActKind.HIGHLIGHT} "

StoryItems = dict[str, Item]
"""What is known of one story, by subject."""


class KnownItems:
    """Reads and writes what is known, and finds the stories that it is about."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def name_stories(self, identities: Sequence[StoryIdentity]) -> None:
        """Give stories the names by which they are known everywhere."""
        ids = [one.story_id for one in identities]
        named = [_names_of(one, is_first=True) for one in identities]
        named += [_names_of(one, is_first=False) for one in self.store.sync.copies(ids)]
        self.store.sync.save_names(ids, named)

    def names_of(self, ids: Sequence[int]) -> dict[int, StoryNames]:
        """Return by which name each story is written down here; unknown ids are left out."""
        sync = self.store.sync
        first = {one.story_id: one for one in sync.names_of(ids) if one.is_first}
        if unnamed := [story_id for story_id in ids if story_id not in first]:
            self.name_stories(sync.identities(unnamed))
            more = sync.names_of(unnamed)
            first |= {one.story_id: one for one in more if one.is_first}
        return first

    def items(self, subjects: Iterable[str]) -> dict[str, Item]:
        """Return what is known of subjects."""
        return _items_in(self.store.sync.items(list(subjects)))

    def save(self, items: dict[str, Item]) -> None:
        """Put what is known in the place of what was."""
        self.store.sync.save_items(
            ItemRow(subject, item.page, item_as_json(item)) for subject, item in items.items()
        )

    def stories_of(self, items: dict[str, Item]) -> list[int]:
        """Return the stories that items may be about."""
        sync = self.store.sync
        by_name = sync.stories_named([_story_name(subject) for subject in items])
        pages = {item.page for item in items.values() if item.page}
        by_page = _few(sync.stories_on_page(sorted(pages)))
        ids = {story_id for _, story_id in by_name}
        return sorted(ids.union(*by_page.values()))

    def items_of(
        self, ids: Sequence[int], at_hand: Mapping[str, Item] = MappingProxyType({})
    ) -> dict[int, StoryItems]:
        """Return what is known of each story; what is at hand is not read again."""
        sync = self.store.sync
        names = sync.names_of(ids)
        found: dict[int, StoryItems] = {story_id: {} for story_id in ids}
        subjects = [f"story {one.name}" for one in names]
        by_name = self.items(one for one in subjects if one not in at_hand)
        for one, subject in zip(names, subjects, strict=True):
            item = at_hand.get(subject) or by_name.get(subject)
            if item is not None:
                found[one.story_id][subject] = item
        on_page = _few(sync.stories_on_page(sorted({one.page for one in names if one.page})))
        others = _items_in(sync.items_on_page(sorted(on_page)))
        for subject, item in others.items():
            for story_id in on_page[item.page] & found.keys():
                found[story_id][subject] = item
        return found


def _few(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    """Return the stories of each page that has few."""
    found: dict[str, set[int]] = defaultdict(set)
    for page, story_id in pairs:
        found[page].add(story_id)
    return {page: ids for page, ids in found.items() if len(ids) <= MOST_ON_PAGE}


def _story_name(subject: str) -> str:
    return subject.partition(" ")[2]


def _items_in(rows: Iterable[ItemRow]) -> dict[str, Item]:
    return {row.subject: read_item(row.page, row.state) for row in rows}


def _names_of(one: StoryIdentity, is_first: bool) -> StoryNames:
    name = story_name(one.location, one.key, one.headline, is_web(one.location))
    return StoryNames(one.story_id, name, page_name(one.link), is_first)


def marks_known(items: StoryItems, ours: Marks) -> Marks:
    """Return the marks of a story as all machines have them; ours where nobody says anything."""
    fields = {name for item in items.values() for name in item.cells}
    return Marks(
        is_read(items) if _READ in fields else ours.read,
        _bookmark_time(items) if _BOOKMARK in fields else ours.bookmarked,
        _tags(items, ours, fields),
        note_text(items.values()) if _NOTE in fields else ours.note,
        is_hidden(items) if ActKind.HIDDEN.value in fields else ours.hidden,
        _highlights(items, ours, fields),
    )


def _tags(items: StoryItems, ours: Marks, fields: set[str]) -> tuple[str, ...]:
    known = {field.removeprefix(_TAG) for field in fields if field.startswith(_TAG)}
    live = {tag for tag in known if live_dots(items.values(), f"{_TAG}{tag}")}
    return tuple(sorted((set(ours.tags) - known) | live)) if known else ours.tags


def _highlights(items: StoryItems, ours: Marks, fields: set[str]) -> tuple[Highlight, ...]:
    names = {one.removeprefix(_HIGHLIGHT) for one in fields if one.startswith(_HIGHLIGHT)}
    if not names:
        return ours.highlights
    found = [one for one in ours.highlights if name_of(one) not in names]
    for name in names:
        here = [one for one in ours.highlights if name_of(one) == name]
        found += _highlights_named(items, name, here)
    return tuple(sorted(found, key=lambda one: (one.at, one.quote)))


def _highlights_named(items: StoryItems, name: str, here: list[Highlight]) -> list[Highlight]:
    """Return the highlights of a name: those that are here stay where they stand."""
    dots = live_dots(items.values(), f"{_HIGHLIGHT}{name}")
    if not dots:
        return []
    colour = latest_value(items.values(), f"{ActKind.COLOUR} {name}")
    remark = latest_value(items.values(), f"{ActKind.REMARK} {name}")
    return [
        replace(
            one,
            colour=one.colour if colour is None else str(colour[1]),
            note=one.note if remark is None else str(remark[1]),
        )
        for one in here or [read_highlight(str(dots[0][2]))]
    ]


def _bookmark_time(items: StoryItems) -> datetime | None:
    since = bookmarked_since(items)
    return None if since is None else datetime.fromtimestamp(since, UTC)


def is_read(items: StoryItems) -> bool:
    """Tell whether a story is read, as all machines have it."""
    latest = latest_value(items.values(), _READ)
    return latest is not None and bool(latest[1])


def is_hidden(items: StoryItems) -> bool:
    """Tell whether a story is hidden, as all machines have it."""
    latest = latest_value(items.values(), ActKind.HIDDEN)
    return latest is not None and bool(latest[1])


def bookmarked_since(items: StoryItems) -> int | None:
    """Return since when a story is bookmarked as all machines have it, in seconds, or None."""
    latest = latest_value(items.values(), _BOOKMARK)
    return latest[1] if latest is not None and isinstance(latest[1], int) else None
