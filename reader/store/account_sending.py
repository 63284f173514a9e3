"""The table of what servers of accounts are being told, for a round that is cut off there."""

from __future__ import annotations

from collections.abc import Sequence

from reader.store.database import Table, store_errors

BEGIN_SENDING = "INSERT OR IGNORE INTO account_sending VALUES (?, ?, ?)"
END_SENDING = "DELETE FROM account_sending WHERE account_id = ? AND item = ? AND mark = ?"
_SENDING = "SELECT item FROM account_sending WHERE account_id = ?1 AND mark"
_TAG_IS_HERE = """
SELECT 1 FROM account_item JOIN tag USING (story_id) WHERE account_item.account_id = ?1
"""
DOUBT_SENT = (
    f"""UPDATE account_item SET read = 1 - coalesce(
        (SELECT read FROM mark WHERE mark.story_id = account_item.story_id), 0
    ) WHERE account_id = ?1 AND item IN ({_SENDING} = 'read')""",  # noqa: S608 - all are our own
    f"""UPDATE account_item SET starred = coalesce(
        (SELECT bookmarked IS NULL FROM mark WHERE mark.story_id = account_item.story_id), 1
    ) WHERE account_id = ?1 AND item IN ({_SENDING} = 'starred')""",  # noqa: S608 - all are our own
    f"""DELETE FROM account_label
    WHERE account_id = ?1 AND item IN ({_SENDING} = 'tag:' || account_label.tag)
        AND EXISTS ({_TAG_IS_HERE} AND item = account_label.item AND tag = account_label.tag)""",  # noqa: S608 - all are our own
    f"""INSERT OR IGNORE INTO account_label
    SELECT account_id, item, substr(mark, 5) FROM account_sending AS sending
    WHERE account_id = ?1 AND mark LIKE 'tag:%' AND NOT EXISTS (
        {_TAG_IS_HERE} AND account_item.item = sending.item AND tag = substr(sending.mark, 5)
    )""",  # noqa: S608 - all are our own
    "DELETE FROM account_sending WHERE account_id = ?1",
)


class AccountSendingTable(Table):
    """What the servers of accounts are being told."""

    @store_errors
    def begin_sending(self, account_id: int, items: Sequence[str], mark: str) -> None:
        """Remember that a server is being told of a mark: read, starred, or tag: with a tag."""
        with self.database.act() as connection:
            connection.executemany(BEGIN_SENDING, ((account_id, item, mark) for item in items))

    @store_errors
    def end_sending(self, account_id: int, items: Sequence[str], mark: str) -> None:
        """Remember that the server has a mark as it was told."""
        with self.database.act() as connection:
            connection.executemany(END_SENDING, ((account_id, item, mark) for item in items))

    @store_errors
    def doubt_sent(self, account_id: int) -> None:
        """Have the server told anew of what it was being told when a round was cut off.

        It may have that or not, and it may have been marked otherwise here since: how it is here
        counts.
        """
        with self.database.act() as connection:
            for statement in DOUBT_SENT:
                connection.execute(statement, (account_id,))
