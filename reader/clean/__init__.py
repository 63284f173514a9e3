"""Entry in, story out: the story's own words, safe to print."""

from __future__ import annotations

from dataclasses import replace

from reader.clean.text.sanitize import safe_line, safe_paragraphs
from reader.model import ContentForm, Entry, SiteContext, Story

__all__ = ["clean", "safe_line", "safe_paragraphs", "separate"]


UNKNOWN = SiteContext()


def clean(entry: Entry, site: SiteContext = UNKNOWN) -> Story:
    """Make an entry fit to read, with what is known about the pages of its source."""
    # Much is imported, which who prints does without.
    from reader.clean.content_forms import clean_by_form

    return clean_by_form(entry, site)


def separate(entry: Entry) -> tuple[Entry, ...]:
    """List the pages that one text holds as entries of their own; nearly always it is one.

    The first one keeps the key of the whole text.
    """
    if entry.form is not ContentForm.DUMP:
        return (entry,)
    from reader.clean.dump.dump_cleaner import separate_pages

    first, *others = separate_pages(entry.content)
    if not others:
        return (entry,)
    pages = [
        replace(entry, content=page, title="", guid=f"{entry.key}#{number}")
        for number, page in enumerate(others, start=2)
    ]
    return (replace(entry, content=first, guid=entry.key), *pages)
