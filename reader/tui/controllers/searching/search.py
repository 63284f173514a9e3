"""Searching as you type: the search line, and the list of what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from reader.library import prepare_matching
from reader.model import LIST_ORDERS, Progress, SearchOrder
from reader.model.construction import frozen
from reader.tui.controllers.list_updates import ListUpdatesController
from reader.tui.controllers.reading import ReadingController
from reader.tui.controllers.searching.arriving_hits import ArrivingHits
from reader.tui.controllers.searching.earlier_searches import EarlierSearches
from reader.tui.layout import MainLayout
from reader.tui.messages import empty_search_text
from reader.tui.render.story_row import StyledText
from reader.tui.session import ListSnapshot, Session
from reader.tui.status_bars import StatusBars
from reader.tui.unsaved_changes import UnsavedChanges
from reader.tui.widgets.story_list import Ids
from reader.worker.clients import Searcher
from reader.worker.protocol import AnswerMessage

if TYPE_CHECKING:
    from reader.store.left_place import LeftPlace
    from reader.tui.widgets.search_bar import SearchBar

_LINES = 3  # of a row: in a search it has a passage
# What a search begins with in a view, so that it stays within it.
_WITHIN = {"bookmarks": "is:bookmarked "}


@frozen
class _Before:
    """Where the reader was when a search began."""

    listed: ListSnapshot
    ids: Ids
    story_id: int | None
    line: int  # of the list on which it stood


@dataclass(eq=False, repr=False)
class SearchController:
    """Search as you type; the search server answers.

    `call_after_keys` has something done once the keys are that have come. `leave_panes` has keys
    move the list, `step` moves on by a row, and `index_behind` is told when the search server
    finds stories that are not in the index.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    unsaved: UnsavedChanges
    reading: ReadingController
    listing: ListUpdatesController
    searcher: Searcher
    order: SearchOrder
    call_after_keys: Callable[..., object]
    leave_panes: Callable[[], None] = field(init=False)
    step: Callable[[int], None] = field(init=False)
    index_behind: Callable[[AnswerMessage], None] = field(init=False)
    when_found: Callable[[], object] | None = field(default=None, init=False)  # once, at the end
    bar: SearchBar | None = field(default=None, init=False)
    total: int | None = field(default=None, init=False)  # how many stories the search found
    _listed = 0  # of these, where the list ends before all of them
    indexing: Progress | None = field(default=None, init=False)  # how far the index is, if built
    typed = ""
    _suggestion = ""  # when nothing is found: what was typed with words that there are
    _hidden = 0  # stories that the search found as well, and that are hidden
    _hint = ""  # what could not be understood of what is typed
    _finished = ""  # a search of which no word is unfinished, though nobody typed past it
    _walked = 0  # results walked down to from the search line, which the arrow up walks back
    _arriving: ArrivingHits | None = field(default=None, init=False)
    _before: _Before | None = field(default=None, init=False)
    _held: int | None = field(default=None, init=False)  # stays where it is when listed anew
    _earlier: EarlierSearches | None = field(default=None, init=False)

    @property
    def is_open(self) -> bool:
        """Whether there is a search line."""
        return self.bar is not None

    @property
    def is_recalled(self) -> bool:
        """Whether an earlier search stands in the search line."""
        return self._earlier is not None and self._earlier.at > 0 and self.is_open

    @property
    def _is_unfinished(self) -> bool:
        """Whether the last word of the search may be unfinished."""
        return self.typed != self._finished

    async def open(self) -> None:
        """Open the search line, or return to it."""
        fresh, within = self.bar is None, _WITHIN.get(self.session.view, "")
        await self._open_bar()
        if self.bar is not None:
            self.layout.focus(self.bar.line)
            if fresh and within:
                self.bar.set_text(within)
            elif not fresh:
                self.bar.line.select_whole()

    async def _open_bar(self) -> None:
        """Have a search line, and remember where the reader was without one."""
        self.leave_panes()
        if self.bar is None:
            from reader.tui.widgets.search_bar import SearchBar

            shown = self.layout.list
            snapshot = self.session.take_snapshot()
            self._before = _Before(snapshot, shown.ids, shown.current, shown.chosen_line)
            self.bar = SearchBar()
            await self.layout.left.mount(self.bar, before=0)
            self.call_after_keys(prepare_matching)

    def reopen(self, left: LeftPlace) -> None:
        """Have the search line as it was left, over what was found then."""
        from reader.tui.widgets.search_bar import SearchBar

        self.order = "newest" if left.order == "newest" else "best"
        self.typed = self._finished = left.query
        self.total = left.total
        self.bar = SearchBar(left.query)
        self.layout.left.mount(self.bar, before=0)

    async def search_like(self) -> None:
        """Search for stories like the chosen one."""
        story_id = self.layout.list.current
        if story_id is None:
            self.bars.show_status("There is no story to find others like")
            return
        await self.open()
        if self.bar is not None:
            self.bar.line.value = f"like:{story_id} "

    async def run(self, query: str) -> None:
        """Search for something that is whole, and list what it finds."""
        await self._open_bar()
        if self.bar is not None:
            self._finished = query
            self.bar.set_text(query)
            self._remember(query)
            self.layout.focus(None)

    def on_typed(self, text: str) -> None:
        """Search for what is typed so far; a walk through earlier searches ends."""
        self._walked = 0
        if self._earlier is not None and text != self._earlier.text:
            self._earlier = None
        self.typed, self._held = text, None
        if self._suggestion:  # for what was typed before: nothing offers it any more
            self._suggestion = ""
            self.explain()
        if text.strip():
            self._ask()
        else:
            self._show_before()

    def accept(self) -> None:
        """Leave the search line for its results, and remember the search."""
        if self._suggestion and self.bar is not None:
            self.bar.line.value = self._suggestion
        else:
            self.catch_up()
            self.layout.focus(None)
            if not self.typed.strip():
                self.end()
        self._remember(self.typed)

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        if self.bar is not None:
            self.typed = self.bar.line.value

    def on_answer(self, answer: AnswerMessage) -> None:
        """Show what was found, as soon as the rows that come into view are read."""
        if answer.behind:
            self.index_behind(answer)
        if answer.number == 0 or not self.typed.strip() or self.bar is None:
            return
        query = self.session.library.parse_query(self.typed, self._is_unfinished)
        ids, shown = self.session.fold_hits(query, answer.ids), self.layout.list
        rows = dict(shown.rows) if query == self.session.query else {}
        if self._arriving is not None and query == self._arriving.query:
            rows.update(self._arriving.rows)
        first = shown.places_in_view.start if self._goes_on(ids) else 0
        seen = ids[first : first + shown.size.height // _LINES + 2]
        unread = [] if self._held in ids else [story for story in seen if story not in rows]
        self._arriving = ArrivingHits(answer, query, ids, rows, unread)
        self._show_arrived(self._arriving)

    def _show_arrived(self, arriving: ArrivingHits) -> None:
        """Read a few of the rows that come into view; show what was found once all are read."""
        if arriving is not self._arriving:  # a newer answer has come, or the search has ended
            return
        if arriving.read_some(partial(self.session.read_hits, arriving.query)):
            self.call_after_keys(self._show_arrived, arriving)
            return
        self._arriving, answer = None, arriving.answer
        is_rest = arriving.query == self.session.query
        self.session.list_hits(arriving.query, answer.ids)
        self.total, self._suggestion = answer.total, answer.meant
        self._hint, self._hidden = answer.hint, answer.hidden
        self._listed = len(answer.ids) if answer.final and len(answer.ids) < answer.total else 0
        self.explain()
        self._show_hits(arriving, is_rest)
        if answer.final and self.when_found is not None:
            then, self.when_found = self.when_found, None
            then()

    def explain(self) -> None:
        """Say why nothing is found, should nothing be."""
        self.layout.list.explain(empty_search_text(self._suggestion, self.indexing))

    def _goes_on(self, ids: tuple[int, ...]) -> bool:
        """Return whether hits begin with those that are listed."""
        shown = self.layout.list.ids
        return bool(shown) and ids[: len(shown)] == tuple(shown)

    def _show_hits(self, arriving: ArrivingHits, is_rest: bool) -> None:
        """List the hits; when the rest of them arrives, nothing on the screen moves."""
        shown, ids = self.layout.list, arriving.ids
        goes_on, held = self._goes_on(ids), self._held
        shown.sectioned = self.session.is_in_order_of_time
        self._held = None if arriving.answer.final else held
        if held in arriving.answer.ids:
            self.listing.show_ids(ids, keep=held)
            return
        shown.show(ids, shown.place if goes_on else 0, height=_LINES, rows=arriving.rows)
        story = self.session.story
        if is_rest and goes_on and story is not None and story.id == shown.current:
            self.bars.refresh()
        elif self.bar is not None and self.bar.line.has_focus:
            self.reading.put_off()  # what is typed is seen before the article
            self.call_after_keys(self.reading.show_chosen)
        else:
            self.reading.open_chosen()

    def hint(self) -> str:
        """Return what could not be understood of what is typed, if anything."""
        return self._hint if self.is_open and self.typed.strip() else ""

    def _ask(self) -> None:
        """Ask the search server for what is typed."""
        self.searcher.ask(self.typed, self.order, self._is_unfinished)

    def search_again(self) -> None:
        """Search once more among more stories; the chosen one stays where it is."""
        self._held = self.layout.list.current
        self._ask()

    def _show_before(self) -> None:
        """List what was listed before the search."""
        before, self.total, self._arriving = self._before, None, None
        self.session.end_query(before.listed if before is not None else None)
        self.listing.explain_view()
        story = self.session.story
        if before is not None:
            self.listing.show_ids(before.ids, before.story_id, before.line)
        else:  # the search was there when the screen opened
            self.listing.show_view(self.session.view, keep=self.layout.list.current)
        if self.session.story is story:  # it is not shown anew: what was searched for stands out
            self.reading.show_article()

    def end(self) -> None:
        """Go back to where the search began."""
        if self.bar is not None:
            self.layout.take_away(self.bar)
            self.bar = None
        self.typed = self._finished = ""
        self._earlier = None
        self.layout.focus(None)
        self._show_before()
        self._before = None
        self._hint = ""
        self.bars.refresh()
        self.layout.paint()

    def toggle_order(self) -> None:
        """List search results by the best, or by the newest."""
        self.set_order("newest" if self.order == "best" else "best")

    def set_order(self, order: SearchOrder) -> None:
        """List search results in an order."""
        self.order = order
        if self.typed.strip():
            self._ask()
        self.bars.show_status(f"Search results: {self.order} first")

    def recall_earlier(self) -> None:
        """Search for the search before this one; among the results, go back up."""
        if self._walked:
            self._walked -= 1
            self.step(-1)
            return
        if self._earlier is None:
            self.catch_up()
            searches = self.session.library.store.searches
            self._earlier = EarlierSearches(searches.earlier_searches(), self.typed)
        self._recall(1)

    def recall_later(self) -> None:
        """Search for the search after this one; from what was typed, go on to the results."""
        if self._earlier is None or not self._earlier.at:
            self._earlier = None
            before = self.layout.list.place
            self.step(1)
            self._walked += self.layout.list.place - before
        else:
            self._recall(-1)

    def _recall(self, by: int) -> None:
        """Search for an earlier search, or for a later one."""
        if self._earlier is None or self.bar is None:
            return
        if self._earlier.step(by):
            self.bar.set_text(self._earlier.text)
        else:
            self.bars.show_status("No earlier search begins like this")

    def leave_recalled(self) -> None:
        """Go back from an earlier search to what was typed."""
        if self._earlier is not None and self.bar is not None:
            self.bar.set_text(self._earlier.texts[0])
        self._earlier = None

    def _remember(self, text: str) -> None:
        """Keep a search for the arrow up."""
        self._earlier, self._walked = None, 0
        if text.strip():
            searches = self.session.library.store.searches
            self.unsaved.write("the latest search", partial(searches.remember_search, text.strip()))

    def hits_runs(self, is_short: bool) -> list[StyledText]:
        """Say what a search found, and which match is shown."""
        if self.total is None or self.session.query is None:
            return []
        pane = self.layout.pane
        if is_short and self.layout.is_reading and pane.matches:
            return [(f" {pane.here + 1} of {pane.matches} ", "tab-on")]
        listed = f"{self._listed:,} of " if self._listed else ""
        if is_short:
            told = f"{listed}{self.total:,}" if listed else f"{self.total:,} found"
            return [(f" {told} ", "tab-on")]
        sort = self.session.query.sort
        order = LIST_ORDERS.get(sort.lstrip("-"), "") if sort else f"{self.order} first"
        stories = f"{listed}{self.total:,} {'story' if self.total == 1 else 'stories'}, {order}"
        at = f"match {pane.here + 1} of {pane.matches} · " if pane.matches else ""
        hidden = f", {self._hidden:,} hidden" if self._hidden else ""
        return [(f" {at}{stories}{hidden} ", "tab-on")]
