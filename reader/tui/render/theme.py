"""A role in, how it looks out, for Textual and for a bare terminal; and the two first themes."""

from __future__ import annotations

from reader.model.construction import frozen, replace

THEME = "theme"  # the fact in the database: the configured theme, and the one chosen instead


@frozen
class TextStyle:
    """Colours and attributes; an empty colour is the one around it.

    A colour is "#rrggbb", or one that the terminal knows by name; "reverse" swaps the two.
    """

    colour: str = ""
    back: str = ""
    bold: bool = False
    italic: bool = False
    underline: bool = False


# What a role becomes in bold; headlines and headings are bold already.
BOLD = {
    "": "strong",
    **{role: f"{role}-strong" for role in ("emphasis", "quote", "code", "caption", "link", "dim")},
}


def is_swapped(look: TextStyle, back: str) -> bool:
    """Tell whether a look swaps its two colours on a surface; once more is back to as they were."""
    return (look.colour == "reverse") is not ((look.back or back) == "reverse")


@frozen
class Palette:
    """A theme: its surfaces, and a look for each role that a stretch of text can have."""

    name: str
    dark: bool
    back: str  # behind the reading pane
    panel: str  # behind the list
    bar: str  # behind the top and bottom lines
    chosen: str  # behind the row that is open
    line: str  # between the panes
    text: str
    dim: str
    accent: str
    warning: str
    match: str
    match_back: str
    dot: str  # before what is unread
    star: str  # beside what is bookmarked
    link: str

    @property
    def _here(self) -> TextStyle:
        """The look of the match that stands out, also where no colour may tell it from others."""
        if self.match == "reverse":
            return TextStyle("reverse", bold=True, underline=True)
        return TextStyle(self.back, self.star, bold=True)

    def looks(self) -> dict[str, TextStyle]:
        """Return every role that a stretch of text can have, with its look."""
        looks = self._plain_looks()
        return looks | {bold: replace(looks[role], bold=True) for role, bold in BOLD.items()}

    def _plain_looks(self) -> dict[str, TextStyle]:
        """Return the roles, without those that are another one in bold."""
        return {
            "": TextStyle(self.text),
            "unread": TextStyle(self.text, bold=True),
            "read": TextStyle(self.dim),
            "dim": TextStyle(self.dim),
            "faint": TextStyle(self.line),
            "section": TextStyle(self.dim, bold=True),
            "dot": TextStyle(self.dot, bold=True),
            "star": TextStyle(self.star, bold=True),
            "warning": TextStyle(self.warning),
            "match": TextStyle(self.match, self.match_back),
            "here": self._here,
            "headline": TextStyle(self.text, bold=True),
            "deck": TextStyle(self.text, italic=True),
            "heading": TextStyle(self.accent, bold=True),
            "emphasis": TextStyle(self.text, italic=True),
            "quote": TextStyle(self.text, italic=True),
            "code": TextStyle(self.text, self.bar),
            "caption": TextStyle(self.dim, italic=True),
            "added": TextStyle(self.dot, bold=True),
            "removed": TextStyle(self.warning, italic=True),
            "link": TextStyle(self.link, underline=True),
            "tag": TextStyle(self.link),
            "key": TextStyle(self.accent, bold=True),
            "tab": TextStyle(self.text),
            "tab-on": TextStyle(self.accent, bold=True),
            "name": TextStyle(self.text, bold=True),
        }


# The colours of the two first themes are all among the 256 that a short code names.
DARK = Palette(
    name="dark",
    dark=True,
    back="#121212",
    panel="#1c1c1c",
    bar="#262626",
    chosen="#3a3a3a",
    line="#6c6c6c",
    text="#dadada",
    dim="#a8a8a8",
    accent="#d7af5f",
    warning="#ff875f",
    match="#ffffaf",
    match_back="#5f5f00",
    dot="#5fafff",
    star="#ffd75f",
    link="#87afff",
)
LIGHT = Palette(
    name="light",
    dark=False,
    back="#ffffff",
    panel="#eeeeee",
    bar="#e4e4e4",
    chosen="#dadada",
    line="#8a8a8a",
    text="#262626",
    dim="#4e4e4e",
    accent="#870000",
    warning="#af0000",
    match="#262626",
    match_back="#ffd787",
    dot="#005f87",
    star="#5f5f00",
    link="#005f87",
)
