"""Joins lines that the elements of a page cut in mid-sentence: a link, a name in bold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise

from reader.clean.rejoin.bonds import (
    OPEN_END,
    SIGNED,
    SURE,
    Bond,
    bond,
    is_closed,
    opens,
    runs_on,
    words_in_small,
)
from reader.clean.rejoin.joints import splice_words
from reader.clean.rejoin.wrap_column import cells

_PROSE = 60  # characters of a line that hardly is a label or a verse
_PIECE = 25  # characters that hardly are a word of a menu
_ALONE = frozenset("),.;:](（[")
_SITE = re.compile(r"[\w.-]+\.\w{2,4}\.?")
_INNER = re.compile(r"[.,;:!?]['”’»\"]? ")


def spliced_lines(lines: Sequence[str]) -> list[str] | None:
    """Join lines that were cut within sentences; None where none were."""
    if not _is_cut(lines):
        return None
    return _Splicer.from_lines(lines).spliced()


def _is_cut(lines: Sequence[str]) -> bool:
    """Tell whether a page has lines that were cut, and not just a label in small letters."""
    marks = alone = small = prose = 0
    for line, following in pairwise(["", *lines]):
        prose += len(following) >= 80 and is_closed(following)
        if not runs_on(line, following) or line[-1] in ":：":
            continue
        if not following[0].islower():
            alone += following in _ALONE
            marks += following not in _ALONE
        elif max(cells(line), cells(following)) >= _PROSE and not SIGNED.match(following):
            small += len(following) >= 40 or is_closed(following)
    return marks > 0 or alone + small >= max(3, 0.1 * prose)


@dataclass(slots=True)
class _Splicer:
    """Lines of a page, how each hangs together with the next, and how often each is there."""

    lines: Sequence[str]
    bonds: Sequence[Bond]
    copies: Counter[str]
    small: Set[str]  # words that the page writes small
    paragraphs: list[str] = field(default_factory=list)
    is_spliced: bool = False  # the last paragraph, from pieces

    @classmethod
    def from_lines(cls, lines: Sequence[str]) -> _Splicer:
        small = words_in_small(lines)
        bonds = [bond(line, following, small) for line, following in pairwise(lines)]
        return cls(lines, [*bonds, Bond.NONE], Counter(lines), small)

    def spliced(self) -> list[str]:
        self.paragraphs.append(self.lines[0])
        for at in range(1, len(self.lines)):
            goes_on = _TESTS.get(self.bonds[at - 1], _Splicer.never)(self, at)
            if goes_on:
                self.paragraphs[-1] = splice_words(self.paragraphs[-1], self.lines[at])
            else:
                self.paragraphs.append(self.lines[at])
            self.is_spliced = goes_on
        return self.paragraphs

    def never(self, _: int) -> bool:
        return False

    def always(self, _: int) -> bool:
        return True

    def behind_small(self, at: int) -> bool:
        """Tell whether a line in small letters goes on the one before, and is no label."""
        line, so_far = self.lines[at], self.paragraphs[-1]
        if self._leads_on(at):
            return True
        if self.copies[line] > 2 or _SITE.fullmatch(line):
            return self.is_spliced and (cells(so_far) >= _PROSE or is_closed(line))
        return (
            self.is_spliced
            or max(cells(so_far), cells(line)) >= _PROSE
            or (is_closed(line) and max(cells(so_far), cells(line)) >= _PIECE)
        )

    def behind_signature(self, at: int) -> bool:
        return self.is_spliced and (self._leads_on(at) or is_closed(self.lines[at]))

    def behind_open(self, at: int) -> bool:
        """Tell whether a line goes on behind one that ends openly; some titles do, too."""
        so_far = self.paragraphs[-1]
        if self.is_spliced or self.copies[so_far] > 1:
            return self.is_spliced
        line = self.lines[at]
        if self._leads_on(at) and self.copies[line] == 1 and not opens(line, self.small):
            return True
        if cells(so_far) >= _PIECE and OPEN_END.search(so_far):
            return True
        return cells(so_far) >= _PROSE and bool(_INNER.search(so_far))

    def behind_caseless(self, at: int) -> bool:
        if not self.is_spliced:
            so_far = self.paragraphs[-1]
            return self._leads_on(at) and cells(so_far) >= _PROSE and "、" in so_far
        return self._leads_on(at) or cells(self.lines[at]) >= _PROSE

    def behind_any(self, at: int) -> bool:
        """Tell whether a line goes on though it could begin something."""
        line, so_far = self.lines[at], self.paragraphs[-1]
        if self.copies[so_far] > 1 or cells(so_far) < _PIECE:
            return False
        if self._leads_on(at):
            return self.is_spliced or (cells(so_far) >= _PROSE and bool(_INNER.search(so_far)))
        return (
            self.is_spliced
            and cells(so_far) + cells(line) >= _PROSE
            and (cells(line) >= _PIECE or is_closed(line))
        )

    def _leads_on(self, at: int) -> bool:
        """Tell whether a line itself surely goes on in the next one."""
        if self.bonds[at] not in SURE:
            return False
        following = self.lines[at + 1]
        if self.bonds[at] is Bond.MARK or cells(following) >= _PIECE or is_closed(following):
            return True
        return self.bonds[at + 1] in SURE | {Bond.OPEN}


_TESTS = {
    Bond.MARK: _Splicer.always,
    Bond.SMALL: _Splicer.behind_small,
    Bond.SIGNATURE: _Splicer.behind_signature,
    Bond.OPEN: _Splicer.behind_open,
    Bond.UNKNOWN: _Splicer.behind_any,
    Bond.CASELESS: _Splicer.behind_caseless,
    Bond.OPENING: _Splicer.behind_any,
}
