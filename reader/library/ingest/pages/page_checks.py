"""What pages that are sources have to pass: robots.txt, and still being what they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.fetch.http.browser_checks import browser_check_message
from reader.fetch.robots import robots_allow, robots_url
from reader.library.ingest.pages.watched_pages import NO_TEXT
from reader.model import (
    CleanedDocument,
    Document,
    DocumentKind,
    Response,
    Source,
    SourceReading,
)

if TYPE_CHECKING:
    from reader.library.ingest.fetch_round import FetchRound
    from reader.store import Store

_FORBIDDEN = "its site wants no programs to read it (robots.txt)"


def forbidden_responses(round_: FetchRound, sources: Sequence[Source]) -> dict[str, Response]:
    """Return answers in place of those pages that robots.txt keeps programs from, by location.

    Where the rules of a site cannot be had, its pages are not asked for either.
    """
    pages = [one for one in sources if one.reading is not SourceReading.FEED]
    requests = {
        robots_url(one.location): replace(
            round_.request_for(one),
            location=robots_url(one.location),
            etag="",
            modified="",
            headers=(),
        )
        for one in pages
    }
    rules = {reply.asked: reply for reply in round_.network.get_all(list(requests.values()))}
    found = ((one.location, rules[robots_url(one.location)]) for one in pages)
    return {
        location: replace(
            reply, asked=location, location=location, content=b"", moved_to="", error=reason
        )
        for location, reply in found
        if (reason := reason_not_to_ask(reply, location))
    }


def reason_not_to_ask(rules: Response, location: str) -> str:
    """Say why a page is not asked for, by what came of asking for robots.txt; empty where it is."""
    if not rules.refused_by and robots_allow(rules, location):
        return ""
    if rules.offline or rules.postponed or rules.barred or rules.refused_by:
        return rules.error
    if rules.error:
        return f"{location}: is left alone, as its robots.txt cannot be read: {rules.error}"
    return f"{location}: {_FORBIDDEN}"


def page_as_expected(
    store: Store, found: CleanedDocument, source: Source, document: Document, response: Response
) -> CleanedDocument:
    """Refuse a page that is not what it was: walls, checks for browsers, what is laid out anew."""
    from reader.parse.discovery import is_page
    from reader.parse.interstitial import wall_sentence

    place = source.location
    if response.browser_check and is_page(document):
        barrier = browser_check_message(response.browser_check)
    else:
        barrier = wall_sentence(document) if is_page(document) else ""
    if barrier or response.cut:
        return CleanedDocument(place, error=response.cut or f"{place}: {barrier}")
    if found.error:
        return replace(found, location=place)
    refuse = _refuse_change if source.reading is SourceReading.WATCH else _refuse_list
    reason = refuse(store, found, source)
    if reason:
        return CleanedDocument(place, error=f"{place}: {reason}")
    return replace(found, location=place)


def _refuse_change(store: Store, document: CleanedDocument, source: Source) -> str:
    """Say why a page shows nothing that could be watched; empty when it does."""
    if document.kind is DocumentKind.FEED:
        return "is a feed now, and no page"
    return "" if any(story.text for _, story in document.pairs[:1]) else NO_TEXT


def _refuse_list(store: Store, document: CleanedDocument, source: Source) -> str:
    """Say why what a page lists is not what it listed; empty when it is, or may be.

    A page that is laid out anew may have another list in the place of the one before.
    """
    is_sure = document.kind is not DocumentKind.LIST or not document.unsure
    if is_sure or not source.id:
        return ""
    known = store.stories.known_keys(source.id, [entry.key for entry, _ in document.pairs])
    return "" if known or not source.stories else f"is laid out anew, and {document.unsure}"
