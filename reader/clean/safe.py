"""Any text in, text out that a terminal can print without harm."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

import regex

from reader.model.safe_text import ESCAPE_SEQUENCES

TEXT_LIMIT = 1_000_000  # characters of a story's text
READ_LIMIT = 4_000_000  # characters of an entry that are looked at
MOST_ROWS = 100_000  # lines of it

_ESCAPES = regex.compile(ESCAPE_SEQUENCES)
_BREAKS = regex.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = regex.compile(r"[\t\u2800\p{Zs}--[ ]]", regex.V1)
# Arabic number signs are format characters that are seen; joiners depend on their neighbours.
_UNSEEN = regex.compile(
    r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}"
    r"--[\n\u0600-\u0605\u06dd\u070f\u08e2\u200c\u200d]]+",
    regex.V1,
)
_JOINED = (
    r"[[\p{L}\p{M}]&&[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}"
    r"\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}"
    r"\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}"
    r"\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]]"
)
_STRAY_JOINERS = regex.compile(
    rf"(?<!{_JOINED})[\u200c\u200d]+|[\u200c\u200d]+(?!{_JOINED})|[\u200c\u200d]{{2,}}",
    regex.V1,
)
# What most links are: nothing in them that anything could be read into.
_SIMPLE_LINK = regex.compile(
    r"https?://[\w.-]++(?::\d++)?(?:/[!-~--[#;?]]{0,1000}+)?(?:\?[!-~--[#;]]{1,500}+)?"
    r"(?:#[!-~]{1,200}+)?",
    regex.V1 | regex.ASCII,
)
_RUN_OF_SPACES = regex.compile(r" {2,}")
_GAP = regex.compile(r" *\n(?: *\n)+ *")


def visible(text: str) -> str:
    """Take out what controls a terminal or cannot be seen; line breaks become newlines."""
    if text.isascii() and (text.isprintable() or text.replace("\n", " ").isprintable()):
        return text
    text = _BREAKS.sub("\n", _ESCAPES.sub("", text))
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _STRAY_JOINERS.sub("", text))


def plain(text: str, limit: int = TEXT_LIMIT) -> str:
    """Make one safe line of at most `limit` characters."""
    if not text:
        return text
    line = visible(text[:READ_LIMIT]).replace("\n", " ")
    return spaced(line)[:limit].rstrip(" \u200c\u200d")


def rows(text: str, most: int = MOST_ROWS) -> list[str]:
    """Make safe, stripped lines, the empty ones kept, of the first ones of a text."""
    lines = visible(text[:READ_LIMIT]).split("\n", most)[:most]
    return list(map(spaced, lines))


def spaced(line: str) -> str:
    """Make single spaces of rows of them, and none at either end."""
    return (_RUN_OF_SPACES.sub(" ", line) if "  " in line else line).strip()


def paragraphs(text: str) -> str:
    """Make safe paragraphs, each one line, a blank line between them."""
    parts = _GAP.split(visible(text[:READ_LIMIT]))
    return "\n\n".join(filter(None, (plain(part) for part in parts)))[:TEXT_LIMIT].rstrip()


def is_simple(target: str) -> bool:
    """Tell a complete link of the web that is safe as it stands; most are."""
    return bool(_SIMPLE_LINK.fullmatch(target))


def link(target: str) -> str:
    """Keep a link that leads to the web, and nothing else."""
    if is_simple(target):
        return target
    target = plain(target, 2000).replace(" ", "%20")
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""
