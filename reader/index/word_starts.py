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

_FREQUENT = "tasoiwcbpfhmdrelgnuvyjkqzx"  # first letters of English words, the most frequent first
_LETTERS = 5  # of a word that are looked at


def starts_pattern(wanted: Iterable[WantedToken]) -> re.Pattern[bytes]:
    """Return what finds words of small ASCII letters that may be wanted, with the blank before."""
    tokens = tuple(wanted)
    branches: dict[str, list[str]] = defaultdict(list)  # by the first letter
    for letter, rest in _by_letter({start for want in tokens for start in starts_of(want)}):
        branches[letter].append(_alternation(rest))
    for form in {want.form for want in tokens if want.fit is TokenFit.LIKE}:
        branches[form[0]] += _alike(form)
    each = [
        f"{re.escape(letter)}(?:{'|'.join(branches[letter])})"
        for letter in sorted(branches, key=_FREQUENT.find)
    ]
    # No group, which takes an eighth of the time: each blank of a text would begin one.
    return re.compile(f" (?:{'|'.join(each) or '(?!)'})[^ ]*".encode())


def starts_of(want: WantedToken) -> Iterator[str]:
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


def _by_letter(starts: Iterable[str]) -> list[tuple[str, set[str]]]:
    """Return first letters of some beginnings, with what may stand behind each."""
    rests: dict[str, set[str]] = defaultdict(set)
    for start in starts:
        rests[start[0]].add(start[1:])
    return sorted(rests.items())


def _alternation(starts: set[str]) -> str:
    """Return a pattern for any of some beginnings, which looks at each letter once."""
    if "" in starts:
        return ""
    each = [re.escape(letter) + _alternation(rest) for letter, rest in _by_letter(starts)]
    return f"(?:{'|'.join(each)})" if len(each) > 1 else each[0]


def _alike(form: str) -> list[str]:
    """Return patterns, behind the first letter, of which one fits each word that is similar.

    One edit leaves one half of a word as it is, or swaps the letters where the halves meet.
    """
    apart, half = letters_apart(form), len(form) // 2
    if apart != 1:
        return [_prefix_pattern("", form)] if apart else []  # else no other word is similar
    left, right = form[1:half], form[half:]
    swapped = [left[:-1] + right[0] + left[-1]] if left else []
    ends = rf"\w{{{max(0, half - 2)},{half}}}{re.escape(right)}\b"
    return [*(_prefix_pattern(start, form) for start in (left, *swapped)), ends]


def _prefix_pattern(start: str, form: str) -> str:
    """Return a pattern for words with a beginning that are about as long as another word."""
    rest, apart = len(form) - 1 - len(start), letters_apart(form)
    longest = rest + apart if len(form) + apart < LONGEST else ""  # words beyond that are cut
    return rf"{re.escape(start)}\w{{{max(0, rest - apart)},{longest}}}\b"
