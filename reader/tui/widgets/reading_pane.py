"""The reading pane: a story as wrapped lines, with its matches marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader.control_characters import mask_line
from reader.tui.render.article.article_lines import (
    LEFT,
    ArticleBlock,
    ArticleLine,
    in_text,
    line_of_text,
    styled_spans,
    tells_news,
    text_columns,
    text_margin,
    wrap_article,
)
from reader.tui.render.article.article_search import ArticleSearch, Find, find_nothing
from reader.tui.render.article.related_reports import NEWS
from reader.tui.render.article.selectable_text import SelectableText
from reader.tui.render.cells import cell_len
from reader.tui.render.styles import Styles
from reader.tui.widgets.scrolling_lines import ScrollingLines

PAUSE = 0.002  # seconds between two slices of a hunt, in which keys are served


class ReadingPane(ScrollingLines):
    """One story, or a page as it came; its text can be selected, and copied as it was written."""

    surface = "back"

    class Counted(Message):
        """More matches are known, or that there are no more."""

    class LinkClicked(Message):
        """A link was clicked."""

        def __init__(self, link: str) -> None:
            super().__init__()
            self.link = link

    class Selected(Message):
        """A word or a paragraph was selected by clicks."""

    def __init__(self, styles: Styles, text_width: int) -> None:
        super().__init__(styles, "pane")
        self.text_width = text_width
        self.blocks: Sequence[ArticleBlock] = ()
        self.lines: list[ArticleLine] = []
        self.hunt = ArticleSearch((), find_nothing)
        self.places: list[tuple[int, int]] = []  # of matches: block and start, in order
        self.spot: tuple[int, int] | None = None  # the match that stands out
        self.letters: dict[tuple[int, int], str] = {}  # what to type for a link at a place
        self._width_laid = self._height_laid = 0
        self._pressed_at = Offset()  # where the mouse was pressed last
        self._margin = LEFT  # columns before the text, where lines are painted
        self._selected_part: Selection | None = None  # what is selected, likewise
        self.expected = 80  # columns that the pane will have, before it has any

    @property
    def columns(self) -> int:
        """How wide the text is at the pane's present width."""
        return text_columns(self.size.width or self.expected, self.text_width)

    @property
    def left(self) -> int:
        """How many columns stand before the text: it keeps to the middle of a wide pane."""
        return text_margin(self.size.width or self.expected, self.columns)

    @property
    def is_long(self) -> bool:
        """Whether the story does not fit the pane."""
        return len(self.lines) + 2 > self.size.height > 0

    @property
    def progress(self) -> float:
        """How much of the story has been in view, from 0 to 1."""
        return min(1.0, (self.scroll_offset.y + self.size.height) / (len(self.lines) + 2))

    @property
    def offset_in_text(self) -> int:
        """Where in the story's text the first visible line begins; 0 above the text."""
        y = self.scroll_offset.y
        for line in self.lines[y - 1 : y + 1] if y else ():
            if in_text(line):  # the empty line before a paragraph is the place before it
                gap = line is not self.lines[y - 1]
                return line.block.start + line.start - gap
        return 0

    @property
    def selected_offset(self) -> int:
        """Where in the story's text the selection begins; 0 above the text, and without one."""
        selection = self.text_selection
        return self._selectable.offset_of(selection) if selection is not None else 0

    @property
    def _selectable(self) -> SelectableText:
        """What can be selected of the lines."""
        return SelectableText(self.lines, self.left)

    def line_of_text(self, at: int) -> int:
        """Return the line of the pane in which a place of the story's text stands."""
        return line_of_text(self.lines, at)

    @property
    def matches(self) -> int:
        """How many matches are known."""
        return len(self.places)

    @property
    def here(self) -> int:
        """Which match stands out; -1 is none."""
        return -1 if self.spot is None else bisect_left(self.places, self.spot)

    @property
    def length(self) -> int:
        """How many lines there are, with an empty one above and below."""
        return len(self.lines) + 2

    def show(self, blocks: Sequence[ArticleBlock], find: Find = find_nothing) -> None:
        """Show a story from its top, or from its first match."""
        self.blocks, self.letters = blocks, {}
        self.lay()
        self.put_at(0)
        self.seek(find)

    def show_again(self, blocks: Sequence[ArticleBlock], find: Find = find_nothing) -> None:
        """Show the same story with something added; what is at the top stays there."""
        top, kept = self.top(), len(self.blocks) == len(blocks)
        self.blocks = blocks
        self.lay()
        self.put_at(self.line_of(*top))
        self.hunt = ArticleSearch(blocks, find)
        self.spot = self.spot if kept else None
        self._search_on(self.hunt)

    def seek(self, find: Find, origin: int = 0) -> None:
        """Mark what is found, and bring the first match from a block on into view."""
        self.resume(ArticleSearch(self.blocks, find, origin), None)

    def resume(self, hunt: ArticleSearch, spot: tuple[int, int] | None) -> None:
        """Go on with a hunt, with this match standing out."""
        self.hunt, self.spot = hunt, spot
        self._search_on(hunt)

    def _search_on(self, hunt: ArticleSearch) -> None:
        """Mark what the next slice of a hunt finds, and after a pause the ones after it."""
        self._search_slice()
        if not hunt.over:
            self.set_timer(PAUSE, lambda: self._search_later(hunt))

    def _search_later(self, hunt: ArticleSearch) -> None:
        """Go on with a hunt, unless another one has begun."""
        if hunt is self.hunt:
            self._search_on(hunt)
            self.post_message(self.Counted())

    def _search_slice(self) -> None:
        """Mark what the next slice holds; the first match of all stands out."""
        self.hunt.go_on()
        self.places = self.hunt.places()
        if self.spot is None and self.places:
            self.spot = self.places[
                bisect_left(self.places, (self.hunt.origin, 0)) % len(self.places)
            ]
            self.reveal()
        self.repaint()

    def lay(self) -> None:
        """Wrap the story to the pane's width."""
        self._width_laid = self.columns
        self.lines = wrap_article(self.blocks, self.columns)

    def on_resize(self) -> None:
        """Wrap anew, and keep what was at the top at the top, or a match that was in view there."""
        was_seen = self._is_match_seen
        if self.columns != self._width_laid:
            top = self.top()
            self.lay()
            self.put_at(self.line_of(*top))
        self.put_at(self.above)
        if was_seen:
            self.reveal()
        self._height_laid = self.size.height
        self.post_message(self.Counted())
        self.refresh()

    @property
    def _is_match_seen(self) -> bool:
        """Whether the match that stands out was in view; before anything was, at the top it is."""
        line = 0 if self.spot is None else self.line_of(*self.spot)
        bottom = self.above + self._height_laid - 1
        return self.above <= line < bottom if self._height_laid else not self.above

    def set_text_width(self, columns: int) -> None:
        """Wrap the story at another width."""
        self.text_width = columns
        self.on_resize()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Note where a click begins: one that ends elsewhere has selected text."""
        self._pressed_at = event.offset

    def link_at(self, x: int, y: int) -> str:
        """Return where the link leads that is painted at a place of the pane; empty if none is."""
        end = 0
        for segment in self.render_line(y):
            end += cell_len(segment.text)
            if x < end:
                return (segment.style.link if segment.style else None) or ""
        return ""

    def top(self) -> tuple[int, int]:
        """Return the first visible line: which block, and where in it."""
        y = self.above
        return self.lines[y - 1].place if 0 < y <= len(self.lines) else (0, 0)

    def line_of(self, number: int, start: int) -> int:
        """Return the line of the pane in which a place of a block stands."""
        if (number, start) <= (0, 0):
            return 0
        return bisect_right(self.lines, (number, start), key=lambda line: line.place)

    def go_to(self, match: int) -> None:
        """Make a match stand out, and bring it into view; out of sight, once it is in sight."""
        self.spot = self.places[match]
        self.reveal()
        self.repaint()

    def reveal(self) -> None:
        """Scroll to the match that stands out, where it is out of view."""
        if not self.size.height or self.spot is None:
            return
        line, height = self.line_of(*self.spot), self.size.height
        if not self.above <= line < self.above + height - 1:
            self.put_at(max(0, line - height // 3))

    @property
    def line_read(self) -> int:
        """The line of the widget with the match that stands out, else the first that has text."""
        line = -1 if self.spot is None else self.line_of(*self.spot) - self.above
        return line if 0 <= line < self.size.height else int(self.above == 0)

    def step(self, by: int) -> bool:
        """Go on to the next match, or back; whether there was one."""
        wanted = self.here + by
        while wanted >= len(self.places) and not self.hunt.over:
            self._search_slice()
            wanted = self.here + by
        if not 0 <= wanted < len(self.places):
            return False
        self.go_to(wanted)
        return True

    def scroll(self, by: int) -> bool:
        """Scroll by some lines; whether there was anywhere to go."""
        return self.roll_by_hand(self.above + by)

    def roll_by_hand(self, above: int) -> bool:
        """Scroll, and have it told how far the story is read then."""
        moved = self.roll_to(above)
        if moved:
            self.post_message(self.Counted())
        return moved

    def line(self, number: int, width: int) -> list[Segment]:
        """Return one line of the story, or an empty one."""
        shown = self.lines[number - 1] if 0 < number <= len(self.lines) else None
        sign = NEWS if shown is not None and tells_news(shown) else " "
        segments = [
            Segment(" " * (self._margin - 2), self.looks.get("")),
            Segment(f"{sign} ", self.looks.get("dot")),
        ]
        if shown is not None:
            segments += self.painted(shown)
        used = sum(cell_len(segment.text) for segment in segments)
        if used > width:
            return list(Segment.adjust_line_length(segments, width))
        return [*segments, Segment(" " * (width - used), self.looks.get(""))]

    def painted(self, line: ArticleLine) -> list[Segment]:
        """Return the segments of a line of the story."""
        start = self.spot[1] if self.spot and self.spot[0] == line.number else -1
        painted: list[Segment] = []
        for piece in styled_spans(line, self.hunt[line.number], start):
            letters = self.letters.get((line.number, piece.start), "") if piece.link else ""
            whole = mask_line(piece.text)
            text = whole[len(letters) :]
            if letters:
                painted.append(Segment(letters, self.looks.get("here")))
                text = set_cell_size(text, cell_len(whole) - len(letters))
            painted.append(Segment(text, self.looks.get(piece.role, link=piece.link)))
        return painted

    def letter(self, letters: dict[tuple[int, int], str]) -> None:
        """Show what is to be typed for each link, over its first letters."""
        self.letters = letters
        self.refresh()

    def links_in_view(self) -> dict[tuple[int, int], str]:
        """Return the first piece of each link that is in view, and where it leads."""
        top = self.scroll_offset.y
        found: dict[tuple[int, int], str] = {}
        before = ""
        for line in self.lines[max(0, top - 1) : top + self.size.height - 1]:
            for piece in styled_spans(line):
                if piece.link and piece.link != before:
                    found[line.number, piece.start] = piece.link
                before = piece.link
        return found

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible, with the places that the mouse can select."""
        return super().render_line(y).apply_offsets(0, y + self.scroll_offset.y)

    def prepare(self) -> None:
        """Find out what is the same for all lines that are to be painted."""
        super().prepare()
        self._margin, self._selected_part = self.left, self.text_selection

    def draw_line(self, y: int) -> Iterable[Segment]:
        """Return one line of what is visible, with what is selected of it."""
        *segments, bar = super().draw_line(y)
        selection, row = self._selected_part, y + self.scroll_offset.y
        span = selection.get_span(row) if selection is not None else None
        if span is None:
            return [*segments, bar]
        return [*self._selected(segments, *span), bar]

    def _selected(self, segments: Iterable[Segment], start: int, end: int) -> Iterator[Segment]:
        """Yield a line with the characters that are selected; -1 as their end is the line's."""
        at = 0
        for text, style, _ in segments:
            first = min(max(0, start - at), len(text))
            last = len(text) if end < 0 else max(first, min(end - at, len(text)))
            yield Segment(text[:first], style)
            yield Segment(text[first:last], self.looks.select(style or self.looks.get("")))
            yield Segment(text[last:], style)
            at += len(text)

    def on_click(self, event: events.Click) -> None:
        """Tell of a link; select a word by a second click, its paragraph by a third."""
        row = event.y + self.above
        link = self.link_at(event.x, event.y) if event.chain == 1 else ""
        if link and event.offset == self._pressed_at and event.button == 1:
            self.post_message(self.LinkClicked(link))
        if event.chain not in (2, 3) or not 0 < row <= len(self.lines):
            return
        event.prevent_default()  # which would select everything
        text = self._selectable
        selection = text.word_at(row, event.x) if event.chain == 2 else text.paragraph_at(row)
        self.screen.selections = {} if selection is None else {self: selection}
        self.post_message(self.Selected())

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return what is selected: a paragraph is one line, however it was wrapped."""
        return self._selectable.text_of(selection), "\n"
