"""Undoes what a PDF does to text: columns side by side, marks of pages, what browsers print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from reader.clean.rejoin.bonds import is_without_case
from reader.clean.undo.undone import Undone

KIND = "columns of a PDF"
WIDEST = 75  # columns of a column of text
MOST_ROWS = 4  # lines that stand between two pages
LONGEST_MARK = 60  # characters of what a page is numbered by
FEWEST_CUT = 2  # words that are cut at line ends
FEWEST_BESIDE = 8  # rows of a column that have another beside them
MOST_COLUMNS, MOST_GUTTERS = 4, 3  # of a page, and places where one may begin
MOST_ACROSS = 0.15  # of the rows, that go across two columns
FEWEST_WORDS = 3  # of a row of prose
FEWEST_RUNNING_ON = 0.15  # of the rows of prose, that surely go on in the next
_FEED = "\f"
# "3/4/25, 9:12 AM Title" over a page, the address and "1/3" under it.
_HEAD = re.compile(
    r"\f?[ \t]*\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?[ \t]+\d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)?"
    r"[ \t]+(\S.*)"
)
_FOOT = re.compile(r"\f?[ \t]*(?:https?|file)://\S+[ \t]+\d{1,3}/\d{1,3}[ \t]*")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_PAGE = re.compile(
    r"\s*(?:(?:page|seite|página|pagina|strana|strona|sida|side|sivu|стр\w*\.?|p\.|s\.|第)\s*)?"
    r"[-–—(\[|]?\s*\d{1,4}\s*[-–—)\]|]?\s*(?:(?:/|of|von|sur|de|di|van|av|из)\s*\d{1,4}|页|頁)?\s*",
    re.I,
)
_CUT = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,60})[-\u00ad‐]\n[ \t]*([^\W\d_]{2,})([.,;:!?…”’»)]*)[ \t]?"
)
_ENDED = re.compile(r"[.!?…:。！？؟]['\"”’»)\]]*$")


def undo_columns(text: str) -> Undone | None:
    """Take the marks of pages out of a column of a PDF; None where nothing looks like one.

    Words stay cut until its lines are joined, since those have to end where they did.
    """
    lines = text.replace(_FEED, f"\n{_FEED}\n").split("\n")
    if not _is_narrow(lines):
        return None
    kept = _without_marks_of_pages(lines)
    read = "\n".join(kept)
    cuts = [cut for cut in _CUT.finditer(read) if cut[2][0].islower()]
    if len(kept) == len(lines) and len(cuts) < FEWEST_CUT:
        return None
    return Undone(read, (KIND,))


def undo_print(text: str) -> Undone | None:
    """Drop the lines that a browser prints over and under each page; its title stays once."""
    if "://" not in text:
        return None
    lines = text.split("\n")
    heads = [head[1] for head in map(_HEAD.fullmatch, lines) if head]
    if not heads or not any(map(_FOOT.fullmatch, lines)):
        return None
    kept = [line for line in lines if not _HEAD.fullmatch(line) and not _FOOT.fullmatch(line)]
    return Undone("\n".join([heads[0], *kept]), ("a page as browsers print it",))


def undo_side_by_side(text: str) -> Undone | None:
    """Read columns that stand beside one another from the left; None where none do."""
    if text.count("  ") < FEWEST_BESIDE:
        return None
    pages = [page.split("\n") for page in text.split(_FEED)]
    usual = _gutter([line for page in pages for line in page])
    read = [_one_by_one(page, _gutter(page) or usual) for page in pages]
    return Undone(_FEED.join(map("\n".join, read)), (KIND,)) if read != pages else None


def _one_by_one(lines: list[str], gutter: int, most: int = MOST_COLUMNS) -> list[str]:
    """Put the columns of a page one below the other; what goes across them parts the page."""
    if not gutter or most < 2:
        return lines
    found: list[str] = []
    for across, rows in groupby(lines, lambda line: bool(line[gutter - 2 : gutter].strip())):
        beside = list(rows)
        if not across:
            sides = [line[:gutter].rstrip() for line in beside], [line[gutter:] for line in beside]
            beside = [row for side in sides
                      for row in _trimmed(_one_by_one(side, _gutter(side), most - 1))]  # fmt: skip
        found += beside
    return found


def _trimmed(column: Sequence[str]) -> list[str]:
    """Leave out the blank lines under a column, behind which a sentence may go on in the next."""
    said = [at for at, row in enumerate(column) if row.strip()]
    return list(column[: said[-1] + 1]) if said else []


def _gutter(lines: Sequence[str]) -> int:
    """Find where a column begins that stands beside another, both of prose; 0 where none does."""
    starts = Counter(gap.end() for line in lines for gap in _GAP.finditer(line))
    for start, many in starts.most_common(MOST_GUTTERS):
        behind = [line for line in lines if len(line) > start]
        across = sum(bool(line[start - 2 : start].strip()) for line in behind)
        if many < FEWEST_BESIDE or across > MOST_ACROSS * len(behind):
            continue
        rows = [line for line in behind if not line[start - 2 : start].strip()]
        if _is_prose([row[:start] for row in rows]) and _is_prose([row[start:] for row in rows]):
            return start
    return 0


def _is_prose(cells: Sequence[str]) -> bool:
    """Tell rows that go on in one another from the cells of a table."""
    said = [cell.strip() for cell in cells]
    pairs = [(one, after) for one, after in pairwise(said) if one and after]
    on = sum(_may_go_on(after) and not _ENDED.search(one) for one, after in pairs)
    wordy = sum(len(cell.split()) >= FEWEST_WORDS for cell in said)
    return on >= FEWEST_RUNNING_ON * len(said) and wordy >= 0.5 * sum(map(bool, said))


def _may_go_on(row: str) -> bool:
    return row[0].islower() or is_without_case(row)


def _is_narrow(lines: Sequence[str]) -> bool:
    """Tell whether lines are as short as those of a column, and break in mid-sentence."""
    said = [line.strip() for line in lines if line.strip()]
    if len(said) < 10:
        return False
    lengths = sorted(map(len, said))
    open_ends = sum(not _ENDED.search(line) for line in said if len(line) > lengths[-1] // 2)
    return lengths[-1 - len(lengths) // 20] <= WIDEST and open_ends >= 0.5 * len(said)


def _without_marks_of_pages(lines: Sequence[str]) -> list[str]:
    """Drop the few lines between two pages, with the number of one."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = _end_of_mark(lines, at)
        ended = not kept or bool(_ENDED.search(kept[-1].strip()))
        fed = _FEED in lines[at:end]
        if end > at and (fed or not ended):
            kept += [""] if ended else []
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _end_of_mark(lines: Sequence[str], at: int) -> int:
    """Find where the text goes on behind a page's mark that begins here; here, where none does."""
    if lines[at].strip():
        return at
    rows: list[str] = []
    end = at
    while end < len(lines) and len(rows) <= MOST_ROWS and _is_row(lines, end):
        rows += [lines[end]] if lines[end].strip() else []
        end += 1
    is_numbered = any(_PAGE.fullmatch(row) for row in rows if len(row) <= LONGEST_MARK)
    numbered = is_numbered or _FEED in lines[at:end]
    return end if numbered and len(rows) <= MOST_ROWS and end < len(lines) else at


def _is_row(lines: Sequence[str], at: int) -> bool:
    """Tell whether a line is blank, or stands over a blank one or over few others that do."""
    return any(not line.strip() for line in lines[at : at + MOST_ROWS])
