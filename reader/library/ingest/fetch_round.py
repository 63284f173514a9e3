"""One round of fetching: sources of the web are read at once, stories and fetch state saved."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from reader.clock import Clock
from reader.fetch import document_of
from reader.fetch.http.browser_checks import browser_check_message
from reader.fetch.http.http_thread import GOOD, HttpThread, do_nothing
from reader.fetch.schedule import (
    ENOUGH,
    DicedMoment,
    backoff_after,
    is_backing_off,
    postponed_state,
    state_after,
)
from reader.fetch.url_parts import host_of, origin_of
from reader.library.ingest.cleaning_pool import CleaningPool
from reader.library.ingest.full_text import FullTextFetcher
from reader.library.ingest.pages.index_pages import fetch_listed_pages, read_as
from reader.library.ingest.pages.page_checks import forbidden_responses, page_as_expected
from reader.library.ingest.pages.watched_pages import change_stories
from reader.library.ingest.pipeline import Sites, parse_and_clean, save_document
from reader.library.ingest.site_context import stored_context
from reader.model import (
    CleanedDocument,
    Document,
    DocumentKind,
    FetchState,
    HostBackoff,
    IngestReport,
    Request,
    Response,
    Source,
    SourceReading,
)
from reader.model.construction import frozen
from reader.store import Store
from reader.store.files import logins

if TYPE_CHECKING:
    from reader.library import Library

FEW = 4  # answers that are read where they came: beginning a process takes longer
FEW_LEFT = 10  # one in so many is left of a round when it is nearly done
HANDFUL = 400  # stories that are saved in one transaction, so that marks need not wait for it
_MINUTE = 60  # seconds


@frozen
class ReadResponse:
    """An answer, and what its body holds where that was looked at already."""

    response: Response
    digest: str  # what tells its body from another
    cleaned: CleanedDocument | None = None

    def is_unchanged(self, known: str) -> bool:
        """Tell whether it brings nothing but what is known by its digest."""
        return self.response.status == HTTPStatus.NOT_MODIFIED or self.digest == known


def unread_response(response: Response) -> ReadResponse:
    """Return an answer whose body was not looked at."""
    digest = sha256(response.content).hexdigest()  # which many processors do themselves
    return ReadResponse(response, digest)


def _response_reader(
    pool: CleaningPool, sources: Mapping[str, Source], count: int, clock: Clock, sites: Sites
) -> Callable[[Response], Awaitable[ReadResponse]]:
    """Return what reads each of `count` answers: those with news are cleaned by the pool."""

    async def read_response(response: Response) -> ReadResponse:
        document, unread = document_of(response, clock.now()), unread_response(response)
        source = sources[response.asked]
        if not isinstance(document, Document) or unread.is_unchanged(source.fetch_state.digest):
            return unread
        # A page that is watched is cleaned by rules, which the pool does not know.
        if count <= FEW or source.reading is SourceReading.WATCH:
            return unread
        is_first = source.health.last_success is None
        cleaned = await pool.clean(read_as(document, source.reading, sites), packed=is_first)
        return replace(unread, cleaned=cleaned)

    return read_response


@dataclass
class FetchRound:
    """One round of visits to servers."""

    library: Library
    network: HttpThread
    cleaning_pool: CleaningPool
    trusting: bool = False  # whether a person sent us to these very sources, wherever they stand

    def __post_init__(self) -> None:
        settings = self.library.settings()
        self.store = self.library.store
        self.sites = settings.sites
        self.site_context = stored_context(self.store, settings.sites)
        self.interval = (settings.refresh_minutes or 60) * _MINUTE
        self.secrets = logins.read_logins(self.library.folders.data)

    def moment(self) -> DicedMoment:
        """Return the moment that it is."""
        now = self.library.clock.now()
        return DicedMoment(now, random.uniform(-1, 1), self.interval)  # noqa: S311 - not a secret

    def fetch_sources(self, sources: Iterable[Source]) -> Iterator[IngestReport]:
        """Fetch sources; what came of each, in the order in which the answers come."""
        named = {source.location: source for source in sources}
        ready = []
        for source in named.values():
            host = self._host_backoff(source)
            if host is None:
                ready.append(source)
            else:
                yield self._leave_alone(source, host)
        forbidden = forbidden_responses(self, ready)
        for source in (one for one in ready if one.location in forbidden):
            yield self.save_response(source, unread_response(forbidden[source.location]))
        ready = [source for source in ready if source.location not in forbidden]
        requests = [self.request_for(source) for source in ready]
        brought: dict[str, int] = {}
        few = len(requests) // FEW_LEFT
        clock, pool = self.library.clock, self.cleaning_pool
        read_response = _response_reader(pool, named, len(requests), clock, self.sites)
        for opened in self.network.get_each(requests, read_response):
            for settled in self._save_responses(named, opened):
                before = len(brought)
                brought |= {place: new for place, (_, new) in settled.items()}
                yield from settled.values()
                if len(requests) - len(brought) <= few < len(requests) - before:
                    self.library.on_near_end()
        yield from self._full_texts([one for one in ready if one.full_text], brought)

    def _full_texts(
        self, wanted: Sequence[Source], brought: Mapping[str, int]
    ) -> Iterator[IngestReport]:
        """Fetch the pages behind the new stories of sources; of index pages also behind older."""
        for source in wanted:
            if source.reading is SourceReading.LIST and source.location in brought:
                yield from fetch_listed_pages(self, source)
            elif new := brought.get(source.location):
                yield from FullTextFetcher(self).fetch(
                    self.store.full_pages.ids_without_page(source.id, new)
                )

    def _leave_alone(self, source: Source, host: HostBackoff) -> IngestReport:
        """Leave a source alone for as long as its host wants to be."""
        self.store.fetch_states.save(source.id, postponed_state(source.fetch_state, host))
        said = f"its host asked to be left alone until {host.until:%Y-%m-%d %H:%M} UTC"
        return IngestReport(CleanedDocument(source.location, note=f"{source.location}: {said}"), 0)

    def _host_backoff(self, source: Source) -> HostBackoff | None:
        """Return the host of a source, where it wants to be left alone."""
        host = self.store.fetch_states.host_backoff(host_of(source.location))
        return host if is_backing_off(host, self.moment().now) else None

    def request_for(self, source: Source) -> Request:
        """Return the question to the server of a source."""
        known = source.fetch_state
        inside = known.private or self.trusting
        trusted = host_of(source.location) if inside else ""
        given = self.secrets.get(source.location, ())
        return Request(source.location, known.etag, known.modified, trusted, given)

    def _save_responses(
        self, named: Mapping[str, Source], opened: Sequence[ReadResponse]
    ) -> Iterator[dict[str, IngestReport]]:
        """Keep what several answers brought, a handful of stories at a time."""
        for some in batches_to_save(opened):
            with self.store.database.batch():
                found = {
                    one.response.asked: self.save_response(named[one.response.asked], one)
                    for one in some
                }
            yield found

    def save_response(self, source: Source, opened: ReadResponse) -> IngestReport:
        """Keep what an answer brought and what it says, all or nothing."""
        moment, response = self.moment(), opened.response
        if response.offline or response.postponed:
            return self._postpone(source, response, moment)
        found, digest = self._read_stories(source, opened, moment.now)
        if found.error or found.is_cut:
            # What is no whole feed is asked for again, and says nothing of where the feed is.
            response = replace(response, etag="", modified="", moved_to="")
        if found.error and not source.id:  # what cannot be read is not subscribed to
            return IngestReport(found, 0)
        private = source.fetch_state.private or (self.trusting and response.private)
        known = replace(source.fetch_state, private=private)
        if found.kind:
            known = replace(known, pace=found.pace)
        with self.store.database.batch():
            state = state_after(known, response, moment, self._note_backoff(response, moment.now))
            return self._save_stories(source, replace(state, digest=digest), found, moment.now)

    def _postpone(self, source: Source, response: Response, moment: DicedMoment) -> IngestReport:
        """Ask another time; that nobody was asked says nothing against the source."""
        with self.store.database.batch():
            host = self._note_backoff(response, moment.now)
            if source.id:
                self.store.fetch_states.save(
                    source.id, state_after(source.fetch_state, response, moment, host)
                )
        if response.postponed:
            return IngestReport(CleanedDocument(source.location, note=response.error), 0)
        return IngestReport(CleanedDocument(source.location, error=response.error), 0)

    def _note_backoff(self, response: Response, now: datetime) -> HostBackoff | None:
        """Remember whether a host wants to be left alone."""
        if not response.status and not response.postponed:
            return None
        host = self.store.fetch_states.host_backoff(
            response.refused_by or host_of(response.location)
        )
        if response.postponed or (host.until is None and not response.refused_by):
            return host
        host = backoff_after(host, response, now)
        self.store.fetch_states.save_host(host)
        if response.refused_by:  # the address that was asked for leads there, so it waits as well
            self.store.fetch_states.save_host(replace(host, name=host_of(response.asked)))
        return host

    def _read_stories(
        self, source: Source, opened: ReadResponse, now: datetime
    ) -> tuple[CleanedDocument, str]:
        """Return stories of an answer and the digest of its body; nothing where that is known."""
        known, response = source.fetch_state.digest, opened.response
        document = document_of(response, now)
        if not isinstance(document, Document):
            return CleanedDocument(
                source.location, error=_refusal(response), barred=response.barred
            ), known
        if opened.is_unchanged(known):
            error = "" if known else source.health.last_error
            return CleanedDocument(source.location, title=source.title, error=error), known
        document = read_as(document, source.reading, self.sites)
        found = opened.cleaned or parse_and_clean(document, self.site_context)
        expected = _as_expected(self.store, found, source, document, response)
        return expected, "" if expected.error else opened.digest

    def _save_stories(
        self, source: Source, state: FetchState, document: CleanedDocument, now: datetime
    ) -> IngestReport:
        """Save stories and fetch state; call inside a transaction."""
        sources = self.store.sources
        source_id = source.id or sources.add(source.location, source.title, source.folder)
        first = source.health.last_success is None
        if source.reading is SourceReading.WATCH and document.pairs:
            document = change_stories(
                self.store, replace(source, id=source_id), document, self.site_context
            )
        new = save_document(self.store, source_id, document, self.site_context, first)
        if document.title and not source.title:
            sources.set_title(source_id, _safe_title(document.title))
        if state.moved >= ENOUGH:
            state = self.move_source(source_id, source.location, state)
        self.store.fetch_states.save(source_id, state)
        if document.error:
            sources.note_failure(source.location, now, document.error)
        else:
            sources.note_success(source_id, now)
        return IngestReport(document, new)

    def move_source(self, source_id: int, old: str, state: FetchState) -> FetchState:
        """Read a source where permanent redirects have led time and again."""
        from reader.library.ingest.subscribing.source_locations import SourceLocations

        place = SourceLocations(self.store).location_of(state.moved_to)
        moved = self.store.sources.move_source(source_id, place)
        if moved and old in self.secrets and origin_of(old) == origin_of(place):
            logins.keep_login(self.library.folders.data, place, self.secrets[old])
        # Another host has no share in the consent to this one.
        private = state.private and host_of(old) == host_of(place)
        return replace(state, moved_to="", moved=0, private=private)


@contextmanager
def fetch_round(library: Library, fresh: int = 0) -> Iterator[FetchRound]:
    """Open a round of visits, with nothing left under way in the end.

    Where many of its sources are fresh, what cleans their stories begins at once.
    """
    pool, policy = CleaningPool(), library.policy or GOOD
    contact = library.settings().contact or policy.contact
    on_start = pool.begin if fresh > FEW else do_nothing
    with HttpThread(replace(policy, contact=contact), on_start, pool.end, library.clock) as network:
        yield FetchRound(library, network, pool)


def batches_to_save(opened: Iterable[ReadResponse]) -> Iterator[list[ReadResponse]]:
    """Yield answers in groups that have not too many stories together."""
    group: list[ReadResponse] = []
    stories = 0
    for one in opened:
        group.append(one)
        stories += len(one.cleaned.pairs) if one.cleaned else 0
        if stories >= HANDFUL:
            yield group
            group, stories = [], 0
    if group:
        yield group


def _refusal(response: Response) -> str:
    """Say why there is no answer, and what a person can do who wants a private network's."""
    if not response.barred:
        return response.error
    way = f"newsreader add {response.asked}"
    return f"{response.error}; `{way}` does that, `newsreader add --private LIST` for a whole list"


def _as_expected(
    store: Store, found: CleanedDocument, source: Source, document: Document, response: Response
) -> CleanedDocument:
    """Refuse what is not what a source was: a feed, an index page, a page that is watched."""
    if source.reading is SourceReading.FEED:
        return _feed_only(found, source, response)
    return page_as_expected(store, found, source, document, response)


def _feed_only(document: CleanedDocument, source: Source, response: Response) -> CleanedDocument:
    """Refuse what is no feed where there was one: a page about an error is not a story."""
    if document.error or document.kind is DocumentKind.FEED:
        error = response.cut or document.error if document.error else ""
        return replace(document, location=source.location, error=error)
    if response.browser_check:
        said = f"{source.location}: {browser_check_message(response.browser_check)}"
        return CleanedDocument(source.location, error=said)
    said = f"{source.location}: answers with a page now, not with a feed"
    if source.health.last_success is None:
        said += f"; `newsreader add {source.location}` finds out as what it can be read"
    return CleanedDocument(source.location, error=said)


def _safe_title(title: str) -> str:
    """Return a title that is safe to print."""
    from reader.clean import safe_line

    return safe_line(title)
