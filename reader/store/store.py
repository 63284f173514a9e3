"""Stories, sources and marks in; the same out, as one open database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from reader.store.database import Database, open_database, store_errors_within
from reader.store.identity.copies import CopyTable
from reader.store.tables.marks import MarkTable
from reader.store.tables.stories import StoryTable

if TYPE_CHECKING:  # these tables are opened when they are asked for
    from reader.store.account_table import AccountTable
    from reader.store.statistics.arrivals import ArrivalTable
    from reader.store.statistics.reading_length import LengthTable
    from reader.store.statistics.source_statistics import SourceStatisticsTable
    from reader.store.tables.batch_marks import BatchMarkTable
    from reader.store.tables.downloads import DownloadTable
    from reader.store.tables.dump_lines import DumpLineTable
    from reader.store.tables.event_edits import EventEditTable
    from reader.store.tables.event_rows import EventRowTable
    from reader.store.tables.events import EventTable
    from reader.store.tables.expired_stories import ExpiredStoryTable
    from reader.store.tables.fetch_state import FetchStateTable
    from reader.store.tables.full_pages import FullPageTable, WatchedPageTable
    from reader.store.tables.rule_table import RuleTable
    from reader.store.tables.saved_searches import SearchTable
    from reader.store.tables.sources import SourceTable
    from reader.store.tables.sync_state import SyncTable

__all__ = ["Store"]


class Store:
    """One open database, a table of acts for each noun that it keeps."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.stories = StoryTable(database)
        self.marks = MarkTable(database)
        self.copies = CopyTable(database)

    @classmethod
    def open(cls, folder: str) -> Store:
        """Open the database in a folder, making or migrating it first.

        Raises:
            StoreError: it cannot be opened, is damaged, or a newer newsreader made it.
        """
        return cls(open_database(folder))

    @cached_property
    def event_edits(self) -> EventEditTable:
        """What a person split and joined of events, and what that undid."""
        from reader.store.tables.event_edits import EventEditTable

        return EventEditTable(self.database)

    @cached_property
    def events(self) -> EventTable:
        """Which stories report one event, and what that is."""
        from reader.store.tables.events import EventTable

        return EventTable(self.database)

    @cached_property
    def event_rows(self) -> EventRowTable:
        """Which stories stand in the row of which."""
        from reader.store.tables.event_rows import EventRowTable

        return EventRowTable(self.database)

    @cached_property
    def fetch_states(self) -> FetchStateTable:
        """What servers said, and when sources are due."""
        from reader.store.tables.fetch_state import FetchStateTable

        return FetchStateTable(self.database)

    @cached_property
    def full_pages(self) -> FullPageTable:
        """The texts of full pages."""
        from reader.store.tables.full_pages import FullPageTable

        return FullPageTable(self.database)

    @cached_property
    def watched_pages(self) -> WatchedPageTable:
        """How watched pages were when they were read last."""
        from reader.store.tables.full_pages import WatchedPageTable

        return WatchedPageTable(self.database)

    @cached_property
    def expired_stories(self) -> ExpiredStoryTable:
        """What was dropped, and what is beyond its limits."""
        from reader.store.tables.expired_stories import ExpiredStoryTable

        return ExpiredStoryTable(self.database)

    @cached_property
    def searches(self) -> SearchTable:
        """Searches that have a name."""
        from reader.store.tables.saved_searches import SearchTable

        return SearchTable(self.database)

    @cached_property
    def sources(self) -> SourceTable:
        """What is subscribed to."""
        from reader.store.tables.sources import SourceTable

        return SourceTable(self.database)

    @cached_property
    def accounts(self) -> AccountTable:
        """Accounts at servers, and how these have feeds and items."""
        from reader.store.account_table import AccountTable

        return AccountTable(self.database)

    @cached_property
    def dump_lines(self) -> DumpLineTable:
        """What dumps say, line by line."""
        from reader.store.tables.dump_lines import DumpLineTable

        return DumpLineTable(self.database)

    @cached_property
    def downloads(self) -> DownloadTable:
        """The files that were attached to stories, and downloaded."""
        from reader.store.tables.downloads import DownloadTable

        return DownloadTable(self.database)

    @cached_property
    def arrivals(self) -> ArrivalTable:
        """What has come unread."""
        from reader.store.statistics.arrivals import ArrivalTable

        return ArrivalTable(self.database)

    @cached_property
    def source_statistics(self) -> SourceStatisticsTable:
        """How often sources write, and how much of that is read."""
        from reader.store.statistics.source_statistics import SourceStatisticsTable

        return SourceStatisticsTable(self.database)

    @cached_property
    def reading_lengths(self) -> LengthTable:
        """How long stories take to read."""
        from reader.store.statistics.reading_length import LengthTable

        return LengthTable(self.database)

    @cached_property
    def sync(self) -> SyncTable:
        """What this machine and others know of what was marked where."""
        from reader.store.tables.sync_state import SyncTable

        return SyncTable(self.database)

    @cached_property
    def rules(self) -> RuleTable:
        """What is done with stories when they come."""
        from reader.store.tables.rule_table import RuleTable

        return RuleTable(self.database)

    @cached_property
    def batch_marks(self) -> BatchMarkTable:
        """Marks of very many stories at once."""
        from reader.store.tables.batch_marks import BatchMarkTable

        return BatchMarkTable(self.database)

    @contextmanager
    def act(self) -> Iterator[None]:
        """Begin a transaction for one act of the person that several tables have a part in.

        Raises:
            StoreError: the database takes none, or not all of it; then it is as it was.
        """
        with store_errors_within(self.database), self.database.act():
            yield

    def close(self) -> None:
        """Let SQLite tidy its statistics, and let go of the file."""
        self.database.close()
