"""Entry in, story out: the story's own words, safe to print."""

from __future__ import annotations

from reader.clean.text.sanitize import paragraphs, plain
from reader.model import Entry, SiteContext, Story

__all__ = ["clean", "paragraphs", "plain"]


UNKNOWN = SiteContext()


def clean(entry: Entry, site: SiteContext = UNKNOWN) -> Story:
    """Make an entry fit to read, with what is known about the pages of its source."""
    from reader.clean.content_forms import (
        cleaned,
    )  # much is imported, which who prints does without

    return cleaned(entry, site)
