"""An address of the web on its way to becoming a source or a story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from time import monotonic
from typing import TYPE_CHECKING

from reader.library.ingest.pipeline import PAGES, parse_and_clean, save_document
from reader.library.ingest.subscribing.add_options import AddOptions, keep_headers
from reader.library.ingest.subscribing.source_locations import SourceLocations
from reader.model import (
    CleanedDocument,
    Document,
    FetchError,
    IngestReport,
    Request,
    Response,
    Source,
    SourceReading,
)

if TYPE_CHECKING:
    from reader.library.ingest.fetch_round import FetchRound
    from reader.parse.discovery import FeedOffer

GUESSING = 3.0  # seconds after which no more places are tried where a feed may be
NAMED = 5  # feeds of a page besides the one that was taken


class Subscriber:
    """An address of the web on its way to becoming a source or a story."""

    def __init__(self, round_: FetchRound, request: Request, options: AddOptions) -> None:
        self.round = round_
        self.request = request
        self.options = options
        self.locations = SourceLocations(round_.store)

    def subscribe_to(self, response: Response) -> Iterator[IngestReport]:
        """Subscribe to a feed, or to that of a page; a page without one becomes a story."""
        from reader.parse import discovery

        final = self.follow(response)
        document = self.document(final)
        if not isinstance(document, Document):
            yield IngestReport(CleanedDocument(final.asked, error=final.error), 0)
        elif not discovery.is_page(document):
            yield self.subscribe(final)
        elif barrier := final.cut or self.check(final, document):
            yield IngestReport(CleanedDocument(final.asked, error=barrier), 0)
        else:
            yield from self._subscribe_to_page(document, final)

    def _subscribe_to_page(self, document: Document, response: Response) -> Iterator[IngestReport]:
        """Read a page as what it is wished to be, else its feed, its list, or itself."""
        from reader.library.ingest.pages.page_subscription import PageSubscription

        subscription = PageSubscription(self.round, response, document, self.options)
        if self.options.reading is not SourceReading.FEED:
            yield from subscription.subscribe(self.options.reading)
        elif found := self.feed_of(document, response):
            yield from found
        elif self.options.page or not subscription.is_list:
            yield self.add_page(document, subscription.hint)
        else:
            yield from subscription.offer()

    def document(self, response: Response) -> Document | FetchError:
        """Make a document of an answer."""
        from reader.fetch import document_of

        return document_of(response, self.round.library.clock.now())

    def follow(self, response: Response) -> Response:
        """Go where a page leads on by itself, which some do in place of a redirect."""
        from reader.fetch.url_parts import scheme_of
        from reader.parse import discovery
        from reader.parse.interstitial import redirect_of_page

        for _ in range(self.round.network.policy.redirects + 1):
            document = self.document(response)
            if not isinstance(document, Document) or not discovery.is_page(document):
                return response
            to = redirect_of_page(document, response.refresh)
            if to in ("", response.location) or discovery.feed_offers(document, response.links):
                return response
            if scheme_of(response.location) == "https" and scheme_of(to) == "http":
                return replace(
                    response,
                    error=f"{response.location}: leads from https to http, which is not safe",
                )
            response = self.ask(discovery.FeedOffer(to))
        return replace(
            response, error=f"{response.asked}: leads on more often than anybody would follow"
        )

    def ask(self, offer: FeedOffer) -> Response:
        """Ask for another place than the one that a person named, with the same caution."""
        location = self.locations.location_of(offer.location)
        ask = replace(self.request, location=location, headers=self.headers(offer))
        return self.round.network.get(ask)

    def check(self, response: Response, document: Document) -> str:
        """Say that a site lets only browsers in; empty when it does not."""
        from reader.fetch.http.browser_checks import browser_check_message
        from reader.parse.interstitial import is_short_page

        if not response.browser_check or not is_short_page(document):
            return ""
        return f"{response.asked}: {browser_check_message(response.browser_check)}"

    def feed_of(self, document: Document, response: Response) -> list[IngestReport]:
        """Subscribe to the feed of a page; empty when none is found, or the page is meant."""
        from reader.parse import discovery

        if self.options.page:
            return []
        page, links = document.location, response.links
        return (
            self._subscribe_to_offers(page, discovery.feed_offers(document, links))
            or self._first_readable(discovery.vague_feed_offers(document, links))
            or self._subscribe_to_offers(page, discovery.feed_link_hints(document))
            or self._first_readable(discovery.feed_guesses(page), GUESSING)
        )

    def _subscribe_to_offers(self, page: str, offered: Sequence[FeedOffer]) -> list[IngestReport]:
        """Subscribe to those of the feeds of a page that are meant; empty when none is a feed."""
        if self.options.choose is None or len(offered) < 2:
            found = self._first_readable(offered)
            return (
                [*found, *_note_other_feeds(page, offered, found[0][0].location)] if found else []
            )
        meant = self.options.choose(page, offered)
        taken = [
            found for one in meant for found in self._first_readable([one]) or [_missing_feed(one)]
        ]
        return taken or [
            IngestReport(CleanedDocument(page, note=f"{page}: none of its feeds was taken"), 0)
        ]

    def _first_readable(
        self, offers: Sequence[FeedOffer], seconds: float = inf
    ) -> list[IngestReport]:
        """Subscribe to the first of these places behind which there is a feed.

        After some seconds no more of them are asked.
        """
        from reader.parse import discovery

        end = monotonic() + seconds
        for offer in offers:
            if monotonic() >= end:
                break
            response = self.ask(offer)
            document = self.document(response)
            if isinstance(document, Document) and not discovery.is_page(document):
                found = self.subscribe(response)
                if not found[0].error:
                    return [found]
        return []

    def headers(self, offer: FeedOffer) -> tuple[tuple[str, str], ...]:
        """Return what is secret, for a feed on the host that it was given for."""
        from reader.fetch.url_parts import origin_of

        own = origin_of(offer.location) == origin_of(self.request.location)
        if own and self.request.headers:
            keep_headers(self.round.library, offer.location, self.request.headers)
        return self.request.headers if own else ()

    def subscribe(self, response: Response) -> IngestReport:
        """Subscribe to a feed with the body that has come already."""
        from reader.library.ingest.fetch_round import unread_response

        known = [one for one in self.round.store.sources.all() if one.location == response.asked]
        source = known[0] if known else Source(response.asked, folder=self.options.folder)
        return self.round.save_response(source, unread_response(response))

    def add_page(self, document: Document, hint: str) -> IngestReport:
        """Keep a page as one story, where it has any words of its own.

        `hint` is said where nobody wished for that.
        """
        from reader.clean import safe_line
        from reader.parse.interstitial import SILENT, wall_sentence

        store, named = self.round.store, safe_line(document.location)
        found = parse_and_clean(replace(document, source=PAGES), self.round.site_context)
        is_silent = not any(story.text for _, story in found.pairs)
        reason = wall_sentence(document) or (SILENT if is_silent and not found.error else "")
        if reason:
            return IngestReport(CleanedDocument(document.location, error=f"{named}: {reason}"), 0)
        new = save_document(store, store.sources.add(PAGES, "Saved pages"), found)
        if found.error or self.options.page:
            return IngestReport(found, new)
        note = f"{named}: has no feed; the page itself was kept as a story{hint}"
        return IngestReport(replace(found, note=note), new)


def _missing_feed(offer: FeedOffer) -> IngestReport:
    """Say that there is no feed where a page told of one."""
    return IngestReport(
        CleanedDocument(offer.location, error=f"{offer.location}: there is no feed"), 0
    )


def _note_other_feeds(page: str, offers: Sequence[FeedOffer], taken: str) -> list[IngestReport]:
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
