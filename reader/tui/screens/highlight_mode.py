"""Marking words of the open story by keys: a stretch is chosen by word, sentence or paragraph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from reader.library.reports.highlights import (
    Range,
    find_words,
    make_highlight,
    placed_highlights,
    stretches,
    with_highlight,
    without_highlight,
)
from reader.model import Highlight, ReaderError, Span, SpanKind, Story
from reader.model.marks import COLOURS
from reader.tui.controllers.marks import MarksController
from reader.tui.controllers.reading import ReadingController
from reader.tui.layout import MainLayout
from reader.tui.prompts import Prompts
from reader.tui.render.article.highlight_blocks import with_spans
from reader.tui.session import Session
from reader.tui.status_bars import StatusBars

_UNITS = {"w": "word", "s": "sentence", "p": "paragraph"}
_MOVES = {"j": (1, 1), "l": (1, 1), "k": (-1, -1), "h": (-1, -1), "plus": (0, 1), "minus": (0, -1),
          "down": (1, 1), "right": (1, 1), "up": (-1, -1), "left": (-1, -1)}  # fmt: skip
_LEAVING = frozenset(("escape", "q", "H"))
_HINTS = (
    ("Enter", "mark it"),
    ("Esc", "leave"),
    ("j k", "next, before"),
    ("w s p", "by word, sentence, paragraph"),
    ("+ -", "longer, shorter"),
    ("c", "colour"),
    ("n", "with a note"),
    ("x", "unmark"),
)
_ABOVE = 3  # lines of the pane above what is chosen


@dataclass(eq=False, repr=False)
class HighlightController:
    """Choose words of the open story, and mark them in a colour, with a note, or not any more.

    `selected_text` returns what the mouse has selected.
    """

    session: Session
    layout: MainLayout
    bars: StatusBars
    marks: MarksController
    reading: ReadingController
    prompts: Prompts
    selected_text: Callable[[], str]
    run_search: Callable[[str], Any]
    _story: Story | None = field(default=None, init=False)
    _stretches: list[Range] = field(default_factory=list, init=False)
    _first = 0  # of the stretches that are chosen
    _last = 0
    _colour = COLOURS[0]

    async def list_stories(self) -> None:
        """List the stories with highlights."""
        await self.run_search("has:highlight")

    async def begin(self) -> None:
        """Mark what the mouse has selected, else choose words by keys."""
        story = self.session.story
        if story is None or self.session.article.is_aside or not story.text.strip():
            self.bars.show_status("There are no words here that could be marked")
            return
        self._story = story
        near = self.layout.pane.selected_offset
        selected = find_words(story.text, self.selected_text(), near)
        if selected is not None:
            self.layout.pane.screen.clear_selection()
            self._mark(selected)
        elif not self.layout.is_article_visible:
            self.bars.show_status("Open the article first, to choose words in it")
        else:
            self._choose_unit("sentence", self.layout.pane.offset_in_text)
            await self.prompts.ask_for_key(self._asked, self._take_key, _HINTS)
            self._show()

    @property
    def _place(self) -> Range:
        """The stretch of the text that is chosen."""
        return self._stretches[self._first][0], self._stretches[self._last][1]

    @property
    def _asked(self) -> str:
        """What the line at the bottom says."""
        return f"Mark these words ({self._colour})"

    def _choose_unit(self, unit: str, at: int) -> None:
        """Choose the word, sentence or paragraph at a place of the text, or the next one."""
        text = self._story.text if self._story else ""
        self._stretches = stretches(text, unit)
        ends = (number for number, (_, end) in enumerate(self._stretches) if end > at)
        self._first = self._last = next(ends, len(self._stretches) - 1)

    def _take_key(self, key: str) -> bool:
        """Do what a key asks for while words are chosen."""
        if key in _LEAVING:
            self._leave()
        elif key in _UNITS:
            self._choose_unit(_UNITS[key], self._place[0])
            self._show()
        elif key in _MOVES:
            self._move(*_MOVES[key])
        elif key in self._acts:
            self._acts[key]()
        else:
            return len(key) == 1
        return True

    @property
    def _acts(self) -> dict[str, Callable[[], object]]:
        """What keys do with the words that are chosen."""
        return {
            "c": self._next_colour,
            "enter": self._mark_chosen,
            "n": self._ask_for_note,
            "x": self._unmark,
        }

    def _move(self, first: int, last: int) -> None:
        """Choose other stretches, or more or fewer of them."""
        most = len(self._stretches) - 1
        self._first = max(0, min(most, self._first + first))
        if first:
            self._last = self._first
        else:
            self._last = max(self._first, min(most, self._last + last))
        self._show()

    def _next_colour(self) -> None:
        """Mark in the next colour."""
        self._colour = COLOURS[(COLOURS.index(self._colour) + 1) % len(COLOURS)]
        self.prompts.ask_on(self._asked)

    def _show(self) -> None:
        """Show in the article which words are chosen, and have them in sight."""
        start, end = self._place
        chosen = [Span(start, end, SpanKind.MATCH)]
        pane = self.layout.pane
        pane.show_again(with_spans(self.session.article.blocks(), chosen))
        first, last = pane.line_of_text(start), pane.line_of_text(end)
        if not pane.above <= first <= last < pane.above + pane.size.height - 1:
            pane.roll_to(max(0, first - _ABOVE))

    def _leave(self) -> None:
        """Choose nothing any more."""
        self.prompts.stop_asking()
        self.reading.show_article_again()

    def _mark_chosen(self) -> None:
        """Mark the words that are chosen."""
        place = self._place
        self._leave()
        self._mark(place)

    def _ask_for_note(self) -> None:
        """Ask for a note about the words that are chosen, and mark them."""
        place = self._place
        self._leave()
        note = partial(self._mark, place)
        self.layout.pane.call_later(self.prompts.ask, "Note about these words", "", note)

    def _mark(self, place: Range, note: str = "") -> None:
        """Mark a stretch of the text."""
        if self._story is None:
            return
        now = self.session.library.clock.now()
        try:
            made = make_highlight(self._story, place, now)
        except ReaderError as error:
            self.bars.show_status(str(error), warning=True)
            return
        made = replace(made, colour=self._colour, note=note)
        marks = self.session.marks_of(self._story.id)
        if with_highlight(marks, made) == marks:
            self.bars.show_status("These words are marked already")
        else:
            self._change(self._story, "Marked", lambda marks: with_highlight(marks, made))

    def _unmark(self) -> None:
        """Take the highlights away that reach into the words that are chosen."""
        (start, end), story = self._place, self._story
        self._leave()
        if story is None:
            return
        marks = self.session.marks_of(story.id)
        reaching: list[Highlight] = [
            one
            for one, place in placed_highlights(story.text, marks)
            if place and place[0] < end and place[1] > start
        ]
        if not reaching:
            self.bars.show_status("No highlight is here")
            return

        def without(marks: Any) -> Any:
            for one in reaching:
                marks = without_highlight(marks, one)
            return marks

        self._change(story, "Highlight taken away", without)

    def _change(self, story: Story, did: str, how: Callable[[Any], Any]) -> None:
        """Change the highlights of a story, so that it can be undone."""
        act = partial(self.session.change_marks, story.id, how, did)
        self.marks.change(f"highlights of story {story.id}", act, did)
