"""A text as rows: where each begins, how much prose it is, and what may part two pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import regex

from reader.clean.dump.line_measures import text_weight
from reader.clean.text.sanitize import collapse_spaces
from reader.model.construction import frozen

MOST = 6_000  # lines that are looked at
LONGEST = 300  # characters of a row that may begin a page
FEWEST = 5  # rows from one of prose to the next, of the foot of one page and the head of another
WINDOW = 25  # rows in which a story has
STORY = 400  # characters of prose
_PROSE = 60  # characters of a row that counts as prose
_LONGEST_TITLE = 160  # characters of a title
_NARROWEST, _WIDEST = 40, 140  # columns that texts are wrapped at
_FULL = 0.85  # of that width
_CLOSED = re.compile(r"[.!?…。！？؟।]['\"”“’»)\]】」』]*$")
_SEAM = regex.compile(r"(?<=[\p{Ll}.!?…\d)%”»])(?=\p{Lu}\p{L}*[ ’'])")
_TARGET = re.compile(r"\]\([^()\s]*(?:\s\"[^\"]*\")?\)|\[\d{1,4}\]|https?://\S+")
_SIGNS = re.compile(r"^[\s#>*_|\[\]+!-]+")


@frozen
class PageRows:
    """The rows of a text, wrapped prose joined."""

    rows: list[str]
    starts: list[int]  # where each begins in the text, in code points
    mass: list[int]  # characters of prose above each

    @classmethod
    def from_text(cls, content: str, seams: bool = True) -> PageRows:
        """Read a text; where asked, lines that ran together are cut at their last seam."""
        rows, starts = _read(content, seams)
        return cls(rows, starts, list(accumulate(map(_prose_size, rows), initial=0)))

    def gaps(self) -> Iterator[range]:
        """List the stretches without prose that have a story's worth of it over and under them."""
        prose = self.prose()
        over, under = self.most_over(), self.most_under()
        for before, after in pairwise(prose):
            if after - before >= FEWEST and min(over[before + 1], under[after]) >= STORY:
                yield range(before + 1, after)

    def prose(self) -> list[int]:
        """List the rows of prose."""
        return [at for at in range(len(self.rows)) if self.mass[at + 1] > self.mass[at]]

    def most_under(self) -> list[int]:
        """Tell for each row how much prose the best window that begins at it or under it has."""
        last = len(self.rows)
        windows = (self.mass[min(last, at + WINDOW)] - self.mass[at] for at in range(last, -1, -1))
        return list(accumulate(windows, max))[::-1]

    def most_over(self) -> list[int]:
        """Tell for each row how much prose the best window that ends over it has."""
        windows = (self.mass[at] - self.mass[max(0, at - WINDOW)] for at in range(len(self.mass)))
        return list(accumulate(windows, max))


def _prose_size(row: str) -> int:
    """Count the characters of a row that is a whole sentence or more; 0 for others.

    A question or a cry alone may as well be a title.
    """
    size = text_weight(row) if len(row) > _PROSE // 3 else 0
    if size < _PROSE or not (closed := _CLOSED.search(row)):
        return 0
    return 0 if size <= _LONGEST_TITLE and closed[0][0] in "?!？！؟" else size


def _read(content: str, seams: bool) -> tuple[list[str], list[int]]:
    """List the rows of a text and where each begins.

    A row of a wrapped text goes on in the next where that begins small, and then at each margin.
    """
    lines = content.split("\n", MOST)[:MOST]
    width = _width(lines)
    is_marked = "](" in content or "[1" in content
    rows: list[str] = []
    starts: list[int] = []
    at, open_to, joined = 0, 0, False
    for line in lines:
        for start, end in _pieces(line) if seams else ((0, len(line)),):
            text = collapse_spaces(line[start:end])
            if is_marked:
                text = collapse_spaces(_SIGNS.sub("", _TARGET.sub(" ", text))) or text[:LONGEST]
            if not text:
                open_to = 0
                continue
            goes_on = open_to > 0 and start == 0 and (text[0].islower() or open_to > 1)
            if goes_on:
                rows[-1] += f" {text}"
            else:
                rows.append(text)
                starts.append(at + start)
            joined = goes_on
            open_to = _openness(text, end - start, width, joined)
        at += len(line) + 1
    return rows, starts


def _width(lines: list[str]) -> int:
    """Find the column at which a text seems to be wrapped; 0 where it does not."""
    sizes = sorted(len(line) for line in lines if line.strip())
    width = sizes[int(0.95 * (len(sizes) - 1))] if sizes else 0
    return width if _NARROWEST <= width <= _WIDEST else 0


def _openness(text: str, size: int, width: int, joined: bool) -> int:
    """Tell whether a row may go on in the next: 0 no, 1 before a small letter, 2 before any."""
    if not width or size < _NARROWEST:
        return 0
    if joined and size >= _FULL * width:
        return 2
    return 0 if _CLOSED.search(text) else 1


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Cut a line where a text that ends without a line break meets the next one."""
    seams = [seam.start() for seam in _SEAM.finditer(line, max(0, len(line) - LONGEST))][-1:]
    yield from pairwise([0, *seams, len(line)])
