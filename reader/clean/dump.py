"""The text of a scraped page in, its story out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from reader.clean import credits as makers
from reader.clean import headlines, roles, when
from reader.clean.doubt import doubt
from reader.clean.draft import Body, Paragraph, assemble
from reader.clean.features import BULLET, Line, measure, weight
from reader.clean.lines import rejoin
from reader.clean.pitches import pitches
from reader.clean.roles import Page
from reader.clean.safe import TEXT_LIMIT, plain, rows
from reader.clean.score import best_block, story_lines, value
from reader.clean.split import split
from reader.clean.tongue import language
from reader.model import Entry, SpanKind, Story

MOST_LINES = 50_000
MOST_PASSES = 20
_DECORATED = re.compile(r"^([-–—*=#~_]+)\s+(\S.*?\S|\S)\s+[-–—*=#~_]+$")


def clean_dump(entry: Entry) -> Story:
    """Find the story in a page's text."""
    title = plain(entry.title, 500)
    page = read_page(entry.content, title)
    headline = title or plain(page.headline.text, 500)
    body = settle(page, headline)
    said = plain(entry.language) or language("", body.text)
    return Story(
        source=entry.source,
        key=entry.key,
        headline=headline,
        text=body.text,
        spans=body.spans,
        deck=page.lines[page.deck].text if page.deck >= 0 else entry.deck,
        outlet=entry.outlet or roles.outlet(page),
        byline=entry.author or roles.byline(page),
        agency=roles.agency(page),
        photo_credit=roles.photo_credit(page),
        published=when.stated(entry.published, said) or roles.published(page, said, entry.arrived),
        language=said,
        doubt=doubt(page.lines, page.kept, body.text),
    )


def read_page(content: str, title: str = "") -> Page:
    """Measure a page's lines and tell which of them are its story."""
    lines = _with_roles(measure(_parts(content)))
    block = best_block([value(line) for line in lines])
    found = headlines.headline(lines, block, title)
    deck = headlines.deck(lines, found, block)
    start = max(found.at, deck) + 1
    kept = [False] * start + story_lines(lines[start:], lenient=bool(title))
    return Page(lines, found, deck, kept)


def settle(page: Page, headline: str) -> Body:
    """Clean the story again until that changes nothing."""
    body = _body(page)
    for again in islice(_passes(body, headline), MOST_PASSES):
        body = again
    return body


def _passes(body: Body, headline: str) -> Iterator[Body]:
    """Clean a story's text over and over, as long as each time changes it."""
    while (again := _body(read_page(body.text, headline))).text != body.text:
        yield again
        body = again


def _parts(content: str) -> list[str]:
    lines = rejoin(rows(content)[:MOST_LINES])
    return [part.strip() for line in lines if line for part in split(line)]


def _with_roles(lines: list[Line]) -> list[Line]:
    asking = pitches(lines)
    return [replace(line, role=_role(line, asks)) for line, asks in zip(lines, asking, strict=True)]


def _role(line: Line, asks: bool) -> str:
    if asks:
        return "pitch"
    if line.role not in {"", "credit"}:
        return line.role
    if makers.credit(line.text):
        return "byline"
    return "date" if _is_date(line) else line.role


def _is_date(line: Line) -> bool:
    """Tell whether a line holds a date and little else."""
    return line.size <= 90 and not line.ends and when.written(line.text) is not None


def _body(page: Page) -> Body:
    texts = [line.text for line, keep in zip(page.lines, page.kept, strict=True) if keep]
    body = assemble(_paragraph(text) for text in texts)
    return body if len(body.text) <= TEXT_LIMIT else Body(body.text[:TEXT_LIMIT].rstrip())


def _paragraph(text: str) -> Paragraph:
    if match := _DECORATED.match(text):
        return Paragraph(match[2], SpanKind.HEADING)
    if match := BULLET.match(text):
        return Paragraph(text[match.end() :], SpanKind.ITEM)
    return Paragraph(text, SpanKind.HEADING if _is_heading(text) else None)


def _is_heading(text: str) -> bool:
    return weight(text) <= 90 and text[-1] not in ".!…。！\"”»'’:;,)" and text[0] not in '"“«„-–—'
