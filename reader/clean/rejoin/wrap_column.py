"""Finds the column at which lines were wrapped, from the pairs of lines that surely run on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise

from reader.clean.rejoin.bonds import UNSPACED, is_closed, is_without_case, runs_on
from reader.model.construction import frozen

NARROWEST, WIDEST = 24, 200  # columns that somebody would wrap at
_FEWEST_VOTES = 0.15  # of the lines that end near a column
_MANY_VOTES = 6  # lines that agree on a column where most agree on none
_FEWEST_AT_EDGE = 4  # lines without spaces that end in one column
_JUST_BELOW = range(2, 6)  # columns before it
_NARROW = 50  # columns below which lines of verse end near one another by chance
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]"
)

_Measure = Callable[[str], int]


@frozen
class TextRow:
    """A line as it was written."""

    text: str  # without the blanks around it
    indent: int  # blanks before it


@frozen
class Column:
    """Where lines were wrapped, and how their width is measured."""

    width: int  # 0 when they were not
    measure: _Measure

    def is_full(self, row: TextRow, following: str) -> bool:
        """Tell whether the first word of the following line had no room behind a line.

        Programs differ by one in what they call room.
        """
        end = row.indent + self.measure(row.text)
        if end > self.width + 1:
            return False
        return end + _needed(row.text, following, self.measure) >= self.width


def cells(text: str) -> int:
    """Count the columns of a terminal that a text takes."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _octets(text: str) -> int:
    """Count the bytes that a text takes, which is what old programs break lines by."""
    return len(text) if text.isascii() else len(text.encode())


def _needed(line: str, following: str, measure: _Measure) -> int:
    """Count the columns that the first word of a line takes behind another one."""
    if UNSPACED.match(following) and UNSPACED.match(line[-1]):
        return measure(following[0])
    return 1 + measure(following.partition(" ")[0])


def find_wrap_column(rows: Sequence[TextRow]) -> Column:
    """Find the column on which most lines that run on agree."""
    pairs = [(one, after.text) for one, after in pairwise(rows) if _votes(one.text, after.text)]
    if len(pairs) < 2:
        return Column(0, len)
    found = [_agreed(pairs, measure) for measure in _measures(pairs)]
    votes, width, measure = max(found, key=lambda each: each[0])
    if not _is_likely(votes, width, [row.indent + measure(row.text) for row in rows]):
        return Column(0, measure)
    return Column(width, measure)


def _is_likely(votes: int, width: int, ends: Sequence[int]) -> bool:
    """Tell whether enough lines end near a column, and not more far behind it."""
    beside = sum(0.8 * width <= end <= width for end in ends)
    beyond = sum(end > 2.5 * width for end in ends)
    return votes > beyond and votes >= _FEWEST_VOTES * beside


def _votes(line: str, following: str) -> bool:
    if not line or not following or len(line) < NARROWEST // 2:
        return False
    if is_without_case(following):
        return not is_closed(line)
    return " " in line and runs_on(line, following)


def _measures(pairs: Iterable[tuple[TextRow, str]]) -> tuple[_Measure, ...]:
    """List how programs may have counted: letters, cells of a terminal, or octets."""
    if all(row.text.isascii() for row, _ in pairs):
        return (len,)
    wide = any(_WIDE.search(following[:1]) for _, following in pairs)
    return (cells, len, _octets) if wide else (len, _octets)


def _hard_edge(pairs: Sequence[tuple[TextRow, str]], measure: _Measure) -> tuple[int, int]:
    """Find the length that many lines without spaces have, none is beyond and few are just below.

    Titles end in such scripts like lines that run on, but at many lengths.
    """
    ends = Counter(
        row.indent + measure(row.text)
        for row, following in pairs
        if UNSPACED.match(row.text[-1]) and UNSPACED.match(following)
    )
    width = max(ends, default=0)
    # A wide letter has no room where a narrow one has.
    many = ends[width] + (ends[width - 1] if measure is cells else 0)
    below = max(ends[width - by] for by in _JUST_BELOW)
    is_edge = NARROWEST <= width <= WIDEST and many >= max(_FEWEST_AT_EDGE, 3 * below)
    return (many, width) if is_edge else (0, 0)


def _agreed(pairs: Sequence[tuple[TextRow, str]], measure: _Measure) -> tuple[int, int, _Measure]:
    """Count at each column the lines that end there because the next word had no room."""
    # A hyphen may hang over the column.
    ends = [
        (
            row.indent + measure(row.text) - row.text.endswith("-"),
            _needed(row.text, following, measure),
        )
        for row, following in pairs
    ]
    ends = [(end, room) for end, room in ends if NARROWEST <= end <= WIDEST]
    changes = [0] * (WIDEST + 2)
    for end, room in ends:
        changes[end] += 1
        changes[min(WIDEST + 1, end + room)] -= 1
    votes = list(accumulate(changes))
    unspaced = 2 * sum(bool(UNSPACED.match(after)) for _, after in pairs) > len(pairs)
    reached = sorted(end for end, _ in ends)

    def agrees(width: int) -> bool:
        near = len(reached) - bisect_left(reached, 0.6 * width)
        fewest, share = (4, 0.4) if unspaced else (4, 0.75) if width < _NARROW else (2, 0.6)
        return votes[width] >= max(fewest, share * near)

    width = votes.index(max(votes))
    if not agrees(width):
        # Titles of one length, in a script without capitals, seem to run on as well.
        others = [at for at, many in enumerate(votes) if many >= _MANY_VOTES and agrees(at)]
        width = max(others, key=votes.__getitem__, default=0)
    if not width and unspaced:
        return (*_hard_edge(pairs, measure), measure)
    return (votes[width] if width else 0), width, measure
