"""The lines of the reading pane: blocks of text with roles, wrapped to a width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter

from reader.model import Span, SpanKind
from reader.model.construction import frozen, replace
from reader.tui.render.cells import as_drawn, cell_len
from reader.tui.render.story_row import StyledText
from reader.tui.render.theme import BOLD
from reader.tui.render.wrap import wrap_facts, wrap_text


@frozen
class Margins:
    """What stands before the first line of a paragraph, and before its other lines."""

    first: tuple[StyledText, ...] = ()
    rest: tuple[StyledText, ...] = ()

    @property
    def columns(self) -> int:
        """How many columns they take at most."""
        return max(sum(len(text) for text, _ in line) for line in (self.first, self.rest))


PLAIN = Margins()
# Where matches begin and end in a block, in order.
Matches = tuple[tuple[int, int], ...]
ROLES = {kind: kind.value for kind in SpanKind}
ROLES |= {SpanKind.ITEM: "", SpanKind.PICTURE: SpanKind.CAPTION.value}


@frozen
class ArticleBlock:
    """A paragraph, and where it stands in the text that it comes from."""

    text: str
    role: str = ""
    start: int = 0  # in the story's text, or in the headline
    field: str = ""  # "title" or "body", where matches may be marked; else empty
    spans: tuple[Span, ...] = ()
    margins: Margins = PLAIN
    tail: str = ""  # after its last line
    is_item: bool = False  # whether it begins an item of a list
    is_code: bool = False  # whether each of its lines counts, on a panel of its own
    news: Matches = ()  # what of it is new to who has read other reports


@frozen
class ArticleLine:
    """One line of the pane: a range of a block."""

    block: ArticleBlock
    start: int
    end: int
    number: int  # which block; the empty line before a block counts as its own
    first: bool = True
    before: int = 0  # columns that are left free before its text
    after: int = 0  # columns of its panel after its text

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: the block, and in it; the empty line before a block is at -1."""
        return self.number, -1 if self.is_gap else self.start

    @property
    def is_gap(self) -> bool:
        """Whether it stands between two paragraphs, and is of neither."""
        return self.block is EMPTY or self.block is RULE

    @property
    def margin(self) -> tuple[StyledText, ...]:
        """What stands before its text."""
        return self.block.margins.first if self.first else self.block.margins.rest


@frozen
class StyledSpan:
    """A stretch of a line that looks the same all along."""

    text: str
    role: str
    link: str = ""
    start: int = -1  # in the block


EMPTY = ArticleBlock("")
RULE = ArticleBlock("", margins=Margins((("━" * 8, "heading"),)))
LEFT = 3  # columns before the text at least, and as many behind it, before the scroll bar


def text_columns(width: int, most: int) -> int:
    """Return how many columns of text a pane of some width has, of a number at most."""
    return max(10, min(most, width - 2 * LEFT - 1))


def text_margin(width: int, columns: int) -> int:
    """Return how many columns stand before a text of some columns in a pane of some width."""
    return max(LEFT, (width - columns) // 2)


def in_text(line: ArticleLine) -> bool:
    """Tell whether a line is of the story's own text, not of its head or foot."""
    return line.block.field == "body" and line.block.role != "deck"


def _reaches(line: ArticleLine, at: int) -> bool:
    """Tell whether a place of the text stands in a line or before it."""
    return line.block.start + max(line.start, line.end - 1) >= at


def line_of_text(lines: Iterable[ArticleLine], at: int) -> int:
    """Return the line, the first is 1, in which a place of the story's text stands; 0 is none.

    The empty line before a paragraph is the place before it.
    """
    for y, line in enumerate(lines, start=1):
        if in_text(line) and _reaches(line, at):
            return y - (at < line.block.start + line.start)
    return 0


def wrap_article(blocks: Iterable[ArticleBlock], width: int) -> list[ArticleLine]:
    """Return blocks wrapped to a width, with a line between any two but in a list.

    It is empty, but for the rule that sets the headline off.
    """
    lines: list[ArticleLine] = []
    before = EMPTY
    for number, block in enumerate(blocks):
        if lines and not (block.is_item and before.is_item):
            gap = RULE if before.role == "headline" else EMPTY
            lines.append(ArticleLine(gap, 0, 0, number))
        lines.extend(_block_lines(block, number, width))
        before = block
    return lines


def _block_lines(block: ArticleBlock, number: int, width: int) -> Iterator[ArticleLine]:
    """Yield the lines of a block."""
    room = max(8, width - block.margins.columns - len(block.tail))
    is_right = bool(block.field) and _reads_leftwards(block.text)
    wrap, begin = wrap_text if block.field or block.is_code else wrap_facts, 0
    for part in block.text.split("\n"):
        for start, end in wrap(part, room):
            is_first = start == 0 if block.is_code else begin + start == 0
            line = ArticleLine(block, begin + start, begin + end, number, is_first)
            yield _filled(line, room, is_right) if is_right or block.is_code else line
        begin += len(part) + 1


def _filled(line: ArticleLine, room: int, is_right: bool) -> ArticleLine:
    """Return a line as wide as its room: set to the right, or with a panel behind it."""
    text = line.block.text[line.start : line.end]
    left = max(0, room - cell_len(as_drawn(text.rstrip() if is_right else text)))
    return replace(line, before=left) if is_right else replace(line, after=left)


def _reads_leftwards(text: str) -> bool:
    """Tell whether a text is written from right to left, as its first letter is."""
    if text.isascii() or max(text) < "\u0590":
        return False
    from unicodedata import bidirectional

    kinds = (bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in ("L", "R", "AL")), False)


def styled_spans(line: ArticleLine, matches: Matches = (), here: int = -1) -> Iterator[StyledSpan]:
    """Yield a line cut where its look changes; the match that starts at `here` stands out."""
    block = line.block
    yield from (StyledSpan(text, role) for text, role in line.margin)
    if line.before:
        yield StyledSpan(" " * line.before, "")
    inside = matches_in_line(line, matches)
    cuts = sorted({line.start, line.end, *_edges(line, inside)})
    for start, end in pairwise(cuts):
        yield _piece(block, start, end, inside, here)
    if block.tail and line.end == len(block.text):
        yield StyledSpan(block.tail, "caption")
    if line.after:
        yield StyledSpan(" " * line.after, "code")


def matches_in_line(line: ArticleLine, matches: Matches) -> Matches:
    """Return those of a block's matches that reach into a line."""
    first = bisect_right(matches, line.start, key=itemgetter(1))
    return matches[first : bisect_left(matches, line.end, key=itemgetter(0))]


def tells_news(line: ArticleLine) -> bool:
    """Tell whether something in a line is new to who has read other reports."""
    return not line.is_gap and bool(matches_in_line(line, line.block.news))


def _edges(line: ArticleLine, matches: Matches) -> Iterator[int]:
    """Yield where in a line a span or a match begins or ends."""
    ranges = [(span.start, span.end) for span in line.block.spans] + list(matches)
    for edge in (edge for pair in ranges for edge in pair):
        if line.start < edge < line.end:
            yield edge


def _piece(block: ArticleBlock, start: int, end: int, matches: Matches, here: int) -> StyledSpan:
    """Return a stretch of a block in which nothing begins or ends."""
    role, link, is_strong = block.role, "", False
    for span in block.spans:
        if not (span.start <= start and end <= span.end):
            continue
        if span.kind is SpanKind.STRONG:
            is_strong = True
        else:
            role, link = ROLES[span.kind] or role, span.target or link
    if is_strong:
        role = BOLD.get(role, role)
    for begin, finish in matches:
        if begin <= start and end <= finish:
            role = "here" if begin == here else "match"
    return StyledSpan(as_drawn(block.text[start:end].replace("\n", " ")), role, link, start)
