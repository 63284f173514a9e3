"""Adds a location that a person named: feed, site, page, list or files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO

from reader.library.ingest.pipeline import (
    PAGES,
    SAMPLES,
    ingest_location,
    parse_and_clean,
    save_document,
)
from reader.library.ingest.source_locations import SourceLocations
from reader.model import (
    CleanedDocument,
    Document,
    FetchError,
    IngestReport,
    ParseError,
    Request,
    Response,
    Source,
)
from reader.model.construction import frozen
from reader.store.files import logins

if TYPE_CHECKING:
    from reader.library import Library
    from reader.library.ingest.fetch_round import FetchRound
    from reader.parse.discovery import FeedOffer

Headers = tuple[tuple[str, str], ...]
Choose = Callable[[str, "Sequence[FeedOffer]"], "Sequence[FeedOffer]"]
"""A page and the feeds that it offers in, those that are meant out."""


Consent = Callable[[str, Sequence[str]], Sequence[str]]
"""A list and what it names in a private network in, those addresses that may be read out."""


Agree = Callable[[Sequence[str]], Sequence[str]]
"""The same for one list."""

STARTER = "starter:"  # before the name of a list that comes with newsreader
GUESSING = 3.0  # seconds after which no more places are tried where a feed may be
NO_FILE = "nor is there a file of that name"
NAMED = 5  # feeds of a page besides the one that was taken


@frozen
class AddOptions:
    """What a person wants of a location beyond having it read."""

    page: bool = False  # this page and not the feed that it belongs to
    folder: str = ""  # for the new sources to stand in
    headers: Headers = ()  # that its server is to be asked with
    choose: Choose | None = None  # which of several feeds are meant; None: the first that is one
    consent: Consent | None = (
        None  # to what a list names in a private network; None: it is not read
    )


NO_OPTIONS = AddOptions()


def add_location(
    library: Library, where: str, stdin: BinaryIO | None, wish: AddOptions
) -> Iterator[IngestReport]:
    """Read a place for the first time, or once more."""
    from reader.fetch import fetch
    from reader.fetch.local import is_file
    from reader.fetch.url_normalization import url_candidates

    if where.startswith(STARTER):
        yield from _starter_list(library, where, wish)
        return
    if places := url_candidates(where):
        yield from _from_web(library, places, wish)
        return
    now, sites = library.clock.now(), library.settings().sites
    text = list_text(next(fetch(where, now))) if where != SAMPLES and is_file(where) else ""
    if text:
        yield from add_list(library, text, where, wish)
        return
    yield from ingest_location(library.store, where, now, stdin, sites)


def _starter_list(library: Library, where: str, wish: AddOptions) -> Iterator[IngestReport]:
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
    yield from add_list(library, text, where, wish)


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


def add_list(
    library: Library, text: str, name: str, wish: AddOptions, trusting: bool = False
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
    consent = partial(wish.consent, name) if wish.consent else _refuse
    yield from _all_of(library, listed.sources, wish, consent, trusting)


def _all_of(
    library: Library, sources: Sequence[Source], wish: AddOptions, consent: Agree, trusting: bool
) -> Iterator[IngestReport]:
    """Subscribe to sources, and read those that are new and not muted."""
    subscribed = subscribe_listed(library, sources, wish)
    fresh = [one for one in subscribed if _is_unread(one) and not one.muted]
    yield from _read_with_consent(library, fresh, consent, trusting)


def subscribe_listed(library: Library, sources: Sequence[Source], wish: AddOptions) -> list[Source]:
    """Subscribe to the sources of a list, and read none of them; the subscriptions."""
    store = library.store
    locations = SourceLocations(store)
    with store.database.batch():
        known = {one.location for one in store.sources.all()}
        listed = {_subscribe(library, one, wish, locations): one for one in sources}
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
        for found, new in round_.to(fresh):
            if found.barred:
                barred[found.location] = found
            else:
                yield IngestReport(found, new)
        agreed = set(consent(tuple(barred))) if barred else set()
        yield from (
            IngestReport(found, 0) for place, found in barred.items() if place not in agreed
        )
        round_.trusting = True
        yield from round_.to([one for one in fresh if one.location in agreed])


def _refuse(_: Sequence[str]) -> Sequence[str]:
    """Let nothing be read that a list names in a private network."""
    return ()


def _is_unread(source: Source) -> bool:
    """Tell whether a source of a list is still to be read: it is new, or never could be."""
    never = not source.health.last_success and not source.standing.gone
    return source.standing.due is None or never


def _with_choices(source: Source, listed: Source) -> Source:
    """Return a source with what its list says of muting, whole pages, and how much is kept."""
    return replace(
        source,
        muted=source.muted or listed.muted,
        full_text=source.full_text or listed.full_text,
        keep=source.keep or listed.keep,
    )


def _subscribe(
    library: Library, listed: Source, wish: AddOptions, locations: SourceLocations
) -> str:
    """Subscribe to one source of a list; its location."""
    from reader.fetch.url_parts import without_login

    location, headers = without_login(listed.location)
    location = locations.location_of(location)
    folder = wish.folder or listed.folder
    library.store.sources.add(location, listed.title, folder)
    if headers:
        keep_headers(library, location, headers)
    return location


def keep_headers(library: Library, location: str, headers: Headers) -> None:
    """Remember the headers for a location; what was answered to others is not theirs to know."""
    if logins.read_logins(library.places.data).get(location, ()) != headers:
        logins.keep_login(library.places.data, location, headers)
        library.store.network.forget_answers(location)


def _from_web(library: Library, places: Sequence[str], wish: AddOptions) -> Iterator[IngestReport]:
    """Read an address of the web, whatever stands behind it: the first of several that answers."""
    from reader.fetch import document_of
    from reader.library.ingest.fetch_round import fetch_round

    with fetch_round(library) as round_:
        round_.trusting = True  # the person named these places
        ask, reply = _first_answer(round_, places, wish)
        if len(places) > 1 and reply.status and ask.location.startswith("http:"):
            said = f"{ask.location}: taken without encryption, as there is none on its host"
            yield IngestReport(CleanedDocument(ask.location, note=said), 0)
        listed = "" if reply.error else list_text(document_of(reply, library.clock.now()))
        if reply.error:
            yield IngestReport(CleanedDocument(ask.location, error=reply.error), 0)
        elif not listed:
            yield from Subscriber(round_, ask, wish).take(reply)
    if listed:
        yield from add_list(library, listed, ask.location, wish, reply.private)


def _first_answer(
    round_: FetchRound, places: Sequence[str], wish: AddOptions
) -> tuple[Request, Response]:
    """Ask at several places until one answers, be it with an error; the last if none does."""
    from reader.fetch.site_feeds import site_feed_url
    from reader.fetch.url_parts import without_login

    locations = SourceLocations(round_.store)
    for place in places:
        location, login = without_login(place)
        location = locations.location_of(location if wish.page else site_feed_url(location))
        ask = _asking(round_, location, (*login, *wish.headers))
        reply = round_.network.get(ask)
        # What is secret does not go where nobody meant it to, nor past a forged certificate.
        if reply.status or reply.untrusted or reply.offline or ask.headers:
            return ask, reply
    return ask, reply if len(places) == 1 else replace(reply, error=f"{reply.error}; {NO_FILE}")


def _asking(round_: FetchRound, location: str, headers: Headers) -> Request:
    """Build the request for an address; headers of its own are kept for all later ones."""
    from reader.fetch.url_parts import host_of, url_fault

    if headers and not url_fault(location):  # which nobody will ever ask
        keep_headers(round_.library, location, headers)
        round_.secrets[location] = headers
    return Request(location, trusted=host_of(location), headers=headers)


class Subscriber:
    """An address of the web on its way to becoming a source or a story."""

    def __init__(self, round_: FetchRound, ask: Request, wish: AddOptions) -> None:
        self.round = round_
        self.asked = ask
        self.wish = wish
        self.locations = SourceLocations(round_.store)

    def take(self, came: Response) -> Iterator[IngestReport]:
        """Subscribe to a feed, or to that of a page; a page without one becomes a story."""
        from reader.parse import discovery

        reply = self.follow(came)
        document = self.document(reply)
        if not isinstance(document, Document):
            yield IngestReport(CleanedDocument(reply.asked, error=reply.error), 0)
        elif not discovery.is_page(document):
            yield self.subscribe(reply)
        elif barrier := reply.cut or self.check(reply, document):
            yield IngestReport(CleanedDocument(reply.asked, error=barrier), 0)
        else:
            yield from self.feed_of(document, reply) or [self.page(document)]

    def document(self, reply: Response) -> Document | FetchError:
        """Make a document of an answer."""
        from reader.fetch import document_of

        return document_of(reply, self.round.library.clock.now())

    def follow(self, reply: Response) -> Response:
        """Go where a page leads on by itself, which some do in place of a redirect."""
        from reader.fetch.url_parts import scheme_of
        from reader.parse import discovery
        from reader.parse.interstitial import redirect_of_page

        for _ in range(self.round.network.manners.redirects + 1):
            document = self.document(reply)
            if not isinstance(document, Document) or not discovery.is_page(document):
                return reply
            to = redirect_of_page(document, reply.refresh)
            if to in ("", reply.location) or discovery.feed_offers(document, reply.links):
                return reply
            if scheme_of(reply.location) == "https" and scheme_of(to) == "http":
                return replace(
                    reply, error=f"{reply.location}: leads from https to http, which is not safe"
                )
            reply = self.ask(discovery.FeedOffer(to))
        return replace(reply, error=f"{reply.asked}: leads on more often than anybody would follow")

    def ask(self, offer: FeedOffer) -> Response:
        """Ask for another place than the one that a person named, with the same caution."""
        location = self.locations.location_of(offer.location)
        ask = replace(self.asked, location=location, headers=self.headers(offer))
        return self.round.network.get(ask)

    def check(self, reply: Response, document: Document) -> str:
        """Say that a site lets only browsers in; empty when it does not."""
        from reader.fetch.http.error_messages import browser_check_message
        from reader.parse.interstitial import is_short_page

        if not reply.browser_check or not is_short_page(document):
            return ""
        return f"{reply.asked}: {browser_check_message(reply.browser_check)}"

    def feed_of(self, document: Document, reply: Response) -> list[IngestReport]:
        """Subscribe to the feed of a page; empty when none is found, or the page is meant."""
        from reader.parse import discovery

        if self.wish.page:
            return []
        page, links = document.location, reply.links
        return (
            self.of_offers(page, discovery.feed_offers(document, links))
            or self.first(discovery.vague_feed_offers(document, links))
            or self.of_offers(page, discovery.feed_link_hints(document))
            or self.first(discovery.feed_guesses(page), GUESSING)
        )

    def of_offers(self, page: str, offered: Sequence[FeedOffer]) -> list[IngestReport]:
        """Subscribe to those of the feeds of a page that are meant; empty when none is a feed."""
        if self.wish.choose is None or len(offered) < 2:
            found = self.first(offered)
            return [*found, *_told(page, offered, found[0][0].location)] if found else []
        meant = self.wish.choose(page, offered)
        taken = [found for one in meant for found in self.first([one]) or [_missing(one)]]
        return taken or [
            IngestReport(CleanedDocument(page, note=f"{page}: none of its feeds was taken"), 0)
        ]

    def first(self, offers: Sequence[FeedOffer], seconds: float = inf) -> list[IngestReport]:
        """Subscribe to the first of these places behind which there is a feed.

        After some seconds no more of them are asked.
        """
        from reader.parse import discovery

        end = monotonic() + seconds
        for offer in offers:
            if monotonic() >= end:
                break
            reply = self.ask(offer)
            document = self.document(reply)
            if isinstance(document, Document) and not discovery.is_page(document):
                found = self.subscribe(reply)
                if not found[0].error:
                    return [found]
        return []

    def headers(self, offer: FeedOffer) -> tuple[tuple[str, str], ...]:
        """Return what is secret, for a feed on the host that it was given for."""
        from reader.fetch.url_parts import origin_of

        own = origin_of(offer.location) == origin_of(self.asked.location)
        if own and self.asked.headers:
            keep_headers(self.round.library, offer.location, self.asked.headers)
        return self.asked.headers if own else ()

    def subscribe(self, reply: Response) -> IngestReport:
        """Subscribe to a feed with the body that has come already."""
        from reader.library.ingest.fetch_round import unread_response

        known = [one for one in self.round.store.sources.all() if one.location == reply.asked]
        source = known[0] if known else Source(reply.asked, folder=self.wish.folder)
        return self.round.settle(source, unread_response(reply))

    def page(self, document: Document) -> IngestReport:
        """Keep a page as one story, where it has any words of its own."""
        from reader.clean import safe_line
        from reader.parse.interstitial import SILENT, wall_sentence

        store, named = self.round.store, safe_line(document.location)
        found = parse_and_clean(replace(document, source=PAGES), self.round.about)
        is_silent = not any(story.text for _, story in found.pairs)
        reason = wall_sentence(document) or (SILENT if is_silent and not found.error else "")
        if reason:
            return IngestReport(CleanedDocument(document.location, error=f"{named}: {reason}"), 0)
        new = save_document(store, store.sources.add(PAGES, "Saved pages"), found)
        if found.error or self.wish.page:
            return IngestReport(found, new)
        note = f"{named}: has no feed; the page itself was kept as a story"
        return IngestReport(replace(found, note=note), new)


def _missing(offer: FeedOffer) -> IngestReport:
    """Say that there is no feed where a page told of one."""
    return IngestReport(
        CleanedDocument(offer.location, error=f"{offer.location}: there is no feed"), 0
    )


def _told(page: str, offers: Sequence[FeedOffer], taken: str) -> list[IngestReport]:
    """Say which other feeds a page offers, and how to have them."""
    from reader.clean import safe_line

    if len(offers) < 2:
        return []
    others = tuple((one.location, safe_line(one.title)) for one in offers if one.location != taken)
    ways = "; ".join(
        f"newsreader add {location}{f' ({title})' if title else ''}"
        for location, title in others[:NAMED]
    )
    said = f"{page} offers {len(offers)} feeds; {taken} was taken; for others: {ways}"
    return [IngestReport(CleanedDocument(page, note=said, others=others), 0)]
