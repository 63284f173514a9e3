"""A page on its way to becoming a source: one that lists stories, or one that is watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library.ingest.fetch_round import unread_response
from reader.library.ingest.pages.index_pages import fetch_listed_pages, list_selectors, read_as
from reader.library.ingest.pages.page_manners import forbidden_responses
from reader.library.ingest.pipeline import parse_and_clean
from reader.model import (
    CleanedDocument,
    Document,
    DocumentKind,
    IngestReport,
    Response,
    Source,
    SourceReading,
)

if TYPE_CHECKING:
    from reader.library.ingest.fetch_round import FetchRound

SHOWN = 3  # headlines of a list that a person is asked about
WATCHED = "is watched from now on; what changes on it becomes a story"


class PageSubscription:
    """A page of the web that has come, and as what it is to be read."""

    def __init__(self, round_: FetchRound, reply: Response, document: Document, folder: str) -> None:
        self.round = round_
        self.reply = reply
        self.document = document
        self.folder = folder
        self.selectors = list_selectors(reply.asked, round_.sites)

    def listed(self) -> CleanedDocument:
        """Return what the page lists, or the reason why nothing."""
        document = read_as(self.document, SourceReading.LIST, self.round.sites)
        return parse_and_clean(document, self.round.about)

    def subscribe(self, reading: SourceReading) -> Iterator[IngestReport]:
        """Read the page as a source from now on; what came of it, and of the pages behind it."""
        asked, store = self.reply.asked, self.round.store
        known = next((one for one in store.sources.all() if one.location == asked), None)
        is_list = reading is SourceReading.LIST
        source = replace(
            known or Source(asked, folder=self.folder), reading=reading, full_text=is_list
        )
        # What it said as something else is not what it says now.
        fresh = replace(source.standing, etag="", modified="", digest="")
        source = replace(source, standing=fresh)
        if forbidden := forbidden_responses(self.round, [source]):
            error = forbidden[asked].error
            yield IngestReport(CleanedDocument(asked, error=error), 0)
            return
        with store.database.batch():
            report = self.round.settle(source, unread_response(self.reply))
            if not report.document.error:
                source_id = store.sources.mention(asked)
                store.sources.read_as(source_id, reading, is_list)
        yield report
        if is_list and not report.document.error:
            subscribed = next(one for one in store.sources.all() if one.location == asked)
            yield from fetch_listed_pages(self.round, subscribed)


def list_note(found: CleanedDocument) -> str:
    """Say what a page lists: how many stories, and the first headlines."""
    titles = [story.headline for _, story in found.pairs[:SHOWN]]
    quoted = ", ".join(f"“{title}”" for title in titles)
    more = ", …" if len(found.pairs) > SHOWN else ""
    return f"{found.location} has no feed, but a list of {len(found.pairs):,} stories: {quoted}{more}"


def is_list(found: CleanedDocument) -> bool:
    """Tell whether a page lists stories beyond doubt."""
    return found.kind is DocumentKind.LIST and not found.error and not found.unsure
