"""What is listed: views, stories that have come meanwhile, and those that were dropped."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from reader.model import ReaderError
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.messages import empty_view_text
from reader.tui.render.story_row import StyledText
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars
from reader.tui.widgets.story_list import Ids

UPDATE_EVERY = 60.0  # seconds after which ages are painted anew


@dataclass(eq=False, repr=False)
class ListUpdatesController:
    """List stories, and keep the list true while nobody presses a key.

    Stories that have come wait until they are wanted.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    reading: ReadingController
    search_again: Callable[[], None] = field(init=False)
    waiting = 0  # stories that have come since the view was listed
    is_first_launch = False  # the list fills for the first time, and nobody reads it yet
    is_filling = False  # what fills it is still coming in, and is listed once it is whole

    def show_view(self, name: str, keep: int | None) -> None:
        """List a view; a story stays chosen where the view holds it.

        What lists the oldest first begins at the first unread story.
        """
        ids = self.session.list_view(name)
        if self.session.list_order in ("oldest", "-newest"):
            keep = self.session.first_unread(ids) or keep
        self.show_ids(ids, keep=keep)

    def show_ids(self, ids: Ids, keep: int | None = None, line: int | None = None) -> None:
        """List these stories; the one with the id `keep` stays chosen where it is among them.

        It stands on a line of the screen, the one on which the chosen story stood before.
        """
        session, shown = self.session, self.layout.list
        ids = session.list_with(ids, keep)
        is_there = keep is not None and keep in ids
        place = ids.index(keep) if keep is not None and is_there else 0
        line = shown.chosen_line if line is None else line
        shown.sectioned = session.is_in_order_of_time
        shown.show(ids, place, self.layout.row_height, line if is_there else None)
        if shown.current != (session.story.id if session.story else None):
            self.reading.open_chosen()
        self.bars.refresh()

    def explain_view(self) -> None:
        """Say why the list is empty, should it be."""
        kind, _, number = self.session.view.partition(":")
        sources = self.session.library.store.sources.all() if kind == "source" else []
        error = next((one.health.last_error for one in sources if str(one.id) == number), "")
        sentence = empty_view_text(self.session.view, self.session.counts, self.bars.key_of, error)
        self.layout.list.explain(sentence)

    def update(self) -> None:
        """Show days and ages as they are now, and how many stories another program has added."""
        self.layout.list.renew()
        self.show_new()

    def show_new(self) -> None:
        """Count the stories that have come; an empty list takes them in at once."""
        try:
            self._clear_dropped()
            self.session.article.look_for_edit()
            come = 0 if self.is_filling else self.session.counts.all - self.session.listed
            self.waiting = max(0, come)
        except ReaderError as error:
            self.bars.keep_complaint(str(error))
            self.bars.show_outcome("new stories", str(error), warning=True)
            return
        if self.session.query is None and self._is_to_be_listed:
            at_top = self.is_first_launch and not self.layout.list.place
            before = self.session.story
            self._list_anew(None if at_top else self.layout.list.current)
            if self.session.story != before:
                self.reading.stop_read_timer()
        self.bars.refresh()

    def _clear_dropped(self) -> None:
        """Take stories that were dropped off the list; the open one stays to be read."""
        dropped = self.session.drop_expired()
        if not dropped:
            return
        chosen, ids = self.layout.list.current, self.layout.list.ids
        kept = array("q", (one for one in ids if one not in dropped or one == chosen))
        if len(kept) < len(ids):
            self.show_ids(kept, keep=chosen)

    @property
    def _is_to_be_listed(self) -> bool:
        """Whether what has come is listed unasked: nobody reads the list yet, or it is empty."""
        if self.is_filling:
            return False
        if self.is_first_launch and self.session.is_regrouped:
            return True
        return bool(self.waiting) and (self.is_first_launch or not self.layout.list.ids)

    def accept_new(self) -> None:
        """List the stories that have come; the chosen one stays where it is."""
        edited = self.session.article.is_outdated
        if edited:
            self.session.article.take_edit()
            self.reading.show_article_again()
        if not self.waiting:
            taken = "The story as it is since its edit" if edited else "Nothing new has come"
            self.bars.show_status(taken)
        elif self.session.query is None:
            self._list_anew(self.layout.list.current)
        else:
            self.session.count_as_listed()
            self.waiting = 0
            self.search_again()

    def show_regrouped(self) -> None:
        """List events as they are now; the chosen story stays where it is."""
        if self.session.query is None:
            self._list_anew(self.layout.list.current)
        else:
            self.search_again()

    def _list_anew(self, keep: int | None) -> None:
        """List the view as it is now; the events that are unfolded stay so."""
        self.waiting = 0
        open_events = set(self.session.inner.values())
        ids = self.session.list_view(self.session.view)
        self.show_ids(self.session.unfold_all(ids, open_events), keep=keep)

    def waiting_runs(self, is_short: bool) -> list[StyledText]:
        """Say how many stories wait, and which key lists them."""
        del is_short
        if not self.waiting:
            return []
        key = self.bars.key_of("accept_new")
        return [(f" {self.waiting:,} new · ", "dot"), (key, "key"), (" ", "dot")]
