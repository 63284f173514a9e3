"""What the keys for finding within the open article do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.library import matches
from reader.tui.actions import FOOT_OF_FIND
from reader.tui.controllers.search_history import Recalling
from reader.tui.render.article import Block, Matches
from reader.tui.render.article_search import Hunt

if TYPE_CHECKING:
    from reader.model import Word
    from reader.tui.widgets.find_bar import FindBar


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader was in an article."""

    reading: bool
    top: tuple[int, int]  # the first visible line: its block, and where in it
    hunt: Hunt  # what was marked
    spot: tuple[int, int] | None  # the match that stood out


class Looking(Recalling):
    """Finding words in the open article, as you type."""

    find_bar: FindBar | None = None
    was: Place
    sought = ""  # what is typed there, as far as it is marked

    async def action_find(self) -> None:
        """Open the line for words to find in the article, or return to it."""
        if self.desk.story is None:
            self.tell("There is no article to find anything in")
        elif self.find_bar is None:
            from reader.tui.widgets.find_bar import FindBar

            self.was = Place(self.reading, self.pane.top(), self.pane.hunt, self.pane.spot)
            self.action_enter()
            bar, self.sought = FindBar(), ""
            self.find_bar = bar
            await self.right.mount(bar)
            if self.find_bar is bar:  # it may have been left meanwhile
                self.set_focus(bar.line)
        else:
            self.set_focus(self.find_bar.line)
            self.find_bar.line.select_whole()

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Mark what is typed so far."""
        self.mark_typed(event.text)

    def mark_typed(self, text: str) -> None:
        """Mark what is typed, from where the reader was, unless that is done already."""
        if text == self.sought:
            return
        self.sought = text
        self.back_to_place()
        if text.strip():
            language = self.desk.story.language if self.desk.story else ""
            self.pane.seek(partial(found, words(text), language), self.was.top[0])
        self.refresh_bars()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        super().catch_up()
        if self.find_bar is not None and self.find_bar.line.has_focus:
            self.mark_typed(self.find_bar.line.value)

    def action_walk_matches(self) -> None:
        """Walk through the matches."""
        self.set_focus(None)

    def back_to_place(self) -> None:
        """Show the article as it was before."""
        self.pane.put_at(self.pane.line_of(*self.was.top))
        self.pane.resume(self.was.hunt, self.was.spot)

    def action_next_match(self) -> None:
        """Next match; after the last one in the article the first."""
        self.walk(1) if self.find_bar is not None else super().action_next_match()

    def action_previous_match(self) -> None:
        """Previous match; before the first one in the article the last."""
        self.walk(-1) if self.find_bar is not None else super().action_previous_match()

    def walk(self, by: int) -> None:
        """Go on to the next match in the article, or back, round and round."""
        if not self.pane.step(by) and self.pane.matches:
            self.pane.go_to(0 if by > 0 else self.pane.matches - 1)
        self.refresh_bars()

    def action_step_back(self) -> None:
        """Back to where finding began; without it, one step back."""
        if self.find_bar is None:
            super().action_step_back()
            return
        self.back_to_place()
        self.stop_finding()
        if not self.was.reading:
            self.action_leave()

    def action_enter(self) -> None:
        """Into the article; from the matches found in it, stay where they led."""
        if self.find_bar is not None:
            self.stop_finding()
        super().action_enter()

    def stop_finding(self) -> None:
        """Take the line away; what is shown stays."""
        if self.find_bar is not None:
            self.find_bar.remove()
            self.find_bar = None
            self.set_focus(None)
            self.refresh_bars()

    def show_article(self) -> None:
        """Show the open story; what was looked for in another one is done with."""
        self.stop_finding()
        super().show_article()

    def refresh_bars(self) -> None:
        """Show how things stand, in the line under the article too."""
        super().refresh_bars()
        if self.find_bar is not None:
            self.find_bar.tell(self.found_here())

    @property
    def hinted(self) -> tuple[tuple[str, str], ...]:
        """What the bottom line tells the keys of; nothing is the usual."""
        return super().hinted if self.find_bar is None else FOOT_OF_FIND

    def found_here(self) -> str:
        """Which match is shown, and of how many."""
        if self.pane.hunt is self.was.hunt:
            return ""
        more = "" if self.pane.hunt.over else "…"
        if not self.pane.matches:
            return more or "not found"
        return f"{self.pane.here + 1} of {self.pane.matches:,}{more}"


def words(text: str) -> Word:
    """What is typed as words in a row, of which the last may be unfinished."""
    from reader.model import Word

    return Word(text.strip(), prefix=not text.endswith(" "))


def found(word: Word, language: str, _block: Block, text: str) -> Matches:
    """Where a word, or words in a row, are in a stretch of any block."""
    return matches(text, word, "", language)
