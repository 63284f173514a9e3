"""What was found, on its way to the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.tui.widgets.story_list import RowReader, ShownRow, rows_by_id
from reader.worker.protocol import AnswerMessage

if TYPE_CHECKING:  # the first screen asks for no query
    from reader.model import Query

_ROWS_AT_ONCE = 2  # that are read before the next key is taken


@dataclass(eq=False)
class ArrivingHits:
    """What was found, until the rows that come into view are read.

    To find the passages of a screenful takes longer than anybody wants to wait for a letter.
    """

    answer: AnswerMessage
    query: Query
    ids: tuple[int, ...]
    rows: dict[int, ShownRow | None]
    unread: list[int]

    def read_some(self, read: RowReader) -> bool:
        """Read a few rows more; return whether there were any to read."""
        some, self.unread = self.unread[:_ROWS_AT_ONCE], self.unread[_ROWS_AT_ONCE:]
        if some:
            self.rows.update(rows_by_id(read, some))
        return bool(some)
