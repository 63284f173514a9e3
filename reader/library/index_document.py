"""A kept story in, what the index wants of it out."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.index.index import Index, Indexed
from reader.model import Story, Telling
from reader.store.moments import moment_of
from reader.store.tables.stories import Kept


def indexed(kept: Kept) -> Indexed:
    """A story as the index takes it."""
    published = moment_of(kept.published)
    return Indexed(
        kept.id,
        kept.headline,
        body(kept),
        kept.outlet,
        kept.byline,
        published,
        kept.source_id,
        kept.language,
    )


def body(told: Kept | Story) -> str:
    """What is searched as the text of a story: its deck as well."""
    return f"{told.deck}\n\n{told.text}" if told.deck and told.text else told.deck or told.text


_ANY = datetime.fromtimestamp(0, UTC)  # when a story was says nothing about what it tells


def told_apart(index: Index, story: Story) -> Telling:
    """What tells a story from all others."""
    asked = Indexed(
        story.id,
        story.headline,
        body(story),
        story.outlet,
        story.byline,
        _ANY,
        0,
        story.language,
    )
    return index.telling(asked)
