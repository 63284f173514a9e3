"""A palette in, Rich styles and a Textual theme out."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.theme import Theme

from reader.tui.lines import Run
from reader.tui.palette import PALETTES, Look, Palette


class Styles:
    """The styles of the theme that is chosen, by role and surface."""

    def __init__(self, palette: Palette) -> None:
        self.use(palette)

    def use(self, palette: Palette) -> None:
        """Change the theme."""
        self.palette = palette
        self.looks = palette.looks()
        self.made: dict[tuple[str, str, str], Style] = {}

    def get(self, role: str, surface: str = "back", link: str = "") -> Style:
        """How a role looks on a surface: "back", "panel", "bar" or "chosen"."""
        key = (role, surface, link)
        if key not in self.made:
            self.made[key] = style(self.looks[role], getattr(self.palette, surface), link)
        return self.made[key]

    def segments(self, line: Iterable[Run], surface: str = "back") -> list[Segment]:
        """A line of runs as segments."""
        return [Segment(text, self.get(role, surface)) for text, role in line if text]


def style(look: Look, back: str, link: str) -> Style:
    """A look on a surface."""
    return Style(
        color=look.colour or None,
        bgcolor=look.back or back,
        bold=look.bold,
        italic=look.italic,
        underline=look.underline,
        link=link or None,
    )


def theme(palette: Palette) -> Theme:
    """A palette as Textual has it."""
    return Theme(
        name=f"newsreader-{palette.name}",
        primary=palette.accent,
        accent=palette.accent,
        warning=palette.warning,
        error=palette.warning,
        foreground=palette.text,
        background=palette.back,
        surface=palette.panel,
        panel=palette.bar,
        dark=palette.dark,
        variables={"line": palette.line, "chosen": palette.chosen, "dim": palette.dim},
    )


THEMES = [theme(palette) for palette in PALETTES.values()]
