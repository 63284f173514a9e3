"""The list pane: as many stories as there are, of which only the visible ones are read."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.model import Row, Snippet
from reader.tui import lines, sections
from reader.tui.lines import Run
from reader.tui.roll import Roll
from reader.tui.styles import Styles
from reader.tui.wrap import wrapped

PAGE = 16  # rows that are read at once; in a search each of them is looked through
PAGES = 64  # pages that are kept
# What is shown of a row in a search: its headline and the best passage, with matches.
Found = tuple[Snippet, Snippet]
Ids: TypeAlias = "array[int] | tuple[int, ...]"
RowReader = Callable[[Sequence[int]], list[tuple[Row, Found | None]]]


class StoryList(Roll):
    """A virtual list: it holds ids, and asks for the rows that it shows."""

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    ALLOW_SELECT = False

    def __init__(self, styles: Styles, read: RowReader, inner: Mapping[int, int]) -> None:
        super().__init__(styles, "list")
        self.read_rows = read
        self.ids: Ids = ()
        self.inner = inner  # stories that stand beneath another: that one
        self.place = 0
        self.height_of_row = 2
        self.empty_text = ""
        self.sectioned = False  # whether rows are in order of time, and sections named
        self.pages: OrderedDict[int, dict[int, tuple[Row, Found | None]]] = OrderedDict()

    @property
    def current(self) -> int | None:
        """The id of the chosen story."""
        return self.ids[self.place] if self.place < len(self.ids) else None

    @property
    def length(self) -> int:
        """How many lines there are."""
        return len(self.ids) * self.height_of_row

    def show(self, ids: Ids, place: int = 0, height: int = 2) -> None:
        """Show these stories, one of them chosen."""
        self.ids, self.height_of_row = ids, height
        self.place = max(0, min(place, len(ids) - 1))
        self.put_at(self.above)
        self.reveal()
        self.forget()

    def explain(self, sentence: str) -> None:
        """Say why an empty list is empty."""
        self.empty_text = sentence
        self.repaint()

    def forget(self) -> None:
        """Read the rows again."""
        self.pages.clear()
        self.repaint()

    def move(self, place: int) -> bool:
        """Choose a row; whether that is another one."""
        place = max(0, min(place, len(self.ids) - 1))
        if place == self.place or not self.ids:
            return False
        before, self.place = self.place, place
        if self.reveal():
            self.repaint()
        else:
            self.paint([*self.rows_lines(before), *self.rows_lines(place)])
        return True

    def rows_lines(self, place: int) -> range:
        """The lines of the widget on which a row stands."""
        top = place * self.height_of_row - self.above
        return range(top, top + self.height_of_row)

    def reveal(self) -> bool:
        """Scroll as little as brings the chosen row into view; whether that moved anything."""
        if not self.size.height:  # it is hidden: it stays where it is
            return False
        top = self.place * self.height_of_row
        bottom = top + self.height_of_row - self.size.height
        return self.put_at(min(max(self.above, bottom), top))

    @property
    def chosen_line(self) -> int:
        """The line of the widget on which the chosen row begins."""
        return self.line_of(self.place)

    def line_of(self, place: int) -> int:
        """The line of the widget on which a row begins."""
        return place * self.height_of_row - self.above

    def reveal_to(self, place: int) -> None:
        """Scroll as little as brings the rows from the chosen one to another into view."""
        bottom = (place + 1) * self.height_of_row - self.size.height
        self.roll_to(min(max(self.above, bottom), self.place * self.height_of_row))

    def put_chosen_at(self, line: int) -> None:
        """Scroll so that the chosen row begins on a line of the widget, where that can be."""
        self.put_at(self.place * self.height_of_row - line)
        self.reveal()
        self.repaint()

    def fits(self) -> int:
        """How many rows a screenful holds."""
        return max(1, self.size.height // self.height_of_row)

    def on_resize(self) -> None:
        """Keep the chosen row in view when the terminal changes."""
        self.put_at(self.above)
        self.reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        place = (event.y + self.above) // self.height_of_row
        if place < len(self.ids) and event.x < self.size.width - 1:
            self.post_message(self.Chosen(place))

    def row(self, place: int) -> tuple[Row, Found | None] | None:
        """What is shown of a story; None where it has vanished meanwhile."""
        number = place // PAGE
        if number not in self.pages:
            self.pages[number] = self.read_page(number)
            if len(self.pages) > PAGES:
                self.pages.popitem(last=False)
        return self.pages[number].get(self.ids[place])

    def read_page(self, number: int) -> dict[int, tuple[Row, Found | None]]:
        """Read the rows of a page, by their ids."""
        rows = self.read_rows(self.ids[number * PAGE : (number + 1) * PAGE])
        return {shown[0].id: shown for shown in rows}

    def line(self, number: int, width: int) -> list[Segment]:
        """One line of a row."""
        place, within = divmod(number, self.height_of_row)
        shown = self.row(place) if place < len(self.ids) else None
        if shown is None:
            return self.blank(number, width)
        surface = "chosen" if place == self.place else "panel"
        bar = Segment("▌" if place == self.place else " ", self.looks.get("heading", surface))
        return [bar, *self.looks.segments(self.runs(place, shown, width - 1)[within], surface)]

    def runs(self, place: int, shown: tuple[Row, Found | None], width: int) -> list[list[Run]]:
        """The lines of a row, with the name of the section that it begins."""
        if self.is_inner(place):
            room, row = width - sections.INDENT, replace(shown[0], others=0, outlets=())
            last = not self.is_inner(place + 1)
            return sections.beneath(self.row_runs((row, shown[1]), room, ""), last)
        before = self.row(self.outer(place - 1)) if self.sectioned and place else None
        name = sections.heading(shown[0], before[0] if before else None, lines.now())
        return self.row_runs(shown, width, name if self.sectioned else "")

    def row_runs(self, shown: tuple[Row, Found | None], width: int, name: str) -> list[list[Run]]:
        """The lines of a row that begins a section of this name, or none."""
        row, found = shown
        if self.height_of_row == 1:
            return [sections.dense_line(row, width, lines.now(), name)]
        told = lines.row_lines(row, width, lines.now(), found)
        return [*told[:-1], sections.with_heading(told[-1], name, width)]

    def is_inner(self, place: int) -> bool:
        """Whether a row stands beneath that of another story of its event."""
        return place < len(self.ids) and self.ids[place] in self.inner

    def outer(self, place: int) -> int:
        """The row beneath which a row stands; itself, where it stands beneath none."""
        while place > 0 and self.is_inner(place):
            place -= 1
        return place

    def blank(self, number: int, width: int) -> list[Segment]:
        """A line that holds no story; in an empty list some of them say why."""
        told = [] if self.ids else list(explained(self.empty_text, width - 4))
        text, role = told[number - 1] if 0 < number <= len(told) else ("", "dim")
        return self.looks.segments(lines.padded([("  " + text, role)], width), "panel")


def explained(text: str, width: int) -> Iterator[Run]:
    """Why a list is empty, in lines that are no wider than that: first why, then what to do."""
    for number, paragraph in enumerate(text.split("\n")):
        for start, end in wrapped(paragraph, max(10, width)):
            yield paragraph[start:end].rstrip(), "dim" if number else ""
        yield "", ""
