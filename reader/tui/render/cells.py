"""A text in, how many columns it takes out; Rich is asked only where that is not plain."""

from __future__ import annotations

from reader.control_characters import mask_line

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from collections.abc import Iterator

# Quotation marks, dashes, dots, lines, blocks and our own signs are one column wide, like all
# letters before the first accent that stands alone.
DOTS = dict.fromkeys([*range(0x2010, 0x2028), *range(0x2500, 0x25FD), *map(ord, "★✎")], "-")

# What chooses the shape of the sign before it, on whose width terminals do not agree.
SHAPES = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)])
JOINER = "\u200d"
FIRST_SPACING_MARK = "\u0903"


def as_drawn(text: str) -> str:
    """Return a text as it is drawn: what is joined to one picture stands side by side.

    Few terminals join pictures, and those that do take other widths for it.
    """
    if text.isascii() or max(text) < JOINER:
        return text
    first, *others = text.translate(SHAPES).split(JOINER)
    return first + "".join(
        other if other[:1] > "\u2190" and not other[:1].isalpha() else JOINER + other
        for other in others
    )


def _plain(text: str) -> bool:
    """Tell whether every character of a text is one column wide."""
    seen = text if text.isascii() else text.translate(DOTS)
    return seen.isprintable() and (seen.isascii() or max(seen) < "\u0300")


def cell_len(text: str) -> int:
    """Return how many columns a text takes."""
    if _plain(text):
        return len(text)
    from rich import cells

    return cells.cell_len(mask_line(text)) + _spacing_marks(text)


def cut_to_width(text: str, width: int) -> str:
    """Return the beginning of a text that is wider than some columns."""
    if _plain(text):
        return text[:width]
    kept = ""
    for letter, columns in split_letters(mask_line(text)):
        if columns > width:
            break
        kept += letter
        width -= columns
    return kept + " " * width


def split_letters(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters of a text, each with its marks, and the columns that it takes."""
    from rich.cells import split_graphemes

    for start, end, columns in split_graphemes(text)[0]:
        letter = text[start:end]
        yield letter, columns + _spacing_marks(letter)


def _spacing_marks(text: str) -> int:
    """Count the vowel signs that stand beside their letter, for which Rich leaves no room.

    Terminals give a column to each, or none; where there is no room they would be cut off.
    """
    if not text or max(text) < FIRST_SPACING_MARK:
        return 0
    from unicodedata import category

    return sum(category(letter) == "Mc" for letter in text)
