"""The list pane: as many stories as there are, of which only the visible ones are read."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.model import Row, Snippet
from reader.tui import lines, sections
from reader.tui.lines import Run
from reader.tui.styles import Styles

PAGE = 16  # rows that are read at once; in a search each of them is looked through
PAGES = 64  # pages that are kept
# What is shown of a row in a search: its headline and the best passage, with matches.
Found = tuple[Snippet, Snippet]
RowReader = Callable[[Sequence[int]], list[tuple[Row, Found | None]]]


class StoryList(ScrollView, can_focus=False):
    """A virtual list: it holds ids, and asks for the rows that it shows."""

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    ALLOW_SELECT = False

    def __init__(self, styles: Styles, read: RowReader) -> None:
        super().__init__(id="list")
        self.looks = styles
        self.read_rows = read
        self.ids: array[int] | tuple[int, ...] = ()
        self.place = 0
        self.height_of_row = 2
        self.empty_text = ""
        self.sectioned = False  # whether rows are in order of time, and sections named
        self.pages: OrderedDict[int, list[tuple[Row, Found | None]]] = OrderedDict()

    @property
    def current(self) -> int | None:
        """The id of the chosen story."""
        return self.ids[self.place] if self.place < len(self.ids) else None

    def show(self, ids: array[int] | tuple[int, ...], place: int = 0, height: int = 2) -> None:
        """Show these stories, one of them chosen."""
        self.ids, self.height_of_row = ids, height
        self.place = max(0, min(place, len(ids) - 1))
        self.forget()
        self.measure()
        self.reveal()

    def explain(self, sentence: str) -> None:
        """Say why an empty list is empty."""
        self.empty_text = sentence
        self.refresh()

    def forget(self) -> None:
        """Read the rows again when they are next shown."""
        self.pages.clear()
        self.refresh()

    def move(self, place: int) -> bool:
        """Choose a row; whether that is another one."""
        place = max(0, min(place, len(self.ids) - 1))
        if place == self.place or not self.ids:
            return False
        before, self.place = self.place, place
        top = self.scroll_offset.y
        self.reveal()
        if self.scroll_offset.y == top:
            self.redraw(before)
            self.redraw(place)
        return True

    def redraw(self, place: int) -> None:
        """Paint one row again."""
        from textual.geometry import Region

        top = place * self.height_of_row - self.scroll_offset.y
        self.refresh(Region(0, top, self.size.width, self.height_of_row))

    def reveal(self) -> None:
        """Scroll as little as brings the chosen row into view."""
        if not self.size.height:  # it is hidden: it stays where it is
            return
        top = self.place * self.height_of_row
        bottom = top + self.height_of_row - self.size.height
        wanted = min(max(self.scroll_offset.y, bottom), top)
        if wanted != self.scroll_offset.y:
            self.scroll_to(y=wanted, animate=False, immediate=True)

    @property
    def line(self) -> int:
        """The line of the widget on which the chosen row begins."""
        return self.place * self.height_of_row - self.scroll_offset.y

    def put_chosen_at(self, line: int) -> None:
        """Scroll so that the chosen row begins on a line of the widget, where that can be."""
        self.put_at(self.place * self.height_of_row - line)
        self.reveal()

    def put_at(self, above: int) -> None:
        """Scroll to a line."""
        self.scroll_to(y=above, animate=False, immediate=True)

    def fits(self) -> int:
        """How many rows a screenful holds."""
        return max(1, self.size.height // self.height_of_row)

    def measure(self) -> None:
        """Tell the scrollbar how long the list is."""
        self.virtual_size = Size(self.size.width, len(self.ids) * self.height_of_row)

    def on_resize(self) -> None:
        """Keep the chosen row in view when the terminal changes."""
        self.measure()
        self.reveal()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the mouse."""
        place = (event.y + self.scroll_offset.y) // self.height_of_row
        if place < len(self.ids):
            self.post_message(self.Chosen(place))

    def row(self, place: int) -> tuple[Row, Found | None] | None:
        """What is shown of a story; None where it has vanished meanwhile."""
        number, within = divmod(place, PAGE)
        if number not in self.pages:
            self.pages[number] = self.read_page(number)
            if len(self.pages) > PAGES:
                self.pages.popitem(last=False)
        page = self.pages[number]
        return page[within] if within < len(page) else None

    def read_page(self, number: int) -> list[tuple[Row, Found | None]]:
        """Read the rows of a page."""
        return self.read_rows(self.ids[number * PAGE : (number + 1) * PAGE])

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible."""
        place, within = divmod(y + self.scroll_offset.y, self.height_of_row)
        width = self.size.width
        shown = self.row(place) if place < len(self.ids) else None
        if shown is None:
            return self.blank(y, width)
        chosen = place == self.place
        # The scrollbar stands on the last column.
        line = [*self.runs(place, shown, width - 2)[within], (" ", "")]
        bar = Segment(
            "▌" if chosen else " ", self.looks.get("heading", "chosen" if chosen else "panel")
        )
        painted = self.looks.segments(line, "chosen" if chosen else "panel")
        return Strip([bar, *painted], width)

    def runs(self, place: int, shown: tuple[Row, Found | None], width: int) -> list[list[Run]]:
        """The lines of a row, with the name of the section that it begins."""
        row, found = shown
        before = self.row(place - 1) if self.sectioned and place else None
        now = lines.now()
        name = sections.heading(row, before[0] if before else None, now) if self.sectioned else ""
        if self.height_of_row == 1:
            return [sections.dense_line(row, width, now, name)]
        told = lines.row_lines(row, width, now, found)
        return [*told[:-1], sections.with_heading(told[-1], name, width)]

    def blank(self, y: int, width: int) -> Strip:
        """Paint a line that holds no story; in an empty list one of them says why."""
        text = self.empty_text if not self.ids and y == 1 else ""
        line = lines.padded(lines.clipped([("  " + text, "dim")], width), width)
        return Strip(self.looks.segments(line, "panel"), width)
