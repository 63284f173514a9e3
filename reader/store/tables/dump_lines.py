"""The lines of dumps, and which of them other documents of the same source have too."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from reader.store.database import Table, store_errors

FORGET = "DELETE FROM line WHERE story_id = ? AND source_id = ?"
REMEMBER = "INSERT OR IGNORE INTO line (source_id, hash, story_id) VALUES (?, ?, ?)"
STORY = """
SELECT story.id, source_id FROM story JOIN source ON source.id = source_id
WHERE location = ?1 AND key = ?2
UNION ALL
SELECT story_id, source_id FROM also JOIN source ON source.id = source_id
WHERE location = ?1 AND key = ?2
"""
REPEATED = """
SELECT DISTINCT hash FROM line
WHERE hash IN ({ids}) AND source_id = (SELECT id FROM source WHERE location = ?)
    AND story_id NOT IN (
        SELECT id FROM story WHERE source_id = line.source_id AND key = ?
        UNION ALL
        SELECT story_id FROM also WHERE also.source_id = line.source_id AND key = ?
    )
"""


class DumpLineTable(Table):
    """What the dumps of each source say, line by line, as 8 bytes a line."""

    @store_errors
    def save_lines(self, source: str, key: str, lines: Iterable[str]) -> None:
        """Note the lines of a story, in the place of those that it had."""
        with self.database.batch() as connection:
            story_id, source_id = connection.execute(STORY, (source, key)).fetchone()
            connection.execute(FORGET, (story_id, source_id))
            rows = ((source_id, line_hash(line), story_id) for line in lines)
            connection.executemany(REMEMBER, rows)

    @store_errors
    def repeated_lines(self, source: str, key: str, lines: Iterable[str]) -> frozenset[str]:
        """Return those of a story's lines that other stories of its source have too."""
        known = {line_hash(line): line for line in lines}
        found = self.database.rows_of(REPEATED, list(known), source, key, key)
        return frozenset(known[row[0]] for row in found)


def line_hash(line: str) -> int:
    """Return a line as a number that SQLite can hold."""
    digest = blake2b(line.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
