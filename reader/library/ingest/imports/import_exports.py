"""Takes in the exports of other readers: subscriptions, starred articles, pages to read later.

Pages are fetched later, some at each refresh: each of them is asked for once, in turn with others
of its host, and only where its site lets programs read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.exports.marked_entry import MarkedEntry
from reader.exports.saved_pages import saved_pages
from reader.exports.starred_json import starred_entries
from reader.library.ingest.imports.import_marked import CarriedOver, MarkedImport, batches_by_source
from reader.library.ingest.pipeline import IMPORTS, PAGES, PAGES_WAITING
from reader.library.ingest.subscribing.add_options import NO_OPTIONS
from reader.library.ingest.subscribing.subscription_lists import subscribe_listed
from reader.model import FetchError, IngestReport

if TYPE_CHECKING:
    from reader.library import Library

BATCH = 400
EACH_TIME = 30  # pages that are fetched at one refresh


def import_export(
    library: Library, content: bytes, name: str, total: CarriedOver
) -> Iterator[IngestReport] | None:
    """Take in an export; what came of each handful, or None where this is no export."""
    from reader import opml

    text = content.decode("utf-8-sig", "replace")
    now = library.clock.now()
    if opml.is_list(text):
        return _subscriptions(library, text, name, total)
    starred = starred_entries(text, IMPORTS, now)
    if starred is not None:
        return _save(library, starred, total)
    pages = saved_pages(text, PAGES, now)
    return None if pages is None else _save_pages(library, pages, total)


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
    for batch in batches_by_source(iter(entries), BATCH):
        location = batch[0].entry.source
        is_named = location not in (IMPORTS, PAGES)
        title = "Imported stories" if location == IMPORTS else "Saved pages"
        source_id = (
            store.sources.make_known(location) if is_named else store.sources.add(location, title)
        )
        if is_named:
            store.sources.set_title(source_id, batch[0].entry.outlet)
        yield taken.save(source_id, batch)


def _save_pages(
    library: Library, pages: Sequence[MarkedEntry], total: CarriedOver
) -> Iterator[IngestReport]:
    """Save pages as bookmarks, and remember that they wait to be fetched."""
    stories = library.store.stories
    highest = max(stories.ids("everything"), default=0)
    yield from _save(library, pages, total)
    waiting = [*_waiting_stories(library), *stories.next_ids(highest, len(pages))]
    stories.note(PAGES_WAITING, json.dumps(waiting))
    total.pages = len(waiting)


def fetch_waiting_pages(library: Library) -> Iterator[IngestReport]:
    """Fetch some of the pages that wait; what became of each is a note, for it is no failure."""
    from reader.fetch.http.error_messages import OFFLINE
    from reader.library.ingest.fetch_round import fetch_round
    from reader.library.ingest.full_text import FullTextFetcher

    waiting = _waiting_stories(library)
    if not waiting:
        return
    ids = library.store.stories.known_ids(waiting[:EACH_TIME])
    offline = []
    with fetch_round(library) as round_:
        for story_id, (found, new) in zip(ids, FullTextFetcher(round_).fetch(ids), strict=True):
            if OFFLINE in found.error:
                offline.append(story_id)
            else:
                yield IngestReport(replace(found, error="", note=found.error), new)
    library.store.stories.note(PAGES_WAITING, json.dumps([*offline, *waiting[EACH_TIME:]]))


def _waiting_stories(library: Library) -> list[int]:
    """Return the stories whose pages wait to be fetched."""
    return list(json.loads(library.store.database.meta(PAGES_WAITING) or "[]"))
