"""Puts two pieces of a paragraph together, and whole again the words that were cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from string import ascii_letters

from reader.clean.rejoin.bonds import UNSPACED
from reader.model.construction import frozen

_NARROW = (
    56  # columns below which hyphens at line ends are hyphenation, unless words tell otherwise
)
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"(?<!\w)(\w+)-$")
_COMPOUND = re.compile(r"(?<!\w)\w{1,60}-\w+")
_TIGHT = re.compile(r"[,;:.!?)\]%”’»…、。，）」』]|['’]s\b")
_OPENING = frozenset("([„‘")
# Between parts of which the first leaves out what it shares with the second.
_LINKING = frozenset(("und", "oder", "bzw", "sowie", "och", "eller", "og", "ja", "tai"))
_LINKING_TOO = _LINKING | {
    "bis",
    "and",
    "or",
    "to",
    "et",
    "ou",
    "y",
    "o",
    "e",
    "en",
    "of",
    "i",
    "lub",
}
_DENSE = r"\u3041-\u30ff\u3400-\u9fff"
_BESIDE = re.compile(rf"[{_DENSE}]\d|\d[{_DENSE}]")
_APART = re.compile(rf"[{_DENSE}] \d|\d [{_DENSE}]")
_LATIN = frozenset(ascii_letters)
_NEAR = 12  # characters on each side of a break
_HYPHEN = re.compile(r"[^\W\d_]-$")
_MARKS = re.compile(r"[\ue001\U000f0000-\U000ffffd]+")


@frozen
class Words:
    """The words of a page, by which a word that was cut is told from one with a hyphen."""

    counts: Counter[str]
    hyphenates: bool  # hyphens at line ends are the typesetter's
    joins_scripts: bool = False  # no blanks stand between figures and the letters of a dense script

    @classmethod
    def from_lines(cls, lines: Sequence[str], column: int) -> Words:
        """Count the words of lines that were wrapped at a column."""
        text = " ".join(lines).casefold()
        counts = Counter(_WORD.findall(text))
        counts.update(_COMPOUND.findall(text))
        full = [line for line in lines if len(line) >= 0.8 * column]
        cut = sum(bool(_CUT.search(line)) for line in full)
        hyphenates = cut > (0 if column < _NARROW else 0.08 * len(full))
        return cls(counts, hyphenates, len(_BESIDE.findall(text)) > len(_APART.findall(text)))


def join_texts(start: str, rest: str, words: Words) -> str:
    """Put the next line of a wrapped paragraph behind what there is of it."""
    cut = _CUT.search(start)
    if cut and rest[0].isalnum():
        return _whole_word(start, cut[1], rest, words)
    tight = _is_unspaced(start, rest) or (words.joins_scripts and _is_dense(start, rest))
    return start + rest if tight else f"{start} {rest}"


def _is_dense(start: str, rest: str) -> bool:
    """Tell whether a figure, and not a word, stands at a break amid a script without blanks."""
    around = f"{start[-_NEAR:]}{rest[:_NEAR]}"
    dense = 2 * len(UNSPACED.findall(around)) >= len(around)
    return dense and not (start[-1] in _LATIN and rest[0] in _LATIN)


def splice_words(start: str, rest: str) -> str:
    """Put pieces of a sentence together that an element of the page parted."""
    tight = start[-1] in _OPENING or _TIGHT.match(rest) or _is_unspaced(start, rest)
    return start + rest if tight else f"{start} {rest}"


def join_rows(rows: Sequence[str], at_hyphens: bool = False) -> str:
    """Put the rows of one paragraph together, whatever stretches are marked in them.

    Some programs break lines behind the hyphens of a word.
    """
    text = rows[0] if rows else ""
    for row in rows[1:]:
        end, start = _MARKS.sub("", text[-8:]), _MARKS.sub("", row[:20])
        tight = _is_unspaced(end, start) or (at_hyphens and _is_cut_word(end, start))
        text = text + row if tight else f"{text} {row}"
    return text


def _is_cut_word(start: str, rest: str) -> bool:
    """Tell whether a word was cut behind its hyphen, and no part of a word left out."""
    word = _WORD.match(rest)
    return bool(_HYPHEN.search(start) and word and word[0] not in _LINKING_TOO)


def _is_unspaced(start: str, rest: str) -> bool:
    return bool(UNSPACED.match(rest) and UNSPACED.match(start[-1:]))


def _whole_word(start: str, head: str, rest: str, words: Words) -> str:
    tail = _WORD.match(rest)
    if not tail or not rest[0].islower():
        return start + rest
    head, end = head.casefold(), tail[0].casefold()
    known = words.counts[head + end] > 0
    linking = end in (_LINKING if words.hyphenates else _LINKING_TOO)
    if linking and not known:
        return f"{start} {rest}"
    own = words.counts[f"{head}-{end}"] > 0 or min(words.counts[head], words.counts[end]) > 1
    return (start[:-1] if known or (words.hyphenates and not own) else start) + rest
