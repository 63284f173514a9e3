"""A kept story in, what the index wants of it out."""

from __future__ import annotations

from datetime import UTC, datetime

from reader.index.index import Index, IndexDocument
from reader.model import MoreLikeThis, Story
from reader.store.moments import moment_of
from reader.store.tables.stories import IndexRow


def index_document_of(kept: IndexRow) -> IndexDocument:
    """A story as the index takes it."""
    published = moment_of(kept.published)
    return IndexDocument(
        kept.id,
        kept.headline,
        _body(kept),
        kept.outlet,
        kept.byline,
        published,
        kept.source_id,
        kept.language,
    )


def _body(told: IndexRow | Story) -> str:
    """What is searched as the text of a story: its deck as well."""
    return f"{told.deck}\n\n{told.text}" if told.deck and told.text else told.deck or told.text


_ANY = datetime.fromtimestamp(0, UTC)  # when a story was says nothing about what it tells


def distinguishing_terms(index: Index, story: Story) -> MoreLikeThis:
    """What tells a story from all others."""
    asked = IndexDocument(
        story.id,
        story.headline,
        _body(story),
        story.outlet,
        story.byline,
        _ANY,
        0,
        story.language,
    )
    return index.telling(asked)
