"""A story in, the same story out with every field safe to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reader.clean.draft import ordered
from reader.clean.safe import link, plain
from reader.clean.when import is_plausible
from reader.model import Enclosure, Entry, Story

LIMITS = {
    "headline": 500, "deck": 1000, "outlet": 200, "byline": 300, "agency": 200,
    "photo_credit": 300, "language": 2, "doubt": 300,
}  # fmt: skip
MOST_ENCLOSURES = 50


def finish(story: Story, entry: Entry) -> Story:
    """Bound and clean the fields; what identifies the story comes from the entry."""
    fields: dict[str, Any] = {
        name: plain(getattr(story, name), limit) for name, limit in LIMITS.items()
    }
    return replace(
        story,
        **fields,
        source=plain(entry.source, 4000),
        key=plain(entry.key, 4000),
        guid=plain(entry.guid, 4000),
        link=link(entry.link),
        published=_plausible(story.published, entry.arrived),
        spans=ordered(story.spans, len(story.text)),
        enclosures=_enclosures(entry),
    )


def _enclosures(entry: Entry) -> tuple[Enclosure, ...]:
    """Each file once, with all that is said of it: many feeds name one in two ways."""
    if not entry.enclosures:
        return ()
    found: dict[str, Enclosure] = {}
    for file in entry.enclosures[:MOST_ENCLOSURES]:
        to, kind = link(file.link), plain(file.media_type, 200)
        had = found.get(to, Enclosure(to))
        found[to] = Enclosure(to, had.media_type or kind, had.size or max(0, file.size))
    return tuple(file for file in found.values() if file.link)


def _plausible(moment: datetime | None, arrived: datetime) -> datetime | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware if is_plausible(aware, arrived) else None
