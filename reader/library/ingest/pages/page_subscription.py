"""A page on its way to becoming a source: one that lists stories, or one that is watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from reader.library.ingest.fetch_round import unread_response
from reader.library.ingest.pages.index_pages import fetch_listed_pages, read_as
from reader.library.ingest.pages.page_checks import forbidden_responses
from reader.library.ingest.pipeline import parse_and_clean
from reader.library.ingest.subscribing.add_options import AddOptions
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

_SHOWN = 3  # headlines of a list that a person is asked about
_NOTES = {
    SourceReading.LIST: "has no feed; its list of stories is read like one",
    SourceReading.WATCH: "is watched from now on; what changes on it becomes a story",
}


class PageSubscription:
    """A page of the web that has come, and as what it can be read."""

    def __init__(
        self, round_: FetchRound, response: Response, document: Document, options: AddOptions
    ) -> None:
        self._round = round_
        self._response = response
        self._document = document
        self._options = options

    @cached_property
    def _listed_document(self) -> CleanedDocument:
        """What the page lists, or the reason why nothing."""
        document = replace(self._document, source=self._response.asked)
        read = read_as(document, SourceReading.LIST, self._round.sites)
        return parse_and_clean(read, self._round.site_context)

    @property
    def is_list(self) -> bool:
        """Whether it lists stories beyond doubt."""
        found = self._listed_document
        return found.kind is DocumentKind.LIST and not found.error and not found.unsure

    @property
    def hint(self) -> str:
        """What is said of a list that is in doubt; empty where a page is a story rather."""
        from reader.clean.index_page.listed_stories import STORY

        count = len(self._listed_document.pairs)
        if self._options.page or not count or self._listed_document.unsure in ("", STORY):
            return ""
        way = f"`newsreader add --list {self._response.asked}` reads it as one"
        return f"; it may be a list of {count:,} stories, but {self._listed_document.unsure}; {way}"

    def offer(self) -> Iterator[IngestReport]:
        """Read the list of a page without a feed like one, where that is agreed to."""
        if self._options.agree is None or self._options.agree(self._listed_document):
            yield from self.subscribe(SourceReading.LIST)
        else:
            note = f"{self._response.asked}: has no feed, and its list was not taken"
            yield IngestReport(CleanedDocument(self._response.asked, note=note), 0)

    def subscribe(self, reading: SourceReading) -> Iterator[IngestReport]:
        """Read the page as a source from now on; what came of it, and of the pages behind it."""
        asked, store = self._response.asked, self._round.store
        source = self._source_read_as(reading)
        if forbidden := forbidden_responses(self._round, [source]):
            yield IngestReport(CleanedDocument(asked, error=forbidden[asked].error), 0)
            return
        with store.database.batch():
            found, new = self._round.save_response(source, unread_response(self._response))
            if not found.error:
                source_id = source.id or store.sources.make_known(asked)
                store.sources.read_as(source_id, reading, source.full_text)
        if found.error:
            yield IngestReport(found, new)
            return
        note = found.note or f"{asked}: {_NOTES[reading]}"
        yield IngestReport(replace(found, note=note), new)
        for subscribed in store.sources.all():
            if subscribed.id == source_id and subscribed.full_text:
                yield from fetch_listed_pages(self._round, subscribed)

    def _source_read_as(self, reading: SourceReading) -> Source:
        """Return the source that the page becomes, or is already, read as something else."""
        asked = self._response.asked
        known = (one for one in self._round.store.sources.all() if one.location == asked)
        source = next(known, Source(asked, folder=self._options.folder))
        # What it said as something else is not what it says now.
        state = replace(source.fetch_state, etag="", modified="", digest="")
        full_text = reading is SourceReading.LIST
        return replace(source, reading=reading, full_text=full_text, fetch_state=state)


def list_sentence(document: CleanedDocument) -> str:
    """Say what a page lists: how many stories, and the first headlines."""
    titles = [story.headline for _, story in document.pairs[:_SHOWN]]
    quoted = ", ".join(f"“{title}”" for title in titles)
    more = ", …" if len(document.pairs) > _SHOWN else ""
    return f"no feed, but a list of {len(document.pairs):,} stories: {quoted}{more}"
