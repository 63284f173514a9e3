"""The facade of all use cases: what happens to a source, a query or a mark from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, BinaryIO

from reader import config
from reader.clock import Clock
from reader.config import Folders
from reader.library.indexed_store import IndexedStore, ignore_progress
from reader.library.ingest.ingest_lock import ingest_lock
from reader.library.recovery.bring_level import BOOKMARKS_MIRROR, SEARCHES_MIRROR, bring_level
from reader.library.recovery.recovery_report import RecoveryReport
from reader.model import IngestReport, Mark, Marks, OnProgress, SearchCounts
from reader.store import Store
from reader.store.files import bookmark_file
from reader.store.files.atomic_file import remove_leftovers
from reader.store.writer_lock import writer_lock

if TYPE_CHECKING:  # each is imported by the method that needs it: a command needs few
    from pathlib import Path

    from reader.exports.newsboat_files import NewsboatFiles
    from reader.fetch.http.rate_limit import FetchPolicy
    from reader.index.index import Index
    from reader.library.archive_limits import VacuumResult
    from reader.library.enclosure_download import OnBytes
    from reader.library.ingest.imports.import_marked import CarriedOver
    from reader.library.ingest.subscribing.add_options import AddOptions
    from reader.library.list_order import ListOrders
    from reader.library.saved_searches import SavedSearches
    from reader.model import Hits, Part, Query, Search

Stopped = Callable[[], bool]


def _do_nothing() -> None:
    """Leave the news unused."""


def _never() -> bool:
    """Keep on to the end."""
    return False


class Library(IndexedStore):
    """Everything that a person has gathered, and what can be done with it."""

    def __init__(
        self, store: Store, folders: Folders, policy: FetchPolicy | None, clock: Clock
    ) -> None:
        super().__init__(store, folders)
        self.clock = clock
        store.database.now = clock.now
        self.recovery = RecoveryReport()
        self.on_near_end = _do_nothing  # is told when nearly all of a fetch round has come
        self.policy = policy  # how servers are asked; None for what is good and usual

    @classmethod
    def open(
        cls, folders: Folders, policy: FetchPolicy | None = None, clock: Clock | None = None
    ) -> Library:
        """Open the library in its places, with what its database has lost of the files beside it.

        Without a clock of its own it goes by that of the system, or by NEWSREADER_NOW.

        Raises:
            StoreError: the database cannot be used.
            ConfigError: NEWSREADER_NOW is no moment.
        """
        clock = clock or Clock.from_environment()
        library = cls(Store.open(str(folders.data)), folders, policy, clock)
        for folder in {folders.data, folders.cache}:
            remove_leftovers(folder)
        library.recovery = bring_level(library.store, folders.data, clock.now)
        return library

    @cached_property
    def orders(self) -> ListOrders:
        """The orders of its lists."""
        from reader.library.list_order import ListOrders

        return ListOrders(self.store, self.folders.cache, self.clock)

    def open_again(self) -> Library:
        """Open what is open already, on a connection of its own: for another thread.

        Nothing is brought to one level; `copy_marks` does that.

        Raises:
            StoreError: the database cannot be used.
        """
        return Library(Store.open(str(self.folders.data)), self.folders, self.policy, self.clock)

    def close(self) -> None:
        """Let go of the files."""
        if "orders" in vars(self):  # somebody has asked for them
            self.orders.save()
        self.store.close()

    def add(
        self,
        location: str,
        stdin: BinaryIO | None = None,
        options: AddOptions | None = None,
        on_progress: OnProgress = ignore_progress,
    ) -> Iterator[IngestReport]:
        """Subscribe to a location and read it; each document with the number of new stories.

        A location of which nothing can be read is not subscribed to. A page of the web leads to
        its feed, unless the page itself is wished for. The stories are found by searching after
        `update_index`.
        """
        from reader.library.ingest.subscribing.add_location import add_location
        from reader.library.ingest.subscribing.add_options import NO_OPTIONS

        arriving = add_location(self, location, stdin, options or NO_OPTIONS)
        return self._ingest(arriving, on_progress)

    def refresh(
        self,
        names: Sequence[str] = (),
        due: bool = False,
        on_progress: OnProgress = ignore_progress,
    ) -> Iterator[IngestReport]:
        """Read the named sources again, without names all, or only those that are due.

        Raises:
            StoreError: a name is that of no source, or of several.
        """
        from reader.library.ingest.refresh import refresh_sources

        return self._ingest(refresh_sources(self, names, due), on_progress)

    def sync_accounts(
        self, names: Sequence[str] = (), on_progress: OnProgress = ignore_progress
    ) -> Iterator[IngestReport]:
        """Bring stories and marks level with the servers of the named accounts, or of all.

        Raises:
            StoreError: a name is that of no account, or of several.
        """
        from reader.library.accounts.account_round import sync_accounts
        from reader.library.accounts.account_setup import named_accounts

        chosen = named_accounts(self.store.accounts.all(), names)
        return self._ingest(sync_accounts(self, chosen), on_progress)

    def _ingest(
        self, arriving: Iterator[IngestReport], on_progress: OnProgress
    ) -> Iterator[IngestReport]:
        """Pass on what arrives; where that is much, it is indexed and grouped in the end as well.

        Two processes do that side by side, and `on_progress` hears how far the grouping is.
        """
        from reader.library.ingest.background_indexer import BackgroundIndexer, index_in_background

        with ingest_lock(self) as lock:
            indexer = BackgroundIndexer(self.folders, lock)
            self.on_near_end = indexer.catch_up
            yield from index_in_background(indexer, arriving, partial(self._group, on_progress))

    def fetch_pages(self, ids: Sequence[int]) -> Iterator[IngestReport]:
        """Fetch the pages behind stories, and give these their text; what came of each."""
        from reader.library.ingest.fetch_round import fetch_round
        from reader.library.ingest.full_text import FullTextFetcher

        with self.writer_lock(), fetch_round(self) as round_:
            yield from FullTextFetcher(round_).fetch(ids)

    def download(self, story_id: int, number: int, on_bytes: OnBytes) -> Path:
        """Download a file that is attached to a story, or the rest of it; where it is then.

        Raises:
            FetchError: it cannot be had; what has come stays, and is gone on from the next time.
        """
        from reader.library.enclosure_download import download_enclosure

        return download_enclosure(self, story_id, number, on_bytes)

    def vacuum(self, on_progress: OnProgress = ignore_progress) -> VacuumResult:
        """Drop what is beyond the limits of its source, and give back the room that it took."""
        from reader.library.archive_limits import vacuum_library

        return vacuum_library(self, on_progress)

    def reclean(self, on_progress: OnProgress = ignore_progress, anew: bool = False) -> int:
        """Clean every story again from what its source wrote; how many changed."""
        from reader.library.ingest.reclean import reclean_stories
        from reader.library.ingest.site_context import stored_context

        with self.writer_lock():
            about = stored_context(self.store, self.settings().sites)
            return reclean_stories(self.store, about, on_progress, anew)

    def import_stories(
        self, file: BinaryIO, name: str, on_progress: OnProgress = ignore_progress
    ) -> Iterator[IngestReport]:
        """Add the stories in lines of JSON; each batch with the number of new ones."""
        from reader.library.ingest.imports.import_stories import import_stories

        return self._ingest(import_stories(self.store, file, name, self.clock.now()), on_progress)

    def import_newsboat(
        self, files: NewsboatFiles, total: CarriedOver, on_progress: OnProgress = ignore_progress
    ) -> Iterator[IngestReport]:
        """Carry on from newsboat; each handful of articles, and in the end the total."""
        from reader.library.ingest.imports.import_newsboat import import_newsboat

        return self._ingest_marked(import_newsboat(self, files, total), on_progress)

    def import_export(
        self,
        content: bytes,
        name: str,
        total: CarriedOver,
        on_progress: OnProgress = ignore_progress,
    ) -> Iterator[IngestReport] | None:
        """Take in an export of another reader, its total in the end; None where it is none."""
        from reader.library.ingest.imports.import_exports import import_export

        arriving = import_export(self, content, name, total)
        return None if arriving is None else self._ingest_marked(arriving, on_progress)

    def _ingest_marked(
        self, arriving: Iterator[IngestReport], on_progress: OnProgress
    ) -> Iterator[IngestReport]:
        """Pass on what arrives, and copy its marks to their file in the end."""
        yield from self._ingest(arriving, on_progress)
        self.copy_marks()

    def import_bookmarks(self, lines: Iterator[str], name: str) -> Iterator[str]:
        """Add the bookmarks, tags and notes in lines of JSON; a sentence for each bad line."""
        from reader.library.marks import import_bookmarks

        with ingest_lock(self):
            yield from import_bookmarks(self.store, lines, name, self.clock.now())
        self.copy_marks()

    def copy_marks(self, anew: bool = False, stopped: Stopped | None = None) -> None:
        """Copy bookmarks, tags and notes to the file that a person can read, and to the vault.

        `anew` even where the file says that it has them all. Once `stopped` it stays as it was.

        Raises:
            StoreError: it cannot be written; the database has them all the same.
        """
        BOOKMARKS_MIRROR.keep(self.store, self.folders.data, anew, stopped)
        if vault := self.settings().vault:
            from reader.library.vault.vault import keep_vault

            keep_vault(self.store, config.expand_path(vault))

    def change_searches(self, how: Callable[[SavedSearches], SavedSearches]) -> SavedSearches:
        """Change the saved searches, in the file that a person can read too; those before.

        Raises:
            QueryError: that change cannot be made.
            StoreError: the file cannot be written; the database has them all the same.
        """
        before = self.store.searches.change(how)
        SEARCHES_MIRROR.keep(self.store, self.folders.data)
        return before

    def count_finds(self, index: Index, text: str, stopped: Stopped = _never) -> SearchCounts:
        """Return how many stories a search finds.

        Raises:
            BrokenIndexError: the index cannot be used and must be made anew.
        """
        from reader.library.search import count_finds

        return count_finds(self.store, index, self.parse_query(text).part, stopped)

    def bookmark_lines(self) -> Iterator[str]:
        """Yield bookmarks, tags and notes as lines of JSON."""
        return bookmark_file.bookmark_lines(self.store.marks.keepsakes())

    def story_lines(self) -> Iterator[str]:
        """Yield all stories as lines of JSON."""
        from reader.parse.story_jsonl import story_lines

        return story_lines(self.store.stories.all_stories())

    def opml_lines(self) -> Iterator[str]:
        """Yield what is subscribed to over the network, as the lines of an OPML file."""
        from reader import opml
        from reader.fetch import is_web

        return opml.opml_lines(one for one in self.store.sources.all() if is_web(one.location))

    def set_mark(self, ids: list[int], mark: Mark, on: bool) -> dict[int, Marks]:
        """Set or clear a mark of stories; return the marks that they had, for `set_marks`."""
        from reader.library.marks import with_mark

        before = self.store.marks.marks_of(ids)
        now = self.clock.now()
        self.set_marks(
            {story_id: with_mark(marks, mark, on, now) for story_id, marks in before.items()}
        )
        return before

    def set_marks(self, marks: dict[int, Marks]) -> None:
        """Give stories exactly these marks."""
        self.store.marks.save(marks)

    def group(self, on_progress: OnProgress = ignore_progress, anew: bool = False) -> int:
        """Find out which stories report one event, of those that were not asked yet; how many."""
        with self.writer_lock():
            if anew:
                self.store.events.clear()
            return self._group(on_progress)

    def _group(self, on_progress: OnProgress) -> int:
        """Group what waits for it; for who holds the right to add."""
        from reader.library.events import cluster_new_stories

        return cluster_new_stories(self.store, self.settings().events, on_progress)

    def split_event(self, story: int, patience: float | None = None) -> int:
        """Take a story out of its event, for good; return the number by which that is undone.

        Whoever adds stories is waited for so many seconds, as long as is usual by default.

        Raises:
            QueryError: it is in none, or there is no such story.
        """
        from reader.library.events import split_event

        with writer_lock(self.folders.data, patience=patience):
            return split_event(self.store, story)

    def join_events(self, one: int, other: int) -> None:
        """Put the events of two stories together, for good.

        Raises:
            QueryError: they are one already, or there is no such story.
        """
        from reader.library.events import join_events

        with writer_lock(self.folders.data):
            join_events(self.store, one, other)

    def undo_event_edit(self, act: int | None = None, patience: float | None = None) -> None:
        """Take back the last split or join, if need be only the one with this number.

        Raises:
            QueryError: there is none, or it is another.
        """
        from reader.library.events import undo_event_edit

        with writer_lock(self.folders.data, patience=patience):
            undo_event_edit(self.store, act)

    def request_headers(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the headers, logins among them, that each location is asked with."""
        from reader.store.files import logins

        return logins.read_logins(self.folders.data)

    def parse_query(self, text: str, typing: bool = False) -> Query:
        """Return what a person typed, understood; while typing, the last word may be unfinished."""
        from reader import query
        from reader.model.safe_text import safe_query

        meant = query.parse_typing if typing else query.parse
        return meant(safe_query(text), self.clock.now())

    @staticmethod
    def asks_for_event(part: Part) -> bool:
        """Tell whether a query asks for all reports of one event."""
        from reader.model import InEvent
        from reader.query import leaves

        return any(isinstance(leaf, InEvent) for leaf in leaves(part))

    @property
    def is_refresh_due(self) -> bool:
        """Whether the time of a source has come, or pages wait to be fetched."""
        from reader.library.ingest.refresh import is_refresh_due

        return is_refresh_due(self)

    def search(self, index: Index, search: Search, stopped: Stopped = _never) -> Hits:
        """Return the stories that a query finds.

        Raises:
            BrokenIndexError: the index cannot be used and must be made anew.
        """
        from reader.library.search import run_search

        return run_search(self.store, index, search, stopped)

    def search_page(self, index: Index, search: Search) -> Hits:
        """Return the stories that a query finds, with what the page after them begins with.

        Raises:
            BrokenIndexError: the index cannot be used and must be made anew.
            QueryError: what the page is to come after is no end of a page.
        """
        from reader.library.search import search_page

        return search_page(self.store, index, search)

    def correct_query(
        self, index: Index, query: Query, text: str, stopped: Stopped = _never
    ) -> str:
        """Correct what was typed to words that find something; empty when none are near."""
        from reader.library.search import correct_query

        return correct_query(self.store, index, (query, text), self.parse_query, stopped)
