"""The tables of saved searches and of the search history."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from reader.model import SavedSearch
from reader.model.safe_text import safe_name, safe_query
from reader.store.database import Table, store_errors

SELECT = "SELECT name, query, alerts FROM search ORDER BY place"
CLEAR = "DELETE FROM search"
PUT = "INSERT INTO search (name, query, alerts, place) VALUES (?, ?, ?, ?)"
MOST = 300  # earlier searches that are remembered
EARLIER = "SELECT text FROM asked ORDER BY turn DESC"
ASK = """
INSERT OR REPLACE INTO asked (text, turn)
VALUES (?, (SELECT coalesce(max(turn), 0) + 1 FROM asked))
"""
FORGET = (
    "DELETE FROM asked WHERE turn <= (SELECT turn FROM asked ORDER BY turn DESC LIMIT 1 OFFSET ?)"
)

ALERTS = "alerts"  # the fact: how many stories of each search nobody has looked at

SavedSearches = tuple[SavedSearch, ...]


class SearchTable(Table):
    """The searches that a person gave a name, in their order, and the latest of all."""

    @store_errors
    def all(self) -> SavedSearches:
        """Return every saved search, in the person's order."""
        return tuple(
            SavedSearch(name, query, bool(alert))
            for name, query, alert in self.database.all(SELECT)
        )

    @store_errors
    def change(self, how: Callable[[SavedSearches], SavedSearches]) -> SavedSearches:
        """Put others in the place of the saved searches, all or none; those that were there."""
        with self.database.act() as connection:
            before = self.all()
            rows = [
                (safe_name(one.name), safe_query(one.query), one.alert, place)
                for place, one in enumerate(how(before))
            ]
            connection.execute(CLEAR)
            connection.executemany(PUT, rows)
        return before

    def alerts(self) -> dict[str, int]:
        """Return how many stories each search has alerted of since somebody looked at it."""
        try:
            counts = json.loads(self.database.meta(ALERTS) or "{}")
            return {str(name): int(count) for name, count in counts.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    @store_errors
    def count_alerts(self, more: Mapping[str, int]) -> None:
        """Count stories that searches alert of."""
        with self.database.batch():
            counts = self.alerts()
            sums = {name: counts.get(name, 0) + count for name, count in more.items()}
            self.database.set_meta(ALERTS, json.dumps(counts | sums))

    @store_errors
    def clear_alerts(self, name: str) -> None:
        """Take what a search has alerted of for looked at."""
        if name not in self.alerts():
            return
        with self.database.batch():
            counts = {one: count for one, count in self.alerts().items() if one != name}
            self.database.set_meta(ALERTS, json.dumps(counts))

    @store_errors
    def earlier_searches(self) -> list[str]:
        """Return what was searched for, the latest first, nothing twice."""
        return [row[0] for row in self.database.all(EARLIER)]

    @store_errors
    def remember_search(self, text: str) -> None:
        """Note that something was searched for; of very many searches the oldest are forgotten."""
        with self.database.batch() as connection:
            connection.execute(ASK, (safe_query(text),))
            connection.execute(FORGET, (MOST,))
