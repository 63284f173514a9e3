"""Searches that a person keeps in, the same out, and what was searched for before."""

from __future__ import annotations

from collections.abc import Callable

from reader.model import Saved
from reader.model.safe_text import safe_name, safe_query
from reader.store.database import Table, guarded

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

Searches = tuple[Saved, ...]


class SearchTable(Table):
    """The searches that a person gave a name, in their order, and the latest of all."""

    @guarded
    def all(self) -> Searches:
        """Every saved search, in the person's order."""
        return tuple(Saved(*row) for row in self.database.all(SELECT))

    @guarded
    def change(self, how: Callable[[Searches], Searches]) -> Searches:
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

    @guarded
    def earlier(self) -> list[str]:
        """What was searched for, the latest first, nothing twice."""
        return [row[0] for row in self.database.all(EARLIER)]

    @guarded
    def remember(self, text: str) -> None:
        """Note that something was searched for; of very many searches the oldest are forgotten."""
        with self.database.batch() as connection:
            connection.execute(ASK, (safe_query(text),))
            connection.execute(FORGET, (MOST,))
