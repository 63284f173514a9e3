"""A location in, its stories in the store: fetch, parse, clean, save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader.model import (
    Change,
    Cleaned,
    Document,
    Entry,
    FetchError,
    Form,
    Kind,
    Parsed,
    ParseError,
    Site,
)
from reader.store import Store

if TYPE_CHECKING:
    from reader.config import SiteRules
    from reader.library.ingest.site_context import About

Sites = dict[str, "SiteRules"]
PIPE = "-"
# One source for all imported stories, so that importing a file twice adds nothing.
IMPORTS = "import:"
# One source for all pages that were added by themselves.
PAGES = "page:"
# The stories that come with newsreader: a source whose files move with the installation.
SAMPLES = "sample:"
PACKAGE = Path(__file__).resolve().parents[2]


def unknown(_: Entry) -> Site:
    """Nothing is known about the source of an entry."""
    return Site()


def sample_folder() -> Path:
    """Where the sample stories lie: in the package, or beside it in a checkout."""
    inside = PACKAGE / "sample_feed"
    return inside if inside.is_dir() else PACKAGE.parent / "sample_feed"


def cleaned(
    location: str, now: datetime, stdin: BinaryIO | None = None, about: About = unknown
) -> Iterator[Cleaned]:
    """Every document of a location as clean stories, or as the reason why not."""
    from reader.fetch import fetch

    if location == SAMPLES:
        yield from samples(now, about)
        return
    for found in fetch(location, now, stdin):
        if isinstance(found, FetchError):
            yield Cleaned(found.source or location, error=str(found))
        else:
            yield document_cleaned(found, about)


def samples(now: datetime, about: About) -> Iterator[Cleaned]:
    """The sample stories; the subscription list among them is there to look at."""
    from reader.fetch import fetch

    for found in fetch(str(sample_folder()), now):
        if isinstance(found, Document) and not found.location.endswith(".opml"):
            yield document_cleaned(replace(found, source=SAMPLES), about)


def document_cleaned(document: Document, about: About) -> Cleaned:
    """One document as clean stories, or as the reason why not."""
    from reader.clean import plain
    from reader.library.ingest.memory_limit import bounded

    try:
        with bounded():
            return told(document, about)
    except ParseError as error:
        return Cleaned(document.location, error=str(error))
    except MemoryError:
        named = plain(document.location)
        return Cleaned(document.location, error=f"{named}: takes more memory than it may")


def told(document: Document, about: About) -> Cleaned:
    """The stories of a document; raises ParseError."""
    from reader.clean import clean, plain
    from reader.parse import parse

    parsed = parse(document)
    pairs = tuple((entry, clean(entry, about(entry))) for entry in parsed.entries)
    return Cleaned(
        document.location,
        parsed.kind,
        parsed.title,
        pairs,
        note=shortfall(parsed, plain(document.location)),
        pace=parsed.pace,
        is_cut=parsed.is_cut,
    )


def shortfall(parsed: Parsed, named: str) -> str:
    """Say what of a document was not read; empty when all of it was."""
    if parsed.is_cut:
        return f"{named}: breaks off before its end; what comes before that was read"
    if parsed.left_out:
        return f"{named}: the first {len(parsed.entries):,} entries were read, and no more"
    return ""


def arrivals(
    store: Store, location: str, now: datetime, stdin: BinaryIO | None, sites: Sites
) -> Iterator[tuple[Cleaned, int]]:
    """Save a location's stories document by document; each with the number of new ones."""
    from reader.fetch import absolute
    from reader.library.ingest.site_context import by_all

    source = location if location == SAMPLES else absolute(location)
    source_id, error = 0, ""
    first = not store.sources.was_read(source)
    for found in cleaned(source, now, stdin, by_all(store, sites)):
        if not found.error:
            source_id = source_id or store.sources.add(source, title_of(source, found))
        error = found.error or error
        yield found, saved(store, source_id, found, first=first)
    if source_id:
        store.sources.succeeded(source_id, now)
    else:
        store.sources.failed(source, now, error)


def title_of(source: str, first: Cleaned) -> str:
    """What to call a source: as its feed does, else as its file or folder is called."""
    if source == SAMPLES:
        return "Sample stories"
    if source == PIPE:
        return "Standard input"
    from reader.clean import plain

    if source == first.location and first.title:
        return plain(first.title)
    return plain(Path(source).name) or source


def saved(
    store: Store, source_id: int, found: Cleaned, about: About = unknown, first: bool = False
) -> int:
    """Keep a document's stories, and the lines of its dumps; how many are new.

    The first of a document is its newest. Where it is a feed that is read for the `first` time,
    what has no date stands below the stories of the day that have one. Killed meanwhile, all of it
    is kept or nothing.
    """
    if not found.pairs:
        return 0
    from reader.library.ingest.full_text import with_pages

    undated = (
        _start_of_day(found.pairs[0][0].arrived) if first and found.kind is Kind.FEED else None
    )
    with store.database.batch():
        pairs = with_pages(store, source_id, store.stories.identify(source_id, found.pairs), about)
        in_order = pairs if found.oldest_first else pairs[::-1]
        changes = store.stories.save(source_id, in_order, undated=undated)
        for entry, story in pairs:
            if entry.form is Form.DUMP:
                from reader.clean.dump import repetition

                store.lines.remember(entry.source, story.key, repetition.lines(entry))
    return changes.count(Change.NEW)


def _start_of_day(moment: datetime) -> int:
    """When the day of a moment began where the reader is, in seconds."""
    day = moment.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp())
