"""The lexer of the query language: words, phrases, fields, operators, parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from reader.model.construction import frozen

QUOTES = '"“”„'
_BARE = rf"[^\s(){QUOTES}]+"
_PHRASE = rf"[{QUOTES}][^{QUOTES}]*[{QUOTES}]?"
_REGEX = rf"/(?:[^/\\]|\\.)+/(?=[\s(){QUOTES}]|$)"  # ends where a word would
_FIELDS = "title|outlet|by|in|tag|is|has|lang|like|event|after|before|on|sort|longer|shorter"
_SIGN = re.compile(
    rf"""(?:(?P<open>\()|(?P<close>\))
    |(?P<minus>-+(?=[^\s)]))
    |(?P<field>(?i:{_FIELDS}):)(?P<value>{_REGEX}|{_PHRASE}|{_BARE})?
    |(?P<regex>{_REGEX})
    |(?P<phrase>{_PHRASE})
    |(?P<word>{_BARE}))""",
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {"OR", "AND", "NOT"}


class QueryTokenKind(StrEnum):
    """What a stretch of a typed line is."""

    OPEN = "open"
    CLOSE = "close"
    MINUS = "minus"
    FIELD = "field"
    PHRASE = "phrase"
    REGEX = "regex"
    WORD = "word"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"


@frozen
class QueryToken:
    """A stretch of a typed line."""

    kind: QueryTokenKind
    text: str
    at: int  # where it begins, counted from 1 as people do
    value: str = ""  # what follows a field's colon
    is_last: bool = False  # nothing at all follows, not even a space

    @property
    def whole(self) -> str:
        """All that it consists of, as typed."""
        return self.text + self.value


def query_tokens(text: str) -> Iterator[QueryToken]:
    """Yield the signs of a typed line, in order."""
    for found in _SIGN.finditer(text):
        name = "field" if found["field"] else str(found.lastgroup)
        kind = found[name] if name == "word" and found[name] in _OPERATORS else name
        is_last = found.end() == len(text)
        value = (found["value"] or "") if name == "field" else ""
        yield QueryToken(QueryTokenKind(kind), found[name], found.start(name) + 1, value, is_last)


def is_bare(text: str) -> bool:
    """Tell whether a text is one word that needs no quotes."""
    return re.fullmatch(_BARE, text) is not None


def is_regex(text: str) -> bool:
    """Tell whether a text is a regular expression between slashes."""
    return re.fullmatch(_REGEX, text, re.DOTALL) is not None


def is_closed(quoted: str) -> bool:
    """Tell whether a phrase ends in a quote of its own."""
    return len(quoted) > 1 and quoted[-1] in QUOTES


def strip_quotes(text: str) -> str:
    """Return a phrase's words with one space between them; a bare word as it is."""
    return " ".join(text.strip(QUOTES).split()) if text[:1] in QUOTES else text
