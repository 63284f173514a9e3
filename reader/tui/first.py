"""The first screenful, painted in 20 ms while Textual is still to be imported."""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from reader.config import Settings
from reader.library import Library
from reader.model import Row, Story
from reader.tui import article, lines, sections, shelf
from reader.tui.keys import Action, hints
from reader.tui.lines import Run
from reader.tui.palette import Look, Palette
from reader.tui.themes import PALETTES

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H"
LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
NAMED = {"red": 1, "magenta": 5}  # the numbers of colours that the terminal knows
RESET = "\x1b[0m"


class Terminal:
    """A terminal in which keys wait unseen until somebody reads them."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.before: list[Any] = termios.tcgetattr(descriptor)

    def hush(self) -> None:
        """Show no typed keys, and hand them on without waiting for a line to end."""
        quiet = termios.tcgetattr(self.descriptor)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(self.descriptor, termios.TCSANOW, quiet)

    def paint(self, library: Library, settings: Settings, actions: tuple[Action, ...]) -> None:
        """Show the newest stories, and the first of them."""
        width, height = os.get_terminal_size()
        Frame(library, settings, actions, width, height).write()

    def restore(self) -> None:
        """Leave the terminal as it was found."""
        termios.tcsetattr(self.descriptor, termios.TCSANOW, self.before)


@contextmanager
def screen() -> Iterator[Terminal]:
    """The terminal's other screen, left again however the program ends."""
    terminal = Terminal(sys.stdin.fileno())
    terminal.hush()
    try:
        yield terminal
    finally:
        sys.stdout.write(LEAVE)
        sys.stdout.flush()
        terminal.restore()


class Frame:
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
        self.width, self.height = width, height
        self.palette: Palette = PALETTES[settings.theme]
        self.looks = self.palette.looks()
        self.places = shelf.at_start(library, width)
        self.side = shelf.WIDTH if self.places else 0
        self.height_of_row = 1 if library.store.database.meta(sections.DENSE) == "on" else 2
        self.list_width = lines.list_width(width, settings.list_width, self.side)

    def write(self) -> None:
        """Paint it all at once."""
        sys.stdout.write(ENTER + "\r\n".join(self.lines()) + RESET)
        sys.stdout.flush()

    def lines(self) -> Iterator[str]:
        """Every line of the screen."""
        stories = self.library.store.stories
        counts = stories.counts()
        chosen = stories.ids("all", self.height // self.height_of_row)
        rows = stories.rows(chosen)
        yield self.painted(lines.top_line("all", counts, self.width), "bar")
        yield from self.panes(rows, stories.get(chosen[0]) if chosen else None)
        foot = lines.key_hints(hints(self.actions), self.width - 2)
        yield self.painted(lines.padded(foot, self.width), "bar")

    def panes(self, rows: list[Row], story: Story | None) -> Iterator[str]:
        """The lines of list and article."""
        article_lines = self.article_lines(story)
        for y in range(self.height - 2):
            line = self.side_line(y) + self.list_line(rows, y)
            if self.width > self.list_width:
                line += self.painted([("│", "faint")], "back")
                line += self.painted(next(article_lines), "back")
            yield line

    def side_line(self, y: int) -> str:
        """One line of the sidebar, where there is one."""
        if not self.places:
            return ""
        place = self.places[y] if y < len(self.places) else shelf.NOTHING
        line = [(" ", ""), *shelf.line(place, self.side - 2, place.key == "all"), ("│", "faint")]
        return self.painted(line, "panel")

    def list_line(self, rows: list[Row], y: int) -> str:
        """One line of the list; the app's scrollbar will stand at its right."""
        place, within = divmod(y, self.height_of_row)
        width = self.list_width - 1
        surface = "chosen" if rows and place == 0 else "panel"
        if place >= len(rows):
            return self.painted(lines.padded([], self.list_width), "panel")
        line = self.row_lines(rows, place, width - 1)[within]
        bar: Run = ("▌" if place == 0 else " ", "heading")
        return self.painted([bar, *line], surface) + self.painted([(" ", "")], "panel")

    def row_lines(self, rows: list[Row], place: int, width: int) -> list[list[Run]]:
        """The lines of a row."""
        now = lines.now()
        name = sections.heading(rows[place], rows[place - 1] if place else None, now)
        if self.height_of_row == 1:
            return [sections.dense_line(rows[place], width, now, name)]
        told = lines.row_lines(rows[place], width, now)
        return [*told[:-1], sections.with_heading(told[-1], name, width)]

    def article_lines(self, story: Story | None) -> Iterator[list[Run]]:
        """The lines of the story, then empty ones for ever."""
        room = self.width - self.side - self.list_width - 1
        yield lines.padded([], room)
        if story is not None:
            columns = max(10, min(self.settings.text_width, room - 6))
            before = " " * article.margin(room - 1, columns)
            marks = self.library.store.marks.of([story.id])
            blocks = article.story_blocks(story, marks.get(story.id, article.NO_MARKS))
            for line in article.article(blocks, columns):
                runs = [(piece.text, piece.role) for piece in article.pieces(line)]
                yield lines.padded([(before, ""), *runs], room)
        while True:
            yield lines.padded([], room)

    def painted(self, line: Sequence[Run], surface: str) -> str:
        """A line with the terminal's own codes for its colours."""
        back = getattr(self.palette, surface)
        return "".join(code(self.looks[role], back) + text for text, role in line if text)


@cache
def code(look: Look, back: str) -> str:
    """The terminal's code for a look on a surface, in as many colours as Textual will use."""
    full = os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    swapped = "reverse" in (look.colour, look.back or back)
    attributes = [(look.bold, "1"), (look.italic, "3"), (look.underline, "4"), (swapped, "7")]
    codes = ["0", *(number for on, number in attributes if on)]
    for number, colour in ((38, look.colour), (48, look.back or back)):
        if colour in NAMED and not swapped:
            codes.append(str(number - 8 + NAMED[colour]))
        elif colour.startswith("#"):
            codes.append(f"{number};{exact(colour) if full else near(colour)}")
    return f"\x1b[{';'.join(codes)}m"


def exact(colour: str) -> str:
    """A colour for a terminal that can show any."""
    return "2;" + ";".join(map(str, bytes.fromhex(colour[1:])))


def near(colour: str) -> str:
    """The nearest of 256 colours."""
    from rich.color import Color, ColorSystem

    return f"5;{Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number}"
