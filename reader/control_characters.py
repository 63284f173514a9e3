"""The characters that control a terminal, and how they are masked.

Imports nothing at first: the first headlines are painted before anything else is imported.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing it from typing takes as long as the first headlines
if TYPE_CHECKING:
    from types import TracebackType

CODES = (
    *range(0x20),  # C0: escape, bell, backspace, carriage return, …
    *range(0x7F, 0xA0),  # delete and C1, among them CSI and OSC as one byte
    *range(0x2028, 0x202F),  # breaks of lines and paragraphs, bidi embeddings and overrides
    *range(0x2066, 0x2070),  # bidi isolates and their deprecated kin
    *range(0xD800, 0xE000),  # halves of letters, which no encoding can write
)
MASK = "\N{REPLACEMENT CHARACTER}"  # one column wide
_LINE: dict[int, str] = {}  # filled when the first text needs it: most need none
_TEXT: dict[int, str] = {}


def mask_controls(text: str) -> str:
    """Put a replacement character in the place of whatever controls a terminal.

    Newlines and tabs stay, and every other character keeps its place.
    """
    return text if text.isprintable() else text.translate(_filled(_TEXT, "\t", "\n"))


def mask_line(text: str) -> str:
    """Mask what controls a terminal in a text that is to be one line: tabs and newlines too."""
    return text if text.isprintable() else text.translate(_filled(_LINE, " ", " "))


def print_crash(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Print where the program broke off, as Python does, whatever that quotes of strangers.

    Meant for `sys.excepthook`.
    """
    import sys
    from traceback import format_exception

    sys.stderr.write(mask_controls("".join(format_exception(kind, error, trace))))


def _filled(table: dict[int, str], tab: str, newline: str) -> dict[int, str]:
    if not table:
        table.update(dict.fromkeys(CODES, MASK) | {0x09: tab, 0x0A: newline})
    return table
