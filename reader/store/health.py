"""Checks the integrity of the database."""

from __future__ import annotations

from datetime import datetime

from reader.store.database import Table, store_errors

CHECK = "PRAGMA integrity_check(3)"
REINDEX = "REINDEX"
STRAYS = "SELECT count(*) FROM pragma_foreign_key_check"
BODILESS = "SELECT count(*) FROM story WHERE id NOT IN (SELECT story_id FROM body)"


# Moments that no story of the web has; ?1 and ?2 are the first and the last that one can have.
MISDATED = "typeof(published) != 'integer' OR published NOT BETWEEN ?1 AND ?2"
COUNT_MISDATED = f"SELECT count(*) FROM story WHERE {MISDATED}"  # noqa: S608 - our own
# A story without a date goes by when it came, which stands beside what its source wrote.
REDATE = f"""
UPDATE story SET dated = 0, revision = ?4, published = coalesce((
    SELECT CAST(json_extract(fields, '$.arrived') AS INTEGER) FROM original
    WHERE story_id = story.id AND json_extract(fields, '$.arrived') BETWEEN ?1 AND ?3
), ?3)
WHERE {MISDATED}
"""  # noqa: S608 - our own
REPRINT = f"""
UPDATE print SET published = (SELECT published FROM story WHERE story.id = story_id)
WHERE {MISDATED}
"""  # noqa: S608 - our own
FUTURE = 3_653 * 86_400  # seconds from now that a story can be dated


class HealthTable(Table):
    """Whether the database is as SQLite and we have written it."""

    @store_errors
    def faults(self) -> list[str]:
        """Return what SQLite finds wrong with its pages and its own indexes, the first of it."""
        told = [str(row[0]) for row in self.database.all(CHECK)]
        return [] if told == ["ok"] else told

    @store_errors
    def rebuild_indexes(self) -> None:
        """Build SQLite's own indexes anew from the rows."""
        self.database.connection.execute(REINDEX)

    @store_errors
    def count_misdated(self, now: datetime) -> int:
        """Return how many stories are dated before 1970 or long after now."""
        last = int(now.timestamp()) + FUTURE
        return int(self.database.first_row(COUNT_MISDATED, 0, last)[0])

    @store_errors
    def drop_dates(self, now: datetime) -> None:
        """Take their dates from such stories; they go by when they came."""
        today = int(now.timestamp())
        with self.database.batch() as connection:
            revision = int(self.database.meta("revision")) + 1
            self.database.set_meta("revision", str(revision))
            connection.execute(REDATE, (0, today + FUTURE, today, revision))
            connection.execute(REPRINT, (0, today + FUTURE))

    @store_errors
    def count_strays(self) -> int:
        """Return how many rows belong to a story or source that is not there."""
        return int(self.database.first_row(STRAYS)[0])

    @store_errors
    def count_bodiless(self) -> int:
        """Return how many stories have lost their text."""
        return int(self.database.first_row(BODILESS)[0])
