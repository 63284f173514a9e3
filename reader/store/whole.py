"""Stories, sources and marks in; the same out, as one open database."""

from reader.store.database import Database, opened
from reader.store.downloads import DownloadTable
from reader.store.events import EventTable
from reader.store.folds import FoldTable
from reader.store.lines import LineTable
from reader.store.marks import MarkTable
from reader.store.network import NetworkTable
from reader.store.pages import PageTable
from reader.store.retention import RetentionTable
from reader.store.searches import SearchTable
from reader.store.sharing import SharingTable
from reader.store.sources import SourceTable
from reader.store.stories import StoryTable

__all__ = ["Store"]


class Store:
    """One open database, a table of acts for each noun that it keeps."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.sources = SourceTable(database)
        self.stories = StoryTable(database)
        self.marks = MarkTable(database)
        self.searches = SearchTable(database)
        self.lines = LineTable(database)
        self.events = EventTable(database)
        self.folds = FoldTable(database)
        self.network = NetworkTable(database)
        self.pages = PageTable(database)
        self.sharing = SharingTable(database)
        self.retention = RetentionTable(database)
        self.downloads = DownloadTable(database)

    @classmethod
    def open(cls, folder: str) -> "Store":
        """Open the database in a folder, making or migrating it first.

        Raises:
            StoreError: it cannot be opened, is damaged, or a newer newsreader made it.
        """
        return cls(opened(folder))

    def close(self) -> None:
        """Let SQLite tidy its statistics, and let go of the file."""
        self.database.close()
