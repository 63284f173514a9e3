"""Index pages as sources: as what a document is read, and the stories that a page lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model import (
    CleanedDocument,
    Document,
    DocumentKind,
    IngestReport,
    ParsedDocument,
    ParseError,
    Source,
    SourceReading,
)

if TYPE_CHECKING:
    from reader.config import SiteRules
    from reader.library.ingest.fetch_round import FetchRound
    from reader.library.ingest.site_context import SiteContextOf

MOST_PAGES = 10  # behind the stories of an index page that are fetched in one reading
Sites = dict[str, "SiteRules"]


def _list_selectors(location: str, sites: Sites) -> tuple[str, ...]:
    """Return a person's selectors for the stories of an index page, by a part of its address."""
    place = location.casefold()
    named = (rules.list for name, rules in sites.items() if name.casefold() in place)
    return next(filter(None, named), ())


def read_as(document: Document, reading: SourceReading, sites: Sites) -> Document:
    """Return a document with as what it is to be read."""
    if reading is SourceReading.FEED:
        return document
    if reading is SourceReading.WATCH:
        return replace(document, reading=reading)
    selectors = _list_selectors(document.source, sites) or _list_selectors(document.location, sites)
    return replace(document, reading=reading, selectors=selectors)


def list_stories(
    document: Document, parsed: ParsedDocument, site_context: SiteContextOf
) -> CleanedDocument:
    """Return the stories that an index page lists; a feed in its place is a feed.

    Raises:
        ParseError: it lists none, or is no page.
    """
    from reader.clean import clean, safe_line
    from reader.clean.index_page.listed_stories import find_listed_stories

    named = safe_line(document.location)
    if parsed.kind is not DocumentKind.PAGE:
        raise ParseError(f"{named}: is no page", named)
    listed = find_listed_stories(parsed.entries[0], document.location, document.selectors)
    if not listed.entries:
        raise ParseError(f"{named}: {listed.doubt}", named)
    note = f"{named}: the first {len(listed.entries):,} stories were read, and no more"
    return CleanedDocument(
        document.location,
        DocumentKind.LIST,
        listed.title,
        tuple((entry, clean(entry, site_context(entry))) for entry in listed.entries),
        note=note if listed.left_out else "",
        unsure=listed.doubt,
    )


def fetch_listed_pages(round_: FetchRound, source: Source) -> Iterator[IngestReport]:
    """Fetch the pages behind some of the stories of an index page that have none yet.

    A note tells of those that cannot be read; none is tried again by itself.
    """
    from reader.library.ingest.full_text import FullTextFetcher

    fetcher, store, failures = FullTextFetcher(round_), round_.store, list[str]()
    for story_id in store.full_pages.ids_without_page(source.id, MOST_PAGES):
        story = store.stories.get(story_id)
        if error := fetcher._fetch_page(story):
            failures.append(error)
        if store.full_pages.find(source.id, story.key) is None:
            store.full_pages.give_up(story_id, story.link)
    if failures:
        count = f"{len(failures)} of its stories' pages brought no more"
        note = f"{source.location}: {count}: {failures[0]}"
        yield IngestReport(CleanedDocument(source.location, note=note), 0)
