"""The table of what servers of accounts are asked to do, for rounds that are cut off there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from reader.model.construction import frozen
from reader.store.database import Table, store_errors

LONGEST = timedelta(hours=1)  # that a server may take for what nobody waits for any more
BEGIN = "INSERT OR REPLACE INTO account_request VALUES (?, ?, ?, ?, 0, ?)"
END = """
DELETE FROM account_request
WHERE account_id = ? AND item = ? AND mark = ? AND is_on = ? AND is_late = ?
"""
_CUT_OFF = "SELECT item FROM account_request WHERE account_id = ?1 AND is_late = 0 AND mark"
_TAG_IS_HERE = """
SELECT 1 FROM account_item JOIN tag USING (story_id) WHERE account_item.account_id = ?1
"""
DOUBT = (
    f"""UPDATE account_item SET read = 1 - coalesce(
        (SELECT read FROM mark WHERE mark.story_id = account_item.story_id), 0
    ) WHERE account_id = ?1 AND item IN ({_CUT_OFF} = 'read')""",  # noqa: S608 - all are our own
    f"""UPDATE account_item SET starred = coalesce(
        (SELECT bookmarked IS NULL FROM mark WHERE mark.story_id = account_item.story_id), 1
    ) WHERE account_id = ?1 AND item IN ({_CUT_OFF} = 'starred')""",  # noqa: S608 - all are our own
    f"""DELETE FROM account_label
    WHERE account_id = ?1 AND item IN ({_CUT_OFF} = 'tag:' || account_label.tag)
        AND EXISTS ({_TAG_IS_HERE} AND item = account_label.item AND tag = account_label.tag)""",  # noqa: S608 - all are our own
    f"""INSERT OR IGNORE INTO account_label
    SELECT account_id, item, substr(mark, 5) FROM account_request AS request
    WHERE account_id = ?1 AND is_late = 0 AND mark LIKE 'tag:%' AND NOT EXISTS (
        {_TAG_IS_HERE} AND account_item.item = request.item AND tag = substr(request.mark, 5)
    )""",  # noqa: S608 - all are our own
    """INSERT OR REPLACE INTO account_request
    SELECT account_id, item, mark, is_on, 1, until FROM account_request
    WHERE account_id = ?1 AND is_late = 0""",
    "DELETE FROM account_request WHERE account_id = ?1 AND is_late = 0",
)
FORGET = "DELETE FROM account_request WHERE account_id = ? AND until <= ?"
LATE = "SELECT item, mark, is_on FROM account_request WHERE account_id = ? AND is_late = 1"


@frozen
class MarkRequest:
    """What a server is asked to do with an item."""

    item: str
    mark: str  # read, starred, or tag: with a tag
    is_on: bool  # whether the item is to have it


class AccountRequestTable(Table):
    """What the servers of accounts are asked to do."""

    @store_errors
    def begin(self, account_id: int, requests: Sequence[MarkRequest], now: datetime) -> None:
        """Remember that a server is being asked."""
        until = int((now + LONGEST).timestamp())
        rows = ((account_id, one.item, one.mark, one.is_on, until) for one in requests)
        with self.database.act() as connection:
            connection.executemany(BEGIN, rows)

    @store_errors
    def end(self, account_id: int, requests: Iterable[MarkRequest], is_late: bool = False) -> None:
        """Remember that a server has done what it was asked; late, if nobody waited any more."""
        rows = ((account_id, one.item, one.mark, one.is_on, is_late) for one in requests)
        with self.database.act() as connection:
            connection.executemany(END, rows)

    @store_errors
    def forget_answers(self, account_id: int, now: datetime) -> None:
        """Have the server told anew of what it was being asked when a round was cut off.

        It may have done that or not, or may do it later, and the item may have been marked
        otherwise here since: how it is here counts.
        """
        with self.database.act() as connection:
            for statement in DOUBT:
                connection.execute(statement, (account_id,))
            connection.execute(FORGET, (account_id, int(now.timestamp())))

    @store_errors
    def late_requests(self, account_id: int) -> set[MarkRequest]:
        """Return what a server may still do though nobody waits for it any more."""
        rows = self.database.all(LATE, account_id)
        return {MarkRequest(item, mark, bool(is_on)) for item, mark, is_on in rows}
