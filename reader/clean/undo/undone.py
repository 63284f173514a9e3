"""A dump without the traces of the tool that made it, and what that tool said of its stretches."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.model import SpanKind
from reader.model.construction import frozen

# Recognizers mark stretches with characters of the private use area, which no dump keeps: such
# marks survive whatever joins and cuts lines, and are taken out last.
_FIRST, MOST_MARKS = 0xF0000, 0xFFFD
CLOSE = "\ue001"
LONG_LINK = 60  # characters, which no word of a menu has
MOST_LINKED = 50_000  # characters of links that are told
MARGIN = 12  # characters of blanks around one that stands alone
_EDGE = re.compile(f"[\U000f0000-\U000ffffd]|{CLOSE}")


@frozen
class PrintedMark:
    """A stretch of a marked text and what the tool said it is, in code points."""

    start: int
    end: int
    kind: SpanKind
    target: str = ""  # where a link leads


@frozen
class Undone:
    """A dump's text and what was recognized in it; nothing where nothing was to undo."""

    text: str
    kinds: tuple[str, ...] = ()  # "a page as lynx printed it", and so on
    title: str = ""  # that the dump's head names
    published: str = ""  # likewise, as it is written there
    marked: str = ""  # the text in which the marks stand
    marks: tuple[PrintedMark, ...] = ()

    @property
    def description(self) -> str:
        """What was recognized, as one sentence can say it."""
        return ", ".join(dict.fromkeys(self.kinds))

    @property
    def linked_prose(self) -> str:
        """The long blocks that are nothing but a link to another page, a line each."""
        long = (mark for mark in self.marks if mark.end - mark.start >= LONG_LINK)
        rows = (
            " ".join(row.split())
            for mark in long
            if mark.kind is SpanKind.LINK and _leads_away(mark) and self._is_block(mark)
            for row in self.marked[mark.start : mark.end].split("\n")
        )
        return "\n".join(rows)[:MOST_LINKED]

    def _is_block(self, mark: PrintedMark) -> bool:
        """Tell whether nothing but a few blanks stands beside a mark on its line."""
        before = self.marked[max(0, mark.start - MARGIN) : mark.start]
        behind = self.marked[mark.end : mark.end + MARGIN]
        begins = "\n" in before or len(before) == mark.start
        ends = "\n" in behind or mark.end + MARGIN >= len(self.marked)
        around = before.rpartition("\n")[2] + behind.partition("\n")[0]
        return begins and ends and not around.strip()


def _leads_away(mark: PrintedMark) -> bool:
    return not mark.target.startswith("#")


class Marking:
    """Numbers the marks that a recognizer sets into a text."""

    def __init__(self) -> None:
        self.marks: list[tuple[SpanKind, str]] = []

    def start(self, kind: SpanKind, target: str = "") -> str:
        """Return the characters that begin a stretch; empty when there are too many."""
        if len(self.marks) >= MOST_MARKS:
            return ""
        self.marks.append((kind, target))
        return chr(_FIRST + len(self.marks) - 1)

    def kind(self, stretch: str) -> SpanKind:
        """Return what the stretch is that begins with a mark."""
        return self.marks[ord(stretch[0]) - _FIRST][0]

    def around(self, text: str, kind: SpanKind, target: str = "") -> str:
        """Return a text between the characters that mark it."""
        start = self.start(kind, target)
        return f"{start}{text}{CLOSE}" if start else text

    def read(self, text: str) -> tuple[str, tuple[PrintedMark, ...]]:
        """Take the characters that mark stretches out of a text: the rest, and the marks."""
        parts, found, opened = [], [], []
        at = length = 0
        for edge in _EDGE.finditer(text):
            parts.append(text[at : edge.start()])
            length += edge.start() - at
            at = edge.end()
            if edge[0] != CLOSE:
                opened.append((length, *self.marks[ord(edge[0]) - _FIRST]))
            elif opened:
                start, kind, target = opened.pop()
                found.append(PrintedMark(start, length, kind, target))
        parts.append(text[at:])
        return "".join(parts), tuple(sorted(found, key=_place))


def _place(mark: PrintedMark) -> tuple[int, int]:
    return mark.start, -mark.end


def without_marks(text: str) -> str:
    """Return a text without the characters that mark stretches."""
    return _EDGE.sub("", text)


def glue_blocks(blocks: Iterable[str]) -> str:
    """Join blocks by blank lines; marks without words go with what follows."""
    said, waiting = [], ""
    for block in blocks:
        waiting += block
        if without_marks(block).strip():
            said.append(waiting)
            waiting = ""
    return "\n\n".join(said) + waiting.strip()
