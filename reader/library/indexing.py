"""A kept story in, what the index wants of it out."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.index.on_disk import Indexed
from reader.store.stories import Kept


def indexed(kept: Kept) -> Indexed:
    """A story as the index takes it; the deck is searched with the text."""
    story = kept.story
    return Indexed(
        id=story.id,
        headline=story.headline,
        body="\n\n".join(part for part in (story.deck, story.text) if part),
        outlet=story.outlet,
        byline=story.byline,
        published=datetime.fromtimestamp(kept.published, UTC),
        source=kept.source_id,
        language=story.language,
    )
