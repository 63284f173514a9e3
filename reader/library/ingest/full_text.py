"""Fetches the pages behind stories of which the feed told a part, and gives them that text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.clean import clean
from reader.fetch import document_of
from reader.fetch.robots import robots_url
from reader.fetch.url_parts import host_of
from reader.library.ingest.pages.page_checks import reason_not_to_ask
from reader.library.ingest.site_context import SiteContextOf
from reader.model import (
    CleanedDocument,
    ContentForm,
    Document,
    DocumentKind,
    Entry,
    IngestReport,
    ParseError,
    Request,
    Response,
    Story,
)
from reader.store import Store

if TYPE_CHECKING:
    from reader.library.ingest.fetch_round import FetchRound

Pairs = Sequence[tuple[Entry, Story]]


def with_full_text(
    store: Store, source_id: int, entry: Entry, story: Story, site_context: SiteContextOf
) -> Story:
    """Return a story with the text of its page, where that is kept and tells more than the feed."""
    page = store.full_pages.find(source_id, story.key)
    if page is None:
        return story
    written = replace(entry, content=page[1], form=ContentForm.PAGE, link=page[0])
    found = clean(written, site_context(written))
    if len(found.text) <= len(story.text):
        return story
    return replace(story, text=found.text, spans=found.spans, doubt=found.doubt)


def with_full_texts(
    store: Store, source_id: int, pairs: Pairs, site_context: SiteContextOf
) -> Pairs:
    """Return stories with the texts of their pages, where any are kept."""
    if not pairs or not store.full_pages.has_any(source_id):
        return pairs
    return [
        (entry, with_full_text(store, source_id, entry, story, site_context))
        for entry, story in pairs
    ]


class FullTextFetcher:
    """One round of visits to the pages behind stories."""

    def __init__(self, round_: FetchRound) -> None:
        self.round = round_
        self.store = round_.store
        self.rules: dict[str, Response] = {}
        self.offline: set[int] = set()  # stories for whose pages there was no network
        self.sources = {one.location: one for one in self.store.sources.all()}

    def fetch(self, ids: Sequence[int]) -> Iterator[IngestReport]:
        """Fetch the pages of these stories; what came of each."""
        for story_id in ids:
            story = self.store.stories.get(story_id)
            yield IngestReport(CleanedDocument(story.link, error=self._fetch_page(story)), 0)

    def _fetch_page(self, story: Story) -> str:
        """Fetch the page of a story; what went wrong, empty when nothing did."""
        if not story.link:
            return f"Story {story.id} has no link to a page"
        if reason := self.reason_against(story):
            return reason
        reply = self._get(story.link, story.source)
        self.note_network(story, reply)
        document = document_of(reply, self.round.moment().now)
        if not isinstance(document, Document):
            return str(document)
        return self._save_page(story, document)

    def reason_against(self, story: Story) -> str:
        """Say why the page of a story is not asked for; empty where its site lets programs in."""
        place = robots_url(story.link)
        if place not in self.rules:
            self.rules[place] = self._get(place, story.source)
        self.note_network(story, self.rules[place])
        return reason_not_to_ask(self.rules[place], story.link)

    def note_network(self, story: Story, reply: Response) -> None:
        """Remember a story for whose page there was no network, which says nothing of its site."""
        if reply.offline:
            self.offline.add(story.id)

    def _get(self, location: str, source: str) -> Response:
        """Ask for an address, in a private network only where its source stands there too."""
        known = self.sources.get(source)
        inside = known is not None and known.fetch_state.private
        return self.round.network.get(Request(location, trusted=host_of(source) if inside else ""))

    def _save_page(self, story: Story, document: Document) -> str:
        """Keep a page, and the story with its text."""
        from reader.library.rules.arrival import run_rules
        from reader.parse import parse  # most rounds fetch no pages
        from reader.parse.interstitial import wall_sentence

        try:
            parsed = parse(document)
        except ParseError as error:
            return str(error)
        if parsed.kind is not DocumentKind.PAGE:
            return f"{document.location}: is no page"
        if barrier := wall_sentence(document):
            return f"{document.location}: {barrier}"
        entry = self.store.stories.original_entry(story.id)
        source_id = self.store.sources.make_known(story.source)
        with self.store.database.batch():
            self.store.full_pages.save(story.id, document.location, parsed.entries[0].content)
            fed = replace(clean(entry, self.round.site_context(entry)), key=story.key)
            whole = with_full_text(self.store, source_id, entry, fed, self.round.site_context)
            outcomes = self.store.stories.save(source_id, [(entry, whole)])
            run_rules(self.store, source_id, [(entry, whole)], outcomes)
        return "" if whole is not fed else f"{document.location}: tells no more than its feed does"
