"""The session: which stories are listed, what is searched, what can be undone, which story is open.

Only this module writes its fields.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import filterfalse
from typing import TYPE_CHECKING, TypeVar

from reader.library import Library, marks, matches, row_matches
from reader.model import Mark, Marks, Story, StoryCounts
from reader.model.construction import frozen
from reader.tui.open_story import OpenStory
from reader.tui.render.article.article_lines import ArticleBlock, Matches
from reader.tui.render.article.article_search import Find, find_nothing
from reader.tui.widgets.story_list import Ids, ShownRow

if TYPE_CHECKING:  # what only a search needs is not there when the screen opens
    from reader.library.list_order import ReopenedList
    from reader.model import Part, Query
    from reader.store.left_place import LeftPlace

Acted = TypeVar("Acted")
MOST_UNDONE = 200  # changes that can be taken back; each may hold a note of a megabyte
_UNFOLDED = 500  # stories of an event that can be listed beneath it


@frozen
class Undo:
    """What a change was, and what takes it back."""

    did: str
    back: Callable[[], object]


@frozen
class ListSnapshot:
    """What was listed at a moment, to come back to."""

    view: str
    whole: Ids
    inner: Mapping[int, int]


class Session:
    """One person's sitting, without a word about widgets."""

    def __init__(self, library: Library, fold: bool = True) -> None:
        self.library = library
        self.fold = fold  # whether an event is one row
        self.view = "all"
        self.query: Query | None = None
        self.article = OpenStory(library)
        self.listed = 0  # how many stories there were when the view was listed
        # Up to which dropped stories are known.
        self.revision = library.store.expired_stories.last_revision()
        self.grouping = ""  # what was true of events then
        self.whole: Ids = ()  # what is listed, the stories that stand under others among them
        self.inner: dict[int, int] = {}  # stories that are unfolded beneath another: that one
        self.columns = 80  # of a passage in the list
        self.changes: deque[Undo] = deque(maxlen=MOST_UNDONE)

    @property
    def story(self) -> Story | None:
        """The story that is open."""
        return self.article.story

    def set_fold(self, fold: bool) -> None:
        """Have an event be one row, or a row of each report, when something is listed next."""
        self.fold = fold

    @property
    def counts(self) -> StoryCounts:
        """How many stories there are."""
        return self.library.store.stories.counts()

    def list_view(self, view: str) -> array[int]:
        """Turn to a view; return the ids of its stories, one of each event."""
        self.view, self.listed = view, self.counts.all
        self.grouping = self.library.store.event_rows.grouping()
        self.inner.clear()
        self.whole = whole = self.library.orders.ids(view)
        ids = self.library.orders.folded(view, whole) if self.fold else whole
        return self.library.orders.listed(view, ids)

    @property
    def list_order(self) -> str:
        """The order that was chosen for what is listed; empty for the usual one."""
        return self.library.store.stories.list_order(self.view)

    def first_unread(self, ids: Ids) -> int | None:
        """Return the first unread story of a list."""
        read = self.library.store.marks.ids_marked("read")
        return next(filterfalse(read.__contains__, ids), None)

    @property
    def is_in_order_of_time(self) -> bool:
        """Whether the newest stories stand first, under the names of their days."""
        order = self.list_order
        is_usual = not order and self.view != "bookmarks"
        return self.query is None and (is_usual or order.lstrip("-") in ("newest", "oldest"))

    @property
    def is_regrouped(self) -> bool:
        """Whether events have changed since the view was listed."""
        return self.fold and self.grouping != self.library.store.event_rows.grouping()

    def fold_hits(self, query: Query, ids: tuple[int, ...]) -> tuple[int, ...]:
        """Return one hit of each event, unless the search asks for one event itself."""
        part = query.part
        if not self.fold or (part is not None and self.library.asks_for_event(part)):
            return ids
        return self.library.orders.fold_results(ids)

    def list_hits(self, query: Query, ids: tuple[int, ...]) -> None:
        """Turn to what a query has found."""
        self.query, self.whole = query, ids
        self.inner.clear()

    def set_columns(self, columns: int) -> None:
        """Have passages of so many columns in the list."""
        self.columns = columns

    def take_snapshot(self) -> ListSnapshot:
        """Take note of what is listed."""
        return ListSnapshot(self.view, self.whole, dict(self.inner))

    def end_query(self, before: ListSnapshot | None) -> None:
        """Search for nothing, and be where the reader was before that."""
        self.query = None
        if before is not None:
            self.view, self.whole = before.view, before.whole
            self.inner.clear()
            self.inner.update(before.inner)

    def count_as_listed(self) -> None:
        """Take all stories that there are for listed."""
        self.listed = self.counts.all

    def unfold(self, ids: Ids, lead: int) -> Ids:
        """Return a list with the other reports of an event beneath the one that leads it."""
        beneath = self._hidden_reports(lead, ids)
        if not beneath:
            return ids
        self.inner.update(dict.fromkeys(beneath, lead))
        after = ids.index(lead) + 1
        return array("q", [*ids[:after], *beneath, *ids[after:]])

    def fold_event(self, ids: Ids, lead: int) -> Ids:
        """Return a list with only the story that leads an event."""
        inner = self.unfolded_reports(lead)
        for story in inner:
            del self.inner[story]
        return array("q", filterfalse(inner.__contains__, ids))

    def unfolded_reports(self, lead: int) -> set[int]:
        """Return the stories that are unfolded beneath one."""
        return {story for story, above in self.inner.items() if above == lead}

    def unfold_all(self, ids: Ids, stories: Iterable[int]) -> Ids:
        """Return a list with the events of these stories unfolded, as far as it holds them."""
        for story in stories:
            lead = self.lead_of(story, ids)
            ids = ids if lead is None else self.unfold(ids, lead)
        return ids

    def lead_of(self, story: int, ids: Ids) -> int | None:
        """Find the story under which another one of its event stands in a list."""
        together = self.library.store.events.story_ids(story)
        return next(filter(together.__contains__, ids), None)

    def list_with(self, ids: Ids, story: int | None) -> Ids:
        """Return a list in which a story that stands under another of its event can be chosen."""
        if story is None or story in ids or story not in self.whole:
            return ids
        return self.unfold_all(ids, [story])

    def _hidden_reports(self, lead: int, ids: Ids) -> list[int]:
        """Return the other stories of an event that a list does not show, the newest first."""
        others = self.library.store.event_rows.other_reports(lead, _UNFOLDED)
        shown = set(others).intersection(ids)
        return [story for story in others if story not in shown]

    def drop_expired(self) -> frozenset[int]:
        """Take dropped stories off what is listed; return those since this was last asked."""
        dropped = self._newly_dropped()
        if dropped:
            self.listed -= len(dropped.intersection(self.library.orders.everything.numbers))
            self.whole = array("q", (one for one in self.whole if one not in dropped))
        return dropped

    def _newly_dropped(self) -> frozenset[int]:
        """Return the stories that were dropped since this was last asked."""
        retention = self.library.store.expired_stories
        newest = retention.last_revision()
        if newest == self.revision:
            return frozenset()
        found, self.revision = frozenset(retention.dropped_after(self.revision)), newest
        return found

    def has_story(self, story_id: int) -> bool:
        """Return whether a story is still there."""
        return bool(self.library.store.stories.known_ids([story_id]))

    @property
    def _query_part(self) -> Part | None:
        """What is searched for, if anything is."""
        return self.query.part if self.query else None

    def read_rows(self, ids: Sequence[int]) -> list[ShownRow]:
        """Read the rows of these stories, in a search with what was found in each."""
        return self.read_hits(self.query, ids)

    def read_hits(self, query: Query | None, ids: Sequence[int]) -> list[ShownRow]:
        """Read the rows of these stories, with what a query, if any, finds in each."""
        part = query.part if query else None
        if part is None:
            return [(row, None) for row in self.library.store.stories.rows(ids)]
        stories = {story.id: story for story in self.library.store.stories.by_ids(ids)}
        rows = self.library.store.stories.rows(list(stories))  # what is gone by now is left out
        return [(row, row_matches(part, stories[row.id], self.columns)) for row in rows]

    def list_left(self, left: LeftPlace) -> ReopenedList:
        """Turn to what was listed where the screen was left."""
        if left.query:
            self.query = self.library.parse_query(left.query)
        listed = self.library.orders.reopened(left, self.fold)
        self.view, self.listed, self.whole = listed.view, self.counts.all, listed.whole
        self.grouping = self.library.store.event_rows.grouping()
        self.inner.update(listed.inner)
        return listed

    @property
    def article_find(self) -> Find:
        """What finds the search in the article."""
        language = self.story.language if self.story else ""
        return (
            find_nothing
            if self._query_part is None
            else partial(_find_in_block, self._query_part, language)
        )

    def marks_of(self, story_id: int) -> Marks:
        """Read the marks of a story."""
        return self.library.store.marks.marks_of([story_id]).get(story_id, Marks())

    def set_mark(self, ids: list[int], mark: Mark, on: bool, did: str) -> None:
        """Set or clear a mark, so that it can be undone."""
        before = self.keep_count(lambda: self.library.set_mark(ids, mark, on))
        self.remember_undo(did, lambda: self.keep_count(lambda: self.library.set_marks(before)))

    def keep_count(self, act: Callable[[], Acted]) -> Acted:
        """Make a change that may hide stories or show them again: none of that is news."""
        before = self.counts.all
        acted = act()
        self.listed += self.counts.all - before
        return acted

    def change_many(self, ids: Sequence[int], how: Callable[[Marks], Marks], did: str) -> None:
        """Change the marks of several stories, so that it can be undone at once."""
        before = self.keep_count(lambda: marks.change_marks(self.library.store, ids, how))
        self.remember_undo(did, lambda: self.keep_count(lambda: self.library.set_marks(before)))

    def change_marks(self, story_id: int, how: Callable[[Marks], Marks], did: str) -> bool:
        """Change the marks of a story, so that it can be undone; return whether they differ."""
        before = marks.change_marks(self.library.store, [story_id], how)
        changed = before != self.library.store.marks.marks_of([story_id])
        if changed:
            self.remember_undo(did, lambda: self.library.set_marks(before))
        return changed

    def mark_all_read(self, ids: Sequence[int], did: str) -> int:
        """Mark any number of stories as read, so that it can be undone; count the unread ones."""
        table = self.library.store.batch_marks
        unread = table.set_read(ids, True)
        if unread:
            self.remember_undo(did, lambda: table.set_read(unread, False))
        return len(unread)

    def remember_undo(self, did: str, back: Callable[[], object]) -> None:
        """Remember a change that can be undone."""
        self.changes.append(Undo(did, back))

    def undo_last(self) -> Undo | None:
        """Take the last change back; return what it was."""
        if not self.changes:
            return None
        last = self.changes[-1]
        last.back()
        return self.changes.pop()


def _find_in_block(part: Part, language: str, block: ArticleBlock, text: str) -> Matches:
    """Find a search in a stretch of a block of the article."""
    return matches(text, part, block.field, language) if block.field else ()
