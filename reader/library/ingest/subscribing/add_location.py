"""Adds a location that a person named: feed, site, page, list or files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from reader.library.ingest.pipeline import SAMPLES
from reader.library.ingest.subscribing.add_options import AddOptions, Headers, keep_headers
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.library.ingest.subscribing.subscriber import Subscriber
from reader.library.ingest.subscribing.subscription_lists import (
    STARTER,
    add_list,
    add_starter_list,
    list_text,
)
from reader.model import CleanedDocument, IngestReport, Request, Response, SourceReading

if TYPE_CHECKING:
    from reader.library import Library
    from reader.library.ingest.fetch_round import FetchRound

NO_FILE = "nor is there a file of that name"


def add_location(
    library: Library, where: str, stdin: BinaryIO | None, options: AddOptions
) -> Iterator[IngestReport]:
    """Read a place for the first time, or once more."""
    from reader.fetch import fetch
    from reader.fetch.local import is_file
    from reader.fetch.url_normalization import url_candidates

    if where.startswith(STARTER):
        yield from add_starter_list(library, where, options)
        return
    if places := url_candidates(where):
        yield from _from_web(library, places, options)
        return
    now = library.clock.now()
    text = list_text(next(fetch(where, now))) if where != SAMPLES and is_file(where) else ""
    if text:
        yield from add_list(library, text, where, options)
        return
    from reader.library.ingest.mail_ingest import ingest_place  # most add addresses or lists

    yield from ingest_place(library, where, stdin, options.all_mail)


def _from_web(
    library: Library, places: Sequence[str], options: AddOptions
) -> Iterator[IngestReport]:
    """Read an address of the web, whatever stands behind it: the first of several that answers."""
    from reader.fetch import document_of
    from reader.library.ingest.fetch_round import fetch_round

    with fetch_round(library) as round_:
        round_.trusting = True  # the person named these places
        request, response = _first_answer(round_, places, options)
        if len(places) > 1 and response.status and request.location.startswith("http:"):
            said = f"{request.location}: taken without encryption, as there is none on its host"
            yield IngestReport(CleanedDocument(request.location, note=said), 0)
        listed = "" if response.error else list_text(document_of(response, library.clock.now()))
        if response.error:
            yield IngestReport(CleanedDocument(request.location, error=response.error), 0)
        elif not listed:
            yield from Subscriber(round_, request, options).subscribe_to(response)
    if listed:
        yield from add_list(library, listed, request.location, options, response.private)


def _first_answer(
    round_: FetchRound, places: Sequence[str], options: AddOptions
) -> tuple[Request, Response]:
    """Ask at several places until one answers, be it with an error; the last if none does."""
    from reader.fetch.site_feeds import site_feed_url
    from reader.fetch.url_parts import without_login

    locations = SourceLocations(round_.store)
    for place in places:
        location, login = without_login(place)
        is_page = options.page or options.reading is not SourceReading.FEED
        location = locations.location_of(location if is_page else site_feed_url(location))
        request = _make_request(round_, location, (*login, *options.headers))
        response = round_.network.get(request)
        # What is secret does not go where nobody meant it to, nor past a forged certificate.
        if response.status or response.untrusted or response.offline or request.headers:
            return request, response
    return request, response if len(places) == 1 else replace(
        response, error=f"{response.error}; {NO_FILE}"
    )


def _make_request(round_: FetchRound, location: str, headers: Headers) -> Request:
    """Build the request for an address; headers of its own are kept for all later ones."""
    from reader.fetch.url_parts import host_of, url_fault

    if headers and not url_fault(location):  # which nobody will ever ask
        keep_headers(round_.library, location, headers)
        round_.secrets[location] = headers
    return Request(location, trusted=host_of(location), headers=headers)
