"""Rows and their days in, the lines of the list out: rows, and the names of days between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from reader.tui.render.date_sections import first_day, section_name

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Callable

    DayOf = Callable[[int], date]


class ListLayout:
    """Where rows of equal height stand, and over them the names of the sections they begin.

    The rows are in order of time, the newest or the oldest first. Where sections begin is looked
    for from the top on, as far as somebody asks, and with a few questions for each of them:
    however many rows there are.
    """

    def __init__(self, count: int, height: int, day_of: DayOf | None, today: date) -> None:
        self.count, self.height = count, height
        self.day_of, self.today = day_of, today
        self.starts: list[int] = []  # the rows that begin a section
        self.heads: list[int] = []  # the lines on which those sections are named
        self.names: list[str] = []
        self.first: date | None = None  # the first day of the section that was found last
        self._is_ascending: bool | None = None  # not known yet
        self.settled = 0 if day_of else count  # the sections of all rows before this are known

    @property
    def length(self) -> int:
        """How many lines there are, as far as is known."""
        return self.count * self.height + len(self.heads)

    def settle(self, place: int) -> None:
        """Know the sections of every row up to this one."""
        while self.day_of and self.settled <= min(place, self.count - 1):
            self.look(self.day_of, min(place, self.count - 1))

    def look(self, day_of: DayOf, place: int) -> None:
        """Find the next section that begins at a row up to this one, if any does."""
        first, is_ascending = self.first, self.is_ascending(day_of)

        def is_beyond(row: int) -> bool:
            if first is None:
                return True
            day = first_day(day_of(row), self.today)
            return day > first if is_ascending else day < first

        if not is_beyond(place):
            self.settled = place + 1
            return
        start = bisect_left(range(place), True, self.settled, key=is_beyond)
        self.begin(start, day_of(start))

    def is_ascending(self, day_of: DayOf) -> bool:
        """Tell whether the oldest rows stand first."""
        if self._is_ascending is None:
            self._is_ascending = day_of(0) < day_of(self.count - 1)
        return self._is_ascending

    def begin(self, place: int, day: date) -> None:
        """Have a section begin at a row of this day."""
        self.heads.append(place * self.height + len(self.heads))
        self.starts.append(place)
        self.names.append(section_name(day, self.today))
        self.first = first_day(day, self.today)
        self.settled = place + 1

    def spot(self, line: int) -> tuple[int, int]:
        """Return the row of a line, and which line of it that is; -1 for the name over the row."""
        self.settle(line // self.height)
        named = bisect_right(self.heads, line)
        if named and self.heads[named - 1] == line:
            return self.starts[named - 1], -1
        return divmod(line - named, self.height)

    def top(self, place: int) -> int:
        """Return the line on which a row begins."""
        self.settle(place)
        return place * self.height + bisect_right(self.starts, place)

    def head(self, place: int) -> int:
        """Return the same, or the line above, where that names the section which the row begins."""
        top = self.top(place)
        return top - 1 if top and self.spot(top - 1)[1] < 0 else top

    def name(self, place: int) -> str:
        """Return the name of the section of a row."""
        return self.names[bisect_right(self.starts, place) - 1]
