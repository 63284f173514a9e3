"""The sidebar: views, saved searches, folders and sources, one a line."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui import shelf
from reader.tui.shelf import Kind, Place
from reader.tui.styles import Styles


class Sidebar(ScrollView, can_focus=False):
    """A list of places, of which one may be chosen and one is what the list shows."""

    class Picked(Message):
        """A place was clicked."""

        def __init__(self, place: Place) -> None:
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
        super().__init__(id="sidebar")
        self.looks = styles
        self.places: Sequence[Place] = ()
        self.at = 1  # the line that keys choose; the first is a heading
        self.active = ""  # the key of what the list shows
        self.choosing = False  # whether keys move it
        self.strips: dict[tuple[object, ...], Strip] = {}

    @property
    def chosen(self) -> Place | None:
        """The place that keys would open."""
        return self.places[self.at] if self.at < len(self.places) else None

    def show(self, places: Sequence[Place], active: str) -> None:
        """Show these places; the chosen one stays chosen where it is still there."""
        before = self.chosen
        self.strips.clear()
        self.places, self.active = places, active
        kept = None if before is None else self.find(before.kind, before.key)
        self.at = shelf.next_place(places, self.at, 0) if kept is None else kept
        self.virtual_size = Size(self.size.width, len(places))
        self.refresh()

    def find(self, kind: Kind, key: str) -> int | None:
        """The line of a place."""
        return shelf.place_of(self.places, lambda place: (place.kind, place.key) == (kind, key))

    def choose(self, choosing: bool) -> None:
        """Have keys move it from what the list shows on, or no longer."""
        self.choosing = choosing
        shown = shelf.place_of(self.places, lambda place: place.key == self.active != "")
        if choosing and shown is not None:
            self.at = shown
        self.reveal()
        self.refresh()

    def move(self, by: int) -> None:
        """Choose another line."""
        self.at = shelf.next_place(self.places, self.at, by)
        self.reveal()
        self.refresh()

    def reveal(self) -> None:
        """Scroll as little as brings the chosen line, and a heading over it, into view."""
        top = self.at - 1 if self.at == 1 else self.at
        wanted = min(max(self.scroll_offset.y, self.at + 1 - self.size.height), top)
        if wanted != self.scroll_offset.y:
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Keep the chosen line in view when the terminal changes."""
        self.virtual_size = Size(self.size.width, len(self.places))
        self.reveal()

    def on_click(self, event: events.Click) -> None:
        """Open the place under the mouse."""
        number = event.y + self.scroll_offset.y
        if event.x == self.size.width - 1:
            return
        if number < len(self.places) and self.places[number].kind is not Kind.HEADING:
            self.at = number
            self.post_message(self.Picked(self.places[number]))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge."""
        if event.x == self.size.width - 1:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the edge."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(event.screen_x))

    def on_mouse_up(self) -> None:
        """Let go of the edge."""
        if self.app.mouse_captured is self:
            self.release_mouse()
            self.post_message(self.Dropped())

    def render_line(self, y: int) -> Strip:
        """Paint one line of what is visible."""
        number = y + self.scroll_offset.y
        place = self.places[number] if number < len(self.places) else shelf.NOTHING
        chosen = self.choosing and number == self.at
        active = bool(place.key) and place.key == self.active
        key = (place, self.size.width, chosen, active, self.looks.palette.name)
        if key not in self.strips:  # Textual asks for every line whenever anything moves
            self.strips[key] = self.strip(place, chosen, active)
        return self.strips[key]

    def strip(self, place: Place, chosen: bool, active: bool) -> Strip:
        """A place as it is painted."""
        width = self.size.width
        line = shelf.line(place, width - 2, active)
        bar = ("▌" if chosen else " ", "heading")
        surface = "chosen" if chosen else "panel"
        edge = Segment("│", self.looks.get("faint"))
        return Strip([*self.looks.segments([bar, *line], surface), edge], width)
