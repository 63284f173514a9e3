"""Texts in colours for a terminal, written without Rich, which takes long to import."""

from __future__ import annotations

import os

from reader.control_characters import mask_controls

_LEFT_OUT = dict.fromkeys((7, 8, 11, 12, 13))  # controls that nobody misses
_TAB = 8  # columns
_CODES = {  # of a style: what it does to letters, and their colours
    "": ("", ""),
    "bold": ("1", ""),
    "dim": ("2", ""),
    "red": ("", "31"),
    "yellow": ("", "33"),
    "bold black on yellow": ("1", "30;43"),
}


class ColouredText:
    """A text for a person, in pieces of which each may have a style of its own."""

    def __init__(self, text: str = "", style: str = "") -> None:
        self._style = style
        self._pieces = [(text, style)]

    def __str__(self) -> str:
        return "".join(text for text, _ in self._pieces).translate(_LEFT_OUT)

    def append(self, text: str, style: str = "") -> ColouredText:
        """Write a piece behind this one, in its own style or in that of all."""
        self._pieces.append((text, style or self._style))
        return self

    def append_text(self, other: ColouredText) -> ColouredText:
        """Write another one behind this one."""
        self._pieces += other._pieces
        return self

    def terminal_text(self) -> str:
        """Return it for a terminal, in colours: nothing else of it can control that."""
        painted, column = [], 0
        for text, style in self._pieces:
            begin, end = _around(style)
            for number, line in enumerate(mask_controls(text.translate(_LEFT_OUT)).split("\n")):
                if number:
                    painted.append("\n")
                    column = 0
                shown, column = _expand_tabs(line, column)
                painted.append(f"{begin}{shown}{end}" if shown else "")
        return "".join(painted)


def _around(style: str) -> tuple[str, str]:
    """Return what begins and ends a style, as far as the terminal has it and colours are wanted."""
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown"):
        return "", ""
    letters, colours = _CODES[style]
    codes = ";".join(filter(None, (letters, "" if os.environ.get("NO_COLOR") else colours)))
    return (f"\x1b[{codes}m", "\x1b[0m") if codes else ("", "")


def _expand_tabs(line: str, column: int) -> tuple[str, int]:
    """Return a piece of a line that begins in a column with blanks for tabs, and where it ends."""
    from reader.tui.render.cells import cell_len

    *before, last = line.split("\t")
    shown = ""
    for text in before:
        column += cell_len(text)
        blanks = _TAB - column % _TAB
        shown += text + " " * blanks
        column += blanks
    return shown + last, column + cell_len(last)
