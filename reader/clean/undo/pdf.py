"""Undoes what a PDF does to a column of text: marks of pages in mid-sentence, words cut in two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reader.clean.undo.undone import Undone

KIND = "columns of a PDF"
WIDEST = 75  # columns of a column of text
MOST_ROWS = 4  # lines that stand between two pages
LONGEST_MARK = 60  # characters of what a page is numbered by
FEWEST_CUT = 2  # words that are cut at line ends
_FEED = "\f"
_PAGE = re.compile(
    r"\s*(?:(?:page|seite|página|pagina|strana|strona|sida|side|sivu|стр\w*\.?|p\.|s\.|第)\s*)?"
    r"[-–—(\[|]?\s*\d{1,4}\s*[-–—)\]|]?\s*(?:(?:/|of|von|sur|de|di|van|av|из)\s*\d{1,4}|页|頁)?\s*",
    re.I,
)
_CUT = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,60})[-\u00ad‐]\n[ \t]*([^\W\d_]{2,})([.,;:!?…”’»)]*)[ \t]?"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDED = re.compile(r"[.!?…:。！？؟]['\"”’»)\]]*$")


def undo_columns(text: str) -> Undone | None:
    """Join what pages and lines of a PDF cut apart; None where nothing looks like one."""
    lines = text.replace(_FEED, f"\n{_FEED}\n").split("\n")
    if not _is_narrow(lines):
        return None
    kept = _without_marks_of_pages(lines)
    read = "\n".join(kept)
    cuts = [cut for cut in _CUT.finditer(read) if cut[2][0].islower()]
    if len(kept) == len(lines) and len(cuts) < FEWEST_CUT:
        return None
    known = Counter(word.casefold() for word in _WORD.findall(read))
    return Undone(_CUT.sub(lambda cut: _mended(cut, known), read), (KIND,))


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


def _mended(cut: re.Match[str], known: Counter[str]) -> str:
    """Return a word in one, unless both its parts are words and together they are none."""
    head, tail, end = cut[1], cut[2], cut[3]
    whole = head + tail
    if known[whole.casefold()] or not tail[0].islower():
        joined = whole if tail[0].islower() else f"{head}-{tail}"
    elif known[f"{head}-{tail}".casefold()] or (
        known[head.casefold()] and known[tail.casefold()] > 1
    ):
        joined = f"{head}-{tail}"
    else:
        joined = whole
    return f"{joined}{end}\n"
