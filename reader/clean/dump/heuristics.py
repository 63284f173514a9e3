"""Measured lines in, the ones that tell the story out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, islice, pairwise, takewhile

from reader.clean.dump.line_measures import BULLET, MeasuredLine
from reader.clean.text import boilerplate_words

SHORT = 110  # below this, a line without a sentence's end is a heading, a link or a label
REACH = 12  # lines behind the story in which more of it may follow
GAP = -250.0
FULL = 90  # characters of a sentence that no list of links has
ENOUGH = 0.85  # of a story stands before its end marker
FLOOR = -70.0  # what the worst line can cost, so that an advertisement never cuts a story in two
_FEWEST_OF_LIST, _MOST_OF_LIST = 3, 60  # lines of a list
_FEWEST_AT_END = 2  # items of a list that a page ends with
_FEWEST_OF_TABLE = 9  # lines of a table that nothing stands over
_OF_FIGURES = 0.5  # of the lines of a table have figures
_LONGEST_HEADING = 25  # characters of the heading of a list that leads to no story itself
_SHORTEST_ANNOUNCEMENT = 20  # characters
_LONGEST_LABELLED = 300  # characters of an item behind its label
_MOST_COPIES = 3  # of a cell of a table
_FEWEST_OF_SERIES = 3  # numbered sentences
_APART, _FAR_APART = 3, 25  # lines from one to the next
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s")
_DASH = re.compile(r"[-–—]\s+\w")
_FIGURE = re.compile(r"\d")
_LABEL = re.compile(r"\W?\w[^:：]{0,30}[:：]\s?\S")
# Japanese and Korean announce a list by a sentence.
_ANNOUNCED = re.compile(
    r"[:：]$|(?:とおり|通り)(?:だ|です|である)?[。.]$|다음과 같(?:다|습니다)[.]$"
)
_AGE = re.compile(
    r"^\W{0,3}(?:vor|hace|há|il y a|för|fa|przed)\s\d{1,2}\s\w"
    r"|\b\d{1,2}\s?\w{1,8}\s(?:ago|sedan|siden|geleden|temu|fa|назад|önce)\b"
    r"|\d{1,2}\s?(?:分|時間|日|分钟|小时|天|시간|분|일)\s?[前전]",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[\"“„«»「『‘][^\"“”„«»「」『』]+[\"“”«»」』’]")
_STAMP = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?(?:\d{4}|\d{2})\b"
    r"|\b\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}"
)
_READ_MORE = re.compile(r"(?:read|see) (?:more|also|next)\W*", re.IGNORECASE)


def story_lines(lines: Sequence[MeasuredLine]) -> list[bool]:
    """Tell for each line whether rules take it for story."""
    values = [line_value(line) for line in lines]
    start, end = best_block(values)
    end = _extended(lines, end)
    end = _before_end_marker(lines, values, start, end)
    kept = [start <= at < end and _is_prose(line) for at, line in enumerate(lines)]
    return with_headings(lines, _without_boxes(lines, kept))


def line_value(line: MeasuredLine) -> float:
    """Weigh a line: characters that it adds to a story, less what its look speaks against it."""
    if line.role == "legal":
        return max(FLOOR, -line.size / 2)
    if line.role:
        return FLOOR if line.role == "end" else -50.0
    if line.ends:
        return min(line.size, 600) - 30.0 if line.copies == 1 else -10.0
    return max(FLOOR, min(line.size, 300) * 0.8 - 80.0) if line.copies == 1 else FLOOR


def best_block(values: Sequence[float]) -> tuple[int, int]:
    """Find the stretch of lines with the greatest sum (Kadane's method).

    Lines in a row that speak against a story cost no more than `GAP`: a box of links in the middle
    does not cut off the end.
    """
    best, best_at, running, start, gap = 0.0, (0, 0), 0.0, 0, 0.0
    for at, worth in enumerate(values):
        if running <= 0:
            running, start, gap = 0.0, at, 0.0
        if worth >= 0:
            running, gap = running + worth, 0.0
        else:
            cost = worth if worth > GAP - gap else GAP - gap
            running, gap = running + cost, gap + cost
        if running > best:
            best, best_at = running, (start, at + 1)
    return best_at


def _extended(lines: Sequence[MeasuredLine], end: int) -> int:
    """Go on behind a box of links when full paragraphs follow before anything closes the story.

    Those right under a full one may be short.
    """
    at = start = end
    while at < min(end + REACH, len(lines)) and not _is_closing(lines[at]):
        at += 1
        if not (_is_prose(lines[at - 1]) and lines[at - 1].ends):
            continue
        if lines[at - 1].size >= FULL or (end == at - 1 > start):
            end = at
    return end


def _is_closing(line: MeasuredLine) -> bool:
    return line.role in {"legal", "pitch"} or (
        line.role == "end" and boilerplate_words.is_closing(line.text)
    )


def _before_end_marker(
    lines: Sequence[MeasuredLine], values: Sequence[float], start: int, end: int
) -> int:
    """Stop at the first end marker that has nearly all of the story before it."""
    mass = list(accumulate((max(0.0, worth) for worth in values[start:end]), initial=0.0))
    for at in range(start, end):
        if lines[at].role == "end" and mass[at - start] >= ENOUGH * mass[-1]:
            return at
    return end


def _is_spare(line: MeasuredLine) -> bool:
    """Tell whether a line is said elsewhere too: a label, or a paragraph for the second time."""
    return line.again or (line.copies > 1 and line.size < SHORT)


def _is_prose(line: MeasuredLine) -> bool:
    if line.role or _is_spare(line):
        return False
    return line.ends or line.size >= SHORT


def _without_boxes(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Drop the short lines behind the heading of a list, up to the next full paragraph."""
    found = list(kept)
    boxed = False
    for at, line in enumerate(lines):
        boxed = line.role in LISTS or (boxed and not (line.ends and line.size >= FULL))
        found[at] = kept[at] and not boxed
    return found


def with_headings(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Keep the headings and lists between paragraphs.

    A heading is a short line that stands alone before prose, a list stands under a colon.
    """
    found = _with_items(lines, kept)
    inside = [at for at, keep in enumerate(found) if keep]
    for before, after in pairwise(inside):
        if _is_heading(lines[before + 1 : after]):
            found[after - 1] = True
    return found


def _with_items(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Keep the bulleted lines under a kept one that announces them."""
    found = list(kept)
    for at, line in enumerate(lines[1:], start=1):
        over = lines[at - 1].text
        announced = over.endswith((":", "：")) or bool(BULLET.match(over))
        if found[at - 1] and announced and BULLET.match(line.text):
            found[at] = True
    return found


def with_lists(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Keep the lists and tables between kept lines, a table over the first, a list under the last.

    A list is announced by a colon or full of figures; a table right over a story is long.
    """
    found = list(kept)
    inside = [at for at, keep in enumerate(kept) if keep]
    for before, after in pairwise(inside):
        if _is_list(lines[before], lines[before + 1 : after]):
            found[before + 1 : after] = [True] * (after - before - 1)
    if inside:
        above = _items_over(lines, inside[0])
        under = _items_under(lines, inside[-1] + 1)
        found[inside[0] - above : inside[0]] = [True] * above
        found[inside[-1] + 1 : inside[-1] + 1 + under] = [True] * under
    return found


def with_speech(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Keep the short lines that are nothing but what somebody says, right under a kept one.

    The next line is kept as well, whatever labels of advertisements stand between.
    """
    found = list(kept)
    for at, line in enumerate(lines[1:], start=1):
        if kept[at] or not kept[at - 1] or not _is_speech(line):
            continue
        under = (below for below in range(at + 1, len(lines)) if lines[below].role != "furniture")
        found[at] = any(kept[below] for below in islice(under, 1))
    return found


def _is_speech(line: MeasuredLine) -> bool:
    is_sentence = line.ends and not line.role and line.copies == 1 and line.size <= SHORT
    return is_sentence and bool(_SPEECH.fullmatch(line.text))


def with_series(lines: Sequence[MeasuredLine], kept: Sequence[bool]) -> list[bool]:
    """Keep numbered sentences that stand apart from one another, as the headings of parts do.

    The first stands under kept lines. Right under one another they would be a list of links.
    """
    found = list(kept)
    if not any(kept):
        return found
    series = _series(lines, kept.index(True))
    apart = [after - before for before, after in pairwise(series)]
    if len(series) < _FEWEST_OF_SERIES or min(apart) < _APART or max(apart) > _FAR_APART:
        return found
    if any(kept[max(0, series[0] - REACH) : series[0] + 1]):
        for at in series:
            found[at] = True
    return found


def _series(lines: Sequence[MeasuredLine], start: int) -> list[int]:
    """Find the lines that are numbered in turn, and each a sentence."""
    found: list[int] = []
    for at, line in enumerate(lines[start:], start=start):
        if line.ends and not line.role and line.size >= _SHORTEST_ANNOUNCEMENT:
            number = _NUMBER.match(line.text)
            if number and int(number[1]) == len(found) + 1:
                found.append(at)
    return found


def _items_over(lines: Sequence[MeasuredLine], end: int) -> int:
    """Count the lines of a table right over a story."""
    over = list(takewhile(_may_be_item, reversed(lines[max(0, end - _MOST_OF_LIST) : end])))
    return len(over) if _is_table(over, _FEWEST_OF_TABLE) else 0


def _items_under(lines: Sequence[MeasuredLine], start: int) -> int:
    """Count the lines of a list under a story, with the line that announces it.

    What a page ends with is no menu: there a list may be short, or marked as one by its items.
    """
    below = lines[start : start + _MOST_OF_LIST]
    announced = any(map(_announces, (lines[start - 1], *below[:1])))
    under = list(takewhile(_may_be_announced if announced else _may_be_item, below))
    ends_page = start + len(under) == len(lines)
    lead = int(bool(under) and _announces(under[0]))
    if not lead and not _announces(lines[start - 1]):
        marked = _is_marked(under) or _is_marked(under[1:])
        return len(under) if ends_page and marked else 0
    fewest = _FEWEST_AT_END if ends_page else _FEWEST_OF_LIST
    return len(under) if len(under) - lead >= fewest else 0


def _is_marked(items: Sequence[MeasuredLine]) -> bool:
    """Tell whether each of some lines begins with a bullet, or with the number that is its turn."""
    numbers = [_NUMBER.match(line.text) for line in items]
    numbered = all(number and int(number[1]) == at for at, number in enumerate(numbers, start=1))
    bullets = all(BULLET.match(line.text) or _DASH.match(line.text) for line in items)
    return len(items) >= _FEWEST_AT_END and (numbered or bullets)


def _announces(line: MeasuredLine) -> bool:
    return line.size >= _SHORTEST_ANNOUNCEMENT and bool(_ANNOUNCED.search(line.text[-12:]))


def _is_list(over: MeasuredLine, run: Sequence[MeasuredLine]) -> bool:
    """Tell whether lines between two of a story are a list, by what announces it or by figures."""
    if not _FEWEST_OF_LIST <= len(run) <= _MOST_OF_LIST:
        return False
    if _announces(over) or _announces(run[0]):
        return all(map(_may_be_announced, run)) and not any(_AGE.search(line.text) for line in run)
    return all(map(_may_be_item, run)) and _is_table(run, _FEWEST_OF_LIST) and not _teases(run)


def _teases(run: Sequence[MeasuredLine]) -> bool:
    """Tell whether a few lines lead to other stories: one says since when, or how long one is."""
    return len(run) < _FEWEST_OF_TABLE and any(
        _STAMP.search(line.text) or _AGE.search(line.text) for line in run
    )


def _is_table(run: Sequence[MeasuredLine], fewest: int) -> bool:
    figures = sum(bool(_FIGURE.search(line.text)) for line in run)
    return len(run) >= fewest and figures >= _OF_FIGURES * len(run)


def _may_be_item(line: MeasuredLine) -> bool:
    return line.role in {"", "figures"} and line.size <= SHORT and line.copies <= _MOST_COPIES


def _may_be_announced(line: MeasuredLine) -> bool:
    """Tell whether a line may be an item of a list that is announced: one with a label is long."""
    labelled = not line.role and not line.ends and line.size <= _LONGEST_LABELLED
    return _may_be_item(line) or (
        labelled and line.copies <= _MOST_COPIES and bool(_LABEL.match(line.text))
    )


def _is_heading(run: Sequence[MeasuredLine]) -> bool:
    """Tell whether the last line of a run between two paragraphs heads the second.

    Behind a list of links it must be clearly shorter than they are.
    """
    if not run or run[-1].role or run[-1].copies > 1:
        return False
    others = [line.size for line in run[:-1] if not line.role]
    if not others:
        return run[-1].size <= SHORT and not _announces_link(run)
    return run[0].role in LISTS and len(others) >= 2 and run[-1].size < 0.7 * min(others)


def _announces_link(run: Sequence[MeasuredLine]) -> bool:
    """Tell whether the only line behind the heading of a list is the list."""
    return any(
        line.size <= _LONGEST_HEADING
        and (line.role in LISTS or bool(_READ_MORE.fullmatch(line.text)))
        for line in run[:-1]
    )


LISTS = frozenset(("end", "pointer"))
