"""A story in, the lines of the reading pane out: text with roles, wrapped to a width."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from operator import itemgetter

from reader.model import Enclosure, Marks, Span, SpanKind, Story, StoryContext, StorySource, Version
from reader.model.construction import frozen
from reader.model.retention import format_size
from reader.tui.render.cells import as_drawn, cell_len
from reader.tui.render.story_row import StyledText, length_words
from reader.tui.render.theme import BOLD
from reader.tui.render.wrap import wrap_text


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
BULLET = Margins((("• ", "dim"),), (("  ", ""),))
PICTURE = Margins((("[picture: ", "caption"),), (("  ", ""),))
NOTE = Margins((("✎ ", "star"),), (("  ", ""),))
CODE = Margins((("  ", "code"),), (("↳ ", "code"),))  # the other lines are those that were too long
_BAR = ("▎ ", "heading")  # before each line of a quotation
_DEEPEST = 6  # lists and quotations in one another that are set in
_NUMBER = re.compile(r"[0-9]{1,6}[.)] ")  # before an item of a list that counts
ALONE = StoryContext()
NOTHING_SAVED: Mapping[str, str] = {}
# Where matches begin and end in a block, in order.
Matches = tuple[tuple[int, int], ...]
ROLES = {kind: kind.value for kind in SpanKind}
ROLES |= {SpanKind.ITEM: "", SpanKind.PICTURE: SpanKind.CAPTION.value}
_CONTAINERS = (SpanKind.ITEM, SpanKind.QUOTE)  # what may hold paragraphs, and others of its kind


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
RULE = ArticleBlock("", margins=Margins((("━" * 12, "heading"),)))
LEFT = 3  # columns before the text at least


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
    begin = 0
    for part in block.text.split("\n"):
        for start, end in wrap_text(part, room):
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


def story_blocks(
    story: Story, beside: StoryContext = ALONE, saved: Mapping[str, str] = NOTHING_SAVED
) -> list[ArticleBlock]:
    """Return a story as blocks: headline, deck, who wrote it and when, tags, doubt, text, note.

    `saved` tells where attached files are that were downloaded.
    """
    marks = beside.marks
    head = [
        ArticleBlock(story.headline or "(no headline)", "headline", field="title"),
        ArticleBlock(story.deck, "deck", field="body"),
        ArticleBlock(_credits_of(story, beside), "dim"),
        ArticleBlock(f"Links to a page of {beside.elsewhere}" if beside.elsewhere else "", "dim"),
        ArticleBlock(_edited(beside.versions), "dim"),
        ArticleBlock(f"Read from {story.undone}" if story.undone else "", "dim"),
        ArticleBlock("  ".join(f"#{tag}" for tag in marks.tags), "tag"),
        ArticleBlock(
            f"? {story.doubt}  x shows the page as it came." if story.doubt else "", "warning"
        ),
    ]
    text = [*(block for block in head if block.text), *text_blocks(story)]
    foot = [*_foot_blocks(story, saved), *carrier_blocks(beside.carriers)]
    return [*text, *foot, *_note_blocks(marks)]


def _edited(versions: Sequence[Version]) -> str:
    """Return when a story was last edited, and what shows how; empty where it never was."""
    if not versions:
        return ""
    return f"Edited, seen {written_time(versions[-1].until)} · w shows how"


def _foot_blocks(story: Story, saved: Mapping[str, str] = NOTHING_SAVED) -> Iterator[ArticleBlock]:
    """Yield whose photo it is, what is attached, and where the story comes from, below it."""
    if story.photo_credit or story.enclosures or story.link or story.comments:
        yield ArticleBlock("─" * 12, "faint")
    if story.photo_credit:
        yield ArticleBlock(f"Photo: {story.photo_credit}", "dim")
    for number, enclosure in enumerate(story.enclosures, start=1):
        which = f" {number}" if len(story.enclosures) > 1 else ""
        here = f" · here: {saved[enclosure.link]}" if enclosure.link in saved else ""
        yield _linked(f"Attached{which}: {attachment_line(enclosure)}{here}", enclosure.link)
    if story.link:
        yield _linked(story.link, story.link)
    if story.comments:
        yield _linked(f"Comments: {story.comments}", story.comments)


def carrier_blocks(carriers: Sequence[StorySource]) -> Iterator[ArticleBlock]:
    """Yield the other sources of a story that are subscribed to, each with its own link."""
    for carrier in carriers[1:]:
        if carrier.subscribed:
            yield _linked(f"Also in {carrier.name}", carrier.link)


def _linked(text: str, link: str) -> ArticleBlock:
    """Return a line that leads somewhere; only to the web."""
    web = link.startswith(("http://", "https://"))
    spans = (Span(0, len(text), SpanKind.LINK, link),) if web else ()
    return ArticleBlock(text, "dim", spans=spans)


def attachment_line(enclosure: Enclosure) -> str:
    """Return the name of an attached file, what it is, and how large."""
    path = enclosure.link.partition("?")[0].partition("#")[0].rstrip("/")
    size = format_size(enclosure.size) if enclosure.size else ""
    web = enclosure.link.startswith(("http://", "https://"))
    name = path.rpartition("/")[2] if web else enclosure.link
    return ", ".join(part for part in (name, enclosure.media_type, size) if part)


def _note_blocks(marks: Marks) -> Iterator[ArticleBlock]:
    """Yield what the person wrote about the story, below it."""
    if marks.note:
        yield ArticleBlock("Your note", "heading")
        yield ArticleBlock(marks.note, margins=NOTE)


def _credits_of(story: Story, beside: StoryContext) -> str:
    """Return outlet, byline, agency, date and length, as far as they are known."""
    parts = [
        story.outlet,
        f"by {story.byline}" if story.byline else "",
        story.agency,
        written_time(story.published) if story.published else "",
        length_words(beside.minutes, beside.teaser),
    ]
    return " · ".join(part for part in parts if part)


def written_time(moment: datetime) -> str:
    """Return a date with its time where it has one."""
    day = f"{moment.day} {moment:%B %Y}"
    return day if moment.hour == moment.minute == 0 else f"{day}, {moment:%H:%M}"


def text_blocks(story: Story) -> Iterator[ArticleBlock]:
    """Yield the paragraphs of a story."""
    at = 0
    for paragraph in story.text.split("\n\n"):
        end = at + len(paragraph)
        inside = [span for span in story.spans if span.start < end and span.end > at]
        block = ArticleBlock(paragraph, start=at, field="body")
        yield _text_block(story.text, block, inside) if inside else block
        at = end + 2


def _text_block(text: str, plain: ArticleBlock, inside: list[Span]) -> ArticleBlock:
    """Return a paragraph with what is marked in it, and with what it stands in."""
    at, end = plain.start, plain.start + len(plain.text)
    around = [span for span in inside if span.start <= at and span.end >= end]
    holding = [span for span in around if span.kind in _CONTAINERS]
    begins = next((span for span in holding if _begins_item(span, at)), None)
    label = _number_of(text, at) if begins else ""
    is_code = any(span.kind is SpanKind.CODE for span in around)
    is_picture = any(_is_picture(span) for span in around)
    own = CODE if is_code else PICTURE if is_picture else PLAIN
    at += len(label)
    spans = tuple(
        replace(span, start=max(0, span.start - at), end=min(end, span.end) - at)
        for span in inside
        if span.kind is not SpanKind.ITEM and span.end > at
    )
    return ArticleBlock(
        plain.text[len(label) :],
        start=at,
        field="body",
        spans=spans,
        margins=_nested_margins(text, plain.start, holding, own),
        tail="]" if is_picture and not is_code else "",
        is_item=begins is not None,
        is_code=is_code,
    )


def _begins_item(span: Span, at: int) -> bool:
    """Tell whether a span is an item of a list that begins at a place."""
    return span.kind is SpanKind.ITEM and span.start == at


def _is_picture(span: Span) -> bool:
    """Tell whether a span is the words for a picture."""
    return span.kind is SpanKind.PICTURE or (span.kind is SpanKind.CAPTION and bool(span.target))


def _number_of(text: str, at: int) -> str:
    """Return the number of an item that begins at a place of a text; empty where it has none."""
    number = _NUMBER.match(text, at)
    return number.group() if number else ""


def _nested_margins(text: str, at: int, holding: Sequence[Span], own: Margins) -> Margins:
    """Return what stands before the lines of a paragraph, the outermost of what holds it first."""
    if not holding:
        return own
    items = [span for span in holding if _begins_item(span, at)]
    first: list[StyledText] = []
    rest: list[StyledText] = []
    for span in holding[-_DEEPEST:]:
        if span.kind is SpanKind.QUOTE:
            first.append(_BAR)
            rest.append(_BAR)
            continue
        number = _number_of(text, span.start)
        blank = " " * len(number or "• ")
        first.append((number or "• ", "dim") if items[-1:] == [span] else (blank, ""))
        rest.append((blank, ""))
    return Margins((*first, *own.first), (*rest, *own.rest))


def raw_blocks(text: str) -> list[ArticleBlock]:
    """Return a page as it came, line by line."""
    return [ArticleBlock("As it came", "heading"), ArticleBlock(text)]
