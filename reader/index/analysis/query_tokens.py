"""A part of a query in, the rows of tokens that it wants out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from reader.index.analysis.stemming import terms_of
from reader.index.analysis.tokens import Token, tokens
from reader.model import And, Or, Part, Phrase, Word

_HYPHEN = re.compile("[-‐‑]")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")


class Fit(Enum):
    """How near a token must come to what is wanted."""

    SAME = auto()
    BEGINS = auto()
    LIKE = auto()


@dataclass(frozen=True, slots=True)
class Want:
    """One token that is wanted."""

    place: int  # how many tokens after the first of its row
    terms: frozenset[str]  # its stem in each language
    form: str  # unstemmed
    fit: Fit = Fit.SAME

    def takes(self, term: str, form: str) -> bool:
        """Whether a token is what is wanted."""
        return term in self.terms or FITS[self.fit](self.form, term, form)


Row = tuple[Want, ...]
"""Tokens that are wanted one after the other."""


def row(part: Word | Phrase) -> Row:
    """What a word or phrase wants; nothing when it holds no word."""
    read = [
        (place, terms_of(form or term), form or term, Fit.SAME if form else Fit.BEGINS)
        for place, (term, form, _, _) in _standing(part.text)
    ]
    wanted = [Want(*one) for one in read]
    if wanted and isinstance(part, Word) and (part.prefix or part.fuzzy):
        last = wanted[-1]
        fit = Fit.BEGINS if part.prefix else Fit.LIKE
        wanted[-1] = Want(last.place, last.terms, last.form, fit)
    return tuple(wanted)


def spellings(part: Word | Phrase) -> tuple[Word | Phrase, ...]:
    """A word, and in one piece besides where it is joined by hyphens: e-mail, email."""
    if not isinstance(part, Word) or not _HYPHENATED.fullmatch(part.text):
        return (part,)
    return part, replace(part, text=_HYPHEN.sub("", part.text))


def _standing(text: str) -> Iterator[tuple[int, Token]]:
    """The tokens of a text with their places, without the last characters of rows of pairs."""
    before = 0
    for place, token in enumerate(tokens(text)):
        if token[1] or token[3] != before:
            yield place, token
        before = token[3]


def wanted(part: Part, field: str = "") -> Iterator[Row]:
    """What the positive parts of a query want in a field; an empty field is any."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from wanted(inner, field)
    elif isinstance(part, Word | Phrase) and (not field or part.field in ("", field)):
        yield from filter(None, map(row, spellings(part)))


def slack(form: str) -> int:
    """How many letters may differ in a word like this one."""
    return 0 if len(form) < 3 else 1 if len(form) < 8 else 2


@lru_cache(50_000)  # the same words come from every segment
def is_like(form: str, other: str) -> bool:
    """Whether two words begin alike and differ by a letter; in eight letters or more by two."""
    limit = slack(form)
    if form[:1] != other[:1] or abs(len(form) - len(other)) > limit:
        return False
    return distance(form, other, limit) <= limit


def distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add, drop or swap with the next (Damerau, optimal string alignment).

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


FITS: dict[Fit, Callable[[str, str, str], bool]] = {
    Fit.SAME: lambda _wanted, _term, _form: False,
    Fit.BEGINS: lambda start, term, form: form.startswith(start) or term.startswith(start),
    Fit.LIKE: lambda like, _term, form: is_like(like, form),
}
"""What counts beside the very same term."""
