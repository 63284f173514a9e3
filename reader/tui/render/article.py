"""A story in, the lines of the reading pane out: text with roles, wrapped to a width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from operator import itemgetter

from reader.model import Enclosure, Marks, Span, SpanKind, Story, StoryContext, StorySource, Version
from reader.model.retention import format_size
from reader.tui.render.cells import as_drawn
from reader.tui.render.wrap import wrap_text

# What stands before the first line of a paragraph, before its other lines, and its role.
MARGINS = {
    SpanKind.ITEM: ("• ", "  ", "dim"),
    SpanKind.QUOTE: ("▎ ", "▎ ", "heading"),
    SpanKind.CODE: ("  ", "  ", "dim"),
    SpanKind.PICTURE: ("▫ ", "  ", "dim"),
}
PLAIN = ("", "", "")
NOTE = ("✎ ", "  ", "star")
ALONE = StoryContext()
NOTHING_SAVED: Mapping[str, str] = {}
# Where matches begin and end in a block, in order.
Matches = tuple[tuple[int, int], ...]
ROLES = {kind: kind.value for kind in SpanKind}
ROLES |= {SpanKind.ITEM: "", SpanKind.PICTURE: SpanKind.CAPTION.value}


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A paragraph, and where it stands in the text that it comes from."""

    text: str
    role: str = ""
    start: int = 0  # in the story's text, or in the headline
    field: str = ""  # "title" or "body", where matches may be marked; else empty
    spans: tuple[Span, ...] = ()
    margins: tuple[str, str, str] = PLAIN
    news: Matches = ()  # what of it is new to who has read other reports


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One line of the pane: a range of a block."""

    block: ArticleBlock
    start: int
    end: int
    number: int  # which block; the empty line before a block counts as its own
    first: bool = True

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins: the block, and in it; the empty line before a block is at -1."""
        return self.number, -1 if self.block is EMPTY else self.start


@dataclass(frozen=True, slots=True)
class StyledSpan:
    """A stretch of a line that looks the same all along."""

    text: str
    role: str
    link: str = ""
    start: int = -1  # in the block


EMPTY = ArticleBlock("")
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
    """Return blocks wrapped to a width, with an empty line after each but in a list."""
    lines: list[ArticleLine] = []
    before = EMPTY
    for number, block in enumerate(blocks):
        together = block.margins is before.margins is MARGINS[SpanKind.ITEM]
        if lines and not together:
            lines.append(ArticleLine(EMPTY, 0, 0, number))
        lines.extend(_block_lines(block, number, width))
        before = block
    return lines


def _block_lines(block: ArticleBlock, number: int, width: int) -> Iterator[ArticleLine]:
    """Yield the lines of a block."""
    room = max(8, width - len(block.margins[1]))
    begin = 0
    for part in block.text.split("\n"):
        for start, end in wrap_text(part, room):
            yield ArticleLine(block, begin + start, begin + end, number, first=begin + start == 0)
        begin += len(part) + 1


def styled_spans(line: ArticleLine, matches: Matches = (), here: int = -1) -> Iterator[StyledSpan]:
    """Yield a line cut where its look changes; the match that starts at `here` stands out."""
    block = line.block
    before = block.margins[0 if line.first else 1]
    if before:
        yield StyledSpan(before, block.margins[2])
    inside = matches_in_line(line, matches)
    cuts = sorted({line.start, line.end, *_edges(line, inside)})
    for start, end in pairwise(cuts):
        yield _piece(block, start, end, inside, here)


def matches_in_line(line: ArticleLine, matches: Matches) -> Matches:
    """Return those of a block's matches that reach into a line."""
    first = bisect_right(matches, line.start, key=itemgetter(1))
    return matches[first : bisect_left(matches, line.end, key=itemgetter(0))]


def tells_news(line: ArticleLine) -> bool:
    """Tell whether something in a line is new to who has read other reports."""
    return line.block is not EMPTY and bool(matches_in_line(line, line.block.news))


def _edges(line: ArticleLine, matches: Matches) -> Iterator[int]:
    """Yield where in a line a span or a match begins or ends."""
    ranges = [(span.start, span.end) for span in line.block.spans] + list(matches)
    for edge in (edge for pair in ranges for edge in pair):
        if line.start < edge < line.end:
            yield edge


def _piece(block: ArticleBlock, start: int, end: int, matches: Matches, here: int) -> StyledSpan:
    """Return a stretch of a block in which nothing begins or ends."""
    role, link = block.role, ""
    for span in block.spans:
        if span.start <= start and end <= span.end:
            role, link = ROLES[span.kind] or role, span.target or link
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
        ArticleBlock(_credits_of(story), "dim"),
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


def _credits_of(story: Story) -> str:
    """Return outlet, byline, agency and date, as far as they are known."""
    parts = [
        story.outlet,
        f"by {story.byline}" if story.byline else "",
        story.agency,
        written_time(story.published) if story.published else "",
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
        yield _text_block(paragraph, at, inside)
        at = end + 2


def _text_block(paragraph: str, at: int, inside: list[Span]) -> ArticleBlock:
    """Return one paragraph, with its spans counted from its own start."""
    end = at + len(paragraph)
    whole = {span.kind for span in inside if span.start <= at and span.end >= end}
    margins = next((MARGINS[kind] for kind in MARGINS if kind in whole), PLAIN)
    spans = tuple(
        replace(span, start=max(0, span.start - at), end=min(end, span.end) - at)
        for span in inside
        if span.kind is not SpanKind.ITEM
    )
    return ArticleBlock(
        paragraph,
        start=at,
        field="body",
        spans=spans,
        margins=margins,
    )


def raw_blocks(text: str) -> list[ArticleBlock]:
    """Return a page as it came, line by line."""
    return [ArticleBlock("As it came", "heading"), ArticleBlock(text)]
