"""Joins lines that were wrapped to a column into the paragraphs that they were."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from operator import itemgetter

from reader.clean.rejoin.bonds import SURE, Bond, bond, is_closed, runs_on, words_in_small
from reader.clean.rejoin.joints import Words, join_texts
from reader.clean.rejoin.paragraph_habit import SENTENCE_END, ParagraphHabit, count_sentences
from reader.clean.rejoin.wrap_column import Column, TextRow, find_wrap_column

# Behind a line without room, these alone show that the next one belongs to it.
_TELLING = SURE | {Bond.OPEN, Bond.CASELESS, Bond.SIGNATURE, Bond.ABBREVIATION}
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s?(?:[^\W\d_]{1,7}\.?\s)?\d{1,4}(?:\s?(?:/|of|von|de|sur|di|van|av|z|из)\s?\d{1,4})?\s?[-–—]?"
)
_SEPARATOR = re.compile(r"(?:^|\s)[-–—|·•»]\s")
_NARROW = 60  # columns that few headlines fit into
_MOST_OF_TITLE, _FEWEST_OF_TITLE = 6, 4  # lines, words
_MOST_OF_HEADING = 2  # lines that are full
_FEWEST_AGREED, _NEARLY_ALL = 5, 0.95  # lines within paragraphs that stand in alike
_FEWEST_BEGUN, _MOST_BEGUN = 3, 0.8  # lines that begin paragraphs, and stand in further
_LONG = 0.7  # of the column, from which a line surely goes on before a small letter
_FIGURES = re.compile(r"\d+")
MOST_BEYOND = 0.1  # of the lines near a column, where an empty one stands behind each
_MOST_BETWEEN = 6  # lines, the empty ones counted, of the foot of one page and the head of the next


def unwrap_lines(rows: Sequence[TextRow]) -> list[str] | None:
    """Join wrapped lines; None where nothing was wrapped."""
    single = _single_spaced(rows)
    found = find_wrap_column(single)
    if single is not rows and (not found.width or _has_long_lines(single, found)):
        single, found = rows, find_wrap_column(rows)
    if not found.width:
        return None
    rows = _without_page_breaks(single, found)
    texts = [row.text for row in rows]
    going_on = _going_on(rows, found)
    words = Words.from_lines(texts, found.width)
    paragraphs = texts[:1]
    for text, goes_on in zip(texts[1:], going_on, strict=True):
        if goes_on:
            paragraphs[-1] = join_texts(paragraphs[-1], text, words)
        else:
            paragraphs.append(text)
    return paragraphs


def _single_spaced(rows: Sequence[TextRow]) -> Sequence[TextRow]:
    """Leave out the empty lines of a text that has one behind each line."""
    pairs = [(one, after) for one, after in pairwise(rows) if one.text]
    beside = sum(bool(after.text) for _, after in pairs)
    if beside > 0.1 * len(pairs):
        return rows
    kept = [row for before, row in pairwise([TextRow("", 0), *rows]) if row.text or not before.text]
    return kept


def _has_long_lines(rows: Sequence[TextRow], found: Column) -> bool:
    """Tell whether some lines go far beyond a column, as paragraphs do and not just addresses."""
    ends = [
        row.indent + found.measure(row.text)
        for row in rows
        if " " in row.text or not row.text.isascii()
    ]
    beside = sum(0.8 * found.width <= end <= found.width + 1 for end in ends)
    beyond = sum(end > 1.5 * found.width for end in ends)
    return beyond > MOST_BEYOND * beside


def _going_on(rows: Sequence[TextRow], found: Column) -> list[bool]:
    """Tell for each line but the last whether it goes on in the next one."""
    small = words_in_small([row.text for row in rows])
    bonds = [bond(one.text, after.text, small) for one, after in pairwise(rows)]
    full = [
        tie is not Bond.NONE and found.is_full(one, after.text)
        for tie, (one, after) in zip(bonds, pairwise(rows), strict=True)
    ]
    long = [found.measure(row.text) >= _LONG * found.width for row in rows]
    indent = _indent_within(rows, bonds, full)
    parted = indent >= 0 or _parts_paragraphs(rows, bonds, full)
    habit = ParagraphHabit.from_rows(rows, bonds, full)
    going_on: list[bool] = []
    sentences = 0  # of the paragraph so far
    for at, (tie, is_full, is_long) in enumerate(zip(bonds, full, long[:-1], strict=True)):
        sentences += count_sentences(rows[at].text)
        tells_more = tie is Bond.SENTENCE and is_full and habit.goes_on_behind(sentences)
        goes_on = is_full and _may_go_on(tie, rows[at + 1].text, found, parted, tells_more)
        amid = is_full and tie is Bond.OPENING and _is_amid_prose(rows, bonds, going_on)
        begins = 0 <= indent < rows[at + 1].indent
        going_on.append(not begins and (goes_on or amid or (is_long and tie in SURE)))
        sentences = sentences if going_on[-1] else 0
    for start, end in _runs(going_on):
        if not _is_paragraph(bonds[start:end], rows[end].text, parted):
            going_on[start:end] = [False] * (end - start)
    in_title = _title_lines(rows, full, found)
    for at in in_title:
        going_on[at] = True
    for at in _ends_of_title(rows, in_title):
        going_on[at] = False
    return going_on


def _title_lines(rows: Sequence[TextRow], full: Sequence[bool], found: Column) -> list[int]:
    """Find the lines of the page's title that go on in the next, wherever it is said.

    The first lines are a title where the page says them again, or a separator sets off the outlet;
    in a narrow column, a first line without room is one all the same.
    """
    first = next(at for at, row in enumerate(rows) if row.text)
    last = first
    while last < min(len(full), first + _MOST_OF_TITLE) and full[last] and _is_open(rows[last]):
        last += 1
    if last == first:
        return []
    title = [row.text for row in rows[first : last + 1]]
    places = [at for at in range(len(rows) - 1) if _is_begun(rows, at, title)]
    rest = " ".join(title)[len(title[0]) - 2 :]
    if len(places) > 1 or _SEPARATOR.search(rest):
        return [at + by for at in places for by in range(_alike(rows, at, title))]
    if all(_is_said_elsewhere(rows, at) for at in range(first, last)):
        return list(range(first, last))
    return [first] if found.width < _NARROW else []


def _is_said_elsewhere(rows: Sequence[TextRow], at: int) -> bool:
    """Tell whether another line has the words next to each other between which one was broken."""
    pair = re.compile(
        rf"\b{re.escape(_last(rows[at].text))} {re.escape(_first(rows[at + 1].text))}\b"
    )
    return any(pair.search(row.text) for row in rows[at + 2 :])


def _ends_of_title(rows: Sequence[TextRow], in_title: Sequence[int]) -> Iterator[int]:
    """Find lines that end the page's title, wherever it is said, and what it is told by begins.

    That begins with the same words, or the line is all that the page's title ends with.
    """
    first = next(at for at, row in enumerate(rows) if row.text)
    last = first
    while last in in_title:
        last += 1
    title = " ".join(row.text for row in rows[first : last + 1])
    for at, row in enumerate(rows[:-1]):
        if at in in_title or not row.text or not title.endswith(row.text):
            continue
        words = row.text.split()
        if (at > last and len(words) >= _FEWEST_OF_TITLE) or (
            at == last and rows[at + 1].text.split()[:2] == title.split()[:2]
        ):
            yield at


def _is_open(row: TextRow) -> bool:
    return not is_closed(row.text)


def _is_begun(rows: Sequence[TextRow], at: int, title: Sequence[str]) -> bool:
    """Tell whether a title begins at a line; its end may be another one."""
    return rows[at].text == title[0] and _first(rows[at + 1].text) == _first(title[1])


def _alike(rows: Sequence[TextRow], at: int, title: Sequence[str]) -> int:
    """Count the lines of a title that go on in the next one."""
    pairs = zip(title, pairwise([row.text for row in rows[at : at + len(title)]]), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1][0], pairs))


def _last(text: str) -> str:
    return text.rpartition(" ")[2]


def _first(text: str) -> str:
    return text.partition(" ")[0]


def _indent_within(rows: Sequence[TextRow], bonds: Sequence[Bond], full: Sequence[bool]) -> int:
    """Find how far lines within paragraphs stand in, where those that begin one stand in further.

    It is -1 where paragraphs begin in some other way.
    """
    pairs = list(zip(bonds, full, rows[1:], strict=True))
    within = Counter(row.indent for tie, is_full, row in pairs if is_full and tie in SURE)
    begun = [row.indent for tie, is_full, row in pairs if not is_full and tie is Bond.SENTENCE]
    indent, agreed = max(within.items(), key=itemgetter(1), default=(0, 0))
    if agreed < max(_FEWEST_AGREED, _NEARLY_ALL * within.total()) or len(begun) < _FEWEST_BEGUN:
        return -1
    return indent if sum(each > indent for each in begun) >= _MOST_BEGUN * len(begun) else -1


def _parts_paragraphs(rows: Sequence[TextRow], bonds: Sequence[Bond], full: Sequence[bool]) -> bool:
    """Tell whether empty lines stand between paragraphs."""
    with_gap = sum(
        not after.text and is_closed(one.text) for one, after in pairwise(rows) if one.text
    )
    without = sum(
        tie is Bond.SENTENCE and not is_full for tie, is_full in zip(bonds, full, strict=True)
    )
    return with_gap > 2 * without


def _may_go_on(tie: Bond, following: str, found: Column, parted: bool, tells_more: bool) -> bool:
    """Tell whether a line that had no more room may go on in the next.

    Where nothing parts paragraphs, a line that ends a sentence may as well end one of them, unless
    they mostly tell more than this one has told so far.
    """
    if tells_more:
        return True
    if tie is Bond.COLON:
        return parted or found.measure(following) >= 0.6 * found.width or is_closed(following)
    return parted or tie not in {Bond.SENTENCE, Bond.OPENING}


def _is_amid_prose(
    rows: Sequence[TextRow], bonds: Sequence[Bond], going_on: Sequence[bool]
) -> bool:
    """Tell whether the last line that was read goes on with more than a title is."""
    begins = at = len(going_on)
    while begins and going_on[begins - 1]:
        begins -= 1
    if at - begins >= _MOST_OF_HEADING and not SURE.isdisjoint(bonds[begins:at]):
        return True
    return any(SENTENCE_END.search(row.text) for row in rows[begins : at + 1])


def _is_paragraph(bonds: Sequence[Bond], last: str, parted: bool) -> bool:
    """Tell lines of a paragraph from titles that happen to be as long as its lines are."""
    return not _TELLING.isdisjoint(bonds) or is_closed(last) or (parted and len(bonds) <= 2)


def _runs(marked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, is_marked in enumerate([*marked, False]):
        if not is_marked:
            if start < at:
                yield start, at
            start = at + 1


def _without_page_breaks(rows: Sequence[TextRow], found: Column) -> list[TextRow]:
    """Leave out what page breaks set amid sentences, and the same elsewhere."""
    kept: list[TextRow] = []
    between: list[str] = []
    at = 0
    while at < len(rows):
        resumed = _resumed(rows, at, found) if at and kept[-1].text else 0
        between += [row.text for row in rows[at:resumed] if row.text]
        at = resumed or at
        kept.append(rows[at])
        at += 1
    spare = set(map(_shape, between)) - {"0"}
    return [row for row in kept if _shape(row.text) not in spare] if spare else kept


def _shape(text: str) -> str:
    return _FIGURES.sub("0", text)


def _resumed(rows: Sequence[TextRow], at: int, found: Column) -> int:
    """Find where the sentence of the line before goes on behind a page break; 0: nowhere."""
    last = rows[at - 1]
    if rows[at].text or is_closed(last.text):
        return 0
    reach = [place for place in range(at, min(len(rows), at + _MOST_BETWEEN)) if rows[place].text]
    numbers = [place for place in reach if _PAGE_NUMBER.fullmatch(rows[place].text)]
    behind = [place for place in reach if place > max(numbers, default=at)]
    if not behind or not found.is_full(last, rows[behind[0]].text):
        return 0
    return behind[0] if numbers or runs_on(last.text, rows[behind[0]].text) else 0
