"""A story as blocks: its head, its paragraphs, and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reader.model import Enclosure, Marks, Span, SpanKind, Story, StoryContext, StorySource, Version
from reader.model.retention import format_size
from reader.tui.render.article.article_lines import PLAIN, ArticleBlock, Margins
from reader.tui.render.story_row import StyledText, length_words

BULLET = Margins((("• ", "dim"),), (("  ", ""),))
PICTURE = Margins((("[picture: ", "caption"),), (("  ", ""),))
NOTE = Margins((("✎ ", "star"),), (("  ", ""),))
CODE = Margins((("  ", "code"),), (("↳ ", "code"),))  # the other lines are those that were too long
_BAR = ("▎ ", "heading")  # before each line of a quotation
_DEEPEST = 6  # lists and quotations in one another that are set in
_NUMBER = re.compile(r"[0-9]{1,6}[.)] ")  # before an item of a list that counts
ALONE = StoryContext()
NOTHING_SAVED: Mapping[str, str] = {}
_CONTAINERS = (SpanKind.ITEM, SpanKind.QUOTE)  # what may hold paragraphs, and others of its kind


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
    day = f"{moment.day} {moment:%b %Y}"
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
