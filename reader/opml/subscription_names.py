"""The names of subscriptions as strangers write them, made fit to keep and to print."""

from __future__ import annotations

import re
from html import unescape

from reader.model.safe_text import strip_escape_sequences

LONGEST_NAME = 1_000  # characters of a title, or of a folder with all that it stands in
LONGEST_QUOTE = 80  # characters of a stranger's words in a sentence
READ_LIMIT = 20_000  # characters of a name that are looked at
REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
# What joins, parts or orders letters without a look of its own, and what a number stands on.
UNSEEN_LETTERS = frozenset(
    "\u00ad\u061c\u06dd\u070f\u08e2\u200b\u200c\u200d\u200e\u200f"
    + "".join(map(chr, (*range(0x600, 0x606), *range(0xE0020, 0xE0080))))
)
PASSWORD = re.compile(r"//[^/?#\s]*@")


def visible_name(written: str) -> str:
    """Take out of a name what controls a terminal; joiners, soft hyphens and all blanks stay."""
    if written.isprintable():
        return written[:LONGEST_NAME]
    text = strip_escape_sequences(written[:READ_LIMIT])
    return "".join(map(_visible_letter, text))[:LONGEST_NAME]


def _visible_letter(letter: str) -> str:
    """Give a letter, a blank for what parts lines or words, nothing for what controls."""
    if letter.isprintable() or letter in UNSEEN_LETTERS:
        return letter
    return letter if _is_blank(letter) else " " * letter.isspace()


def _is_blank(letter: str) -> bool:
    """Tell a blank of any width from what breaks lines."""
    return letter.isspace() and letter > "\u009f" and letter not in "\u2028\u2029"


def one_line(written: str) -> str:
    """Make a name of one line, with one blank between its words.

    A name that was escaped twice, as some programs write it, loses what is left of that.
    """
    if REFERENCE.search(written, 0, READ_LIMIT):
        written = unescape(written[:READ_LIMIT])
    return own_line(written)


def own_line(written: str) -> str:
    """Make a name of one line of what a person here wrote, in which nothing is escaped."""
    return " ".join(visible_name(written).split())


def quote_briefly(written: str) -> str:
    """Give a stranger's words short enough for a sentence, without a name and a password."""
    line = PASSWORD.sub("//", own_line(written))
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"
