"""Measured lines in, what each of them looks like among the others out, as numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter, sub, truediv
from statistics import median

from reader.clean.dump.heuristics import FULL, best_block, line_value
from reader.clean.dump.line_measures import MeasuredLine, count_chars
from reader.model.construction import frozen

FAR = 60  # lines beyond which distance makes no difference
LONGEST = 1000  # characters beyond which size makes none
MOST_WORDS = 60  # words of a line that are compared with those of others
ROLES = {
    "": 0, "credit": 1, "date": 2, "byline": 3, "pointer": 4, "figures": 5,
    "furniture": 6, "end": 7, "legal": 8, "pitch": 9,
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff]{2}|[\uac00-\ud7a3]{2,}")
_PLAIN_WORD = re.compile("[a-z]{4,}")  # the same, in ASCII
_PLAIN_MARKS, _OTHER_MARKS = b"|/>@#+_=", re.compile("[·•»©]")
_DASHES = re.compile(r"\s[-–—]\s")
_INITIAL = itemgetter(0)
_SPEECH = frozenset("\"“”„«»‘’'「『")
_NEXT_TO = (-1, 1, -2, 2, -3, 3)
_WINDOWS = (3, 8, 20)
_NEAR_TITLE = (5, 20)
Column = Sequence[float]

NAMES = (
    *("size", "ends", "value", "role", "words", "word length", "figures", "capitals", "names"),
    *("commas", "first", "last", "copies", "again", "marks"),
    *(f"{name} {by:+}" for by in _NEXT_TO for name in ("size", "ends", "role", "worth", "copies")),
    *(f"{name} {way} {many}" for many in _WINDOWS for way in ("over", "under")
      for name in ("worth", "prose", "stops")),
    *("at", "left", "share", "since start", "until end", "inside", "mass before", "mass beside"),
    *("prose before", "prose behind", "size against prose", "stops since start"),
    *("since stop", "since link", "kept", "kept over", "kept under"),
    *("story's words", "title's words", "long words", "since title", "until title", "lines"),
    *("title within 5", "title within 20"),
)  # fmt: skip


def feature_vectors(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[tuple[float, ...]]:
    """Describe each line by the numbers that `NAMES` lists; rules keep some lines already."""
    return list(zip(*feature_columns(lines, kept), strict=False))


def feature_columns(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[Column]:
    """List the numbers of all lines together, name by name; the first of them has one a line.

    To reckon them so takes half the time of a line at a time. What was shifted may be longer than
    a short page.
    """
    if not lines:
        return []
    page = _Page.from_lines(lines, kept)
    return [*_own(page), *_near(page), *_around(page), *_placed(page), *_shared(page)]


@frozen
class _Page:
    """A page's lines and what has been reckoned for each."""

    lines: Sequence[MeasuredLine]
    sizes: list[float]
    ends: list[float]
    copies: list[float]
    values: list[float]
    roles: list[float]
    kept: Sequence[bool]  # what rules make of it
    start: int
    end: int

    @classmethod
    def from_lines(cls, lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> _Page:
        values = [line_value(line) for line in lines]
        return cls(
            lines,
            [line.size if line.size < LONGEST else LONGEST for line in lines],
            [line.ends for line in lines],
            [line.copies for line in lines],
            values,
            [ROLES[line.role] for line in lines],
            kept,
            *best_block(values),
        )


def _own(page: _Page) -> list[Column]:
    """Describe each line by itself."""
    lines, sizes = page.lines, page.sizes
    told = [_written(line.text[:LONGEST], size) for line, size in zip(lines, sizes, strict=True)]
    *written, marks = zip(*told, strict=True)
    return [
        sizes,
        page.ends,
        page.values,
        page.roles,
        *written,
        [_sort(line.text[-1]) for line in lines],
        page.copies,
        [line.again for line in lines],
        marks,
    ]


@lru_cache(maxsize=4096)
def _written(text: str, size: int) -> tuple[float, ...]:
    """Describe how a line is written."""
    words = text.split()
    length, count = len(text), len(words)
    figures, capitals = (many / length for many in count_chars(text, str.isdigit, str.isupper))
    names = sum(map(str.isupper, map(_INITIAL, words))) / count
    commas = 100 * (text.count(",") + text.count("、")) / length
    return (count, size / count, figures, capitals, names, commas, _sort(text[0]),
            _count_marks(text))  # fmt: skip


def _count_marks(text: str) -> int:
    """Count the marks of menus, and dashes between blanks."""
    plain = text.encode("ascii", "ignore")
    marks = len(plain) - len(plain.translate(None, _PLAIN_MARKS))
    if len(plain) < len(text):
        marks += len(_OTHER_MARKS.findall(text))
    has_dash = "-" in text or "–" in text or "—" in text
    return marks + len(_DASHES.findall(text)) if has_dash else marks


def _sort(char: str) -> int:
    """Sort a character: letters, figures, marks of speech, ends of sentences, others."""
    if char.isalpha():
        return 1 if char.isupper() else 0
    if char.isdigit():
        return 2
    if char in _SPEECH:
        return 3
    return 4 if char in ".!?…。！？" else 5 if char in ":：" else 6


def _near(page: _Page) -> list[Column]:
    """Describe the neighbours of each line."""
    columns: list[tuple[float, list[float]]] = [
        (-1, page.sizes),
        (-1, page.ends),
        (-1, page.roles),
        (-100, page.values),
        (-1, page.copies),
    ]
    return [_shifted(column, by, outside) for by in _NEXT_TO for outside, column in columns]


def _shifted(column: list[float], by: int, outside: float) -> list[float]:
    """Put beside each line what one some lines further has."""
    if by < 0:
        return [outside] * -by + column[:by]
    return column[by:] + [outside] * by


def _around(page: _Page) -> list[Column]:
    """Describe the neighbourhood of each line: what it is worth, its prose, its stops."""
    prose = [line.size if line.ends and not line.role else 0 for line in page.lines]
    stops = [role >= ROLES["pointer"] for role in page.roles]
    sums = [_sums(page.values), _sums(prose), _sums(stops)]
    return [column(run, many) for many in _WINDOWS for column in (_over, _under) for run in sums]


def _over(sums: list[float], many: int) -> list[float]:
    """Add up the lines over each."""
    return list(map(sub, sums[:-1], [0.0] * many + sums))


def _under(sums: list[float], many: int) -> list[float]:
    """Add up the lines under each."""
    return list(map(sub, sums[many + 1 :] + [sums[-1]] * many, sums[1:]))


def _within(sums: list[float], many: int) -> list[float]:
    """Add up each line and those near it."""
    after = sums[many + 1 :] + [sums[-1]] * min(many, len(sums) - 1)
    return list(map(sub, after, [0.0] * many + sums))


def _sums(numbers: Iterable[float]) -> list[float]:
    return list(accumulate(numbers, initial=0.0))


def _placed(page: _Page) -> list[Column]:
    """Describe where each line stands: on the page, in the stretch that is worth most."""
    count, start, end = len(page.lines), page.start, page.end
    mass = _sums(worth if worth > 0.0 else 0.0 for worth in page.values)
    before_start, whole = mass[start], max(1.0, mass[end] - mass[start])
    heaviest, usual = max(1.0, mass[-1]), _usual(page)
    closed = _sums(role == ROLES["end"] for role in page.roles)
    kept = [False, *page.kept, False]
    return [
        range(count),
        range(count, 0, -1),
        [at / count for at in range(count)],
        _clamped(range(-start, count - start)),
        _clamped(range(end, end - count, -1)),
        [start <= at < end for at in range(count)],
        [(many - before_start) / whole for many in mass],
        [many / heaviest for many in mass],
        _gaps(page.lines),
        _gaps(page.lines[::-1])[::-1],
        [line.size / usual for line in page.lines],
        [-1.0] * (start + 1) + [many - closed[start] for many in closed[start + 1 :]],
        _since(page.roles, {7, 8, 9}),
        _since(page.roles, {4}),
        page.kept,
        kept,
        kept[2:],
    ]


def _usual(page: _Page) -> float:
    sizes = [line.size for line in page.lines[page.start : page.end] if line.ends]
    return median(sizes) if sizes else FULL


def _clamped(distances: range) -> list[int]:
    """List distances, none of which is greater than what makes a difference."""
    return [
        FAR if distance > FAR else -FAR if distance < -FAR else distance for distance in distances
    ]


def _gaps(lines: Sequence[MeasuredLine]) -> list[float]:
    """Count for each line how far behind the last full sentence it stands."""
    found, gap = [], FAR
    for line in lines:
        found.append(float(gap))
        if line.ends and line.size >= FULL and not line.role:
            gap = 0
        elif gap < FAR:
            gap += 1
    return found


def _since(roles: Sequence[float], wanted: set[int]) -> list[float]:
    found, gap = [], FAR
    for role in roles:
        if role in wanted:
            gap = 0
        elif gap < FAR:
            gap += 1
        found.append(float(gap))
    return found


def _shared(page: _Page) -> list[Column]:
    """Describe what each line has in common with the story around it, and with the title."""
    words = [_long_words(line.text[:LONGEST]) for line in page.lines]
    story = Counter(chain.from_iterable(words[page.start : page.end]))
    twice = {word for word, times in story.items() if times > 1}
    once = frozenset(story)
    known = [
        len(said & (twice if page.start <= at < page.end else once))
        for at, said in enumerate(words)
    ]
    title = words[0]
    common = [len(title & said) for said in words]
    many = [len(said) or 1 for said in words]
    sums = _sums([0, *common[1:]])
    wanted = max(1, len(title))
    return [
        list(map(truediv, known, many)),
        list(map(truediv, common, many)),
        many,
        *_from_title(page.lines, words, common),
        [len(words)] * len(words),
        *([near / wanted for near in _within(sums, reach)] for reach in _NEAR_TITLE),
    ]


def _from_title(
    lines: Sequence[MeasuredLine], words: Sequence[frozenset[str]], common: Sequence[int]
) -> tuple[list[float], list[float]]:
    """Count for each line how far over and under it a line stands that repeats the title."""
    again = [
        at > 0 and not line.ends and same >= 2 and same >= 0.6 * min(len(words[0]), len(said))
        for at, (line, said, same) in enumerate(zip(lines, words, common, strict=True))
    ]
    return _since(again, {True}), _since(again[::-1], {True})[::-1]


@lru_cache(maxsize=4096)
def _long_words(text: str) -> frozenset[str]:
    pattern = _PLAIN_WORD if text.isascii() else _WORD
    return frozenset(pattern.findall(text.casefold())[:MOST_WORDS])
