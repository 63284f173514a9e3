"""The first screenful, painted whole while Textual is still to be imported."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, cached_property, partial
from typing import Any

from reader.config import Settings
from reader.library import Library, row_matches
from reader.library.list_order import ReopenedList
from reader.model import ReaderError, Row, Story
from reader.store.first_screen import FACTS, read_state
from reader.store.left_place import LEFT, LeftRow, passage_text, read_left_place
from reader.tui import pane_widths
from reader.tui.actions import AFTER_SEARCH, Action, action_hints, footer_hints
from reader.tui.render import date_sections, sidebar_items, story_row
from reader.tui.render.article.article_lines import (
    ArticleLine,
    line_of_text,
    styled_spans,
    text_columns,
    text_margin,
    wrap_article,
)
from reader.tui.render.article.story_blocks import story_blocks
from reader.tui.render.story_row import StyledText
from reader.tui.render.theme import Palette, TextStyle, is_swapped
from reader.tui.render.themes import palette_of, theme_of_background
from reader.tui.render.themes_256 import NUMBERS_256
from reader.tui.startup import first_paint
from reader.tui.startup.first_paint import ENTER, HOME, RESET, Terminal
from reader.tui.startup.list_painter import ListPainter
from reader.tui.widgets.list_layout import ListLayout

NAMED = {"red": 1, "magenta": 5}  # the numbers of colours that the terminal knows
SURFACES = ("bar", "panel", "chosen", "back")


@contextmanager
def alternate_screen() -> Iterator[Terminal]:
    """Enter the terminal's other screen, left again however the program ends."""
    terminal = Terminal(sys.stdin.fileno())
    first_paint.end_by_signals(terminal)
    terminal.hush()
    try:
        yield terminal
    finally:
        terminal.leave()


def paint_first_frame(library: Library, settings: Settings, actions: tuple[Action, ...]) -> None:
    """Show the newest stories, and the first of them."""
    width, height = os.get_terminal_size()
    frame = FirstFrame(library, settings, actions, width, height)
    frame.write()
    frame.remember()


def remember_next(
    library: Library, settings: Settings, actions: tuple[Action, ...], fault: Exception | None
) -> None:
    """Write down what the next start paints at once; after a fault it begins at the top."""
    with suppress(OSError, ReaderError, sqlite3.Error):  # the next start is a little slower
        if fault is not None:
            library.store.stories.note(LEFT, "")
        frame = FirstFrame(library, settings, actions, *os.get_terminal_size())
        frame.keep_rows()
        frame.remember()


class FirstFrame(ListPainter):
    """What the app's first frame will look like."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        actions: tuple[Action, ...],
        width: int,
        height: int,
    ) -> None:
        self.library = library
        self.settings = settings
        self.actions = actions
        super().__init__(_codes(palette_of(settings.theme)), width, height, library.clock)
        meta = library.store.database.meta
        facts = {name: meta(name) for name in FACTS}
        self.left = read_left_place(facts[LEFT])
        self.places = sidebar_items.at_start(library, width, self.active_key)
        self.divide(facts, settings.list_width)
        self.fold = settings.events.enabled and settings.events.fold

    def write(self) -> None:
        """Paint it all at once."""
        begin = HOME if ListPainter.standing or Terminal.is_entered else ENTER
        lines = list(self.lines())
        ListPainter.stood = self.width, lines
        sys.stdout.write(begin + "\r\n".join(lines) + RESET)
        sys.stdout.flush()

    def remember(self) -> None:
        """Write down what the next start needs to paint the list before anything is imported."""
        places = self.library.folders
        stamp = first_paint.picture_stamp(str(places.config), self.width, self.height)
        with suppress(OSError):  # the next start is a little slower
            first_paint.save_picture(str(places.cache), stamp, self, self._looks())

    def _looks(self) -> list[first_paint.Look]:
        """Return the looks that the next start may have, first that for want of an answer."""
        themes = {self.settings.theme: None}
        if self.asks:
            themes |= {theme_of_background(is_light): None for is_light in (False, True)}
        looks, codes = [], self.codes
        for theme in themes:
            self.codes = _codes(palette_of(theme))
            looks.append((theme, self.foot(), self.codes))
        self.codes = codes
        return looks

    def foot(self) -> str:
        """Return the line below the panes."""
        wanted = action_hints(self.actions, AFTER_SEARCH) if self.left.query else ()
        hints = footer_hints(self.actions, wanted)
        told = story_row.key_hints(hints, self.width - 2)
        return self.painted(story_row.pad_line(told, self.width), "bar")

    def lines(self) -> Iterator[str]:
        """Yield every line of the screen."""
        stories = self.library.store.stories
        if self.left.is_at_top:
            shown = stories.ids("leads" if self.fold else "all", self.height // self.height_of_row)
            rows, chosen = stories.rows(shown), shown[0] if shown else None
        else:
            rows, chosen = self.stand_among(self.library.orders.reopened(self.left, self.fold))
        yield self.top(stories.counts())
        yield from self.panes(rows, None if chosen is None else stories.get(chosen))
        yield self.foot()

    def stand_among(self, listed: ReopenedList) -> tuple[list[Row], int | None]:
        """Show the chosen row where it was left; return the rows around it, and its story."""
        self.left.view = listed.view
        stories, day = self.library.store.stories, None
        if not self.is_unsectioned:
            day = partial(self._day_of, listed)
        today = date_sections.day_of(self.clock.now())
        plan = ListLayout(len(listed.ids), self.height_of_row, day, today)
        room = self.height - 2 - bool(self.left.query)
        above = self._above(plan, listed.place, room)
        first = max(0, plan.spot(above)[0] - 1)
        ids = listed.ids[first : first + room // self.height_of_row + 3]
        self.above = above - plan.top(first) + (day is not None)
        self.chosen = listed.place - first
        self.beneath = {at for at, story in enumerate(ids) if story in listed.inner}
        rows = [self._row(row, row.id in listed.inner) for row in stories.rows(ids)]
        self.found = self._matches(rows) if self.left.query else {}
        return rows, listed.story

    def keep_rows(self) -> None:
        """Keep the rows among which the screen was left, for the next start to paint at once."""
        left, database = self.left, self.library.store.database
        if left.is_at_top:
            return
        listed = self.library.orders.reopened(left, self.fold)
        rows, story = self.stand_among(listed)
        left.story, left.above = story or 0, self.above
        left.rows = [self._left_row(at, row, listed) for at, row in enumerate(rows)]
        left.state = f"{read_state(database.connection)} {self.width}x{self.height}"
        self.library.store.stories.note(LEFT, left.as_text())

    def _left_row(self, place: int, row: Row, listed: ReopenedList) -> LeftRow:
        """Return a row to be kept."""
        found = self.found.get(place)
        told = [passage_text(one.pieces()) for one in found] if found else ["", ""]
        return LeftRow(row.id, row.id in listed.inner, *told)

    def _above(self, plan: ListLayout, place: int, room: int) -> int:
        """Return how many lines are out of sight above where the chosen row stands as it did."""
        if not place:  # over the first row its day is named
            return 0
        top = plan.top(place)
        plan.settle((top + 2 * room) // self.height_of_row)
        above = max(0, min(top - self.left.line, plan.length - room))
        return min(max(above, top + self.height_of_row - room), top)

    def _day_of(self, listed: ReopenedList, place: int) -> date:
        """Return the day of a row; beneath another, or gone, that of the row above."""
        for above in range(place, -1, -1):
            when = self.library.store.stories.time_of(listed.ids[above])
            if listed.ids[above] not in listed.inner and when is not None:
                return date_sections.day_of(datetime.fromtimestamp(when, UTC))
        return date_sections.day_of(self.clock.now())

    @staticmethod
    def _row(row: Row, inner: bool) -> Row:
        """Return a row; one beneath another tells of no more reports."""
        return replace(row, others=0, outlets=()) if inner else row

    def _matches(self, rows: Sequence[Row]) -> dict[int, Any]:
        """Return what the search found in some rows."""
        part = self.library.parse_query(self.left.query).part
        stories = {one.id: one for one in self.library.store.stories.by_ids([r.id for r in rows])}
        return {
            at: row_matches(part, stories[row.id], self.list_width - 6)
            for at, row in enumerate(rows)
            if part is not None and row.id in stories
        }

    def panes(self, rows: list[Row], story: Story | None) -> Iterator[str]:
        """Yield the lines of list and article."""
        article_lines = self.article_lines(story)
        room = self.width - self.side - self.list_width - 1
        for y in range(self.height - 2):
            line = self.side_line(y) + self.list_line(rows, y)
            if self.width > self.list_width:
                read = (
                    next(article_lines)
                    if y < self._article_height
                    else story_row.pad_line([], room)
                )
                told = [story_row.divider_sign(False), *read]
                line += self.painted(told, "back", self.side + self.list_width)
            yield line

    def side_line(self, y: int) -> str:
        """Return one line of the sidebar, where there is one."""
        if not self.places:
            return ""
        place = self.places[y] if y < len(self.places) else sidebar_items.NOTHING
        start, end = story_row.scrollbar_thumb(len(self.places), self.height - 2, 0)
        bar = [(story_row.THUMB if start <= y < end else " ", "faint")] if end else []
        active = bool(place.key) and place.key == self.active_key
        told = sidebar_items.sidebar_line(place, self.side - 2 - len(bar), active)
        line = [(" ", ""), *told, *bar, story_row.divider_sign(False)]
        return self.painted(line, "panel")

    @cached_property
    def active_key(self) -> str:
        """What the list shows, as the sidebar calls it."""
        if not self.left.query:
            return self.left.view
        saved = self.library.store.searches.all()
        return next((one.name for one in saved if one.query == self.left.query), "")

    def article_lines(self, story: Story | None) -> Iterator[list[StyledText]]:
        """Yield the lines of the story from where it was left, then empty ones for ever."""
        room = self.width - self.side - self.list_width - 1
        if story is not None:
            columns = text_columns(room, self.settings.text_width)
            before = " " * text_margin(room, columns)
            blocks = story_blocks(story, self.library.store.copies.story_context(story.id))
            lines = wrap_article(blocks, columns)
            above = self._article_above(story, lines)
            if not above:
                yield story_row.pad_line([], room)
            for line in lines[max(0, above - 1) :]:
                runs = [(piece.text, piece.role) for piece in styled_spans(line)]
                yield story_row.pad_line([(before, ""), *runs], room)
        while True:
            yield story_row.pad_line([], room)

    @property
    def _article_height(self) -> int:
        """How many lines of an article are seen; on a tall screen the last one is left empty."""
        return self.height - 2 - (self.height >= pane_widths.TALL)

    def _article_above(self, story: Story, lines: Sequence[ArticleLine]) -> int:
        """Return how many lines of the article are out of sight above where it was left."""
        marks = self.library.store.marks
        at = self.left.offset if self.left.query else marks.place(story.id)
        furthest = max(0, len(lines) + 2 - self._article_height)
        return min(line_of_text(lines, at), furthest) if at else 0


def _codes(palette: Palette) -> first_paint.Codes:
    """Return the terminal's code for every role on every surface."""
    looks = palette.looks()
    return {
        (role, surface): colour_code(looks[role], getattr(palette, surface))
        for role in looks
        for surface in SURFACES
    }


@cache
def colour_code(look: TextStyle, back: str) -> str:
    """Return terminal's code for a look on a surface, in as many colours as Textual will use."""
    full = os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    swapped = is_swapped(look, back)
    attributes = [(look.bold, "1"), (look.italic, "3"), (look.underline, "4"), (swapped, "7")]
    codes = ["0", *(number for on, number in attributes if on)]
    for number, colour in ((38, look.colour), (48, look.back or back)):
        if colour in NAMED and not swapped:
            codes.append(str(number - 8 + NAMED[colour]))
        elif colour.startswith("#"):
            codes.append(f"{number};{_shade(colour, full)}")
    return f"\x1b[{';'.join(codes)}m"


def _shade(colour: str, full: bool) -> str:
    """Return a colour by its number among 256, else as it is; the nearest if not `full`."""
    shares = bytes.fromhex(colour[1:])
    number = NUMBERS_256.get((shares[0], shares[1], shares[2]))
    if number is not None:
        return f"5;{number}"
    return "2;" + ";".join(map(str, shares)) if full else _near(colour)


def _near(colour: str) -> str:
    """Return the nearest of 256 colours."""
    from rich.color import Color, ColorSystem

    return f"5;{Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number}"
