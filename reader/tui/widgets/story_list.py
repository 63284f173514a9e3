"""The list pane: as many stories as there are, of which only the visible ones are read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeAlias

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.library import Clock
from reader.model import ReaderError, Row, Snippet
from reader.tui.render import date_sections, story_row
from reader.tui.render.story_row import StyledText
from reader.tui.render.styles import Styles
from reader.tui.render.wrap import wrap_text
from reader.tui.widgets.list_layout import ListLayout
from reader.tui.widgets.scrolling_lines import ScrollingLines

_MOST_ROWS = 1_024  # rows that are kept
_MOST_DRAWN = 256  # rows whose lines are kept
AHEAD, PAUSE = 4096, 0.02  # rows among which sections are looked for at once, seconds in between
# What is shown of a row in a search: its headline and the best passage, with matches.
Found = tuple[Snippet, Snippet]
Ids: TypeAlias = "array[int] | tuple[int, ...]"
ShownRow = tuple[Row, Found | None]
RowReader = Callable[[Sequence[int]], list[ShownRow]]
When = Callable[[int], int | None]
"""The time of a story in seconds; None where it has vanished meanwhile."""


class StoryList(ScrollingLines):
    """A virtual list: it holds ids, and asks for the rows that it shows."""

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    ALLOW_SELECT = False

    def __init__(
        self,
        styles: Styles,
        read: RowReader,
        when: When,
        inner: Mapping[int, int],
        clock: Clock,
    ) -> None:
        super().__init__(styles, "list")
        self.read_rows, self.when = read, when
        self.clock = clock
        self.ids: Ids = ()
        self.inner = inner  # stories that stand beneath another: that one
        self.place = 0
        self.has_keys = True  # whether keys move it
        self.is_selected: Callable[[int], bool] | None = None  # whether a row is; None: none is
        self.height_of_row = 2
        self._empty_text = ""
        self.sectioned = False  # whether rows are in order of time, and sections named
        self.plan = ListLayout(0, self.height_of_row, None, date.min)
        self.rows: dict[int, ShownRow | None] = {}  # those that were read; None: it has vanished
        self._drawn: dict[int, tuple[ShownRow, list[list[StyledText]]]] = {}  # by their places
        self._drawn_for: tuple[object, ...] = ()  # the minute, the room and the way of those

    @property
    def current(self) -> int | None:
        """The id of the chosen story."""
        return self.ids[self.place] if self.place < len(self.ids) else None

    @property
    def length(self) -> int:
        """How many lines there are."""
        return self.plan.length

    def show(
        self,
        ids: Ids,
        place: int = 0,
        height: int = 2,
        line: int | None = None,
        rows: Mapping[int, ShownRow | None] | None = None,
    ) -> None:
        """Show these stories, one of them chosen; on a line of the widget, where that can be.

        Of some the rows may have been read already.
        """
        self.ids, self.height_of_row = ids, height
        self.place = max(0, min(place, len(ids) - 1))
        self.lay()
        self.put_at(self.above if line is None else self.plan.top(self.place) - line)
        self.reveal(named=line is None)
        self.forget(rows)

    def lay(self) -> None:
        """Find out where rows stand, and the names of sections between them."""
        today = date_sections.day_of(self.clock.now())
        day_of = self.day_of if self.sectioned else None
        self.plan = ListLayout(len(self.ids), self.height_of_row, day_of, today)
        self.set_timer(PAUSE, partial(self._look_ahead, self.plan))

    def day_of(self, place: int) -> date:
        """Return the day of a row; beneath another, or gone, that of the row above."""
        for above in range(self.outer(place), -1, -1):
            seconds = self.when(self.ids[above])
            if seconds is not None:
                return date_sections.day_of(datetime.fromtimestamp(seconds, UTC))
        return self.plan.today

    def _look_ahead(self, plan: ListLayout) -> None:
        """Find sections that nobody asks for yet, a few at a time, so that no key waits for it."""
        if plan is self.plan and plan.settled < plan.count:
            with suppress(ReaderError):  # who needs the rows will be told
                plan.settle(plan.settled + AHEAD)
            self.set_timer(PAUSE, partial(self._look_ahead, plan))

    def renew(self) -> None:
        """Show days and ages as they are now."""
        line = self.chosen_line
        if self.plan.today != date_sections.day_of(self.clock.now()):
            self.lay()
            self.put_at(self.plan.top(self.place) - line)
        self.refresh()

    def explain(self, sentence: str) -> None:
        """Say why an empty list is empty."""
        before, self._empty_text = self._empty_text, sentence
        if not self.ids and sentence != before:
            self.repaint()

    def forget(self, rows: Mapping[int, ShownRow | None] | None = None) -> None:
        """Read the rows again, but those that are given."""
        self.rows = dict(rows or {})
        self._drawn.clear()  # the mouse may ask for a line before any is painted anew
        self.repaint()

    def move(self, place: int) -> bool:
        """Choose a row; whether that is another one."""
        before, self.place = self.place, max(0, min(place, len(self.ids) - 1))
        if self.reveal(named=True) or self.is_selected is not None:
            self.repaint()
        elif before != self.place:
            self.paint([*self._rows_lines(before), *self._rows_lines(self.place)])
        return before != self.place

    def show_selection(self, is_selected: Callable[[int], bool] | None) -> None:
        """Show which rows are selected, by their places; None where none is."""
        self.is_selected = is_selected
        self.repaint()

    def show_keys(self, has_keys: bool) -> None:
        """Show whether keys move the list."""
        if has_keys != self.has_keys:
            self.has_keys = has_keys
            self.paint(self._rows_lines(self.place))

    def _rows_lines(self, place: int) -> range:
        """Return the lines of the widget on which a row stands."""
        top = self.line_of(place)
        return range(top, top + self.height_of_row)

    def put_at(self, above: int) -> bool:
        """Scroll without painting; whether that is another place."""
        self.plan.settle((above + 2 * self.size.height) // self.height_of_row)
        return super().put_at(above)

    def drag(self, y: int) -> None:
        """Scroll to where the scrollbar is held."""
        self.plan.settle(len(self.ids))
        super().drag(y)

    def reveal(self, named: bool = False) -> bool:
        """Scroll as little as brings the chosen row into view; whether that moved anything.

        The name of the section that it begins as well, where that is wanted and there is room.
        """
        height = self.size.height
        if not height:  # it is hidden: it stays where it is
            return False
        top = self.plan.top(self.place)
        bottom = top + self.height_of_row - height
        top = self.plan.head(self.place) if named and height > self.height_of_row else top
        return self.put_at(min(max(self.above, bottom), top))

    @property
    def chosen_line(self) -> int:
        """The line of the widget on which the chosen row begins."""
        return self.line_of(self.place)

    def line_of(self, place: int) -> int:
        """Return the line of the widget on which a row begins."""
        return self.plan.top(place) - self.above

    def reveal_to(self, place: int) -> None:
        """Scroll as little as brings the rows from the chosen one to another into view."""
        bottom = self.plan.top(place) + self.height_of_row - self.size.height
        self.roll_to(min(max(self.above, bottom), self.plan.top(self.place)))

    def paged(self, by: float) -> int:
        """Return the row a screenful on, or a part of one; every row in between comes into view."""
        plan, height = self.plan, self.size.height
        place, within = plan.spot(max(0, plan.top(self.place) + int(by * height)))
        if by > 0:
            return max(self.place + 1, place - (within < 0))
        place += within > 0
        seen = min(plan.top(self.place), self.above + self.height_of_row)
        return min(self.place - 1, place + (plan.head(place) + height < seen))

    def on_resize(self) -> None:
        """Keep the chosen row in view when the terminal changes."""
        moved = self.put_at(self.above)
        if self.reveal() or moved or self.room != self.size:
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        place, within = self.plan.spot(event.y + self.above)
        if within >= 0 and place < len(self.ids) and event.x < self.size.width - 1:
            self.post_message(self.Chosen(place))

    @property
    def places_in_view(self) -> range:
        """The places of the rows in view."""
        last = self.plan.spot(self.above + max(0, self.size.height - 1))[0]
        return range(self.plan.spot(self.above)[0], min(last + 1, len(self.ids)))

    def row(self, place: int) -> ShownRow | None:
        """Return what is shown of a story; None where it has vanished meanwhile."""
        story = self.ids[place]
        if story not in self.rows:
            self._read_with(place)
        return self.rows[story]

    def _read_with(self, place: int) -> None:
        """Read a row, and with it those in view that are not known yet."""
        if len(self.rows) > _MOST_ROWS:
            self.rows.clear()
        view = self.places_in_view
        places = view if place in view else (place,)
        unread = [self.ids[one] for one in places if self.ids[one] not in self.rows]
        self.rows.update(rows_by_id(self.read_rows, unread))

    def prepare(self) -> None:
        """Find out what is the same for all lines that are to be painted."""
        super().prepare()
        minute = self.clock.now().replace(second=0, microsecond=0)
        drawn_for = minute, self.room.width, self.height_of_row
        if drawn_for != self._drawn_for or len(self._drawn) > _MOST_DRAWN:
            self._drawn.clear()
            self._drawn_for = drawn_for

    def line(self, number: int, width: int) -> list[Segment]:
        """Return one line of a row, or the name of the section that the row below begins."""
        place, within = self.plan.spot(number)
        if within < 0:
            told: list[StyledText] = [
                (" ", ""),
                *date_sections.section_header(self.plan.name(place), width - 1),
            ]
            return self.looks.segments(told, "panel")
        shown = self.row(place) if place < len(self.ids) else None
        if shown is None:
            return self.blank(number, width)
        surface, sign = "panel", (" ", "heading")
        if place == self.place and within == 0:
            surface, sign = story_row.chosen_row(self.has_keys)
        if self.is_selected is not None and self.is_selected(place):
            surface, sign = "bar" if surface == "panel" else surface, story_row.SELECTED
        drawn = self._drawn.get(place)
        if drawn is None or drawn[0] is not shown:
            drawn = self._drawn[place] = shown, self.runs(place, shown, width - 1)
        return self.looks.segments([sign, *drawn[1][within]], surface)

    def runs(self, place: int, shown: ShownRow, width: int) -> list[list[StyledText]]:
        """Return the lines of a row."""
        if not self._is_inner(place):
            return self._row_runs(shown, width)
        row = replace(shown[0], others=0, outlets=())
        told = self._row_runs((row, shown[1]), width - date_sections.INDENT)
        return date_sections.branch_lines(told, not self._is_inner(place + 1))

    def _row_runs(self, shown: ShownRow, width: int) -> list[list[StyledText]]:
        """Return the lines of a row, as wide as that."""
        row, found = shown
        if self.height_of_row == 1:
            return [date_sections.dense_line(row, width, self.clock.now())]
        return story_row.row_lines(row, width, self.clock.now(), found)

    def _is_inner(self, place: int) -> bool:
        """Tell whether a row stands beneath that of another story of its event."""
        return place < len(self.ids) and self.ids[place] in self.inner

    def outer(self, place: int) -> int:
        """Return the row beneath which a row stands; itself, where it stands beneath none."""
        while place > 0 and self._is_inner(place):
            place -= 1
        return place

    def blank(self, number: int, width: int) -> list[Segment]:
        """Return a line that holds no story; in an empty list some of them say why."""
        told = [] if self.ids else list(_explained(self._empty_text, width - 4))
        text, role = told[number - 1] if 0 < number <= len(told) else ("", "dim")
        return self.looks.segments(story_row.pad_line([("  " + text, role)], width), "panel")


def rows_by_id(read: RowReader, ids: Sequence[int]) -> dict[int, ShownRow | None]:
    """Read the rows of stories; None is that of a story that has vanished."""
    rows: dict[int, ShownRow | None] = dict.fromkeys(ids)
    rows.update((shown[0].id, shown) for shown in read(ids))
    return rows


def _explained(text: str, width: int) -> Iterator[StyledText]:
    """Yield why a list is empty, in lines no wider than that: first why, then what to do."""
    for number, paragraph in enumerate(text.split("\n")):
        for start, end in wrap_text(paragraph, max(10, width)):
            yield paragraph[start:end].rstrip(), "dim" if number else ""
        yield "", ""
