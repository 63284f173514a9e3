"""Writes a query tree as a line that means it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from reader.model import (
    And,
    AtLeastLong,
    Everything,
    HasMark,
    HasTag,
    InEvent,
    InLanguage,
    InSource,
    LikeStory,
    Not,
    Or,
    Part,
    Phrase,
    PublishedBetween,
    RegexMatch,
    Word,
)
from reader.query.date_ranges import DateRange, day_around, month_around, year_around
from reader.query.fields import THINGS
from reader.query.lexer import QUOTES, QueryTokenKind, is_bare, query_tokens

_UNQUOTED = str.maketrans(dict.fromkeys(QUOTES, " "))


def unparse(part: Part) -> str:
    """Return the query language for a part: parsed again, it gives the same part."""
    shown: dict[type, Callable[[Any], str]] = {
        Word: _word,
        Phrase: _phrase,
        RegexMatch: _regex,
        HasMark: _unparse_mark,
        HasTag: lambda part: f"tag:{_value(part.tag)}",
        InSource: lambda part: f"in:{_value(part.name)}",
        InLanguage: lambda part: f"lang:{part.code}",
        LikeStory: lambda part: f"like:{part.story}",
        InEvent: lambda part: f"event:{part.event}",
        PublishedBetween: _unparse_published,
        AtLeastLong: lambda part: f"longer:{part.seconds}s",
        Everything: lambda _: "",
        Not: lambda part: f"-{_in_parentheses(part.part, (And, Or))}",
        And: lambda part: " ".join(
            filter(None, (_in_parentheses(one, (Or,)) for one in part.parts))
        ),
        Or: lambda part: " OR ".join(filter(None, map(unparse, part.parts))),
    }
    return shown[type(part)](part)


def _in_parentheses(part: Part, kinds: tuple[type, ...]) -> str:
    return f"({unparse(part)})" if isinstance(part, kinds) else unparse(part)


def _word(word: Word) -> str:
    field = f"{word.field}:" if word.field else ""
    marks = "*" * word.prefix + "~" * word.fuzzy
    return field + (word.text + marks if _is_plain(word, marks) else _quote(word.text))


def _is_plain(word: Word, marks: str) -> bool:
    """Tell whether the bare word would be read as that word."""
    if word.text.endswith(("*", "~")) or not is_bare(word.text):
        return False
    return bool(word.field) or [sign.kind for sign in query_tokens(word.text + marks)] == [
        QueryTokenKind.WORD
    ]


def _phrase(phrase: Phrase) -> str:
    return (f"{phrase.field}:" if phrase.field else "") + _quote(phrase.text)


def _regex(part: RegexMatch) -> str:
    written = re.sub(r"\\.|/", lambda found: "\\/" if found[0] == "/" else found[0], part.pattern)
    return (f"{part.field}:" if part.field else "") + f"/{written}/"


def _quote(text: str) -> str:
    return '"' + " ".join(text.translate(_UNQUOTED).split()) + '"'


def _value(text: str) -> str:
    return text if is_bare(text) else _quote(text)


def _unparse_mark(marked: HasMark) -> str:
    return f"{'has' if marked.mark in THINGS else 'is'}:{marked.mark}"


def _unparse_published(dated: PublishedBetween) -> str:
    if dated.after and dated.before:
        return _unparse_dates(dated.after.astimezone(UTC), dated.before.astimezone(UTC))
    moment = dated.after or dated.before
    return f"{'after' if dated.after else 'before'}:{_moment(moment)}" if moment else ""


def _unparse_dates(after: datetime, before: datetime) -> str:
    for length, whole in _WHOLES.items():
        if whole(after) == (after, before):
            return f"on:{after.date().isoformat()[:length]}"
    return f"(after:{_moment(after)} before:{_moment(before)})"


def _moment(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    is_day = not (at.hour or at.minute or at.second)
    # Not by strftime, which writes the year 2 with one digit.
    return at.date().isoformat() if is_day else at.replace(tzinfo=None).isoformat("T", "seconds")


_WHOLES: dict[int, Callable[[datetime], DateRange]] = {
    10: day_around,
    7: month_around,
    4: year_around,
}
"""Whole stretches by the length of how they are written."""
