"""The table of downloaded enclosures."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import Download
from reader.store.database import Table, store_errors

FIND = "SELECT link, path, etag, modified, size, done FROM download WHERE link = ?"
PUT = "INSERT OR REPLACE INTO download VALUES (?, ?, ?, ?, ?, ?)"
PATHS = "SELECT link, path FROM download WHERE done = 1 AND link IN ({ids})"


class DownloadTable(Table):
    """What was downloaded, and what was begun."""

    @store_errors
    def find(self, link: str) -> Download | None:
        """Return what is remembered of a file; None when it was never asked for."""
        row = self.database.first_row(FIND, link)
        if row is None:
            return None
        link, path, etag, modified, size, done = row
        return Download(link, path, etag, modified, size, bool(done))

    @store_errors
    def save(self, download: Download) -> None:
        """Remember how far a file is."""
        with self.database.batch() as connection:
            connection.execute(
                PUT,
                (
                    download.link,
                    download.path,
                    download.etag,
                    download.modified,
                    download.size,
                    download.done,
                ),
            )

    @store_errors
    def paths(self, links: Iterable[str]) -> dict[str, str]:
        """Return where those of these files are that were downloaded to their end."""
        return dict(self.database.rows_of(PATHS, list(links)))
