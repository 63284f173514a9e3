"""The tables of what is known of places that hold mail: which messages in them were read."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model.construction import frozen
from reader.store.database import Table, store_errors

SELECT = "SELECT name, stamp FROM seen_message WHERE source_id = ?"
PUT = "INSERT OR REPLACE INTO seen_message VALUES (?, ?, ?, ?)"
DROP = "DELETE FROM seen_message WHERE source_id = ? AND name = ?"
LEFT_OUT = "SELECT count(*) FROM seen_message WHERE source_id = ? AND taken = 0"
# What was left out is met again, and so is each mbox, of which `taken` says nothing.
MEET_AGAIN = "DELETE FROM seen_message WHERE source_id = ? AND taken IS NOT 1"
PLACES = "SELECT DISTINCT source_id FROM seen_message"
WANTS_ALL = "SELECT 1 FROM all_mail WHERE source_id = ?"
WANT_ALL = "INSERT OR IGNORE INTO all_mail VALUES (?)"


@frozen
class SeenMessage:
    """A message, or an mbox, and what it looked like when it was read."""

    name: str
    stamp: str
    taken: bool | None  # None for an mbox as a whole


class SeenMessageTable(Table):
    """Which messages of a source were read."""

    @store_errors
    def stamps(self, source_id: int) -> dict[str, str]:
        """Return what each known message of a source looked like."""
        return dict(self.database.all(SELECT, source_id))

    @store_errors
    def save(self, source_id: int, seen: Iterable[SeenMessage]) -> None:
        """Remember messages."""
        rows = [(source_id, one.name, one.stamp, one.taken) for one in seen]
        with self.database.batch() as connection:
            connection.executemany(PUT, rows)

    @store_errors
    def forget(self, source_id: int, names: Iterable[str]) -> None:
        """Forget messages that are no longer there; their stories stay."""
        with self.database.batch() as connection:
            connection.executemany(DROP, [(source_id, name) for name in names])

    @store_errors
    def source_ids(self) -> frozenset[int]:
        """Return the ids of the sources that hold mail."""
        return frozenset(row[0] for row in self.database.all(PLACES))

    @store_errors
    def left_out(self, source_id: int) -> int:
        """Count the messages that were not taken, as they are private."""
        return int(self.database.first_row(LEFT_OUT, source_id)[0])

    @store_errors
    def wants_all(self, source_id: int) -> bool:
        """Tell whether private messages of a source are taken, too."""
        return self.database.first_row(WANTS_ALL, source_id) is not None

    @store_errors
    def want_all(self, source_id: int) -> None:
        """Take private messages of a source from now on, those that were left out among them."""
        with self.database.batch() as connection:
            if connection.execute(WANT_ALL, (source_id,)).rowcount:
                connection.execute(MEET_AGAIN, (source_id,))
