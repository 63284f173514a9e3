"""Standing again where the screen was left: list, search, story, and how far that was read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from reader.model import ReaderError
from reader.store.left_place import LEFT, LEFT_HITS, LeftPlace, read_left_place
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.search import SearchController
from reader.tui.layout import MainLayout
from reader.tui.session import Session


@dataclass(eq=False, repr=False)
class Reopening:
    """Take note of where the screen is left, and stand there at the next start."""

    session: Session
    layout: MainLayout
    reading: ReadingController
    listing: ListUpdatesController
    search: SearchController
    _left: LeftPlace = field(default_factory=LeftPlace, init=False)

    def stand(self) -> None:
        """List what was listed, with the chosen story on its line, and open that."""
        left = self._left = read_left_place(self.session.library.store.database.meta(LEFT))
        listed = self.session.list_left(left)
        if left.query:
            self.search.reopen(left)
        shown = self.layout.list
        shown.sectioned = self.session.is_in_order_of_time
        shown.show(listed.ids, listed.place, self.layout.row_height, left.line)
        self.layout.expect_article()
        if left.query:
            self.layout.list.explain("It is searched again.")
        else:
            self.listing.explain_view()
        self.reading.open_chosen()
        if left.query:
            pane = self.layout.pane
            pane.put_at(pane.line_of_text(left.offset))
            pane.seek(self.session.article_find, pane.top()[0])

    def search_again(self) -> None:
        """Have what was searched for searched again, among what came since."""
        if self._left.query:
            self.search.search_again()

    def remember(self) -> None:
        """Take note of where the screen is, however it ends."""
        stories = self.session.library.store.stories
        with suppress(ReaderError):  # the screen is gone: there is nobody to tell
            stories.note(LEFT, self._place().as_text())
            hits = self.layout.list.ids if self.session.query is not None else ()
            stories.note(LEFT_HITS, " ".join(map(str, hits)))

    def _place(self) -> LeftPlace:
        """Return where the screen is."""
        shown, search = self.layout.list, self.search
        is_searching = search.is_open and self.session.query is not None
        left = LeftPlace()
        left.view, left.story, left.place = self.session.view, shown.current or 0, shown.place
        left.line, left.offset = shown.chosen_line, self.layout.pane.offset_in_text
        if is_searching:
            left.query, left.order, left.total = (
                search.typed.strip(),
                search.order,
                search.total or 0,
            )
        else:
            left.unfolded = tuple(dict.fromkeys(self.session.inner.values()))
        return left
