"""The parser of the query language: recursive descent, with one hint about the first mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from reader.model import (
    LIST_ORDERS,
    And,
    Everything,
    Not,
    Or,
    Part,
    Phrase,
    Query,
    RegexMatch,
    Word,
)
from reader.model.construction import replace
from reader.query.fields import FIELDS, NAMED, SORT, UnreadableField, misnamed_field
from reader.query.lexer import (
    QUOTES,
    QueryToken,
    QueryTokenKind,
    is_closed,
    is_regex,
    query_tokens,
    strip_quotes,
)

MOST_CHARACTERS = 10_000
MOST_LEVELS = 64
MOST_WORDS = 200
MOST_SIGNS = 1_000
_LONGEST_PATTERN = 300

_UNSEEN = "\N{REPLACEMENT CHARACTER}"  # what controls a terminal is not repeated
_LOPSIDED = "needs something on both sides"


def parse(text: str, now: datetime) -> Query:
    """Understand a query as far as possible; the hint names the first mistake."""
    return _Parser(text, now, typing=False).query()


def parse_typing(text: str, now: datetime) -> Query:
    """Understand a query whose last word is still being typed: it is the beginning of a word."""
    return _Parser(text, now, typing=True).query()


class _Parser:
    """Recursive descent over the signs of one line."""

    def __init__(self, text: str, now: datetime, *, typing: bool) -> None:
        self._signs = list(islice(query_tokens(text[:MOST_CHARACTERS]), MOST_SIGNS))
        self._now = now
        self._typing = typing
        self._at = 0
        self._levels = 0
        self._words = 0
        self._negated = False
        self._hint = ""
        self._sort = ""
        if len(text) > MOST_CHARACTERS:
            self._note(f"only the first {MOST_CHARACTERS:,} characters are used")
        if len(self._signs) == MOST_SIGNS:
            self._note(f"only the first {MOST_SIGNS:,} words and signs are used")

    def query(self) -> Query:
        """Return the whole line."""
        parts = [self._any_of()]
        while sign := self._take(QueryTokenKind.CLOSE):
            self._note("nothing is open to be closed", sign)
            parts.append(self._any_of())
        return Query(_join_parts(And, parts) or Everything(), self._hint, self._sort)

    def _any_of(self) -> Part | None:
        parts = [self._all_of()]
        while sign := self._take(QueryTokenKind.OR):
            parts.append(self._all_of())
            if None in parts[-2:]:
                self._note(f"OR {_LOPSIDED}", sign, unfinished=parts[-1] is None)
        return _join_parts(Or, parts)

    def _all_of(self) -> Part | None:
        parts: list[Part | None] = []
        while self._peek() not in (None, QueryTokenKind.CLOSE, QueryTokenKind.OR):
            if sign := self._take(QueryTokenKind.AND):
                lonely = not any(parts) or self._peek() in (
                    None,
                    QueryTokenKind.CLOSE,
                    QueryTokenKind.OR,
                )
                self._note(f"AND {_LOPSIDED}" if lonely else "", sign, unfinished=any(parts))
            else:
                parts.append(self._parse_one())
        return _join_parts(And, parts)

    def _parse_one(self) -> Part | None:
        """Return a word, phrase, field or group, with whatever negates it."""
        outside, self._negated = self._negated, self._negated
        sign = flips = None
        while sign := self._take(QueryTokenKind.NOT, QueryTokenKind.MINUS):
            flips = sign
            self._negated ^= len(sign.text) % 2 == 1
        part = self._positive()
        flipped, self._negated = self._negated != outside, outside
        if part is None and flips:
            self._note(f"{flips.text} needs something to leave out", flips, unfinished=True)
        return _negate(part) if flipped and part else part

    def _positive(self) -> Part | None:
        sign = self._next()
        reading = _READINGS.get(sign.kind) if sign else None
        if not sign or not reading:
            self._at -= sign is not None
            return None
        part = reading(self, sign)
        self._words += part is not None and not isinstance(part, And | Or)
        if self._words > MOST_WORDS:
            self._stop(f"only the first {MOST_WORDS} words are used")
            return None
        return part

    def group(self, sign: QueryToken) -> Part | None:
        """Return what stands between parentheses."""
        if self._levels == MOST_LEVELS:
            self._stop(f"parentheses are used to {MOST_LEVELS} levels")
            return None
        self._levels += 1
        part = self._any_of()
        self._levels -= 1
        if not self._take(QueryTokenKind.CLOSE):
            self._note("unclosed (", sign, unfinished=True)
        return part

    def phrase(self, sign: QueryToken) -> Part | None:
        """Return words between quotes."""
        if not is_closed(sign.text):
            self._note("unclosed quote", sign, unfinished=True)
        return self._searchable(Phrase(strip_quotes(sign.text)), sign)

    def regex(self, sign: QueryToken, field: str = "") -> Part | None:
        """Return a regular expression between slashes."""
        pattern = (sign.value or sign.text)[1:-1].replace("\\/", "/")
        if fault := _fault_of(pattern):
            self._note(f"{sign.whole} is no pattern", sign, advice=fault)
            return None
        return RegexMatch(pattern, field)

    def word(self, sign: QueryToken, field: str = "") -> Part | None:
        """Return a word, or the beginning of one, or one like it."""
        written = sign.value or sign.text
        if not field and ":" in written:
            self._note_misnamed(written, sign)
        text = written.rstrip("*~")
        marks = written[len(text) :]
        growing = self._typing and sign.is_last and not self._negated and not marks
        prefix = "*" in marks or growing
        return self._searchable(Word(text, field, prefix, "~" in marks and not prefix), sign)

    def _note_misnamed(self, written: str, sign: QueryToken) -> None:
        """Say that a word is no field, where it is meant for one."""
        follows = self._signs[self._at] if self._peek() is QueryTokenKind.PHRASE else None
        is_joined = follows is not None and follows.at == sign.at + len(sign.text)
        misnamed = misnamed_field(written + follows.text if follows and is_joined else written)
        if misnamed is not None:
            self._note(misnamed[0], sign, advice=misnamed[1])

    def field(self, sign: QueryToken) -> Part | None:
        """Return a field and what it must hold."""
        name = sign.text.lower().rstrip(":")
        if not sign.value:
            return self._field_of_group(sign, name)
        if sign.value[0] in QUOTES and not is_closed(sign.value):
            self._note("unclosed quote", sign, unfinished=True)
        if name in NAMED:
            return self._field_part(sign, name)
        if name == SORT:
            self._sort = self._order(sign)
            return None
        try:
            return FIELDS[name](name, strip_quotes(sign.value), self._now)
        except UnreadableField as misread:
            self._note(misread.what, sign, advice=misread.advice)
            return None

    def _order(self, sign: QueryToken) -> str:
        """Return the order that is asked for; where there is no such, the one before."""
        wanted = strip_quotes(sign.value).lower()
        if wanted.removeprefix("-") in LIST_ORDERS:
            return wanted
        known = ", ".join(LIST_ORDERS)
        self._note(f"{sign.whole} is no order", sign, advice=f"try {known}", unfinished=True)
        return self._sort

    def _field_part(self, sign: QueryToken, name: str) -> Part | None:
        if is_regex(sign.value):
            return self.regex(sign, name)
        if sign.value[0] in QUOTES:
            return self._searchable(Phrase(strip_quotes(sign.value), name), sign)
        return self.word(sign, name)

    def _field_of_group(self, sign: QueryToken, name: str) -> Part | None:
        opened = self._take(QueryTokenKind.OPEN) if name in NAMED else None
        if not opened:
            self._note(f"{sign.text} needs a word", sign, unfinished=True)
            return None
        part = self.group(opened)
        return part and _with_field(part, name)

    def _searchable(self, part: Word | Phrase, sign: QueryToken) -> Part | None:
        if any(letter.isalnum() for letter in part.text):
            return part
        if sign.whole.strip("-"):
            self._note(f"nothing to look for in {sign.whole}", sign, unfinished=True)
        return None

    def _peek(self) -> QueryTokenKind | None:
        return self._signs[self._at].kind if self._at < len(self._signs) else None

    def _next(self) -> QueryToken | None:
        self._at += 1
        return self._signs[self._at - 1] if self._at <= len(self._signs) else None

    def _take(self, *kinds: QueryTokenKind) -> QueryToken | None:
        return self._next() if self._peek() in kinds else None

    def _stop(self, hint: str) -> None:
        self._note(hint)
        self._at = len(self._signs)

    def _note(
        self,
        what: str,
        sign: QueryToken | None = None,
        *,
        unfinished: bool = False,
        advice: str = "",
    ) -> None:
        """Keep the first hint; what may only be unfinished is no mistake while it is typed."""
        waits = unfinished and self._typing and self._at >= len(self._signs)
        if what and not self._hint and not waits:
            place = f" at {sign.at}" if sign else ""
            hint = what + place + (f": {advice}" if advice else "")
            self._hint = "".join(one if one.isprintable() else _UNSEEN for one in hint)


_READINGS: dict[QueryTokenKind, Callable[[_Parser, QueryToken], Part | None]] = {
    QueryTokenKind.OPEN: _Parser.group,
    QueryTokenKind.PHRASE: _Parser.phrase,
    QueryTokenKind.WORD: _Parser.word,
    QueryTokenKind.REGEX: _Parser.regex,
    QueryTokenKind.FIELD: _Parser.field,
}


def _fault_of(pattern: str) -> str:
    """Say what is wrong with a regular expression; empty where nothing is."""
    import regex  # takes 20 ms to import, and few queries hold a pattern

    if len(pattern) > _LONGEST_PATTERN:
        return f"it has more than {_LONGEST_PATTERN} characters"
    try:
        regex.compile(pattern, regex.IGNORECASE | regex.VERSION1)
    except (regex.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""


def _join_parts(kind: type[And | Or], parts: list[Part | None]) -> Part | None:
    flat: list[Part] = []
    for part in parts:
        if isinstance(part, And | Or) and isinstance(part, kind):
            flat += part.parts
        elif part:
            flat.append(part)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def _negate(part: Part) -> Part:
    return part.part if isinstance(part, Not) else Not(part)


def _with_field(part: Part, field: str) -> Part:
    """Return the same, with a field for every word that has none."""
    if isinstance(part, And | Or):
        return replace(part, parts=tuple(_with_field(inner, field) for inner in part.parts))
    if isinstance(part, Not):
        return Not(_with_field(part.part, field))
    if isinstance(part, Word | Phrase | RegexMatch) and not part.field:
        return replace(part, field=field)
    return part
