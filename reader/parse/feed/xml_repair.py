"""Repairs the text of an ill-formed feed: what XML forbids is taken out."""

from __future__ import annotations

import re
from html import escape, unescape
from html.entities import html5

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# An ampersand in CDATA is no more than itself.
REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(?:x([0-9a-f]+)|([0-9]+));?|(\w+;))?", re.I | re.S
)
NUMBER = re.compile("&#[0-9a-z]*;?", re.I)
# Halves of characters by number, which a reader that recovers takes for whole ones. What looks like
# CDATA may be none, and in what is, HTML would not take them for letters either.
HALVES = re.compile(
    r"&#(?:x0*d[89a-f][0-9a-f]{2}"
    r"|0*(?:55(?:29[6-9]|[3-9][0-9]{2})|56[0-9]{3}|57(?:[0-2][0-9]{2}|3[0-3][0-9]|34[0-3])));",
    re.I,
)
MOST_REFERENCES = 1_000_000
KNOWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))  # to XML itself


def repair_xml(text: str) -> str:
    """Remove the characters that XML forbids, and write out what XML has no name for.

    Named characters of HTML become themselves, numbers of characters that do not exist vanish,
    and an ampersand that means nothing means an ampersand. A text of very many ampersands, which
    nobody wrote, keeps them and loses its numbers.
    """
    allowed = FORBIDDEN.sub("", text)
    if text.count("&") > MOST_REFERENCES:
        return NUMBER.sub("", allowed)
    return HALVES.sub("", REFERENCE.sub(_written_out, allowed))


def _written_out(found: re.Match[str]) -> str:
    """Give what stands for a reference; text in CDATA stays as it is."""
    sixteen, ten, name = found.groups()
    if sixteen or ten:
        return _numbered(sixteen or ten, 16 if sixteen else 10)
    if name in KNOWN or found[0].startswith("<"):
        return found[0]
    known = html5.get(name or "")
    return escape(known) if known else f"&amp;{name or ''}"


def _numbered(digits: str, radix: int) -> str:
    """Give the character with a number, nothing for one that does not exist."""
    code = int(digits, radix) if len(digits) < 9 else 0
    exists = 31 < code < 0xD800 or 0xDFFF < code < 0x110000 or code in (9, 10, 13)
    return escape(unescape(f"&#{code};")) if exists else ""
