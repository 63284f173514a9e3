"""Selected stories: picked one by one or as a stretch, and what is done with all of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count as counting
from typing import TYPE_CHECKING

from reader.config import expand_path
from reader.library.marks import tags_in
from reader.model import PublishedBetween, ReaderError
from reader.tui.controllers.links import LinksController
from reader.tui.controllers.marks import MarksController
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges

if TYPE_CHECKING:
    from reader.tui.widgets.story_list import Ids

_MANY = 10  # pages that are opened without a question
_MOST_PAGES = 100  # that are opened at once at all
_KINDS = {".md": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".jsonl": "jsonl"}


@dataclass(eq=False, repr=False)
class SelectionController:
    """Select stories of the list, and do with all of them what keys else do with one.

    A stretch goes from where it was begun to the chosen story; it moves with that. What was picked
    stays selected through searches, and no longer where another view is listed.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    marks: MarksController
    links: LinksController
    prompts: Prompts
    _picked: set[int] = field(default_factory=set, init=False)
    _anchor: int | None = field(default=None, init=False)  # the place where the stretch begins
    _ids: Ids = field(default=(), init=False)  # the list in which that is
    _view: str = field(default="", init=False)  # the view in which stories were picked

    def __post_init__(self) -> None:
        self._view = self.session.view

    @property
    def is_active(self) -> bool:
        """Whether anything is selected, or a stretch begun."""
        if self._anchor is not None and self._ids is not self.layout.list.ids:
            self._anchor = None  # another list stands there by now
        if self._view != self.session.view:
            self._view = self.session.view
            self._picked.clear()
        return bool(self._picked) or self._anchor is not None

    def begin_stretch(self) -> None:
        """Begin a stretch at the chosen story; the next time it ends there, and stays selected."""
        if self._anchor is not None:
            self._picked.update(self._stretch())
            self._anchor = None
        elif self.layout.list.ids:
            self._anchor, self._ids = self.layout.list.place, self.layout.list.ids
        self._show()

    def toggle(self) -> None:
        """Select the chosen story or no longer, and go on to the next."""
        story = self.layout.list.current
        if story is None:
            self.bars.show_status("There is no story to select")
            return
        if self._anchor is not None:
            self.begin_stretch()
        self._picked ^= {story}
        self.reading.choose(self.layout.list.place + 1)
        self._show()

    def select_above(self) -> None:
        """Select the chosen story and all above it."""
        self._add(self.layout.list.ids[: self.layout.list.place + 1])

    def select_below(self) -> None:
        """Select the chosen story and all below it."""
        self._add(self.layout.list.ids[self.layout.list.place :])

    async def ask_age(self) -> None:
        """Ask for a date or an age, and select the listed stories that are older."""
        await self.prompts.ask("Select older than (7d, 2026-01-31)", "7d", self._select_older)

    def _select_older(self, typed: str) -> None:
        """Select the listed stories from before a date, or older than an age."""
        part = self.session.library.parse_query(f"before:{typed}").part
        if not isinstance(part, PublishedBetween) or part.before is None:
            self.bars.show_status(f"{typed} is no date and no age; try 7d or 2026-01-31")
            return
        older = self.session.library.store.batch_marks.ids_before(int(part.before.timestamp()))
        self._add(one for one in self.layout.list.ids if one in older)
        said = f"{len(self._picked):,} selected that are older than {typed}"
        self.bars.show_status(f"{said}, by date of publication, else by when they were first seen")

    def _add(self, ids: Iterable[int]) -> None:
        """Select more stories."""
        self._picked.update(ids)
        self._show()

    def clear(self) -> None:
        """Select nothing."""
        self._picked.clear()
        self._anchor = None
        self._show()

    def _stretch(self) -> Ids:
        """Return the stories from where the stretch was begun to the chosen one."""
        if self._anchor is None:
            return ()
        first, last = sorted((self._anchor, self.layout.list.place))
        return self.layout.list.ids[first : last + 1]

    def _is_selected(self, place: int) -> bool:
        """Tell whether the story at a place of the list is selected."""
        if not self.is_active:
            return False
        if self._anchor is not None:
            first, last = sorted((self._anchor, self.layout.list.place))
            if first <= place <= last:
                return True
        ids = self.layout.list.ids
        return place < len(ids) and ids[place] in self._picked

    def _show(self) -> None:
        """Show in the list what is selected."""
        is_active = self.is_active
        self.layout.list.show_selection(self._is_selected if is_active else None)
        self.bars.refresh()

    @property
    def selected(self) -> Sequence[int]:
        """The selected stories, in the order of the list; those it does not hold come last."""
        stretch = self._stretch() if self.is_active else ()
        if not self._picked:
            return stretch
        wanted = self._picked.union(stretch) if stretch else self._picked
        listed = array("q", filter(wanted.__contains__, self.layout.list.ids))
        if len(listed) < len(wanted):
            listed.extend(sorted(wanted.difference(listed)))
        return listed

    @property
    def count(self) -> int:
        """How many stories are selected: told at each key, so that no set of all is made for it."""
        stretch = self._stretch()
        both = sum(map(self._picked.__contains__, stretch)) if self._picked else 0
        return len(self._picked) + len(stretch) - both

    def selected_runs(self, is_short: bool) -> list[StyledText]:
        """Say how many stories are selected."""
        if not self.is_active:
            return []
        count = f"{self.count:,}"
        return [(f" {count} selected" if not is_short else f" {count} ✓", "tab-on"), (" ", "")]

    def toggle_read(self) -> None:
        """Mark what is selected as read, or as unread where all of it is read."""
        ids = self.selected
        on = not self.session.library.store.marks.ids_marked("read").issuperset(ids)
        self._change("read" if on else "unread", ids, partial(self._set_read, on=on))

    def _set_read(self, ids: Sequence[int], on: bool) -> tuple[int, Callable[[], object]]:
        table = self.session.library.store.batch_marks
        changed = table.set_read(ids, on)
        return len(changed), lambda: table.set_read(changed, not on)

    def toggle_bookmark(self) -> None:
        """Bookmark what is selected, or take the bookmarks away where all of it has one."""
        ids = self.selected
        on = not self.session.library.store.marks.ids_marked("bookmarked").issuperset(ids)
        does = self._bookmark if on else self._take_bookmarks
        self._change("bookmarked" if on else "without bookmark", ids, does)

    def _bookmark(self, ids: Sequence[int]) -> tuple[int, Callable[[], object]]:
        table = self.session.library.store.batch_marks
        changed = table.bookmark(ids, int(self.session.library.clock.now().timestamp()))
        return len(changed), lambda: table.take_bookmarks(changed)

    def _take_bookmarks(self, ids: Sequence[int]) -> tuple[int, Callable[[], object]]:
        table = self.session.library.store.batch_marks
        times = table.take_bookmarks(ids)
        return sum(map(len, times.values())), lambda: table.put_bookmarks(times)

    def toggle_hidden(self) -> None:
        """Hide what is selected, or show it again where all of it is hidden."""
        ids = self.selected
        on = not self.session.library.store.marks.ids_marked("hidden").issuperset(ids)
        self._change("hidden" if on else "shown again", ids, partial(self._set_hidden, on=on))

    def _set_hidden(self, ids: Sequence[int], on: bool) -> tuple[int, Callable[[], object]]:
        table, counting = self.session.library.store.batch_marks, self.session.keep_count
        changed = counting(lambda: table.set_hidden(ids, on))
        return len(changed), lambda: counting(lambda: table.set_hidden(changed, not on))

    async def ask_tags(self) -> None:
        """Ask for tags that all of the selected stories are to have; - before one takes it off."""
        count = self.count
        await self.prompts.ask(f"Tags of {count:,} stories, - takes one off", "", self._tag)

    def _tag(self, typed: str) -> None:
        """Put tags on the selected stories, or take them off."""
        wanted = [
            (tag, not word.startswith("-"))
            for word in typed.split()
            for tag in tags_in(word.lstrip("-"))
        ]
        told = " ".join(f"#{tag}" if on else f"-#{tag}" for tag, on in wanted)
        if wanted:
            self._change(f"tagged {told}", self.selected, partial(self._set_tags, wanted=wanted))

    def _set_tags(
        self, ids: Sequence[int], wanted: Sequence[tuple[str, bool]]
    ) -> tuple[int, Callable[[], object]]:
        table = self.session.library.store.batch_marks
        with self.session.library.store.act():
            done = [(tag, on, table.set_tag(ids, tag, on)) for tag, on in wanted]

        def back() -> None:
            with self.session.library.store.act():
                for tag, on, changed in reversed(done):
                    table.set_tag(changed, tag, not on)

        return max(len(changed) for *_, changed in done), back

    def _change(
        self,
        told: str,
        ids: Sequence[int],
        act: Callable[[Sequence[int]], tuple[int, Callable[[], object]]],
    ) -> None:
        """Change marks of stories, so that one undo takes all of it back; select nothing then."""

        def change() -> None:
            count, back = act(ids)
            if count:
                self.session.remember_undo(f"{count:,} {told}", back)
            if self.unsaved.has_screen:
                self.marks.show_changed_back(f"{count:,} {told}")

        self.unsaved.write(f"{len(ids):,} stories {told}", change)
        self.clear()

    def copy_links(self) -> None:
        """Copy the links of the selected stories, one a line."""
        links = self._links()
        if not links:
            self.bars.show_status("None of these stories has a link")
            return
        self.links.copy("\n".join(links) + "\n", f"{len(links):,} links copied")
        self.clear()

    async def open_pages(self) -> None:
        """Open the pages of the selected stories in the browser, many only once agreed to."""
        found = self._links()
        links = found[:_MOST_PAGES]
        if len(links) > _MANY:
            pages = f"{len(links):,} pages" if links == found else _first_pages(len(found))
            asked = f"Open {pages} in the browser?"
            await self.prompts.ask_yes_or_no(asked, partial(self._on_open_answer, links))
        else:
            self._on_open_answer(links, agreed=True)

    def _on_open_answer(self, links: Sequence[str], agreed: bool) -> None:
        """Open pages where that was agreed to."""
        if not agreed:
            self.bars.show_status("Nothing was opened")
            return
        for link in links:
            self.links.browse(link)
        self.bars.show_status(f"Opening {len(links):,} pages")
        self.clear()

    def _links(self) -> list[str]:
        """Return the links of the selected stories."""
        return self.session.library.store.stories.links_of(self.selected)

    async def ask_file(self) -> None:
        """Ask for a file to export the selected stories to; its name says as what."""
        if not self.selected:
            stretch, one = map(self.bars.key_of, ("select_stretch", "select_one"))
            hint = f"{stretch} selects a stretch, {one} one story"
            self.bars.show_status(f"No story is selected; {hint}")
            return
        await self.prompts.ask(
            f"Export {self.count:,} to (.md .html .json .jsonl)",
            "~/stories.md",
            self._export,
        )

    def _export(self, name: str) -> None:
        """Write the selected stories to a file that is not there yet."""
        from reader.library import bookmark_export

        path = expand_path(name)
        kind = _KINDS.get(path.suffix.lower(), "markdown")
        numbers, marks = counting(), self.session.library.store.marks
        keepsakes = (
            one for one, _ in zip(marks.keepsakes_of(self.selected), numbers, strict=False)
        )
        try:
            if path.exists():
                self.bars.show_status(f"{name} is there already; choose another name", warning=True)
                return
            bookmark_export.save_export(path, bookmark_export.STORY_FORMATS[kind](keepsakes))
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
        else:
            self.bars.show_status(f"{next(numbers):,} exported to {name}")
            self.clear()


def _first_pages(count: int) -> str:
    """Return how many of very many pages are opened at once."""
    return f"the first {_MOST_PAGES} of {count:,} pages"
