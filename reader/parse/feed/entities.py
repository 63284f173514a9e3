"""Expands the entities that the document type of a feed declares, within bounds.

Nothing is read from elsewhere, no text may hold markup, and all of them together may make a feed
no longer than a bound: what else entities could do, they do not do here.
"""

from __future__ import annotations

import re
from itertools import islice

from reader.parse.strip_markup import without_comments

DECLARATION = re.compile(
    r"<!ENTITY\s+([A-Za-z_][\w.-]{0,99})\s+(?:\"([^\"<%]{0,1000})\"|'([^'<%]{0,1000})')\s*>"
)
NUMBER = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z_][\w.-]{0,99});", re.S)
PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
MOST = 500  # names
LONGEST = 1_000  # characters of a text, with those that it names
DEEPEST = 5  # texts that name one another
MOST_ADDED = 2_000_000  # characters


def declared_entities(doctype: str) -> dict[str, str]:
    """Give the texts by name, as XML writes them; of two with one name the first counts."""
    texts: dict[str, str] = {}
    for found in islice(DECLARATION.finditer(without_comments(doctype)), MOST):
        name, double, single = found.groups("")
        if name not in PREDEFINED:
            texts.setdefault(name, NUMBER.sub(_character, double or single))
    return {name: text for name in texts if (text := _whole_text(name, texts)) is not None}


def _character(found: re.Match[str]) -> str:
    """Give the character with a number, unless XML would take it for the beginning of a tag."""
    code = int(found[1], 16) if found[1] else int(found[2])
    is_text = code not in (0, 60) and not 0xD800 <= code < 0xE000 and code < 0x110000
    return chr(code) if is_text else found[0]


def _whole_text(name: str, texts: dict[str, str]) -> str | None:
    """Give a text with those that it names written out; None when that has no near end."""
    text = texts[name]
    for _ in range(DEEPEST):
        written = expand_entities(text, texts, LONGEST)
        if written == text:
            return text
        text = written
        if len(text) > LONGEST:
            return None
    return None


def expand_entities(feed: str, texts: dict[str, str], most_added: int = MOST_ADDED) -> str:
    """Write out what is named in a feed, until it has grown by so many characters."""
    added = 0

    def text_of(found: re.Match[str]) -> str:
        nonlocal added
        text = texts.get(found[1] or "", found[0]) if added < most_added else found[0]
        added += len(text) - len(found[0])
        return text

    return REFERENCE.sub(text_of, feed)
