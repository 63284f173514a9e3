"""The tables of saved searches and of the search history."""

from __future__ import annotations

from collections.abc import Callable

from reader.model import SavedSearch
from reader.model.safe_text import safe_name, safe_query
from reader.store.database import Table, store_errors

SELECT = "SELECT name, query FROM search ORDER BY place"
CLEAR = "DELETE FROM search"
PUT = "INSERT INTO search (name, query, place) VALUES (?, ?, ?)"
MOST = 300  # earlier searches that are remembered
EARLIER = "SELECT text FROM asked ORDER BY turn DESC"
ASK = """
INSERT OR REPLACE INTO asked (text, turn)
VALUES (?, (SELECT coalesce(max(turn), 0) + 1 FROM asked))
"""
FORGET = (
    "DELETE FROM asked WHERE turn <= (SELECT turn FROM asked ORDER BY turn DESC LIMIT 1 OFFSET ?)"
)

SavedSearches = tuple[SavedSearch, ...]


class SearchTable(Table):
    """The searches that a person gave a name, in their order, and the latest of all."""

    @store_errors
    def all(self) -> SavedSearches:
        """Return every saved search, in the person's order."""
        return tuple(SavedSearch(*row) for row in self.database.all(SELECT))

    @store_errors
    def change(self, how: Callable[[SavedSearches], SavedSearches]) -> SavedSearches:
        """Put others in the place of the saved searches, all or none; those that were there."""
        with self.database.act() as connection:
            before = self.all()
            rows = [
                (safe_name(one.name), safe_query(one.query), place)
                for place, one in enumerate(how(before))
            ]
            connection.execute(CLEAR)
            connection.executemany(PUT, rows)
        return before

    @store_errors
    def earlier(self) -> list[str]:
        """Return what was searched for, the latest first, nothing twice."""
        return [row[0] for row in self.database.all(EARLIER)]

    @store_errors
    def remember(self, text: str) -> None:
        """Note that something was searched for; of very many searches the oldest are forgotten."""
        with self.database.batch() as connection:
            connection.execute(ASK, (safe_query(text),))
            connection.execute(FORGET, (MOST,))
