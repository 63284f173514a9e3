"""A document in, the lines by which others of its source can be told from stories out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.clean.dump.line_measures import MeasuredLine
from reader.clean.dump.segmentation.line_splitting import split_lines
from reader.clean.undo import undo
from reader.model import ContentForm, Entry

LONGEST = 400  # characters of a line that is worth remembering
SAME = 0.3  # of a story; with more of it elsewhere, the other document tells the same story
_SPACE = re.compile(r"[\W_]+")


def fold_line(line: str) -> str:
    """Write a line as it is compared with others: its letters and figures, in small letters."""
    return _SPACE.sub(" ", line.casefold()).strip()


def memorable_lines(entry: Entry) -> frozenset[str]:
    """List the folded lines of a dump that are worth remembering; other forms have none."""
    if entry.form is not ContentForm.DUMP:
        return frozenset()
    known = (
        fold_line(line)
        for line in split_lines(undo(entry.content).text)
        if len(line) <= 2 * LONGEST
    )
    return frozenset(line for line in known if 0 < len(line) <= LONGEST)


def drop_repeated(
    measured: Sequence[MeasuredLine], kept: Sequence[bool], repeated: frozenset[str]
) -> list[bool]:
    """Leave out what other documents say too, unless they tell the same story."""
    if not repeated:
        return list(kept)
    spare = [
        keep and fold_line(line.text) in repeated for line, keep in zip(measured, kept, strict=True)
    ]
    told = sum(line.size for line, keep in zip(measured, kept, strict=True) if keep)
    again = sum(line.size for line, keep in zip(measured, spare, strict=True) if keep)
    if again > SAME * told:
        return list(kept)
    return [keep and not said for keep, said in zip(kept, spare, strict=True)]
