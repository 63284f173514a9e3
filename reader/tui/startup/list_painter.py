"""The list as the first paint shows it, with the terminal's own codes for its colours.

Nothing that takes long to import is imported here.
"""

from __future__ import annotations

from datetime import date

from reader.clock import Clock
from reader.control_characters import mask_line
from reader.store.left_place import LeftPlace
from reader.tui import pane_widths
from reader.tui.render import date_sections, story_row
from reader.tui.render.cells import cell_len
from reader.tui.widgets.list_layout import ListLayout

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from typing import Any

    from reader.tui.render.story_row import StyledText


class ListPainter:
    """The top line, the list and the bottom line, as the app's first frame will show them."""

    standing = False  # set where the headlines are on the terminal already
    whole = False  # set where the app took over
    stood: tuple[int, list[str]] = 0, []  # the width and lines of what was painted whole
    asks = False  # set where the terminal is asked for its background
    answers = False  # set where it told that, or did so the last time

    def __init__(
        self, codes: Mapping[tuple[str, str], str], width: int, height: int, clock: Clock
    ) -> None:
        self.codes = codes
        self.clock = clock
        self.width, self.height = width, height
        self.configured = 0  # the list's share of the width in per cent, as the settings have it
        self.side = 0  # columns left of the list
        self.fold = True  # whether an event is one row
        self.list_width = width
        self.height_of_row = 2
        self.left = LeftPlace()
        self.above = 0  # lines of the list that are out of sight at the top
        self.chosen = 0  # the chosen row
        self.beneath: Container[int] = ()  # rows that stand beneath another of their event
        self.found: Mapping[int, Any] = {}  # a row: what a search found in it
        self.row: tuple[int, list[list[StyledText]]] = (-1, [])  # the one painted last
        self.plan = ListLayout(0, 1, None, date.min)
        self.planned: Sequence[Any] = ()  # the rows of which that is the plan

    def divide(self, facts: Mapping[str, str], configured: int) -> None:
        """Divide the width as it was on the last time."""
        self.configured = configured
        dense = facts[date_sections.DENSE] == "on"
        self.height_of_row = 3 if self.left.query else 1 if dense else 2
        on = pane_widths.has_sidebar(facts[pane_widths.SIDEBAR_ON], self.width)
        self.side = pane_widths.sidebar_columns(self.width, facts[pane_widths.SIDEBAR], on)
        remembered = facts[pane_widths.LIST]
        share = pane_widths.list_share(configured, remembered)
        is_dragged = pane_widths.is_dragged(configured, remembered)
        self.list_width = pane_widths.list_columns(self.width, share, self.side, is_dragged)

    def stand_where_left(self, left: LeftPlace, rows: Sequence[Any], state: str) -> bool:
        """Show the rows among which the screen was left; False where there may be others by now.

        Those beneath another tell of no more reports.
        """
        places = [row.story for row in left.rows]
        if left.state != f"{state} {self.width}x{self.height}" or len(rows) != len(places):
            return False
        self.left, self.above = left, left.above
        self.chosen = places.index(left.story) if left.story in places else -1
        self.beneath = {place for place, row in enumerate(left.rows) if row.inner}
        self.found = {place: row.passages for place, row in enumerate(left.rows)}
        for place in self.beneath:
            rows[place].others, rows[place].outlets = 0, ()
        return True

    def painted(self, line: Sequence[StyledText], surface: str, column: int = 0) -> str:
        """Return a line that begins in a column, with the terminal's own codes for its colours.

        Terminals do not agree how wide letters are beyond ASCII: after a piece with any, the
        column of the next one is written.
        """
        parts = []
        for text, role in line:
            if text:
                column += cell_len(text)
                parts += [self.codes[role, surface], mask_line(text)]
                parts += [] if text.isascii() else [f"\x1b[{column + 1}G"]
        return "".join(parts)

    def top(self, counts: Any) -> str:
        """Return the line above the panes."""
        view = "" if self.left.query else self.left.view
        line = story_row.top_line(view, counts, self.width)
        is_alone = self.list_width == self.width
        band = (0, 0) if is_alone else (self.side, self.side + self.list_width)
        told, column = "", 0
        for part, surface in story_row.band_parts(line, band):
            told += self.painted(part, surface, column)
            column += sum(cell_len(text) for text, _ in part)
        return told

    def list_line(self, rows: Sequence[Any], y: int) -> str:
        """Return one line of the list; the app's scrollbar will stand at its right."""
        if self.left.query and y == 0:
            return self.search_line()
        plan = self.plan_of(rows)
        place, within = plan.spot(y + self.above - bool(self.left.query))
        width = self.list_width - 1
        surface: str = "panel"
        bar: StyledText = (" ", "heading")
        if place == self.chosen and within == 0:
            surface, bar = story_row.chosen_row(True)
        if place >= len(rows):
            return self.painted([(" " * self.list_width, "")], "panel")
        if self.row[0] != place:
            self.row = place, self.lines_of(rows, place, width - 1)
        line = self.row[1][within] if within >= 0 else self.header(place, width - 1)
        return self.painted([bar, *line], surface, self.side) + self.painted([(" ", "")], "panel")

    def plan_of(self, rows: Sequence[Any]) -> ListLayout:
        """Return where these rows stand."""
        if self.planned is not rows:
            today = date_sections.day_of(self.clock.now())
            self.planned = rows
            self.plan = ListLayout(
                len(rows),
                self.height_of_row,
                None if self.is_unsectioned else lambda at: self.day(rows, at),
                today,
            )
        return self.plan

    @property
    def is_unsectioned(self) -> bool:
        """Whether the list names no days."""
        return not self.left.is_by_time

    def day(self, rows: Sequence[Any], place: int) -> date:
        """Return the day of a row; beneath another that of the row above."""
        while place > 0 and place in self.beneath:
            place -= 1
        return date_sections.day_of(rows[place].published)

    def search_line(self) -> str:
        """Return the line of the search that stands over what it found."""
        told = story_row.clip_line([(" / ", "heading"), (self.left.query, "")], self.list_width)
        return self.painted(story_row.pad_line(told, self.list_width), "chosen", self.side)

    def header(self, place: int, width: int) -> list[StyledText]:
        """Return the line over a row that begins a section."""
        return date_sections.section_header(self.plan.name(place), width)

    def lines_of(self, rows: Sequence[Any], place: int, width: int) -> list[list[StyledText]]:
        """Return the lines of a row, as a branch where it stands beneath another."""
        if place not in self.beneath:
            return self.row_lines(rows[place], width, self.found.get(place))
        told = self.row_lines(rows[place], width - date_sections.INDENT, self.found.get(place))
        return date_sections.branch_lines(told, place + 1 not in self.beneath)

    def row_lines(self, row: Any, width: int, found: Any) -> list[list[StyledText]]:
        """Return the lines of a row, with what was found in it."""
        if self.height_of_row == 1:
            return [date_sections.dense_line(row, width, self.clock.now())]
        return story_row.row_lines(row, width, self.clock.now(), found)
