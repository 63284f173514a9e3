"""What the keys for finding do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import Progress
from reader.tui.controllers.navigation import Moving
from reader.tui.messages import nothing_found
from reader.tui.widgets.story_list import Ids
from reader.worker import AnswerMessage

if TYPE_CHECKING:
    from reader.tui.widgets.search_bar import SearchBar

# What a search begins with in a view, so that it stays within it.
WITHIN = {"bookmarks": "is:bookmarked "}


@dataclass(frozen=True, slots=True)
class Before:
    """Where the reader was when a search began."""

    view: str
    ids: Ids
    whole: Ids
    inner: Mapping[int, int]
    story_id: int | None
    line: int  # of the list on which it stood


class Finding(Moving):
    """Searching as you type, and walking through what was found."""

    before: Before | None = None
    held: int | None = None  # the story that stays where it is when the rest is listed anew
    typed = ""
    meant = ""  # when nothing is found: what was typed with words that there are
    indexing: Progress | None = None  # how far the index is, while stories are put into it
    whole = ""  # a search of which no word is unfinished, though nobody typed past it

    @property
    def typing(self) -> bool:
        """Whether the last word of the search may be unfinished."""
        return self.typed != self.whole

    async def action_search(self) -> None:
        """Open the search line, or return to it."""
        fresh, within = self.search_bar is None, WITHIN.get(self.desk.view, "")
        await self.open_search()
        if self.search_bar is not None:
            self.set_focus(self.search_bar.line)
            if fresh and within:
                self.search_bar.put(within)
            elif not fresh:
                self.search_bar.line.select_whole()

    async def open_search(self) -> None:
        """Have a search line, and remember where the reader was without one."""
        self.action_leave()
        if self.search_bar is None:
            from reader.tui.widgets.search_bar import SearchBar

            desk, current = self.desk, self.list.current
            held = self.list.ids, desk.whole, dict(desk.inner)
            self.before = Before(desk.view, *held, current, self.list.chosen_line)
            self.search_bar = SearchBar()
            await self.left.mount(self.search_bar, before=0)

    async def action_like(self) -> None:
        """Search for stories like the chosen one."""
        story_id = self.list.current
        if story_id is None:
            return
        await self.action_search()
        if self.search_bar is not None:
            self.search_bar.line.value = f"like:{story_id} "

    def on_search_bar_typed(self, event: SearchBar.Typed) -> None:
        """Search for what is typed so far."""
        self.typed, self.meant, self.held = event.text, "", None
        if event.text.strip():
            self.searcher.ask(event.text, self.order, self.typing)
        else:
            self.show_before()

    def action_accept(self) -> None:
        """Leave the search line for its results."""
        if self.meant and self.search_bar is not None:
            self.search_bar.line.value = self.meant
            return
        self.catch_up()
        self.set_focus(None)
        if not self.typed.strip():
            self.end_search()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        if self.search_bar is not None:
            self.typed = self.search_bar.line.value

    def answered(self, answer: AnswerMessage) -> None:
        """Show what was found."""
        if answer.behind:
            self.index_behind(answer)
        if answer.number == 0 or not self.typed.strip() or self.search_bar is None:
            return
        self.desk.query = self.desk.library.query(self.typed, self.typing)
        self.total = answer.total
        self.meant = answer.meant
        self.explain_search()
        self.show_found(answer)
        self.tell(answer.hint, warning=True)

    def explain_search(self) -> None:
        """Say why nothing is found, should nothing be."""
        self.list.explain(nothing_found(self.meant, self.indexing))

    def index_behind(self, answer: AnswerMessage) -> None:
        """Have the index brought up to date; the app knows how."""

    def show_found(self, answer: AnswerMessage) -> None:
        """List the hits; when the rest of them arrives, nothing on the screen moves."""
        ids = self.desk.found_ids(answer.ids)
        same = bool(self.list.ids) and ids[: len(self.list.ids)] == tuple(self.list.ids)
        place = self.list.place if same else 0
        self.list.sectioned = False
        if self.held in answer.ids:
            self.show_ids(ids, keep=self.held)
        else:
            self.list.show(ids, place, height=3)
            self.open_current()
        self.held = None if answer.final else self.held

    def ask_again(self) -> None:
        """Search once more among more stories; the chosen one stays where it is."""
        self.held = self.list.current
        self.searcher.ask(self.typed, self.order, self.typing)

    def show_before(self) -> None:
        """List what was listed before the search."""
        self.desk.query, self.total = None, None
        if self.before is not None:
            self.desk.view, self.desk.whole = self.before.view, self.before.whole
            self.desk.inner.clear()
            self.desk.inner.update(self.before.inner)
        self.explain_view()
        if self.before is not None:
            self.show_ids(self.before.ids, self.before.story_id, self.before.line)
            self.show_article()

    def end_search(self) -> None:
        """Go back to where the search began."""
        if self.search_bar is not None:
            self.search_bar.remove()
            self.search_bar = None
        self.typed = self.whole = ""
        self.set_focus(None)
        self.show_before()
        self.before = None
        self.tell("")

    def action_step_back(self) -> None:
        """One step back: to the clean text, from the article, the search, the view."""
        if self.desk.aside:
            self.desk.raw, self.desk.edit = False, 0
            self.show_article()
        elif self.reading:
            self.action_leave()
        elif self.search_bar is not None:
            self.end_search()
        elif self.desk.view != "all":
            self.show_ids(self.desk.ids("all"), keep=self.list.current)

    def action_next_match(self) -> None:
        """Next match; without a search the next unread story."""
        if self.desk.query is None:
            self.go_to_unread(range(self.list.place + 1, len(self.list.ids)))
        elif not self.pane.step(1):
            self.choose(self.list.place + 1)
        self.refresh_bars()

    def action_previous_match(self) -> None:
        """Previous match; without a search the previous unread story."""
        if self.desk.query is None:
            self.go_to_unread(range(self.list.place - 1, -1, -1))
        elif not self.pane.step(-1):
            self.back_to_last_match()
        self.refresh_bars()

    def back_to_last_match(self) -> None:
        """The last match of the story before."""
        if self.list.place:
            self.choose(self.list.place - 1)
            self.pane.step(self.pane.matches - 1)

    def action_order(self) -> None:
        """Search results: best or newest first."""
        self.order = "newest" if self.order == "best" else "best"
        if self.typed.strip():
            self.searcher.ask(self.typed, self.order, self.typing)
        self.tell(f"Search results: {self.order} first")
