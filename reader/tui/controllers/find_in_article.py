"""Finding words in the open article, as you type."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from reader.library import matches
from reader.model.construction import frozen
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.render.article.article_lines import ArticleBlock, Matches
from reader.tui.render.article.article_search import ArticleSearch
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

if TYPE_CHECKING:
    from reader.model import RegexMatch, Word
    from reader.tui.widgets.find_bar import FindBar


_Wanted: TypeAlias = "Word | RegexMatch"


@frozen
class _ReadingPosition:
    """Where the reader was in an article."""

    was_reading: bool
    top: tuple[int, int]  # the first visible line: its block, and where in it
    hunt: ArticleSearch  # what was marked
    spot: tuple[int, int] | None  # the match that stood out


@dataclass(eq=False, repr=False)
class FindController:
    """Find words in the open article; its line stands under it."""

    session: Session
    layout: MainLayout
    bars: StatusBars
    reading: ReadingController
    bar: FindBar | None = field(default=None, init=False)
    _before: _ReadingPosition = field(init=False)
    _words = ""  # what is typed there, as far as it is marked

    @property
    def is_open(self) -> bool:
        """Whether there is a line for words to find."""
        return self.bar is not None

    async def open(self) -> None:
        """Open the line for words to find in the article, or return to it."""
        if self.session.story is None:
            self.bars.show_status("There is no article to find anything in")
        elif self.bar is None:
            from reader.tui.widgets.find_bar import FindBar

            pane = self.layout.pane
            self._before = _ReadingPosition(
                self.layout.is_reading, pane.top(), pane.hunt, pane.spot
            )
            self.reading.enter_to_type()
            bar, self._words = FindBar(), ""
            self.bar = bar
            await self.layout.right.mount(bar)
            if self.bar is bar:  # it may have been left meanwhile
                self.layout.focus(bar.line)
        else:
            self.layout.focus(self.bar.line)
            self.bar.line.select_whole()

    def mark_typed(self, text: str) -> None:
        """Mark what is typed, from where the reader was, unless that is done already."""
        if text == self._words:
            return
        self._words = text
        self._go_back()
        if text.strip():
            language = self.session.story.language if self.session.story else ""
            find = partial(find_in_block, phrase_of(text), language)
            self.layout.pane.seek(find, self._before.top[0])
        self.bars.refresh()

    def catch_up(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        if self.bar is not None and self.bar.line.has_focus:
            self.mark_typed(self.bar.line.value)

    def walk_matches(self) -> None:
        """Have keys walk through the matches."""
        self.layout.focus(None)

    def step(self, by: int) -> None:
        """Go on to the next match in the article, or back, round and round."""
        pane = self.layout.pane
        if not pane.step(by) and pane.matches:
            pane.go_to(0 if by > 0 else pane.matches - 1)
        self.bars.refresh()

    def leave(self) -> None:
        """Go back to where finding began."""
        self._go_back()
        self.close()
        if not self._before.was_reading:
            self.reading.leave()

    def _go_back(self) -> None:
        """Show the article as it was before."""
        pane = self.layout.pane
        pane.put_at(pane.line_of(*self._before.top))
        pane.resume(self._before.hunt, self._before.spot)

    def close(self) -> None:
        """Take the line away; what is shown stays."""
        if self.bar is not None:
            self.bar.remove()
            self.bar = None
            self.layout.focus(None)
            self.bars.refresh()

    def show_count(self) -> None:
        """Say in the line how many matches there are."""
        if self.bar is not None:
            self.bar.show_count(self._count())

    def _count(self) -> str:
        """Say which match is shown, and of how many."""
        pane = self.layout.pane
        if pane.hunt is self._before.hunt:
            return ""
        more = "" if pane.hunt.over else "…"
        if not pane.matches:
            return more or "not found"
        return f"{pane.here + 1} of {pane.matches:,}{more}"


def phrase_of(text: str) -> _Wanted:
    """Take what is typed for words in a row, of which the last may be unfinished.

    Between slashes it is a regular expression.
    """
    from reader.model import RegexMatch, Word

    typed = text.strip()
    if len(typed) > 2 and typed[0] == typed[-1] == "/":
        return RegexMatch(typed[1:-1].replace("\\/", "/"))
    return Word(text.strip(), prefix=not text.endswith(" "))


def find_in_block(
    word: Word | RegexMatch, language: str, _block: ArticleBlock, text: str
) -> Matches:
    """Find a word, or words in a row, in a stretch of any block."""
    return matches(text, word, "", language)
