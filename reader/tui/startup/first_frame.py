"""The first screenful, painted whole while Textual is still to be imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from reader.config import Settings
from reader.library import Library
from reader.model import Row, Story
from reader.store.first_screen import FACTS
from reader.tui.actions import Action, footer_hints
from reader.tui.render import article, sidebar_items, story_row
from reader.tui.render.story_row import StyledText
from reader.tui.render.theme import Palette, TextStyle
from reader.tui.render.themes import PALETTES
from reader.tui.startup import first_paint
from reader.tui.startup.first_paint import ENTER, RESET, ListPainter, Terminal

HOME = "\x1b[H"
NAMED = {"red": 1, "magenta": 5}  # the numbers of colours that the terminal knows
SURFACES = ("bar", "panel", "chosen", "back")


@contextmanager
def alternate_screen() -> Iterator[Terminal]:
    """Enter the terminal's other screen, left again however the program ends."""
    terminal = Terminal(sys.stdin.fileno())
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
        super().__init__(_codes(PALETTES[settings.theme]), width, height, library.clock)
        self.places = sidebar_items.at_start(library, width)
        meta = library.store.database.meta
        self.divide({name: meta(name) for name in FACTS}, settings.list_width)
        self.fold = settings.events.enabled and settings.events.fold

    def write(self) -> None:
        """Paint it all at once."""
        sys.stdout.write(
            (HOME if ListPainter.standing else ENTER) + "\r\n".join(self.lines()) + RESET
        )
        sys.stdout.flush()

    def remember(self) -> None:
        """Write down what the next start needs to paint the list before anything is imported."""
        places = self.library.places
        stamp = first_paint.picture_stamp(str(places.config), self.width, self.height)
        with suppress(OSError):  # the next start is a little slower
            first_paint.save_picture(str(places.cache), stamp, self, self.foot())

    def foot(self) -> str:
        """Return the line below the panes."""
        told = story_row.key_hints(footer_hints(self.actions), self.width - 2)
        return self.painted(story_row.pad_line(told, self.width), "bar")

    def lines(self) -> Iterator[str]:
        """Yield every line of the screen."""
        stories = self.library.store.stories
        chosen = stories.ids("leads" if self.fold else "all", self.height // self.height_of_row)
        rows = stories.rows(chosen)
        yield self.top(stories.counts())
        yield from self.panes(rows, stories.get(chosen[0]) if chosen else None)
        yield self.foot()

    def panes(self, rows: list[Row], story: Story | None) -> Iterator[str]:
        """Yield the lines of list and article."""
        article_lines = self.article_lines(story)
        for y in range(self.height - 2):
            line = self.side_line(y) + self.list_line(rows, y)
            if self.width > self.list_width:
                column = self.side + self.list_width
                line += self.painted([("│", "faint"), *next(article_lines)], "back", column)
            yield line

    def side_line(self, y: int) -> str:
        """Return one line of the sidebar, where there is one."""
        if not self.places:
            return ""
        place = self.places[y] if y < len(self.places) else sidebar_items.NOTHING
        start, end = story_row.scrollbar_thumb(len(self.places), self.height - 2, 0)
        bar = [(story_row.THUMB if start <= y < end else " ", "faint")] if end else []
        told = sidebar_items.sidebar_line(place, self.side - 2 - len(bar), place.key == "all")
        return self.painted([(" ", ""), *told, *bar, ("│", "faint")], "panel")

    def article_lines(self, story: Story | None) -> Iterator[list[StyledText]]:
        """Yield the lines of the story, then empty ones for ever."""
        room = self.width - self.side - self.list_width - 1
        yield story_row.pad_line([], room)
        if story is not None:
            columns = max(10, min(self.settings.text_width, room - 6))
            before = " " * article.text_margin(room - 1, columns)
            blocks = article.story_blocks(story, self.library.store.sharing.beside(story.id))
            for line in article.wrap_article(blocks, columns):
                runs = [(piece.text, piece.role) for piece in article.styled_spans(line)]
                yield story_row.pad_line([(before, ""), *runs], room)
        while True:
            yield story_row.pad_line([], room)


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
    swapped = "reverse" in (look.colour, look.back or back)
    attributes = [(look.bold, "1"), (look.italic, "3"), (look.underline, "4"), (swapped, "7")]
    codes = ["0", *(number for on, number in attributes if on)]
    for number, colour in ((38, look.colour), (48, look.back or back)):
        if colour in NAMED and not swapped:
            codes.append(str(number - 8 + NAMED[colour]))
        elif colour.startswith("#"):
            codes.append(f"{number};{_exact(colour) if full else _near(colour)}")
    return f"\x1b[{';'.join(codes)}m"


def _exact(colour: str) -> str:
    """Return a colour for a terminal that can show any."""
    return "2;" + ";".join(map(str, bytes.fromhex(colour[1:])))


def _near(colour: str) -> str:
    """Return the nearest of 256 colours."""
    from rich.color import Color, ColorSystem

    return f"5;{Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number}"
