"""Takes in the exports of other readers: subscriptions, starred articles, pages to read later.

Pages are fetched later, some at each refresh: each of them is asked for once, in turn with others
of its host, and only where its site lets programs read it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reader.exports.marked_entry import MarkedEntry
from reader.exports.saved_json import saved_pages_in_json
from reader.exports.saved_pages import saved_pages
from reader.exports.starred_json import starred_entries
from reader.exports.ttrss_xml import ttrss_entries
from reader.library.ingest.imports.import_marked import CarriedOver, MarkedImport, batches_by_source
from reader.library.ingest.pipeline import IMPORTS, PAGES, PAGES_WAITING
from reader.library.ingest.subscribing.add_options import NO_OPTIONS
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.library.ingest.subscribing.subscription_lists import subscribe_listed
from reader.model import ContentForm, FetchError, IngestReport, ParseError

if TYPE_CHECKING:
    from reader.library import Library

BATCH = 400
EACH_TIME = 30  # pages that are fetched at one refresh
ARCHIVE = b"PK\x03\x04"
LISTS = (".csv", ".json", ".opml", ".xml")
LINKS = (".html", ".htm")
LARGEST_UNPACKED = 100_000_000  # bytes of all files of an archive


def import_export(
    library: Library, content: bytes, name: str, total: CarriedOver
) -> Iterator[IngestReport] | None:
    """Take in an export or an archive of some; what came of each handful, None of what is none."""
    if content.startswith(ARCHIVE):
        return _from_archive(library, content, total)
    from reader import opml
    from reader.parse.charset import decode

    try:
        text = decode(content, "")
    except ParseError:  # no text at all
        return None
    now = library.clock.now()
    if opml.is_list(text):
        return _subscriptions(library, text, name, total)
    starred = starred_entries(text, IMPORTS, now)
    starred = ttrss_entries(text, IMPORTS, now) if starred is None else starred
    if starred is not None:
        return _save(library, starred, total)
    pages = saved_pages(text, PAGES, now)
    pages = saved_pages_in_json(text, PAGES, now) if pages is None else pages
    return None if pages is None else _save_pages(library, pages, total)


def _from_archive(
    library: Library, content: bytes, total: CarriedOver
) -> Iterator[IngestReport] | None:
    """Take in the exports in a zip archive, as programs send them; None where it holds none."""
    arriving = [
        found
        for name, member in _members(content)
        if (found := import_export(library, member, name, total)) is not None
    ]
    return chain.from_iterable(arriving) if arriving else None


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of an archive that may be an export.

    Pages lie in folders there, lists of them do not.
    """
    from zipfile import BadZipFile, ZipFile  # only who has an archive waits for it

    left = LARGEST_UNPACKED
    with suppress(BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        archive = ZipFile(BytesIO(content))
        for one in archive.infolist():
            path = PurePosixPath(one.filename)
            wanted = LISTS if len(path.parts) > 1 else (*LISTS, *LINKS)
            left -= one.file_size if path.suffix.lower() in wanted else 0
            if path.suffix.lower() in wanted and left >= 0:
                member = archive.read(one)
                if not member.startswith(ARCHIVE):
                    yield path.name, member


def _subscriptions(
    library: Library, text: str, name: str, total: CarriedOver
) -> Iterator[IngestReport]:
    """Subscribe to what a list names; it is read at the next refresh."""
    from reader import opml

    known = {one.location for one in library.store.sources.all()}
    try:
        listed = opml.read_list(text, name)
    except FetchError as error:
        total.left.append(str(error))
        return
    total.left += [*listed.errors, *listed.notes]
    subscribed = subscribe_listed(library, listed.sources, NO_OPTIONS)
    total.sources += len({one.location for one in subscribed} - known)
    yield from ()


def _save(
    library: Library, entries: Sequence[MarkedEntry], total: CarriedOver
) -> Iterator[IngestReport]:
    """Save articles under their sources, which are not subscribed to by that."""
    store = library.store
    taken = MarkedImport(store, library.clock.now(), total)
    locations = SourceLocations(store)
    for batch in batches_by_source(iter(entries), BATCH):
        location = batch[0].entry.source
        is_named = location not in (IMPORTS, PAGES)
        title = "Imported stories" if location == IMPORTS else "Saved pages"
        source_id = (
            store.sources.make_known(locations.location_of(location))
            if is_named
            else store.sources.add(location, title)
        )
        if is_named:
            store.sources.set_title(source_id, batch[0].entry.outlet)
        yield taken.save(source_id, batch)


def _save_pages(
    library: Library, pages: Sequence[MarkedEntry], total: CarriedOver
) -> Iterator[IngestReport]:
    """Save pages as bookmarks; those that come without their text wait to be fetched."""
    stories = library.store.stories
    yield from _save(library, [one for one in pages if one.entry.form is ContentForm.HTML], total)
    without = [one for one in pages if one.entry.form is ContentForm.TEXT]
    highest = max(stories.ids("everything"), default=0)
    yield from _save(library, without, total)
    waiting = [*_waiting_stories(library), *stories.next_ids(highest, len(without))]
    stories.note(PAGES_WAITING, json.dumps(waiting))
    total.pages = len(waiting)


def fetch_waiting_pages(library: Library) -> Iterator[IngestReport]:
    """Fetch some of the pages that wait; what became of each is a note, for it is no failure."""
    from reader.library.ingest.fetch_round import fetch_round
    from reader.library.ingest.full_text import FullTextFetcher

    waiting = _waiting_stories(library)
    if not waiting:
        return
    ids = library.store.stories.known_ids(waiting[:EACH_TIME])
    with fetch_round(library) as round_:
        fetcher = FullTextFetcher(round_)
        for story_id, (found, new) in zip(ids, fetcher.fetch(ids), strict=True):
            if story_id not in fetcher.offline:
                yield IngestReport(replace(found, error="", note=found.error), new)
    still = [*(one for one in ids if one in fetcher.offline), *waiting[EACH_TIME:]]
    library.store.stories.note(PAGES_WAITING, json.dumps(still))


def _waiting_stories(library: Library) -> list[int]:
    """Return the stories whose pages wait to be fetched."""
    return list(json.loads(library.store.database.meta(PAGES_WAITING) or "[]"))
