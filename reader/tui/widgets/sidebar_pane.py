"""The sidebar: views, saved searches, folders and sources, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.tui.render import sidebar_items
from reader.tui.render.sidebar_items import SidebarItem, SidebarKind
from reader.tui.render.story_row import divider_sign
from reader.tui.render.styles import Styles
from reader.tui.widgets.scrolling_lines import ScrollingLines


class Sidebar(ScrollingLines, can_focus=False):
    """A list of places, of which one may be chosen and one is what the list shows.

    Its last column is an edge that the mouse can drag; the scrollbar stands before that.
    """

    class Picked(Message):
        """A place was clicked."""

        def __init__(self, place: SidebarItem) -> None:
            super().__init__()
            self.place = place

    class Dragged(Message):
        """The mouse holds the sidebar's edge at a column of the screen."""

        def __init__(self, x: int) -> None:
            super().__init__()
            self.x = x

    class Dropped(Message):
        """The mouse let go of the sidebar's edge."""

    ALLOW_SELECT = False

    def __init__(self, styles: Styles) -> None:
        super().__init__(
            styles
        )  # without an id: one that is on its way out may stand beside the next
        self.places: Sequence[SidebarItem] = ()
        self.at = 1  # the line that keys choose; the first is a heading
        self.active = ""  # the key of what the list shows
        self.choosing = False  # whether keys move it
        self._edge_held = False  # whether the mouse drags the edge
        self.strips: dict[tuple[object, ...], Strip] = {}

    @property
    def length(self) -> int:
        """How many lines there are."""
        return len(self.places)

    @property
    def bar_column(self) -> int:
        """The column of the scrollbar."""
        return self.size.width - 2

    @property
    def chosen(self) -> SidebarItem | None:
        """The place that keys would open."""
        return self.places[self.at] if self.at < len(self.places) else None

    def show(self, places: Sequence[SidebarItem], active: str) -> None:
        """Show these places; the chosen one stays chosen where it is still there."""
        before, line = self.chosen, self.at
        self.strips.clear()
        self.places, self.active = places, active
        kept = None if before is None else self.find(before.kind, before.key)
        self.at = sidebar_items.next_place(places, self.at, 0) if kept is None else kept
        self.put_at(self.above)
        if self.choosing and self.at != line:
            self.reveal()
        self.refresh()

    def find(self, kind: SidebarKind, key: str) -> int | None:
        """Return the line of a place."""
        return sidebar_items.place_of(
            self.places, lambda place: (place.kind, place.key) == (kind, key)
        )

    def choose(self, choosing: bool) -> None:
        """Have keys move it from what the list shows on, or no longer."""
        self.choosing = choosing
        shown = sidebar_items.place_of(self.places, lambda place: place.key == self.active != "")
        if choosing and shown is not None:
            self.at = shown
        self.reveal()
        self.repaint()

    def move(self, by: int) -> None:
        """Choose another line."""
        self.at = sidebar_items.next_place(self.places, self.at, by)
        self.reveal()
        self.repaint()

    def choose_number(self, number: int) -> None:
        """Choose a place by its number among those that can be chosen; the first is 1."""
        lines = [at for at, one in enumerate(self.places) if one.kind is not SidebarKind.HEADING]
        self.at = lines[min(number, len(lines)) - 1] if lines else self.at

    def choose_key(self, key: str) -> None:
        """Choose the place with a key, where there is one."""
        found = sidebar_items.place_of(self.places, lambda place: place.key == key)
        self.at = self.at if found is None else found

    def reveal(self) -> None:
        """Scroll as little as brings the chosen line, and a heading over it, into view."""
        height = self.size.height
        if height:  # without any it is hidden: it stays where it is
            top = self.at - 1 if self.at == 1 and height > 1 else self.at
            self.put_at(min(max(self.above, self.at + 1 - height), top))

    def on_resize(self) -> None:
        """Keep the chosen line in view when the terminal changes, if it was in view before."""
        height = self.room.height
        seen = not height or 0 <= self.at - self.above < height
        self.put_at(self.above)
        if seen:
            self.reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Open the place under the mouse."""
        number = event.y + self.above
        if event.x >= self.bar_column:
            return
        if number < len(self.places) and self.places[number].kind is not SidebarKind.HEADING:
            self.at = number
            self.post_message(self.Picked(self.places[number]))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge."""
        if event.x == self.size.width - 1:
            self._edge_held = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the edge."""
        if self._edge_held:
            self.post_message(self.Dragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """Let go of the edge."""
        if self._edge_held:
            self._edge_held = False
            self.release_mouse()
            self.post_message(self.Dropped())

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible."""
        number = y + self.above
        place = self.places[number] if number < len(self.places) else sidebar_items.NOTHING
        chosen = self.choosing and number == self.at
        active = bool(place.key) and place.key == self.active
        bar = self.bar(y) if self.furthest else None
        look = self.choosing, self.looks.palette.name
        key = (place, self.size.width, chosen, active, bar, look)
        if key not in self.strips:  # Textual asks for every line whenever anything moves
            self.strips[key] = self.strip(place, chosen, active, bar)
        return self.strips[key]

    def strip(self, place: SidebarItem, chosen: bool, active: bool, bar: Segment | None) -> Strip:
        """Return a place as it is painted, with its piece of the scrollbar, if there is one."""
        width = self.size.width
        line = sidebar_items.sidebar_line(place, width - 2 - (bar is not None), active)
        sign = ("▌" if chosen else " ", "heading")
        told = self.looks.segments([sign, *line], "chosen" if chosen else "panel")
        edge = self.looks.segments([divider_sign(self.choosing)])
        return Strip([*told, *([bar] if bar else []), *edge], width)
