"""What the reader is doing: which stories are listed, which is open, what was last changed."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library, marks, matches, snippet
from reader.library.events import new_sentences, other_reports
from reader.model import ContentForm, Mark, Marks, Row, Snippet, Story, StoryCounts
from reader.tui.render import article
from reader.tui.render.article import Block, Matches
from reader.tui.render.article_search import Find, nothing
from reader.tui.render.related_reports import also, with_news
from reader.tui.widgets.story_list import Found, Ids

if TYPE_CHECKING:  # what only a search needs is not there when the screen opens
    from reader.model import Part, Query

SEARCH = "search"
UNFOLDED = 500  # stories of an event that can be listed beneath it


@dataclass(frozen=True, slots=True)
class Undo:
    """What a change was, and what takes it back."""

    did: str
    back: Callable[[], object]


class Desk:
    """One person's sitting, without a word about widgets."""

    def __init__(self, library: Library, fold: bool = True) -> None:
        self.library = library
        self.fold = fold  # whether an event is one row
        self.view = "all"
        self.query: Query | None = None
        self.story: Story | None = None
        self.raw = False
        self.edit = 0  # which edit is shown in the place of the story, the latest is 1; 0 is none
        self.listed = 0  # how many stories there were when the view was listed
        self.revision = library.store.retention.newest()  # up to which dropped stories are known
        self.grouping = ""  # what was true of events then
        self.whole: Ids = ()  # what is listed, the stories that stand under others among them
        self.inner: dict[int, int] = {}  # stories that are unfolded beneath another: that one
        self.columns = 80  # of a passage in the list
        self.changes: list[Undo] = []
        self.reports = 0  # others of the event of the open story
        self.opened = False  # whether the open story has not been shown yet
        self.read_before: dict[int, list[int]] = {}  # a story: what was read of its event before it

    @property
    def counts(self) -> StoryCounts:
        """How many stories there are."""
        return self.library.store.stories.counts()

    def ids(self, view: str) -> array[int]:
        """Turn to a view; the ids of its stories, one of each event."""
        self.view, self.listed = view, self.counts.all
        self.grouping = self.library.store.folds.grouping()
        self.inner.clear()
        self.whole = whole = self.library.orders.ids(view)
        return self.library.orders.folded(view, whole) if self.fold else whole

    @property
    def regrouped(self) -> bool:
        """Whether events have changed since the view was listed."""
        return self.fold and self.grouping != self.library.store.folds.grouping()

    def found_ids(self, ids: tuple[int, ...]) -> tuple[int, ...]:
        """What a search found, one story of each event, unless that asks for one event itself."""
        from reader.model import InEvent
        from reader.query import leaves

        self.inner.clear()
        self.whole = ids
        asked = leaves(self.part) if self.part is not None else ()
        if not self.fold or any(isinstance(leaf, InEvent) for leaf in asked):
            return ids
        return self.library.orders.found(ids)

    def beneath(self, lead: int, ids: Ids) -> list[int]:
        """The other stories of the event of one that a list does not show, the newest first."""
        others = self.library.store.folds.beneath(lead, UNFOLDED)
        shown = set(others).intersection(ids)
        return [story for story in others if story not in shown]

    def gone(self) -> frozenset[int]:
        """The stories that were dropped since this was last asked."""
        retention = self.library.store.retention
        newest = retention.newest()
        if newest == self.revision:
            return frozenset()
        found, self.revision = frozenset(retention.since(self.revision)), newest
        return found

    def has(self, story_id: int) -> bool:
        """Whether a story is still there."""
        return bool(self.library.store.stories.known([story_id]))

    @property
    def part(self) -> Part | None:
        """What is searched for, if anything is."""
        return self.query.part if self.query else None

    def rows(self, ids: Sequence[int]) -> list[tuple[Row, Found | None]]:
        """The rows of these stories, in a search with what was found in each."""
        if self.part is None:
            return [(row, None) for row in self.library.store.stories.rows(ids)]
        stories = {story.id: story for story in self.library.store.stories.some(ids)}
        rows = self.library.store.stories.rows(list(stories))  # what is gone by now is left out
        return [(row, self.found(self.part, stories[row.id])) for row in rows]

    def found(self, part: Part, story: Story) -> Found:
        """What a search found in a story: its headline and the best passage."""
        marked = Snippet(story.headline, matches(story.headline, part, "title", story.language))
        return marked, snippet(story.text, part, self.columns, story.language)

    def open(self, story_id: int) -> None:
        """Take up a story."""
        self.story = self.library.store.stories.get(story_id)
        self.raw, self.edit, self.opened = False, 0, True

    @property
    def aside(self) -> bool:
        """Whether something else of the story is shown than its clean text."""
        return self.raw or self.edit > 0

    def blocks(self) -> list[Block]:
        """The open story: cleaned, as it came, or what an edit changed."""
        if self.story is None:
            return []
        if self.raw:
            return article.raw_blocks(self.original(self.story))
        beside = self.library.store.sharing.beside(self.story.id)
        if self.edit:
            from reader.tui.render.edit_diff import edited

            return edited(self.story, beside.versions, self.edit)
        others = other_reports(self.library.store, self.story)
        if self.opened and not beside.marks.read:
            self.read_before[self.story.id] = [other.story for other in others if other.read]
        self.opened, self.reports = False, len(others)
        told = article.story_blocks(self.story, beside, self.saved(self.story))
        return [*self.with_news(self.story, told), *also(others)]

    def with_news(self, story: Story, told: list[Block]) -> list[Block]:
        """A story with marks on what was in no report that was read before it in this sitting."""
        read = self.read_before.get(story.id)
        if not read:
            return told
        known = "report" if len(read) == 1 else f"{len(read)} reports"
        sign = f"is new against the {known} of this that you have read"
        return with_news(told, new_sentences(self.library.store, story, read), sign)

    def next_edit(self) -> bool:
        """Turn to what the latest edit changed, then to the one before, in the end to the story.

        Whether there is any edit.
        """
        if self.story is None:
            return False
        count = len(self.library.store.sharing.versions(self.story.id))
        self.raw, self.edit = False, (self.edit + 1) % (count + 1)
        return count > 0

    def saved(self, story: Story) -> dict[str, str]:
        """Where those files are that were attached to a story and are still on the disk."""
        if not story.enclosures:
            return {}
        links = [enclosure.link for enclosure in story.enclosures]
        paths = self.library.store.downloads.paths(links)
        return {link: path for link, path in paths.items() if os.path.exists(path)}

    def original(self, story: Story) -> str:
        """The page as it came, safe to print."""
        from reader.clean.text.sanitize import visible

        entry = self.library.store.stories.original(story.id)
        title = f"{entry.title}\n\n" if entry.title and entry.form is not ContentForm.DUMP else ""
        return visible(title + entry.content)

    @property
    def find(self) -> Find:
        """What finds the search in the article."""
        language = self.story.language if self.story else ""
        return nothing if self.part is None else partial(found, self.part, language)

    def marks(self, story_id: int) -> Marks:
        """The marks of a story."""
        return self.library.store.marks.of([story_id]).get(story_id, Marks())

    def mark(self, ids: list[int], mark: Mark, on: bool, did: str) -> None:
        """Set or clear a mark, so that it can be undone."""
        before = self.library.mark(ids, mark, on)
        self.did(did, lambda: self.library.put(before))

    def change(self, story_id: int, how: Callable[[Marks], Marks], did: str) -> bool:
        """Change the marks of a story, so that it can be undone; whether they are others now."""
        before = marks.change_marks(self.library.store, [story_id], how)
        changed = before != self.library.store.marks.of([story_id])
        if changed:
            self.did(did, lambda: self.library.put(before))
        return changed

    def mark_read(self, ids: Sequence[int], did: str) -> int:
        """Mark any number of stories as read, so that it can be undone; how many were unread."""
        marks = self.library.store.marks
        unread = marks.set_read(ids, True)
        if unread:
            self.did(did, lambda: marks.set_read(unread, False))
        return len(unread)

    def did(self, did: str, back: Callable[[], object]) -> None:
        """Remember a change that can be undone."""
        self.changes.append(Undo(did, back))

    def undo(self) -> Undo | None:
        """Take the last change back; what it was."""
        if not self.changes:
            return None
        last = self.changes[-1]
        last.back()
        return self.changes.pop()


def found(part: Part, language: str, block: Block, text: str) -> Matches:
    """Where a search is in a stretch of a block of the article."""
    return matches(text, part, block.field, language) if block.field else ()
