"""A database in, what is wrong with it out."""

from __future__ import annotations

from reader.store.database import Table, guarded

CHECK = "PRAGMA integrity_check(3)"
REINDEX = "REINDEX"
STRAYS = "SELECT count(*) FROM pragma_foreign_key_check"
BODILESS = "SELECT count(*) FROM story WHERE id NOT IN (SELECT story_id FROM body)"


class HealthTable(Table):
    """Whether the database is as SQLite and we have written it."""

    @guarded
    def faults(self) -> list[str]:
        """What SQLite finds wrong with its pages and its own indexes, the first of it."""
        told = [str(row[0]) for row in self.database.all(CHECK)]
        return [] if told == ["ok"] else told

    @guarded
    def mend(self) -> None:
        """Build SQLite's own indexes anew from the rows."""
        self.database.connection.execute(REINDEX)

    @guarded
    def strays(self) -> int:
        """How many rows belong to a story or source that is not there."""
        return int(self.database.one(STRAYS)[0])

    @guarded
    def bodiless(self) -> int:
        """How many stories have lost their text."""
        return int(self.database.one(BODILESS)[0])
