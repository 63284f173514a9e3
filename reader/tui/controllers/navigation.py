"""Moving: through the list, the article and the sidebar, from one to another, and between views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reader.tui.controllers.find_in_article import FindController
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.search import SearchController
from reader.tui.controllers.sidebar import NO_UNREAD_SOURCE, SidebarController
from reader.tui.layout import MainLayout
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_AT_ONCE = 128  # stories whose marks are read at once


@dataclass(eq=False, repr=False)
class NavigationController:
    """Move whatever keys move just now: the sidebar, the article or the list.

    `count` is the number that was typed before the key that is being done; 0 is none. The row that
    it comes to `is_passed` where the same key follows at once.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    reading: ReadingController
    listing: ListUpdatesController
    search: SearchController
    find: FindController
    sidebar: SidebarController
    count: Callable[[], int]
    is_passed: Callable[[], bool]

    @property
    def _times(self) -> int:
        """How often a movement is made."""
        return max(1, self.count())

    def move_down(self) -> None:
        """Move on by a line."""
        self.step(self._times)

    def move_up(self) -> None:
        """Move back by a line."""
        self.step(-self._times)

    def step(self, by: int) -> None:
        """Move by a place of the sidebar, a row of the list, or a line of the article."""
        if self.sidebar.is_choosing:
            self.sidebar.move(by)
        elif self.layout.is_reading:
            self.layout.pane.scroll(by)
        else:
            self._go_to(self.layout.list.place + by)

    def go_to_first(self) -> None:
        """Go to the first place or story, or the top of the article; or as far as was counted."""
        if self.count():
            self.go_to_number(self.count())
        elif self.sidebar.is_choosing:
            self.sidebar.move(-(10**6))
        elif self.layout.is_reading:
            self.layout.pane.scroll(-self.layout.pane.length)
        else:
            self.reading.choose(0)

    def go_to_last(self) -> None:
        """Go to the last place or story, or the end of the article; or as far as was counted."""
        if self.count():
            self.go_to_number(self.count())
        elif self.sidebar.is_choosing:
            self.sidebar.move(10**6)
        elif self.layout.is_reading:
            self.layout.pane.scroll(self.layout.pane.length)
        else:
            self.reading.choose(len(self.layout.list.ids) - 1)

    def go_to_number(self, number: int) -> None:
        """Go to a place of the sidebar, a story of the list or a line of the article; 1 is first.

        Where there are fewer, the last one.
        """
        if self.sidebar.is_choosing:
            self.sidebar.choose_number(number)
        elif self.layout.is_reading:
            self.layout.pane.scroll(number - 1 - self.layout.pane.above)
        else:
            self.reading.choose(min(number, len(self.layout.list.ids)) - 1)

    def page_down(self) -> None:
        """Move a screenful on."""
        self._page(1)

    def page_up(self) -> None:
        """Move a screenful back."""
        self._page(-1)

    def half_page_down(self) -> None:
        """Move half a screenful on."""
        self._page(0.5)

    def half_page_up(self) -> None:
        """Move half a screenful back."""
        self._page(-0.5)

    def _page(self, by: float) -> None:
        """Move by a screenful, or a part of one, as often as was counted."""
        by *= self._times
        if self.sidebar.is_choosing:
            self.sidebar.move_page(by)
        elif self.layout.is_reading:
            self.reading.scroll_page(by)
        else:
            self._go_to(self.layout.list.paged(by))

    def _go_to(self, place: int) -> None:
        """Go to a row of the list; show its story, unless it is passed."""
        if self.is_passed():
            self.reading.pass_by(place)
        else:
            self.reading.choose(place)

    def read_on(self) -> None:
        """Page the article, at its end go to the next unread story."""
        if not self.layout.is_article_visible:
            self.enter()
        elif not self.reading.scroll_page(1):
            self._go_to_unread(range(self.layout.list.place + 1, len(self.layout.list.ids)))

    def enter(self) -> None:
        """List what the chosen place holds; from the list go into the article."""
        if self.sidebar.chosen is not None:
            self.sidebar.open_place(self.sidebar.chosen)
        else:
            self.find.close()
            self.reading.enter()

    def go_left(self) -> None:
        """Go back to the list, and from there on to a sidebar that is open."""
        if self.layout.is_reading or self.sidebar.is_choosing or self.layout.sidebar is None:
            self.leave()
        else:
            self.sidebar.take_keys()

    def enter_to_type(self) -> None:
        """Go into the article, to type something about it."""
        self.sidebar.leave()
        self.find.close()
        self.reading.enter_to_type()

    def leave(self) -> None:
        """Go back to the list."""
        self.sidebar.leave()
        self.reading.leave()

    def switch_pane(self) -> None:
        """Go from list to article to sidebar."""
        if self.layout.is_reading and self.layout.sidebar is not None:
            self.sidebar.take_keys()
        elif self.sidebar.is_choosing or self.layout.is_reading:
            self.leave()
        else:
            self.enter()

    def switch_pane_back(self) -> None:
        """Go from sidebar to article to list."""
        if self.sidebar.is_choosing:
            self.sidebar.leave()
            self.enter()
        elif self.layout.is_reading:
            self.leave()
        elif self.layout.sidebar is None:
            self.enter()
        else:
            self.sidebar.take_keys()

    def open_clicked(self, place: int) -> None:
        """Show the story that was clicked; a second click goes into the article."""
        self.sidebar.leave()
        self.layout.panes.remove_class("zoom")
        if place == self.layout.list.place:
            self.enter()
        self.reading.choose(place)

    async def open_find(self) -> None:
        """Find in the article, wherever keys have moved before."""
        self.sidebar.leave()
        await self.find.open()

    def next_match(self) -> None:
        """Go to the next match; without a search to the next unread story."""
        place = self.layout.list.place
        if self.find.is_open:
            self.find.step(1)
            return
        if self.sidebar.is_choosing:
            self.sidebar.choose_unread(1)
            return
        if self.session.query is None:
            self._go_to_unread(range(place + 1, len(self.layout.list.ids)))
        elif not self.layout.pane.step(1):
            self.reading.choose(place + 1)
        self.bars.refresh()

    def previous_match(self) -> None:
        """Go to the match before; without a search to the unread story before."""
        if self.find.is_open:
            self.find.step(-1)
            return
        if self.sidebar.is_choosing:
            self.sidebar.choose_unread(-1)
            return
        if self.session.query is None:
            self._go_to_unread(range(self.layout.list.place - 1, -1, -1))
        elif not self.layout.pane.step(-1):
            self._go_to_last_match_before()
        self.bars.refresh()

    def _go_to_last_match_before(self) -> None:
        """Go to the last match of the story before."""
        if self.layout.list.place:
            self.reading.choose(self.layout.list.place - 1)
            self.layout.pane.step(self.layout.pane.matches - 1)

    def _go_to_unread(self, places: range) -> None:
        """Choose the first of these places that holds an unread story."""
        place = next(self._unread_places(places), None)
        if place is None:
            self.bars.show_status("No more unread stories here")
        else:
            self.reading.choose(place)

    def _unread_places(self, places: range) -> Iterator[int]:
        """Find those of these places that hold an unread story."""
        ids, table = self.layout.list.ids, self.session.library.store.marks
        for at in range(0, len(places), _AT_ONCE):
            chunk = places[at : at + _AT_ONCE]
            marks = table.marks_of([ids[place] for place in chunk])
            there = (place for place in chunk if ids[place] in marks)
            yield from (place for place in there if not marks[ids[place]].read)

    def next_source(self) -> None:
        """List the next source that has unread stories, at the first of these."""
        self._go_to_source(1)

    def previous_source(self) -> None:
        """List the source before that has unread stories, at the first of these."""
        self._go_to_source(-1)

    def _go_to_source(self, by: int) -> None:
        """List another source that has unread stories; while keys move the sidebar choose it."""
        if self.sidebar.is_choosing:
            self.sidebar.choose_unread(by)
            return
        source = self.sidebar.unread_source(by, self.session.view)
        if source is None:
            self.bars.show_status(NO_UNREAD_SOURCE)
            return
        self.open_view(source.key)
        ids = self.layout.list.ids
        self.reading.choose(next(self._unread_places(range(len(ids))), 0))
        self.bars.show_status(f"{source.label}: {source.count} unread")

    def view_all(self) -> None:
        """List all stories."""
        self.open_view("all")

    def view_unread(self) -> None:
        """List unread stories."""
        self.open_view("unread")

    def view_bookmarks(self) -> None:
        """List bookmarks."""
        self.open_view("bookmarks")

    def view_events(self) -> None:
        """List events that several stories report."""
        self.open_view("events")

    def toggle_bookmarks(self) -> None:
        """List bookmarks, and all stories again."""
        is_there = self.session.view == "bookmarks" and not self.session.query
        self.open_view("all" if is_there else "bookmarks")

    def open_view(self, name: str) -> None:
        """List another view; an open story stays open where the view holds it."""
        if self.search.is_open:
            self.search.end()
        self.leave()
        self.listing.show_view(name, keep=self.layout.list.current)
        self.listing.explain_view()

    def leave_view(self) -> None:
        """List all stories, in the place of a view."""
        self.listing.show_view("all", keep=self.layout.list.current)
