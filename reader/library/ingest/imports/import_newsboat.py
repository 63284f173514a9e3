"""Carries on from newsboat: its sources, searches, articles and marks."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader import opml
from reader.exports.newsboat_cache import CacheReader, open_cache
from reader.exports.newsboat_files import NewsboatFiles, find_newsboat, read_text
from reader.exports.newsboat_filter import UntranslatableError, translate_filter
from reader.library.ingest.imports.import_marked import CarriedOver, MarkedImport
from reader.library.ingest.subscribing.add_options import NO_OPTIONS
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.library.ingest.subscribing.subscription_lists import subscribe_listed
from reader.library.saved_searches import SavedSearches, add_search
from reader.model import CleanedDocument, FetchError, IngestReport, QueryError, SavedSearch, Source
from reader.opml.feed_addresses import normalize_feed_address
from reader.opml.newsboat import NewsboatUrls, read_newsboat_urls
from reader.opml.subscription_list import SubscriptionCollector
from reader.query.lexer import QUOTES

if TYPE_CHECKING:
    from reader.library import Library

__all__ = ["find_newsboat", "import_newsboat"]


def import_newsboat(
    library: Library, files: NewsboatFiles, total: CarriedOver
) -> Iterator[IngestReport]:
    """Take in what newsboat has; what came of each handful of articles.

    Nothing is fetched: the sources are read at the next refresh, and what stands in a private
    network only when a person has consented.

    A cache that cannot be read is told of in the end; what the list names is taken all the same.
    """
    text = read_text(files.urls) if files.urls else ""
    text, urls = read_newsboat_urls(text)
    listed = _listed_sources(text, str(files.urls), total)
    if urls.hidden:
        total.left.append(f"that it hides feeds (!), which are listed here: {urls.hidden:,}")
    with ExitStack() as opened:
        cache, titles = None, {}
        try:
            if files.cache:
                connection = opened.enter_context(open_cache(files.cache))
                reading = CacheReader(connection, str(files.cache))
                titles, cache = reading.titles(), reading
        except FetchError as error:  # what its list names is taken all the same
            yield IngestReport(CleanedDocument(str(files.cache), error=str(error)), 0)
        if not files.urls:
            listed = _cached_sources(titles, Path(str(files.cache)).name, total)
        subscribed = _subscribe(library, listed, titles, total)
        _save_searches(library, urls, subscribed, total)
        if cache:
            yield from _articles(library, cache, subscribed, total)
    beyond = len(titles.keys() - subscribed.keys())
    if beyond and files.urls:
        total.left.append(f"feeds in the cache that its list does not name: {beyond:,}")


def _listed_sources(text: str, name: str, total: CarriedOver) -> list[Source]:
    """Return the sources of a urls file without its searches; what else it names is left."""
    if not text.strip():
        return []
    try:
        listed = opml.read_list(text, Path(name).name)
    except FetchError:
        return []
    total.left += [*listed.errors, *listed.notes]
    return list(listed.sources)


def _cached_sources(places: Iterable[str], name: str, total: CarriedOver) -> list[Source]:
    """Return the sources of a cache; what a server calls by a number of its own is left."""
    gathered = SubscriptionCollector(name)
    for place in places:
        gathered.add(Source(place))
    listed = gathered.result()
    total.left += listed.errors
    return list(listed.sources)


def _subscribe(
    library: Library, listed: list[Source], titles: dict[str, str], total: CarriedOver
) -> dict[str, Source]:
    """Subscribe to sources; each by the address that newsboat has for it."""
    locations = SourceLocations(library.store)
    known = {one.location for one in library.store.sources.all()}
    named = [
        one
        if locations.location_of(one.location) in known
        else replace(one, title=one.title or title)
        for one in listed
        for title in (titles.get(one.location, ""),)
    ]
    subscribed = {one.location: one for one in subscribe_listed(library, named, NO_OPTIONS)}
    total.sources += len(subscribed.keys() - known)
    places = {one.location: locations.location_of(one.location) for one in listed}
    places |= {place: locations.location_of(place) for place in titles}
    return {place: subscribed[of] for place, of in places.items() if of in subscribed}


def _articles(
    library: Library, cache: CacheReader, subscribed: dict[str, Source], total: CarriedOver
) -> Iterator[IngestReport]:
    """Save the articles of the sources that are subscribed to."""
    now = library.clock.now()
    taken = MarkedImport(library.store, now, total)
    for place, source in subscribed.items():
        for batch in cache.batches(place, now):
            entries = [
                replace(one, entry=replace(one.entry, source=source.location)) for one in batch
            ]
            yield taken.save(source.id, entries)


def _save_searches(
    library: Library, urls: NewsboatUrls, subscribed: dict[str, Source], total: CarriedOver
) -> None:
    """Save the searches of newsboat as queries; those that no query can say are left."""
    feeds = _names_by_tag(library, urls, subscribed)
    for name, written in urls.queries:
        try:
            found = translate_filter(written, feeds)
            if hint := library.parse_query(found.query).hint:
                raise UntranslatableError(hint)
            _save_search(library, SavedSearch(name, found.query))
            total.searches += 1
        except (UntranslatableError, QueryError) as error:
            total.left.append(f"the search {name!r}, {written!r}: {error}")
            continue
        if found.is_mixed:
            total.left.append(
                f"another way to read the search {name!r}: `and` beside `or`, without parentheses, "
                f"is {found.query!r} here"
            )


def _save_search(library: Library, saved: SavedSearch) -> None:
    """Save a search, beside another one of its name."""

    def added(known: SavedSearches) -> SavedSearches:
        is_taken = any(one.name == saved.name and one.query != saved.query for one in known)
        return add_search(known, replace(saved, name=f"{saved.name} (newsboat)" if is_taken
                                         else saved.name))  # fmt: skip

    library.change_searches(added)


def _names_by_tag(
    library: Library, urls: NewsboatUrls, subscribed: dict[str, Source]
) -> dict[str, tuple[str, ...]]:
    """Return what `in:` has to ask for to find the sources of each tag, and no others."""
    named = functools.cache(library.store.sources.ids_named)
    sources: dict[str, list[Source]] = {}
    for place, tags in urls.tags.items():
        source = subscribed.get(place) or subscribed.get(normalize_feed_address(place))
        if source:
            for tag in tags:
                sources.setdefault(tag, []).append(source)

    def name_of(source: Source) -> str:
        """Return what finds a source and no other, where there is such a name."""
        names = (one for one in (source.title, source.location) if named(one) == {source.id})
        return next((one for one in names if not set(one) & set(QUOTES)), source.location)

    return {
        tag: (tag,) if named(tag) == {one.id for one in tagged} else tuple(map(name_of, tagged))
        for tag, tagged in sources.items()
    }
