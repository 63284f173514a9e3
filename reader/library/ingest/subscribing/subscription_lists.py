"""Subscribes to all that a list names: OPML, addresses line by line, or one that comes with us."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.library.ingest.subscribing.add_options import AddOptions, keep_headers
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.model import (
    CleanedDocument,
    Document,
    FetchError,
    IngestReport,
    ParseError,
    Source,
)

if TYPE_CHECKING:
    from reader.library import Library

Agree = Callable[[Sequence[str]], Sequence[str]]
"""Those of some addresses in a private network that may be read."""

STARTER = "starter:"  # before the name of a list that comes with newsreader


def list_text(document: Document | FetchError) -> str:
    """Return the text of a document that is a list of subscriptions; empty for everything else."""
    from reader import opml
    from reader.parse.charset import decode
    from reader.parse.decompress import unpack

    if isinstance(document, FetchError):
        return ""
    try:
        text = decode(unpack(document.content), document.media_type)
    except ParseError:
        return ""
    return text if opml.is_list(text) else ""


def add_starter_list(library: Library, where: str, options: AddOptions) -> Iterator[IngestReport]:
    """Subscribe to a list that comes with newsreader, and say that it is a suggestion."""
    from reader.opml.starter_lists import starter_names, starter_text

    text = starter_text(where.removeprefix(STARTER))
    if not text:
        known = ", ".join(f"{STARTER}{name}" for name in starter_names())
        error = f"{where}: there is no such list to start with; there are {known}"
        yield IngestReport(CleanedDocument(where, error=error), 0)
        return
    note = f"{where}: a suggestion; `newsreader sources` lists it, and removes what you do not want"
    yield IngestReport(CleanedDocument(where, note=note), 0)
    yield from add_list(library, text, where, options)


def add_list(
    library: Library, text: str, name: str, options: AddOptions, trusting: bool = False
) -> Iterator[IngestReport]:
    """Subscribe to all that a list names, and read it.

    A list may be a stranger's, even where it lies on this disk: it leads nobody into a private
    network without consent, unless it comes from such a network (`trusting`), and none leads to a
    file.
    """
    from reader import opml

    try:
        listed = opml.read_list(text, name)
    except FetchError as error:
        yield IngestReport(CleanedDocument(name, error=str(error)), 0)
        return
    yield from (
        IngestReport(CleanedDocument(name, error=sentence), 0) for sentence in listed.errors
    )
    yield from (IngestReport(CleanedDocument(name, note=sentence), 0) for sentence in listed.notes)
    consent = partial(options.consent, name) if options.consent else _refuse
    yield from _all_of(library, listed.sources, options, consent, trusting)


def _all_of(
    library: Library, sources: Sequence[Source], options: AddOptions, consent: Agree, trusting: bool
) -> Iterator[IngestReport]:
    """Subscribe to sources, and read those that are new and not muted."""
    subscribed = subscribe_listed(library, sources, options)
    fresh = [one for one in subscribed if _is_unread(one) and not one.muted]
    yield from _read_with_consent(library, fresh, consent, trusting)


def subscribe_listed(
    library: Library, sources: Sequence[Source], options: AddOptions
) -> list[Source]:
    """Subscribe to the sources of a list, and read none of them; the subscriptions."""
    store = library.store
    locations = SourceLocations(store)
    with store.database.batch():
        known = {one.location for one in store.sources.all()}
        listed = {_subscribe(library, one, options, locations): one for one in sources}
        subscribed = [one for one in store.sources.all() if one.location in listed]
        # What a person has chosen for a source since is not for a list to change.
        others = [_with_choices(one, listed[one.location]) for one in subscribed
               if one.location not in known]  # fmt: skip
        for one in others:
            store.sources.change(one)
    return [one for one in store.sources.all() if one.location in listed]


def _read_with_consent(
    library: Library, fresh: Sequence[Source], consent: Agree, trusting: bool
) -> Iterator[IngestReport]:
    """Read sources of a list, and those in a private network once a person has consented."""
    from reader.library.ingest.fetch_round import fetch_round

    barred: dict[str, CleanedDocument] = {}
    with fetch_round(library, len(fresh)) as round_:
        round_.trusting = trusting
        for found, new in round_.fetch_sources(fresh):
            if found.barred:
                barred[found.location] = found
            else:
                yield IngestReport(found, new)
        agreed = set(consent(tuple(barred))) if barred else set()
        yield from (
            IngestReport(found, 0) for place, found in barred.items() if place not in agreed
        )
        round_.trusting = True
        yield from round_.fetch_sources([one for one in fresh if one.location in agreed])


def _refuse(_: Sequence[str]) -> Sequence[str]:
    """Let nothing be read that a list names in a private network."""
    return ()


def _is_unread(source: Source) -> bool:
    """Tell whether a source of a list is still to be read: it is new, or never could be."""
    never = not source.health.last_success and not source.fetch_state.gone
    return source.fetch_state.due is None or never


def _with_choices(source: Source, listed: Source) -> Source:
    """Return a source with what its list says of muting, whole pages, and how much is kept."""
    return replace(
        source,
        muted=source.muted or listed.muted,
        full_text=source.full_text or listed.full_text,
        keep=source.keep or listed.keep,
        reading=listed.reading,
    )


def _subscribe(
    library: Library, listed: Source, options: AddOptions, locations: SourceLocations
) -> str:
    """Subscribe to one source of a list; its location."""
    from reader.fetch.url_parts import without_login

    location, headers = without_login(listed.location)
    location = locations.location_of(location)
    folder = options.folder or listed.folder
    library.store.sources.add(location, listed.title, folder)
    if headers:
        keep_headers(library, location, headers)
    return location
