"""Wanted tokens in, one pattern out that finds the English words that may be what is wanted.

Most texts hold no word of any query. Looking at how words begin takes a fifth of the time of
making tokens of all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from reader.index.analysis.query_tokens import TokenFit, WantedToken, letters_apart
from reader.index.analysis.stemming import FALLBACK, form_of, language_of
from reader.index.analysis.tokens import LONGEST

_LETTERS = 5  # of a word that are looked at


def starts_pattern(wanted: Iterable[WantedToken]) -> re.Pattern[bytes]:
    """Return what finds, after a blank, words of small ASCII letters that may be wanted."""
    starts: set[str] = set()
    alike: set[str] = set()
    for want in wanted:
        starts.update(_starts_of(want))
        if want.fit is TokenFit.LIKE:
            alike.add(_alike(want.form))
    branches = [_alternation(starts), *sorted(alike)] if starts else ["(?!)"]
    return re.compile(rf" ((?:{'|'.join(branches)})[^ ]*)".encode())


def _starts_of(want: WantedToken) -> Iterator[str]:
    """Yield how English words that are wanted may begin, but for those that are only alike.

    A stem begins as its words do, but for its last letters: "poni" and "ponies", "able" and
    "ability"; "die" and "dying" have but one in common.
    """
    stems = [form_of(term) for term in want.terms if language_of(term) in ("", FALLBACK)]
    for stem in filter(str.isascii, (*stems, want.form)):  # others are read in any case
        yield stem[: _letters_kept(len(stem))]
        if stem[1:2] == "i":
            yield f"{stem[0]}yi"


def _letters_kept(length: int) -> int:
    """Return how many of its first letters a stem shares with its words, at most all looked at."""
    return min(max(length - 1, min(length, 2)) if length < _LETTERS else length - 2, _LETTERS)


def _alternation(starts: set[str]) -> str:
    """Return a pattern for any of some beginnings, which looks at each letter once."""
    rests: dict[str, set[str]] = defaultdict(set)
    for start in starts:
        rests[start[0]].add(start[1:])
    branches = [
        re.escape(letter) + ("" if "" in rest else _alternation(rest))
        for letter, rest in sorted(rests.items())
    ]
    return f"(?:{'|'.join(branches)})"


def _alike(form: str) -> str:
    """Return a pattern for words that begin with the same letter and are about as long."""
    least, most = len(form) - letters_apart(form), len(form) + letters_apart(form)
    longest = most - 1 if most < LONGEST else ""  # words beyond that are cut
    return rf"{re.escape(form[0])}\w{{{least - 1},{longest}}}\b"
