"""Maps database rows to nouns, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from reader.model import ContentForm, Enclosure, Entry, Row, Span, SpanKind, Story
from reader.store.first_screen import row_fields
from reader.store.moments import is_moment, moment_of

# What of an entry is kept beside its content, so that it can be cleaned again.
WRITTEN = ("guid", "link", "title", "deck", "author", "outlet", "published", "language")
SELDOM = ("base", "comments", "wrapper")  # only where they were written

QUICK = 1  # squeezes a story nearly as small as the usual 6, a quarter sooner

# What a story is made of; `story_of` takes such a row.
STORY = """
SELECT location, key, headline, text, spans, guid, link, deck, outlet, byline, agency,
    photo_credit, coalesce(moment.published, story.published),
    dated OR moment.published IS NOT NULL, language, doubt, enclosures, evidence, comments,
    story.published, story.id
FROM story JOIN body ON body.story_id = story.id JOIN source ON source.id = source_id
LEFT JOIN moment ON moment.story_id = story.id
"""
ONE = STORY + "WHERE story.id = ?"
ORIGINAL = "SELECT form, fields, content FROM original WHERE story_id = ?"


def compress_text(text: str) -> bytes:
    """Return a text as the database keeps it."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), QUICK)


def decompress_text(text: bytes) -> str:
    """Return a text that the database keeps."""
    return zlib.decompress(text).decode("utf-8", "surrogatepass")


def row_values(story: Story, seen: int, now: int) -> tuple[Any, ...]:
    """Return a story's row of the list; `seen` stands in for a date unknown or to come.

    Both are in seconds.
    """
    published = published_seconds(story)
    dated = published is not None and published <= now
    return (
        story.headline,
        story.outlet,
        story.byline,
        published if dated else seen,
        dated,
        bool(story.doubt),
    )


def published_seconds(story: Story) -> int | None:
    """Return the date that the source of a story gives, in seconds."""
    return int(story.published.timestamp()) if story.published else None


def body_values(story: Story) -> tuple[str, ...]:
    """Return what only the reading pane shows of a story."""
    return (
        story.guid,
        story.link,
        story.deck,
        story.agency,
        story.photo_credit,
        story.language,
        story.doubt,
        story.text,
        _as_json_list([(span.start, span.end, span.kind, span.target) for span in story.spans]),
        _as_json_list([_enclosure_value(enclosure) for enclosure in story.enclosures]),
        _as_json_list(story.evidence),
        story.comments,
    )


def _enclosure_value(enclosure: Enclosure) -> dict[str, object]:
    """Return an attached file as it is kept: by the names of what is known of it."""
    return {
        "link": enclosure.link,
        "media_type": enclosure.media_type,
        "size": enclosure.size,
    }


def _as_json_list(things: Sequence[object]) -> str:
    """Return things as JSON; most stories have none of them."""
    return json.dumps(things) if things else "[]"


def original_values(entry: Entry, story: Story) -> tuple[str, str, bytes]:
    """Return what the source wrote; content that cleaning left as it was is not kept twice."""
    content = "" if entry.content == story.text else entry.content
    return entry.form, entry_fields_json(entry), compress_text(content)


def entry_fields_json(entry: Entry) -> str:
    """Return the fields of what the source wrote, beside its content."""
    fields = {name: getattr(entry, name) for name in WRITTEN}
    fields |= {name: value for name in SELDOM if (value := getattr(entry, name))}
    fields["arrived"] = entry.arrived.timestamp()
    return json.dumps(fields)


def entry_of(story: Story, form: str, fields: str, content: bytes) -> Entry:
    """Return an entry as its source wrote it."""
    written = json.loads(fields)
    arrived = moment_of(written.pop("arrived"))
    return Entry(
        source=story.source,
        content=decompress_text(content) or story.text,
        form=ContentForm(form),
        arrived=arrived,
        enclosures=story.enclosures,
        **written,
    )


def row_of(row: tuple[Any, ...]) -> Row:
    """Return a line of the list."""
    return Row(**row_fields(row))


def story_of(row: tuple[Any, ...]) -> Story:
    """Return a story as the reading pane wants it."""
    spans, published, dated, enclosures = row[4], row[12], row[13], row[16]
    return Story(
        source=row[0],
        key=row[1],
        headline=row[2],
        text=row[3],
        spans=tuple(
            Span(start, end, SpanKind(kind), to) for start, end, kind, to in json.loads(spans)
        ),
        guid=row[5],
        link=row[6],
        deck=row[7],
        outlet=row[8],
        byline=row[9],
        agency=row[10],
        photo_credit=row[11],
        published=moment_of(published) if dated and is_moment(published) else None,
        language=row[14],
        doubt=row[15],
        enclosures=tuple(Enclosure(**enclosure) for enclosure in json.loads(enclosures)),
        evidence=tuple((name, place) for name, place in json.loads(row[17])),
        comments=row[18],
        id=row[20],
    )
