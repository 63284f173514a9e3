"""The tokens that a part of a query wants, and how near a term must come to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum, auto
from functools import lru_cache

from reader.index.analysis.stemming import terms_of
from reader.index.analysis.tokens import Token, tokenize
from reader.model import And, Not, Or, Part, Phrase, Word
from reader.model.construction import frozen, replace

_HYPHEN = re.compile("[-‐‑]")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")


class TokenFit(IntEnum):
    """How near a token must come to what is wanted."""

    SAME = auto()
    BEGINS = auto()
    LIKE = auto()


@frozen
class WantedToken:
    """One token that is wanted."""

    place: int  # how many tokens after the first of its row
    terms: frozenset[str]  # its stem in each language
    form: str  # unstemmed
    fit: TokenFit = TokenFit.SAME

    def takes(self, term: str, form: str) -> bool:
        """Tell whether a token is what is wanted."""
        return term in self.terms or FITS[self.fit](self.form, term, form)


TokenRow = tuple[WantedToken, ...]
"""Tokens that are wanted one after the other."""


def token_row(part: Word | Phrase) -> TokenRow:
    """Return what a word or phrase wants; nothing when it holds no word."""
    read = [
        (place, terms_of(form or term), form or term, TokenFit.SAME if form else TokenFit.BEGINS)
        for place, (term, form, _, _) in _standing(part.text)
    ]
    wanted = [WantedToken(*one) for one in read]
    if wanted and isinstance(part, Word) and (part.prefix or part.fuzzy):
        last = wanted[-1]
        fit = TokenFit.BEGINS if part.prefix else TokenFit.LIKE
        wanted[-1] = WantedToken(last.place, last.terms, last.form, fit)
    return tuple(wanted)


def _spellings(part: Word | Phrase) -> tuple[Word | Phrase, ...]:
    """Return a word, and in one piece besides where it is joined by hyphens: e-mail, email."""
    if not isinstance(part, Word) or not _HYPHENATED.fullmatch(part.text):
        return (part,)
    return part, replace(part, text=_HYPHEN.sub("", part.text))


def simplify(part: Part) -> Part | None:
    """Return the part without words that hold nothing to look for; None when nothing is left."""
    if isinstance(part, Word | Phrase):
        return _any_of(_spellings(part)) if token_row(part) else None
    if isinstance(part, Not):
        inner = simplify(part.part)
        return inner and Not(inner)
    if isinstance(part, And | Or):
        parts = tuple(inner for inner in map(simplify, part.parts) if inner)
        kind = And if isinstance(part, And) else Or
        return kind(parts) if len(parts) > 1 else parts[0] if parts else None
    return part


def _any_of(parts: tuple[Word | Phrase, ...]) -> Part:
    return Or(parts) if len(parts) > 1 else parts[0]


def _standing(text: str) -> Iterator[tuple[int, Token]]:
    """Yield tokens of a text with their places, without the last characters of rows of pairs."""
    before = 0
    for place, token in enumerate(tokenize(text)):
        if token[1] or token[3] != before:
            yield place, token
        before = token[3]


def wanted_rows(part: Part, field: str = "") -> Iterator[TokenRow]:
    """Yield what the positive parts of a query want in a field; an empty field is any."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from wanted_rows(inner, field)
    elif isinstance(part, Word | Phrase) and (not field or part.field in ("", field)):
        yield from filter(None, map(token_row, _spellings(part)))


def letters_apart(form: str) -> int:
    """Return how many letters may differ in a word like this one."""
    return 0 if len(form) < 3 else 1 if len(form) < 8 else 2


@lru_cache(50_000)  # the same words come from every segment
def is_similar_word(form: str, other: str) -> bool:
    """Tell whether two words begin alike and differ by a letter; in eight and more by two."""
    limit = letters_apart(form)
    if form[:1] != other[:1] or abs(len(form) - len(other)) > limit:
        return False
    if len(_letters_of(form).difference(other)) > limit:  # each of them is an edit, at the least
        return False
    return edit_distance(form, other, limit) <= limit


@lru_cache(2_000)
def _letters_of(form: str) -> frozenset[str]:
    """Return the letters of a word."""
    return frozenset(form)


def edit_distance(one: str, other: str, limit: int) -> int:
    """Count letters to change, add, drop or swap with the next (Damerau, optimal string alignment).

    Anything beyond the limit is one above it.
    """
    before, above = [0], list(range(len(other) + 1))
    for dropped, letter in enumerate(one, 1):
        line = [dropped]
        for at, facing in enumerate(other):
            least = min(above[at + 1] + 1, line[at] + 1, above[at] + (letter != facing))
            if dropped > 1 < at + 1 and (one[dropped - 2], letter) == (facing, other[at - 1]):
                least = min(least, before[at - 1] + 1)
            line.append(least)
        if min(line) > limit:
            return limit + 1
        before, above = above, line
    return min(above[-1], limit + 1)


FITS: dict[TokenFit, Callable[[str, str, str], bool]] = {
    TokenFit.SAME: lambda _wanted, _term, _form: False,
    TokenFit.BEGINS: lambda start, term, form: form.startswith(start) or term.startswith(start),
    TokenFit.LIKE: lambda like, _term, form: is_similar_word(like, form),
}
"""What counts beside the very same term."""
