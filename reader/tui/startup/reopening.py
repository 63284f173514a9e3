"""Standing again where the screen was left: list, search, story, and how far that was read."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from reader.library.reports.visits import note_visit
from reader.model import ReaderError
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.search import SearchController
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
    _query = ""  # what was searched for
    _began: datetime | None = None  # when the screen opened

    def stand(self) -> None:
        """List what was listed, with the chosen story on its line, and open that."""
        self._began = self.session.library.clock.now()
        left = self.session.library.orders.left_place()
        self._query = left.query
        listed = self.session.list_left(left)
        if left.query:
            self.search.reopen(left)
        shown = self.layout.list
        shown.sectioned = self.session.is_in_order_of_time
        line = left.line if listed.place else None  # over the first row its day is named
        shown.show(listed.ids, listed.place, self.layout.row_height, line)
        self.layout.expect_article()
        if left.query:
            self.layout.list.explain("It is searched again.")
        else:
            self.listing.explain_view()
        self.reading.open_chosen()
        if left.query and left.offset:
            pane = self.layout.pane
            pane.put_at(pane.line_of_text(left.offset))
            pane.seek(self.session.article_find, pane.top()[0])

    def search_again(self) -> None:
        """Have what was searched for searched again, among what came since."""
        if self._query:
            self.search.search_again()

    def remember(self) -> None:
        """Take note of where the screen is, however it ends."""
        session, search, shown = self.session, self.search, self.layout.list
        is_searching = search.is_open and session.query is not None
        with suppress(ReaderError):  # the screen is gone: there is nobody to tell
            if self._began is not None:
                note_visit(session.library.store, self._began, session.library.clock.now())
            session.library.orders.keep_left_place(
                hits=shown.ids if is_searching else (),
                view=session.view,
                story=shown.current or 0,
                place=shown.place,
                line=shown.chosen_line,
                offset=self.layout.pane.offset_in_text,
                query=search.typed.strip() if is_searching else "",
                order=search.order if is_searching else session.list_order,
                total=search.total or 0,
                unfolded=() if is_searching else tuple(dict.fromkeys(session.inner.values())),
            )
