"""A text in, how many columns it takes out; Rich is asked only where that is not plain."""

from __future__ import annotations

from reader.control_characters import mask_line

# Quotation marks, dashes, dots and our own signs are one column wide, like all letters before the
# first accent that stands alone.
DOTS = dict.fromkeys([*range(0x2010, 0x2028), *map(ord, "●○★├└│─")], "-")


def plain(text: str) -> bool:
    """Whether every character of a text is one column wide."""
    seen = text if text.isascii() else text.translate(DOTS)
    return seen.isprintable() and (seen.isascii() or max(seen) < "\u0300")


def cell_len(text: str) -> int:
    """How many columns a text takes."""
    if plain(text):
        return len(text)
    from rich import cells

    return cells.cell_len(mask_line(text))


def cut(text: str, width: int) -> str:
    """The beginning of a text that is wider than some columns."""
    if plain(text):
        return text[:width]
    from rich.cells import set_cell_size

    return set_cell_size(mask_line(text), width)
