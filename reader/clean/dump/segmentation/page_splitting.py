"""Cuts a text of several scraped pages, as `cat` prints them, where another page begins."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import itemgetter

from reader.clean.dump.segmentation.page_boundaries import RowContext
from reader.clean.dump.segmentation.page_rows import STORY, PageRows

_FEWEST = 12  # lines of a text that may hold two pages
_MUCH = 900  # characters of prose that a story has both over a row and under it
_NEAR = 5_000  # characters in which links are numbered, where they are
_MOST_MISSING = 4  # numbers that a browser gives away and does not print
# A link by number, or the first line of the list that tells where such links lead.
_NUMBERED = re.compile(
    r"\[(\d{1,5})\](?!\()|^[ \t]{0,4}(?:1\.|\[1\]:?) {1,3}(?:https?|file|mailto|javascript):", re.M
)
_SURE, _SUREST = 0.8, 0.93  # chance from which a row begins another page, with so much and less


def split_pages(content: str) -> list[str]:
    """Cut a text where another page with a story of its own surely begins.

    A text of one page comes back as it is.
    """
    if content.count("\n") < _FEWEST or not any(PageRows.from_text(content, seams=False).gaps()):
        return [content]
    places = _find_beginnings(PageRows.from_text(content))
    places = [at for at in places if not _is_numbered_on(content, at)]
    return [content[start:end] for start, end in pairwise([0, *places, len(content)])]


def _is_numbered_on(content: str, at: int) -> bool:
    """Tell whether links are numbered on across a place, or explained: no page begins there."""
    last = ""
    for number in _NUMBERED.finditer(content, max(0, at - _NEAR), at):
        last = number[1] or last
    following = next(_NUMBERED.finditer(content, at, at + _NEAR), None)
    if not last or not following:
        return False
    return not following[1] or 0 < int(following[1]) - int(last) <= _MOST_MISSING


def _find_beginnings(page: PageRows) -> list[int]:
    """Find where in a text the second page begins, and each after it.

    Of two places with less than a story between them the likelier one counts.
    """
    context = RowContext.from_page(page)
    found: list[tuple[int, float]] = []  # rows that begin a page, and how likely each does
    for gap in page.gaps():
        chances = context.chances(gap)
        chance, at = max(zip(chances, gap, strict=True), key=itemgetter(0))
        sure = _SURE if min(context.over[at], context.under[at]) >= _MUCH else _SUREST
        if chance < sure:
            continue
        if found and page.mass[at] - page.mass[found[-1][0]] < STORY:
            found[-1] = max(found[-1], (at, chance), key=itemgetter(1))
        else:
            found.append((at, chance))
    return [page.starts[at] for at, _ in found]
