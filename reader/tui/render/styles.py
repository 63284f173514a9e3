"""A palette in, Rich styles and a Textual theme out."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from reader.control_characters import mask_line
from reader.tui.render.story_row import StyledText
from reader.tui.render.theme import Palette, TextStyle, is_swapped
from reader.tui.render.themes import PALETTES


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
        """Return how a role looks on a surface: "back", "panel", "bar" or "chosen"."""
        key = (role, surface, link)
        if key not in self.made:
            self.made[key] = _style(self.looks[role], getattr(self.palette, surface), link)
        return self.made[key]

    def select(self, style: Style) -> Style:
        """Return how something looks while the mouse selects it: swapped, so without colours too.

        What is swapped already is underlined, or no longer so.
        """
        return style + (
            Style(underline=not style.underline) if style.reverse else Style(reverse=True)
        )

    def segments(self, line: Iterable[StyledText], surface: str = "back") -> list[Segment]:
        """Return a line of runs as segments."""
        return [Segment(mask_line(text), self.get(role, surface)) for text, role in line if text]


def _style(look: TextStyle, back: str, link: str) -> Style:
    """Return a look on a surface."""
    swapped = is_swapped(look, back)
    return Style(
        color=None if swapped else _own(look.colour),
        bgcolor=_own(look.back or back),
        reverse=swapped,
        bold=look.bold,
        italic=look.italic,
        underline=look.underline,
        link=mask_line(link).replace(" ", "%20") or None,
    )


def _own(colour: str) -> str | None:
    """Return a colour as Rich has it; nothing for the terminal's own."""
    return None if colour in ("", "default", "reverse") else colour


def _css(colour: str) -> str:
    """Return a colour as Textual has it."""
    return colour if colour.startswith("#") else f"ansi_{colour.replace('reverse', 'default')}"


def _theme(palette: Palette) -> Theme:
    """Return a palette as Textual has it."""
    own_colours = not palette.text.startswith("#")
    return Theme(
        name=f"newsreader-{palette.name}",
        primary=_css(palette.accent),
        accent=_css(palette.accent),
        warning=_css(palette.warning),
        error=_css(palette.warning),
        foreground=_css(palette.text),
        background=_css(palette.back),
        surface=_css(palette.panel),
        panel=_css(palette.bar),
        dark=palette.dark,
        ansi=own_colours,
        variables={
            **(BUILTIN_THEMES["ansi-dark"].variables if own_colours else {}),
            "line": _css(palette.line),
            "chosen": _css(palette.chosen),
            "dim": _css(palette.dim),
        },
    )


THEMES = [_theme(palette) for palette in PALETTES.values()]
