"""Makes text of strangers and persons fit to be stored, one function for each kind of text.

Joiners, variation selectors and soft hyphens are letters of many titles, and stay.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

from reader.control_characters import CODES, MASK, mask_line

if TYPE_CHECKING:
    import regex

# Complete sequences go with their arguments: OSC, DCS, SOS, PM and APC strings, CSI, the rest.
_CODES = r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?|\x1b[ -/]*+[0-~]?"
# A string without an end is matched whole, so that its end is not sought from each place within it.
_SEQUENCES = (
    r"(?P<string>(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*+)(?P<end>\x07|\x1b\\|\x9c)?"
    rf"|{_CODES}"
)
LONGEST_LINE = 1_000  # characters of a title or a folder
LONGEST_TAG = 100
LONGEST_NOTE = 1_000_000
_BREAKS = r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]"
_CONTROLS = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"


def strip_escape_sequences(text: str) -> str:
    """Return a text without the sequences that control a terminal, and without their arguments."""
    codes, sequences = _escape_patterns()
    return sequences.sub(
        lambda found: codes.sub("", found[0]) if found["string"] and not found["end"] else "", text
    )


@cache
def _escape_patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    import regex  # takes a while, and few texts need it

    return regex.compile(_CODES), regex.compile(_SEQUENCES)


def safe_title(text: str) -> str:
    """Return the title of a source: one line without anything that controls a terminal."""
    return _one_line(text, LONGEST_LINE)


def safe_folder(text: str) -> str:
    """Return the name of a folder, its levels parted by slashes: one line."""
    return _one_line(text, LONGEST_LINE)


def safe_tag(text: str) -> str:
    """Return one tag: a line without commas, which part tags, and without blanks at its ends."""
    return _one_line(text.replace(",", " "), LONGEST_TAG)


def safe_note(text: str) -> str:
    """Return a note: lines and tabs as they are written, nothing that controls a terminal."""
    if text.isprintable():
        return text[:LONGEST_NOTE]
    return _without_controls(text, "\n")[:LONGEST_NOTE]


def safe_sentence(text: str) -> str:
    """Return what is remembered of an error: one line, which may quote a stranger."""
    return _one_line(text, 2 * LONGEST_LINE)


def safe_query(text: str) -> str:
    """Return a query, every character of it in its place: what controls a terminal is a blank."""
    return text if text.isprintable() else mask_line(text).replace(MASK, " ")


def safe_name(text: str) -> str:
    """Return the name of a saved search: one line, every character of it in its place."""
    return safe_query(text)


def safe_key(text: str) -> str:
    """Return what a source calls a story, to the byte where a database can hold it."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def to_json(told: object, indent: int | None = None) -> str:
    """Write an object as JSON in which nothing controls a terminal: such characters are escaped."""
    written = json.dumps(told, ensure_ascii=False, default=str, indent=indent)
    return written if written.isprintable() else written.translate(_escapes())


def _one_line(text: str, limit: int) -> str:
    if not text.isprintable():
        text = _without_controls(text, " ")
    return " ".join(text.split())[:limit].rstrip()


def _without_controls(text: str, line_break: str) -> str:
    whole = re.sub(_BREAKS, line_break, strip_escape_sequences(text))
    return re.sub(_CONTROLS, "", whole)


@cache
def _escapes() -> dict[int, str]:
    return {code: f"\\u{code:04x}" for code in CODES if code not in (0x09, 0x0A)}
