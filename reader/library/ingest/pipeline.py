"""The pipeline of ingest: fetches a location, parses, cleans and saves its stories."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader.model import (
    CleanedDocument,
    ContentForm,
    Document,
    DocumentKind,
    Entry,
    FetchError,
    IngestReport,
    ParsedDocument,
    ParseError,
    SaveOutcome,
    SiteContext,
    SourceReading,
    Story,
)
from reader.model.construction import replace
from reader.store import Store

if TYPE_CHECKING:
    from reader.config import SiteRules
    from reader.library.ingest.site_context import SiteContextOf

Sites = dict[str, "SiteRules"]
PIPE = "-"
# One source for all imported stories, so that importing a file twice adds nothing.
IMPORTS = "import:"
# One source for all pages that were added by themselves.
PAGES = "page:"
# Under what the store remembers which stories of these have pages that are still to be fetched.
PAGES_WAITING = "pages to fetch"
# The stories that come with newsreader: a source whose files move with the installation.
SAMPLES = "sample:"
_NEWSBOAT_OFFER = rb'<li class="newsboat">.*?</li>\n'
PACKAGE = Path(__file__).resolve().parents[2]


def unknown_site(_: Entry) -> SiteContext:
    """Say that nothing is known about the source of an entry."""
    return SiteContext()


def sample_folder() -> Path:
    """Return where the sample stories lie: in the package, or beside it in a checkout."""
    inside = PACKAGE / "sample_feed"
    return inside if inside.is_dir() else PACKAGE.parent / "sample_feed"


def clean_location(
    location: str,
    now: datetime,
    stdin: BinaryIO | None = None,
    site_context: SiteContextOf = unknown_site,
) -> Iterator[CleanedDocument]:
    """Yield every document of a location as clean stories, or as the reason why not."""
    from reader.fetch import fetch

    if location == SAMPLES:
        yield from _samples(now, site_context)
        return
    for found in fetch(location, now, stdin):
        if isinstance(found, FetchError):
            yield CleanedDocument(found.source or location, error=str(found))
        else:
            yield parse_and_clean(found, site_context)


def _samples(now: datetime, site_context: SiteContextOf) -> Iterator[CleanedDocument]:
    """Yield the sample stories; the subscription list among them is there to look at.

    The welcome offers to carry on from newsboat where there is something to carry on from.
    """
    from reader.exports.newsboat_files import find_newsboat
    from reader.fetch import fetch

    has_newsboat = find_newsboat(Path.home(), os.environ) is not None
    for found in fetch(str(sample_folder()), now):
        if isinstance(found, Document) and not found.location.endswith(".opml"):
            body = found.content if has_newsboat else re.sub(_NEWSBOAT_OFFER, b"", found.content)
            yield parse_and_clean(replace(found, source=SAMPLES, content=body), site_context)


def parse_and_clean(document: Document, site_context: SiteContextOf) -> CleanedDocument:
    """Return one document as clean stories, or as the reason why not."""
    from reader.clean import safe_line
    from reader.library.ingest.memory_limit import memory_limit

    try:
        with memory_limit():
            return _clean_parsed(document, site_context)
    except ParseError as error:
        return CleanedDocument(document.location, error=str(error))
    except MemoryError:
        named = safe_line(document.location)
        return CleanedDocument(document.location, error=f"{named}: takes more memory than it may")


def _clean_parsed(document: Document, site_context: SiteContextOf) -> CleanedDocument:
    """Return the stories of a document; raises ParseError."""
    from reader.clean import clean, safe_line, separate
    from reader.parse import parse

    parsed = parse(document)
    if document.reading is SourceReading.LIST and parsed.kind is not DocumentKind.FEED:
        from reader.library.ingest.pages.index_pages import list_stories

        return list_stories(document, parsed, site_context)
    entries = chain.from_iterable(map(separate, parsed.entries))
    pairs = tuple((entry, clean(entry, site_context(entry))) for entry in entries)
    return CleanedDocument(
        document.location,
        parsed.kind,
        parsed.title,
        pairs,
        note=_shortfall(parsed, safe_line(document.location)),
        pace=parsed.pace,
        is_cut=parsed.is_cut,
    )


def _shortfall(parsed: ParsedDocument, named: str) -> str:
    """Say what of a document was not read; empty when all of it was."""
    if parsed.is_cut:
        return f"{named}: breaks off before its end; what comes before that was read"
    if parsed.left_out:
        return f"{named}: the first {len(parsed.entries):,} entries were read, and no more"
    return ""


def ingest_location(
    store: Store, location: str, now: datetime, stdin: BinaryIO | None, sites: Sites
) -> Iterator[IngestReport]:
    """Save a location's stories document by document; each with the number of new ones."""
    from reader.fetch import absolute_location
    from reader.library.ingest.site_context import stored_context

    source = location if location == SAMPLES else absolute_location(location)
    source_id, error = 0, ""
    first = not store.sources.was_read(source)
    for found in clean_location(source, now, stdin, stored_context(store, sites)):
        if not found.error:
            source_id = source_id or store.sources.add(source, _title_of(source, found))
        error = found.error or error
        yield IngestReport(found, save_document(store, source_id, found, first=first))
    if source_id:
        store.sources.note_success(source_id, now)
    else:
        store.sources.note_failure(source, now, error)


def _title_of(source: str, first: CleanedDocument) -> str:
    """Return what to call a source: as its feed does, else as its file or folder is called."""
    if source == SAMPLES:
        return "Sample stories"
    if source == PIPE:
        return "Standard input"
    from reader.clean import safe_line

    if source == first.location and first.title:
        return safe_line(first.title)
    return safe_line(Path(source).name) or source


def save_document(
    store: Store,
    source_id: int,
    document: CleanedDocument,
    site_context: SiteContextOf = unknown_site,
    first: bool = False,
) -> int:
    """Keep a document's stories, and the lines of its dumps; how many are new, and not hidden.

    The first of a document is its newest. Where it is a feed that is read for the `first` time,
    what has no date stands below the stories of the day that have one. Killed meanwhile, all of it
    is kept or nothing.
    """
    if not document.pairs:
        return 0
    from reader.library.ingest.full_text import with_full_texts
    from reader.library.rules.arrival import run_rules

    undated = (
        _start_of_day(document.pairs[0][0].arrived)
        if first and document.kind in (DocumentKind.FEED, DocumentKind.LIST)
        else None
    )
    with store.database.batch():
        identified = store.stories.identify(source_id, document.pairs)
        pairs = with_full_texts(store, source_id, identified, site_context)
        packed = document.packed if pairs is identified else ()  # the text of a page may be another
        step = 1 if document.oldest_first else -1
        in_order = pairs[::step]
        changes = store.stories.save(source_id, in_order, undated=undated, packed=packed[::step])
        hidden = run_rules(store, source_id, in_order, changes)
        _save_dump_lines(store, pairs)
    return changes.count(SaveOutcome.NEW) - hidden


def _save_dump_lines(store: Store, pairs: Iterable[tuple[Entry, Story]]) -> None:
    """Remember the lines of dumps: those that the dumps of a site repeat are no story."""
    for entry, story in pairs:
        if entry.form is ContentForm.DUMP:
            from reader.clean.dump import repetition

            store.dump_lines.save_lines(entry.source, story.key, repetition.memorable_lines(entry))


def _start_of_day(moment: datetime) -> int:
    """Return when the day of a moment began where the reader is, in seconds."""
    day = moment.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp())
