"""A kept story in, what the index wants of it out."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.index.on_disk import Index, Indexed
from reader.model import Story, Telling
from reader.store.stories import Kept


def indexed(kept: Kept) -> Indexed:
    """A story as the index takes it; the deck is searched with the text."""
    return _indexed(kept.story, datetime.fromtimestamp(kept.published, UTC), kept.source_id)


def _indexed(story: Story, published: datetime, source: int) -> Indexed:
    return Indexed(
        id=story.id,
        headline=story.headline,
        body="\n\n".join(part for part in (story.deck, story.text) if part),
        outlet=story.outlet,
        byline=story.byline,
        published=published,
        source=source,
        language=story.language,
    )


def told_apart(index: Index, story: Story) -> Telling:
    """What tells a story from all others."""
    return index.telling(_indexed(story, datetime.now(UTC), 0))
