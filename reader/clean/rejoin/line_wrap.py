"""Joins lines that were wrapped to a column into the paragraphs that they were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.clean.rejoin.bonds import SURE, Bond, bond, is_closed, runs_on, words_in_small
from reader.clean.rejoin.joints import Words, joined
from reader.clean.rejoin.wrap_column import Column, Row, column

# Behind a line without room, these alone show that the next one belongs to it.
_TELLING = SURE | {Bond.OPEN, Bond.SIGNATURE, Bond.ABBREVIATION}
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s?(?:[^\W\d_]{1,7}\.?\s)?\d{1,4}(?:\s?(?:/|of|von|de|sur|di|van|av|z|из)\s?\d{1,4})?\s?[-–—]?"
)
LONG = 0.7  # of the column, from which a line surely goes on before a small letter
MOST_BETWEEN = 6  # lines, the empty ones counted, of the foot of one page and the head of the next


def unwrapped(rows: Sequence[Row]) -> list[str] | None:
    """Join wrapped lines; None where nothing was wrapped."""
    single = _single_spaced(rows)
    found = column(single)
    if not found.width:
        single, found = rows, column(rows)
    if not found.width:
        return None
    rows = _without_page_breaks(single, found)
    texts = [row.text for row in rows]
    going_on = _going_on(rows, found)
    words = Words.of(texts, found.width)
    paragraphs = texts[:1]
    for text, goes_on in zip(texts[1:], going_on, strict=True):
        if goes_on:
            paragraphs[-1] = joined(paragraphs[-1], text, words)
        else:
            paragraphs.append(text)
    return paragraphs


def _single_spaced(rows: Sequence[Row]) -> Sequence[Row]:
    """Leave out the empty lines of a text that has one behind each line."""
    pairs = [(one, after) for one, after in pairwise(rows) if one.text]
    beside = sum(bool(after.text) for _, after in pairs)
    if beside > 0.1 * len(pairs):
        return rows
    kept = [
        row for before, row in pairwise([Row("", 0), *rows]) if row.text or not before.text
    ]
    return kept


def _going_on(rows: Sequence[Row], found: Column) -> list[bool]:
    """Tell for each line but the last whether it goes on in the next one."""
    small = words_in_small([row.text for row in rows])
    bonds = [bond(one.text, after.text, small) for one, after in pairwise(rows)]
    full = [
        tie is not Bond.NONE and found.is_full(one, after.text)
        for tie, (one, after) in zip(bonds, pairwise(rows), strict=True)
    ]
    long = [found.measure(row.text) >= LONG * found.width for row in rows]
    parted = _parts_paragraphs(rows, bonds, full)
    going_on = [
        (is_full and _may_go_on(tie, after.text, found, parted)) or (is_long and tie in SURE)
        for tie, is_full, is_long, after in zip(bonds, full, long[:-1], rows[1:], strict=True)
    ]
    for start, end in _runs(going_on):
        if not _is_paragraph(bonds[start:end], rows[end].text, parted):
            going_on[start:end] = [False] * (end - start)
    return going_on


def _parts_paragraphs(rows: Sequence[Row], bonds: Sequence[Bond], full: Sequence[bool]) -> bool:
    """Tell whether empty lines stand between paragraphs."""
    with_gap = sum(
        not after.text and is_closed(one.text) for one, after in pairwise(rows) if one.text
    )
    without = sum(
        tie is Bond.SENTENCE and not is_full for tie, is_full in zip(bonds, full, strict=True)
    )
    return with_gap > 2 * without


def _may_go_on(tie: Bond, following: str, found: Column, parted: bool) -> bool:
    """Tell whether a line that had no more room may go on in the next.

    Where nothing parts paragraphs, a line that ends a sentence may as well end one of them.
    """
    if tie is Bond.COLON:
        return parted or found.measure(following) >= 0.6 * found.width or is_closed(following)
    return parted or tie not in {Bond.SENTENCE, Bond.OPENING}


def _is_paragraph(bonds: Sequence[Bond], last: str, parted: bool) -> bool:
    """Tell lines of a paragraph from titles that happen to be as long as its lines are."""
    return (
        not _TELLING.isdisjoint(bonds) or is_closed(last) or (parted and len(bonds) <= 2)
    )


def _runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, is_marked in enumerate([*marked, False]):
        if not is_marked:
            if start < at:
                yield start, at
            start = at + 1


def _without_page_breaks(rows: Sequence[Row], found: Column) -> list[Row]:
    """Put what a page break sets amid a sentence before the paragraph that it interrupts."""
    kept: list[Row] = []
    start = at = 0  # where the paragraph began
    while at < len(rows):
        resumed = _resumed(rows, at, found) if kept and kept[-1].text else 0
        if resumed:
            kept[start:start] = rows[at:resumed]
            start, at = start + resumed - at, resumed
        if kept and not kept[-1].text or (kept and is_closed(kept[-1].text)):
            start = len(kept)
        kept.append(rows[at])
        at += 1
    return kept


def _resumed(rows: Sequence[Row], at: int, found: Column) -> int:
    """Find where the sentence of the line before goes on behind a page break; 0: nowhere."""
    last = rows[at - 1]
    if rows[at].text or is_closed(last.text):
        return 0
    reach = range(at + 1, min(len(rows), at + MOST_BETWEEN + 1))
    numbered = False
    for place in reach:
        text = rows[place].text
        numbered = numbered or bool(text and _PAGE_NUMBER.fullmatch(text))
        if text and found.is_full(last, text) and (runs_on(last.text, text) or numbered):
            between = [row.text for row in rows[at:place] if row.text]
            return place if numbered or not between else 0
    return 0
