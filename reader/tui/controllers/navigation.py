"""What the keys for moving do."""

from __future__ import annotations

from collections.abc import Iterator

from reader.tui.key_queue import Turns


class Moving(Turns):
    """Moving through the list and the article."""

    def action_down(self) -> None:
        """Next story, or scroll the article."""
        self.step(1)

    def action_up(self) -> None:
        """Previous story, or scroll the article."""
        self.step(-1)

    def step(self, by: int) -> None:
        """Move by a row of the list, or a line of the article."""
        if self.reading:
            self.pane.scroll(by)
        else:
            self.choose(self.list.place + by)

    def action_first(self) -> None:
        """First story, or top of the article."""
        if self.reading:
            self.pane.scroll(-self.pane.length)
        else:
            self.choose(0)

    def action_last(self) -> None:
        """Last story, or end of the article."""
        if self.reading:
            self.pane.scroll(self.pane.length)
        else:
            self.choose(len(self.list.ids) - 1)

    def action_page_down(self) -> None:
        """A screenful on."""
        self.page(1)

    def action_page_up(self) -> None:
        """A screenful back."""
        self.page(-1)

    def action_half_down(self) -> None:
        """Half a screenful on."""
        self.page(0.5)

    def action_half_up(self) -> None:
        """Half a screenful back."""
        self.page(-0.5)

    def page(self, by: float) -> None:
        """Move by a screenful, or a part of one."""
        if self.reading:
            self.scroll_article(by)
        else:
            self.choose(self.list.paged(by))

    def scroll_article(self, by: float) -> bool:
        """Scroll the article by a screenful less two lines; whether there was anywhere to go."""
        self.look()
        return self.pane.scroll(int(by * max(2, self.pane.size.height - 2)))

    def action_scroll_down(self) -> None:
        """Scroll the article from the list."""
        self.pane.scroll(3)

    def action_scroll_up(self) -> None:
        """Scroll the article back from the list."""
        self.pane.scroll(-3)

    def action_read_on(self) -> None:
        """Page the article, at its end the next unread story."""
        if not self.article_visible:
            self.action_enter()
        elif not self.scroll_article(1):
            self.go_to_unread(range(self.list.place + 1, len(self.list.ids)))

    def action_enter(self) -> None:
        """Into the article."""
        if self.list.current is not None:
            self.panes.add_class("reading")
            self.look()
            self.refresh_bars()

    def action_leave(self) -> None:
        """Back to the list."""
        self.panes.remove_class("reading", "zoom")
        self.refresh_bars()

    def action_switch(self) -> None:
        """Other pane."""
        if self.reading:
            self.action_leave()
        else:
            self.action_enter()

    def go_to_unread(self, places: range) -> None:
        """Choose the first of these places that holds an unread story."""
        place = next(self.unread(places), None)
        if place is None:
            self.tell("No more unread stories here")
        else:
            self.choose(place)

    def unread(self, places: range) -> Iterator[int]:
        """Those of these places that hold an unread story."""
        for at in range(0, len(places), 128):
            chunk = places[at : at + 128]
            marks = self.desk.library.store.marks.of([self.list.ids[place] for place in chunk])
            there = (place for place in chunk if self.list.ids[place] in marks)
            yield from (place for place in there if not marks[self.list.ids[place]].read)
