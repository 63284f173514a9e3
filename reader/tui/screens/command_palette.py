"""All commands by name, on one screen: type, choose, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from reader.tui.render.story_row import StyledText, key_hints, pad_line
from reader.tui.render.styles import Styles
from reader.tui.screens import command_search
from reader.tui.screens.command_search import Command, Offered
from reader.tui.screens.overlay import Overlay
from reader.tui.widgets.scrolling_lines import ScrollingLines
from reader.tui.widgets.status_line import StatusLine
from reader.tui.widgets.text_input import TypedLine

_HEADING_EDGES = 3  # columns of a line that are none of its heading's: bar, space, scrollbar
_PALETTE_HINTS = (("Enter", "does it"), ("Esc", "closes"), ("↑ ↓", "choose"))

# What keys do while the name of a command is typed.
COMMAND_KEYS = {
    "down": "screen.move(1)",
    "up": "screen.move(-1)",
    "ctrl+n": "screen.move(1)",
    "ctrl+p": "screen.move(-1)",
    "tab": "screen.move(1)",
    "shift+tab": "screen.move(-1)",
    "pagedown": "screen.page(1)",
    "pageup": "screen.page(-1)",
    "enter": "screen.do",
    "escape": "screen.leave",
    "ctrl+c": "screen.leave",
    "ctrl+q": "quit_now",
}


class CommandList(ScrollingLines):
    """The commands that fit, one a line, one of them chosen."""

    ALLOW_SELECT = False

    class Picked(Message):
        """A command was clicked."""

    def __init__(self, styles: Styles) -> None:
        super().__init__(styles, "command-list")
        self.offered: Sequence[Offered] = ()
        self.place = 0

    @property
    def length(self) -> int:
        """How many lines there are."""
        return len(self.offered)

    @property
    def chosen(self) -> Command | None:
        """The command that Enter does."""
        return self.offered[self.place].command if self.place < len(self.offered) else None

    def show(self, offered: Sequence[Offered]) -> None:
        """Show these, the first command of them chosen."""
        self.offered, self.place, self.above = offered, 0, 0
        self.move(0)

    def move(self, by: int) -> None:
        """Choose another command, so many on, and round from the end to the beginning."""
        places = [place for place, one in enumerate(self.offered) if one.command is not None]
        if not places:
            self.repaint()
            return
        at = places.index(self.place) if self.place in places else 0
        self.place = places[(at + by) % len(places) if abs(by) <= 1 else _clamped(at + by, places)]
        top = 0 if self.place == places[0] else self.place  # with the heading over the first
        self.put_at(min(max(self.above, self.place + 1 - self.size.height), top))
        self.repaint()

    def line(self, number: int, width: int) -> list[Segment]:
        """Return one command, or a heading."""
        if number >= len(self.offered):
            nothing = not self.offered and number == 0
            told: list[StyledText] = [("  No command is called that", "dim")] if nothing else []
            return self.looks.segments(pad_line(told, width), self.surface)
        chosen = number == self.place and self.offered[number].command is not None
        surface = "chosen" if chosen else self.surface
        bar: StyledText = ("▌" if chosen else " ", "heading")
        return self.looks.segments(
            [bar, *command_search.palette_line(self.offered[number], width - 1)], surface
        )

    def on_resize(self) -> None:
        """Keep the chosen command in view."""
        self.move(0)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        number = event.y + self.above
        on_one = number < len(self.offered) and self.offered[number].command is not None
        if on_one and event.x < self.size.width - 1:
            self.place = number
            self.post_message(self.Picked())


def _clamped(at: int, places: Sequence[int]) -> int:
    """Return a number that counts one of some places."""
    return max(0, min(at, len(places) - 1))


class CommandPalette(Overlay[Command | None]):
    """A line to type in, above the commands that fit."""

    hints = _PALETTE_HINTS

    def __init__(
        self,
        styles: Styles,
        known: Sequence[Command],
        read_line: Callable[[str], list[Offered]] = lambda typed: [],
    ) -> None:
        super().__init__()
        self.looks = styles
        self.known = known
        self.read_line = read_line
        self.line = TypedLine(
            COMMAND_KEYS, _PALETTE_HINTS, placeholder="What would you like to do?"
        )
        self.typed_into = self.line
        self.list = CommandList(styles)
        self.foot = StatusLine(styles, "command-foot")

    def compose(self) -> ComposeResult:
        """Return the line, the commands, the keys."""
        with Vertical(id="commands"):
            yield self.line
            yield self.list
            yield self.foot

    def on_mount(self) -> None:
        """Offer everything, and have keys type at once."""
        self.offer("")
        self.set_focus(self.line)

    def offer(self, typed: str) -> None:
        """Offer the commands that fit."""
        offered = self._fitting(typed)
        self.list.show(offered)
        count = sum(1 for one in offered if one.command is not None)
        told = key_hints(_PALETTE_HINTS, self.app.size.width)
        self.foot.show(told, [(f"{count} ", "dim")])

    def _fitting(self, typed: str) -> list[Offered]:
        """Return what a whole command line asks for, then the commands that its words fit."""
        read = self.read_line(typed) if typed.strip() else []
        told = {one.command.does for one in read if one.command is not None}
        others = command_search.offer_commands(self.known, typed)
        room = self.list.size.width - _HEADING_EDGES
        read = list(command_search.wrap_headings(read, room)) if room > 0 else read
        return [*read, *(one for one in others if not one.command or one.command.does not in told)]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits what is typed so far."""
        event.stop()
        self._offer_what_is_typed()

    def action_move(self, by: int) -> None:
        """Choose another command."""
        self._offer_what_is_typed()
        self.list.move(by)

    def action_page(self, by: int) -> None:
        """Choose a command a screenful on."""
        self._offer_what_is_typed()
        self.list.move(by * max(2, self.list.size.height - 1))

    def action_do(self) -> None:
        """Do what is chosen."""
        self._offer_what_is_typed()
        if self.list.chosen is not None:
            self.dismiss(self.list.chosen)

    def _offer_what_is_typed(self) -> None:
        """Know what is typed, though the message about it may still be on its way."""
        typed = self.line.value
        offered = self._fitting(typed)
        if list(offered) != list(self.list.offered):
            self.offer(typed)

    def on_command_list_picked(self) -> None:
        """Do what was clicked."""
        self.dismiss(self.list.chosen)

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(None)
